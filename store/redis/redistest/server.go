// Package redistest starts a real redis-server for a test, and stops, pauses
// and restarts it, since that is what a store has to live with.
package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Server is a redis-server on loopback, with append-only files in a folder of
// its own.
type Server struct {
	t       testing.TB
	program string
	folder  string
	port    int
	args    []string
	cmd     *exec.Cmd
}

// Start starts a server with further arguments ("--cluster-enabled", "yes").
// Without redis-server on PATH the test is skipped, or fails where
// CERTDESK_REQUIRE_SERVERS is set. The server ends with the test.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
			t.Fatal("redis-server is not on PATH")
		}
		t.Skip("redis-server is not on PATH")
	}
	ports := freePorts(t)
	if slices.Contains(args, "--cluster-enabled") {
		// By itself it is ten thousand above the first, and may be taken.
		args = append(slices.Clone(args), "--cluster-port", strconv.Itoa(ports[1]))
	}
	s := &Server{t: t, program: program, folder: t.TempDir(), port: ports[0], args: args}
	s.Restart()
	t.Cleanup(s.Kill)
	return s
}

// freePorts are two ports of loopback on which nobody listened a moment ago.
func freePorts(t testing.TB) (ports [2]int) {
	t.Helper()
	for i := range ports {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return ports
}

// Addr is host and port, URL the address as REDIS_URL has it.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// URL is the address as REDIS_URL has it.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

// Restart starts the server again on the same port and data, and waits until it
// answers. A server that runs is killed before.
func (s *Server) Restart() {
	s.t.Helper()
	s.Kill()
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.folder, "--save", "",
		"--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--logfile", filepath.Join(s.folder, "log"),
	}, s.args...)
	s.cmd = exec.Command(s.program, args...)
	output, err := os.Create(filepath.Join(s.folder, "output"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer output.Close()
	s.cmd.Stdout, s.cmd.Stderr = output, output
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 500 {
		if s.answers() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	said, _ := os.ReadFile(output.Name())
	log, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	s.t.Fatalf("redis-server does not answer:\n%s%s", said, log)
}

func (s *Server) answers() bool {
	conn, err := net.DialTimeout("tcp", s.Addr(), time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Second))
	fmt.Fprint(conn, "PING\r\n")
	reply := make([]byte, 5)
	n, _ := conn.Read(reply)
	return string(reply[:n]) == "+PONG"
}

// Kill ends the server at once, as a crash does.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill()
	s.cmd.Wait() // killed, so an error
	s.cmd = nil
}

// Pause stops the process so that connections stay open and nothing answers;
// Resume lets it go on.
func (s *Server) Pause() { s.cmd.Process.Signal(syscall.SIGSTOP) }

// Resume lets a paused server go on.
func (s *Server) Resume() { s.cmd.Process.Signal(syscall.SIGCONT) }
