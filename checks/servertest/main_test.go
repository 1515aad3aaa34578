package servertest

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// certdesk is the path of the command under test: CERTDESK_BINARY, else built
// from the source once.
var certdesk string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "certdesk-servertest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "servertest:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	if certdesk = os.Getenv("CERTDESK_BINARY"); certdesk == "" {
		certdesk = filepath.Join(dir, "certdesk")
		build := exec.Command("go", "build", "-ldflags=-s -w", "-o", certdesk, "certdesk/bot/certdesk")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is shipped, and compiled already where that was built
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		if err := build.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "servertest: building the command:", err)
			return 1
		}
	}
	// Daemons that drop their privileges must be able to reach their files.
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, "servertest:", err)
		return 1
	}
	if err := makeIdentities(dir); err != nil {
		fmt.Fprintln(os.Stderr, "servertest: making certificates:", err)
		return 1
	}
	// Servers and checks mostly wait for each other: more of them fit on a core.
	if err := flag.Set("test.parallel", "8"); err != nil {
		fmt.Fprintln(os.Stderr, "servertest:", err)
		return 1
	}
	return m.Run()
}
