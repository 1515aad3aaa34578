//go:build !race

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/bot/cli"
	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestEmptyRoot builds the program as the Dockerfile does and runs it where
// there is nothing else: no /etc/ssl, no time zones, no resolv.conf, no shell.
func TestEmptyRoot(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	t.Parallel()
	root := t.TempDir()
	for folder, mode := range map[string]os.FileMode{root: 0o755, filepath.Join(root, "data"): 0o777, filepath.Join(root, "tmp"): 0o777} {
		if err := errors.Join(os.MkdirAll(folder, 0o755), os.Chmod(folder, mode)); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", append([]string{"build", "-o", filepath.Join(root, "certdesk")}, imageBuildFlags(t)...)...)
	build.Env, build.Dir = append(os.Environ(), "CGO_ENABLED=0"), "../.."
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, said)
	}
	if status, out, _ := inside(t, root, "version"); status != cli.StatusOK || !strings.Contains(out, "embedded roots (Mozilla) of 20") {
		t.Errorf("version: %d\n%s", status, out)
	}

	mail, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(checktest.NewPKI(time.Now()).Root("Example Root").Issue("127.0.0.1"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	status, out, said := inside(t, root, "check", "127.0.0.1:"+strconv.Itoa(mail.Port()), "--json")
	var report checks.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil || status != cli.StatusCritical {
		t.Fatalf("check: %d, %v\n%s%s", status, err, out, said)
	}
	if report.Verdict != checks.VerdictUntrusted || report.Stores["mozilla"] != "untrusted" {
		t.Errorf("%s", out)
	}
	if status, _, said := inside(t, root, "serve", "--check"); status != cli.StatusUnknown || !strings.Contains(said, "SLACK_BOT_TOKEN") {
		t.Errorf("serve --check: %d\n%s", status, said)
	}
	if status, out, said := inside(t, root, "store", "export", "-"); status != cli.StatusOK {
		t.Errorf("the store cannot be used: %d\n%s%s", status, out, said)
	}
}

// imageBuildFlags are those of the line in the Dockerfile.
func imageBuildFlags(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deployFolder, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(`(?m)^ +go build (.*) -o /out/certdesk (\./bot/certdesk)$`).FindSubmatch(text)
	if match == nil {
		t.Fatal("the Dockerfile has no line that builds certdesk")
	}
	var flags []string
	for _, flag := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(strings.ReplaceAll(string(match[1]), `-ldflags="`, `-ldflags "`), -1) {
		if flag != "-trimpath" { // it changes nothing but paths, and compiles everything anew
			flags = append(flags, strings.Trim(flag, `"`))
		}
	}
	return append(flags, string(match[2]))
}

// inside runs the program as nobody, with root for its whole world.
func inside(t *testing.T, root string, args ...string) (status int, out, said string) {
	t.Helper()
	const nobody = 65534
	cmd := exec.Command("/certdesk", args...)
	cmd.Err = nil // it is looked for in the new root
	cmd.Dir = "/"
	cmd.Env = []string{"CERTDESK_DATA=/data"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	} else {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) {
		t.Skip("no other root may be entered here")
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("certdesk %s: %v", strings.Join(args, " "), err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}
