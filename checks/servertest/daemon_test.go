package servertest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	startTimeout = time.Minute // a cold machine with two cores, and others at work
	stopTimeout  = 5 * time.Second
)

// A daemon is a server program in the foreground.
type daemon struct {
	program string
	args    []string
	env     []string
	dir     string // its working folder
	user    string // whom to run it as, where the tests run as root; "" as ourselves
	stdin   string // a file to read; "" none
	ports   []int  // on which it listens once it is ready
	logs    []string
}

// start runs the daemon until the test ends, and returns when all its ports
// answer. Its output is shown if the test fails.
func start(t *testing.T, d daemon) {
	t.Helper()
	output := filepath.Join(workDir(t), "output")
	out, err := os.Create(output)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command(d.program, d.args...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = out, out, d.dir
	// Most of them read what the machine trusts, some for each connection, and use it
	// for nothing: one root is read much sooner than 150.
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+rootFile, "SSL_CERT_DIR="+filepath.Dir(output))
	cmd.Env = append(cmd.Env, d.env...)
	// A group of its own, so that its children can be ended with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: credential(t, d.user)}
	if d.stdin != "" {
		in, err := os.Open(d.stdin)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		cmd.Stdin = in
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting %s: %v", d.program, err)
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		cmd.Wait() // how it ended shows in its output
	}()
	t.Cleanup(func() {
		stop(t, cmd.Process.Pid, exited)
		if t.Failed() {
			for _, name := range append([]string{output}, d.logs...) {
				if text, err := os.ReadFile(name); err == nil && len(text) > 0 {
					t.Logf("%s said in %s:\n%s", filepath.Base(d.program), filepath.Base(name), text)
				}
			}
		}
	})
	deadline := time.Now().Add(startTimeout)
	for _, port := range d.ports {
		if err := waitForPort(port, deadline, exited); err != nil {
			t.Fatalf("%s: %v", filepath.Base(d.program), err)
		}
	}
}

// stop asks the daemon to end, and then ends it and its children.
func stop(t *testing.T, pid int, exited <-chan struct{}) {
	t.Helper()
	syscall.Kill(pid, syscall.SIGTERM)
	select {
	case <-exited:
	case <-time.After(stopTimeout):
	}
	syscall.Kill(-pid, syscall.SIGKILL)
	select {
	case <-exited:
	case <-time.After(stopTimeout):
		t.Errorf("process %d does not end", pid)
	}
}

func waitForPort(port int, deadline time.Time, exited <-chan struct{}) error {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	for {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("does not answer on %s in time: %w", address, err)
		}
		select {
		case <-exited:
			return fmt.Errorf("ended before it answered on %s", address)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// command runs a program that prepares a server and waits for its end.
func command(t *testing.T, asUser, dir, program string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential(t, asUser)}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
}

// credential is the user's where we are root and may choose.
func credential(t *testing.T, name string) *syscall.Credential {
	t.Helper()
	if name == "" || os.Getuid() != 0 {
		return nil
	}
	uid, gid := lookUpUser(t, name)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func lookUpUser(t *testing.T, name string) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Fatalf("the server's package should have made its user: %v", err)
	}
	uid, uidErr := strconv.Atoi(u.Uid)
	gid, gidErr := strconv.Atoi(u.Gid)
	if err := errors.Join(uidErr, gidErr); err != nil {
		t.Fatal(err)
	}
	return uid, gid
}

// give makes the user the owner of the files, where we are root.
func give(t *testing.T, name string, files ...string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	uid, gid := lookUpUser(t, name)
	for _, file := range files {
		if err := os.Chown(file, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
}

// needRoot skips a test of a server that runs only as root.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("this server runs only as root")
	}
}

// find looks for a server's program, also where only root's PATH leads.
func find(t *testing.T, name string, folders ...string) string {
	t.Helper()
	if path := lookUp(t, name, folders...); path != "" {
		return path
	}
	if os.Getenv("CERTDESK_REQUIRE_SERVERS") == "1" {
		t.Fatalf("%s is not installed, and CERTDESK_REQUIRE_SERVERS is set", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

// findOptional is find for a server that cannot be installed beside the others.
func findOptional(t *testing.T, name string) string {
	t.Helper()
	path := lookUp(t, name)
	if path == "" {
		t.Skipf("%s is not there", name)
	}
	return path
}

func lookUp(t *testing.T, name string, folders ...string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, pattern := range append(folders, "/usr/sbin", "/usr/local/sbin", "/sbin") {
		found, err := filepath.Glob(filepath.Join(pattern, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return found[len(found)-1] // the newest, where there are versions
		}
	}
	return ""
}

// workDir is a folder that ends with the test. Unlike t.TempDir's, every user
// can enter it, and its path is short enough for a Unix socket.
func workDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "certdesk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// write puts a file into the folder and returns its path.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

var givenPorts = struct {
	sync.Mutex
	next int
}{next: 20000 + rand.IntN(8000)}

// freePort returns a loopback port that nobody listens on. It stays below the
// range from which the kernel takes ports for outgoing connections, so that
// none of those can take it before the server does.
func freePort(t *testing.T) int {
	t.Helper()
	givenPorts.Lock()
	defer givenPorts.Unlock()
	for range 4000 {
		port := givenPorts.next
		givenPorts.next++
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		l.Close()
		return port
	}
	t.Fatal("no free port on loopback")
	return 0
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
