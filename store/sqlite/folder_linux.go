package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Magic numbers of network file systems (statfs(2), linux/magic.h): their locks and their
// shared memory are not what a write-ahead log needs.
var networkFileSystems = map[int64]string{
	0x6969: "NFS", 0x517B: "SMB", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x01021997: "9P",
	0x00C36400: "CephFS", 0x5346414F: "AFS", 0x6B414653: "AFS", 0x73757245: "Coda", 0x0BD00BD0: "Lustre", 0x47504653: "GPFS",
}

// fuse is the magic number of file systems that are programs: which one it is,
// the list of mounts tells. Those named here keep their files on other machines;
// others, such as that of rootless containers, are as good as a disk.
const fuse = 0x65735546

var networkPrograms = []string{"sshfs", "glusterfs", "ceph", "ceph-fuse", "s3fs", "gcsfuse", "rclone", "juicefs", "mfs", "davfs", "blobfuse2", "beegfs"}

// fuseProgram is the program behind a folder, by the longest mount point that it
// lies under (proc_pid_mountinfo(5)); "" where that does not tell.
func fuseProgram(mounts, folder string) (program string) {
	longest := 0
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(line, " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(kind) < 1 {
			continue
		}
		at := strings.ReplaceAll(fields[4], `\040`, " ")
		if folder != at && !strings.HasPrefix(folder, strings.TrimSuffix(at, "/")+"/") || len(at) < longest {
			continue
		}
		longest = len(at)
		_, program, _ = strings.Cut(kind[0], "fuse.")
	}
	return program
}

func refuseNetworkFolder(folder string) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return fmt.Errorf("looking at the folder of the store: %w", err)
	}
	name := networkFileSystem(int64(fs.Type), folder, func() string {
		mounts, _ := os.ReadFile("/proc/self/mountinfo") // without it nothing is known against the folder
		return string(mounts)
	})
	if name != "" {
		return fmt.Errorf("the folder %s is on a network file system (%s), where the store is not safe; use a local folder, or Redis", folder, name)
	}
	return nil
}

// networkFileSystem names the one that a folder lies on, by the magic number of its file
// system and, for that of a program, the list of mounts; "" where it is none.
func networkFileSystem(magic int64, folder string, mounts func() string) string {
	if magic != fuse {
		return networkFileSystems[magic]
	}
	whole, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	if program := fuseProgram(mounts(), whole); slices.Contains(networkPrograms, program) {
		return program
	}
	return ""
}
