package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestFuseProgram(t *testing.T) {
	const mounts = `36 35 98:0 / / rw,noatime master:1 - ext4 /dev/root rw
40 36 0:43 / /data rw - fuse.sshfs user@host:/x rw
41 36 0:44 / /data/local rw - ext4 /dev/sdb rw
42 36 0:45 / /my\040disk rw - fuse.glusterfs gl:/v rw
43 36 0:46 / /home rw - fuse.fuse-overlayfs overlay rw
`
	for folder, want := range map[string]string{
		"/data": "sshfs", "/data/certdesk": "sshfs", "/data/local/certdesk": "", "/database": "", "/my disk/x": "glusterfs",
		"/home/a": "fuse-overlayfs", "/": "",
	} {
		if got := fuseProgram(mounts, folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}

// Lines that are cut short, and folders that are mounted over, tell what they can.
func TestFuseProgramOfOddMounts(t *testing.T) {
	for mounts, want := range map[string]string{
		"": "", "40 36 0:43 /": "", "40 36 0:43 / /data rw": "", "40 36 0:43 / - fuse.sshfs x rw": "", "40 36 0:43 / /data rw - ": "",
		"40 36 0:43 / /data - fuse.sshfs x rw":                                         "sshfs",
		"40 36 0:43 / /data rw - fuse.sshfs":                                           "sshfs",
		"40 36 0:43 / /data rw - ext4 a rw\n41 40 0:44 / /data rw - fuse.sshfs b rw\n": "sshfs", // the later one lies above
	} {
		if got := fuseProgram(mounts, "/data"); got != want {
			t.Errorf("%q: %q, want %q", mounts, got, want)
		}
	}
}

// TestNetworkFileSystem: the kernel's own are known by their number, those of programs
// by the list of mounts, which is not asked about any other.
func TestNetworkFileSystem(t *testing.T) {
	mounts := "40 36 0:43 / /data rw - fuse.sshfs user@host:/x rw\n43 36 0:46 / /home rw - fuse.fuse-overlayfs overlay rw\n"
	for _, tt := range []struct {
		magic        int64
		folder, want string
	}{
		{0x6969, "/srv", "NFS"}, {0xEF53, "/srv", ""}, {0xEF53, "/data", ""},
		{0x65735546, "/data/certdesk", "sshfs"}, {0x65735546, "/home/certdesk", ""}, {0x65735546, "/elsewhere", ""},
	} {
		if got := networkFileSystem(tt.magic, tt.folder, func() string { return mounts }); got != tt.want {
			t.Errorf("%s on %x: %q, want %q", tt.folder, tt.magic, got, tt.want)
		}
	}
}

// TestWhyAFolderIsOfNoUse: each cause has its own sentence, and only a second
// certdesk is called one.
func TestWhyAFolderIsOfNoUse(t *testing.T) {
	inUse := t.TempDir()
	s, err := Open(t.Context(), inUse, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]string{
		inUse:                     "is in use by another certdesk",
		filepath.Join(file, "in"): "a part of its path is a file",
	} {
		if _, err := Open(context.Background(), folder, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", folder, err, want)
		}
	}
	for cause, want := range map[error]string{
		syscall.EROFS: "is read-only", syscall.EACCES: "cannot be written by the user", syscall.EPERM: "cannot be written by the user",
		syscall.ENOSPC: "no room left", syscall.EDQUOT: "no room left", syscall.EIO: "input/output error",
	} {
		err := unusable("/data", &os.PathError{Op: "open", Path: "/data/certdesk.db.lock", Err: cause})
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "another certdesk") {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

// TestWhyAFolderTakesNoBackup: a lock that cannot be made is not one that another
// certdesk holds.
func TestWhyAFolderTakesNoBackup(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, fileName+".lock"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), "backup", folder); err == nil || strings.Contains(err.Error(), "another certdesk") {
		t.Errorf("it tells %v", err)
	}
	if _, err := Open(t.Context(), folder, time.Now); err == nil || strings.Contains(err.Error(), "another certdesk") {
		t.Errorf("opening tells %v", err)
	}
}
