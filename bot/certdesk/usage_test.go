package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// usage is what a process has used.
type usage struct {
	Wall, CPU time.Duration
	// Memory at its most, in KiB; 0 where the system does not count so.
	Memory int64
	Status int
}

// usageVariable names the file for a usage.
const usageVariable = "CERTDESK_BENCH_USAGE"

// runCounted runs the command and says what it used. A process between this one and
// the command does the counting: Linux counts for a new process what the one
// it came from held, and this one may hold much.
func runCounted(t testing.TB, cmd *exec.Cmd) usage {
	t.Helper()
	file := filepath.Join(t.TempDir(), "usage")
	cmd.Args = append([]string{os.Args[0], cmd.Path}, cmd.Args[1:]...)
	cmd.Path = os.Args[0]
	cmd.Env = append(cmd.Environ(), usageVariable+"="+file)
	err := cmd.Run()
	text, readErr := os.ReadFile(file)
	if readErr != nil {
		t.Fatalf("%v, %v", err, readErr)
	}
	var u usage
	if err := json.Unmarshal(text, &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// small is a program that runs another one and tells how much memory that had
// (GNU time). The process between is a test binary as well, and holds more than
// some of what it counts.
const small = "/usr/bin/time"

// count is the process between.
func count(command []string, file string) int {
	peak := file + ".peak"
	if _, err := os.Stat(small); err == nil {
		command = append([]string{small, "-f", "%M", "-o", peak}, command...)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	os.Unsetenv(usageVariable)
	os.Unsetenv("SSL_CERT_DIR") // hundreds of files, which few machines name twice
	start := time.Now()
	err := cmd.Run()
	u := usage{Wall: time.Since(start)}
	state := cmd.ProcessState
	if state == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	u.CPU, u.Status = state.UserTime()+state.SystemTime(), state.ExitCode()
	if r, ok := state.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
		u.Memory = r.Maxrss
	}
	if text, err := os.ReadFile(peak); err == nil { // its last line; before it, that the status was not 0
		lines := strings.Fields(string(text))
		if n, err := strconv.ParseInt(strings.Join(lines[max(0, len(lines)-1):], ""), 10, 64); err == nil {
			u.Memory = n
		}
	}
	text, err := json.Marshal(u)
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
