package main

import (
	"bytes"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
)

// TestDrainDelay: after SIGTERM /readyz says no, what comes is still answered for
// a while, and then the process ends. certdesk health says the same all along.
func TestDrainDelay(t *testing.T) {
	t.Parallel()
	slack := fakeslack.New(t)
	s := serveProcess(t, join(slack.Env(), map[string]string{"CERTDESK_DATA": t.TempDir(), "CERTDESK_DRAIN_DELAY": "15s"}))
	health := func() (status int, said string) {
		cmd := exec.Command("certdesk", "health")
		cmd.Env = append(cmd.Environ(), "CERTDESK_LISTEN="+strings.TrimPrefix(s.base, "http://"))
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		_ = cmd.Run() // the status tells
		return cmd.ProcessState.ExitCode(), out.String()
	}
	if status, said := health(); status != 0 || said != "ready\n" {
		t.Errorf("health: %d %s", status, said)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.log.await(t, "msg=draining under_way=0")
	if status, said := s.get(t, "/readyz"); status != http.StatusServiceUnavailable || !strings.HasPrefix(said, "draining") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	s.command(t, slack, "certfix", "SEC_ERROR_EXPIRED_CERTIFICATE")
	if status, said := health(); status != 1 || !strings.HasPrefix(said, "draining") {
		t.Errorf("health: %d %s", status, said)
	}
	<-s.ended
	if s.err != nil || len(slack.Messages()) == 0 {
		t.Errorf("serve ended with %v, and said %v", s.err, slack.Messages())
	}
	if status, said := health(); status != 1 || !strings.Contains(said, "does not answer") {
		t.Errorf("health of nobody: %d %s", status, said)
	}
}
