package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
)

// served is certdesk serve in a process of its own, as an operator runs it.
type served struct {
	base  string // where its HTTP server is
	cmd   *exec.Cmd
	log   *journal
	out   bytes.Buffer
	ended chan struct{}
	err   error // of the process; set when ended is closed
}

// patience bounds every wait for something that a process does. A dozen of them
// begin side by side, and under the race detector a slow machine takes a minute.
const patience = 3 * time.Minute

// serveProcess starts it and waits until it listens. It is killed at the end of
// the test, if it still runs then.
func serveProcess(t testing.TB, env map[string]string) *served {
	t.Helper()
	s := &served{cmd: exec.Command("certdesk", "serve"), log: newJournal(), ended: make(chan struct{})}
	s.cmd.Env = append(os.Environ(), "CERTDESK_LISTEN=127.0.0.1:0", "CERTDESK_ALLOW_CIDRS=127.0.0.0/8", "CERTDESK_TRUST=none")
	for name, value := range env {
		s.cmd.Env = append(s.cmd.Env, name+"="+value)
	}
	s.cmd.Stdout = &s.out
	said, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		s.log.read(said)
		s.err = s.cmd.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() {
		s.cmd.Process.Kill() // unless it has ended
		<-s.ended
	})
	_, address, _ := strings.Cut(s.log.await(t, "msg=serving "), "address=")
	s.base = "http://" + address
	return s
}

// end ends it as a service manager does, and fails unless it ends well.
func (s *served) end(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.ended:
		if s.err != nil {
			t.Errorf("serve ended with %v:\n%s", s.err, s.log)
		}
	case <-time.After(patience):
		t.Fatalf("serve does not end:\n%s", s.log)
	}
}

// get fetches a path of its HTTP server.
func (s *served) get(t testing.TB, path string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(s.base + path)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.log)
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(all)
}

// command has somebody type a command on Slack, by HTTP.
func (s *served) command(t testing.TB, slack *fakeslack.Server, verb, text string) {
	t.Helper()
	if status, said, err := slack.Send(t.Context(), s.base, slack.Command("C1", verb, text)); err != nil || status != http.StatusOK {
		t.Fatalf("a command: %d %s %v\n%s", status, said, err, s.log)
	}
}

// journal is a log as it is written.
type journal struct {
	mu    sync.Mutex
	lines []string
	more  chan struct{} // closed, and made anew, when there is more
	over  bool
}

func newJournal() *journal { return &journal{more: make(chan struct{})} }

func (j *journal) read(r io.Reader) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		j.add(func() { j.lines = append(j.lines, in.Text()) })
	}
	j.add(func() { j.over = true })
}

func (j *journal) add(do func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do()
	close(j.more)
	j.more = make(chan struct{})
}

// await returns the first line that has all the parts, once it is written.
func (j *journal) await(t testing.TB, parts ...string) string {
	t.Helper()
	return j.awaitN(t, 1, parts...)
}

// awaitN returns the nth of them.
func (j *journal) awaitN(t testing.TB, n int, parts ...string) string {
	t.Helper()
	late := time.After(patience)
	for {
		j.mu.Lock()
		more, over := j.more, j.over
		found := j.with(parts...)
		j.mu.Unlock()
		if len(found) >= n {
			return found[n-1]
		}
		if over {
			t.Fatalf("the process ended and no line has %q:\n%s", parts, j)
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("no line has %q:\n%s", parts, j)
		}
	}
}

// with are the lines that have all the parts. j.mu is held.
func (j *journal) with(parts ...string) (out []string) {
lines:
	for _, line := range j.lines {
		for _, part := range parts {
			if !strings.Contains(line, part) {
				continue lines
			}
		}
		out = append(out, line)
	}
	return out
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return fmt.Sprintf("%d lines:\n%s", len(j.lines), strings.Join(j.lines, "\n"))
}
