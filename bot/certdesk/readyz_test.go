package main

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
)

// TestDrain ends a serve with a check under way: /readyz says so, what comes
// all the same is answered as well, and then the process ends.
func TestDrain(t *testing.T) {
	t.Parallel()
	slack := fakeslack.New(t)
	checking, release := make(chan struct{}, 10), make(chan struct{})
	mail, err := checktest.NewServer(checktest.BehaviourFunc(func(context.Context, net.Conn) {
		checking <- struct{}{}
		<-release
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	let := sync.OnceFunc(func() { close(release) })
	t.Cleanup(let) // first, so that a failed test ends
	s := serveProcess(t, join(slack.Env(), map[string]string{"CERTDESK_DATA": t.TempDir(), "LOG_LEVEL": "debug"}))
	if status, said := s.get(t, "/readyz"); status != http.StatusOK || said != "ready\n" {
		t.Errorf("/readyz: %d %s", status, said)
	}
	s.command(t, slack, "certcheck", mail.Addr())
	<-checking
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.log.await(t, "msg=draining under_way=1")
	if status, said := s.get(t, "/readyz"); status != http.StatusServiceUnavailable || !strings.HasPrefix(said, "draining: ") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	s.command(t, slack, "certfix", "SEC_ERROR_EXPIRED_CERTIFICATE")
	s.log.await(t, "msg=answered", "verb=certfix")
	let()
	s.log.await(t, "msg=answered", "verb=certcheck")
	<-s.ended
	if s.err != nil {
		t.Errorf("serve ended with %v:\n%s", s.err, s.log)
	}
	answered := false
	for _, m := range slack.Messages() {
		answered = answered || strings.Contains(m.Text, strconv.Itoa(mail.Port()))
	}
	if !answered {
		t.Errorf("nobody was told of %s", mail.Addr())
	}
}

// TestReadyPlatforms: one platform that is away is said, and only when none is
// left nothing should come any more.
func TestReadyPlatforms(t *testing.T) {
	t.Parallel()
	slack, discord := fakeslack.New(t), fakediscord.New(t)
	env := join(slack.Env(), discord.Env())
	delete(env, "DISCORD_PUBLIC_KEY")
	env["SLACK_APP_TOKEN"] = fakeslack.AppToken
	s := serveProcess(t, join(env, map[string]string{"CERTDESK_DATA": t.TempDir(), "LOG_LEVEL": "debug"}))
	ready := func(status int, lines ...string) {
		t.Helper()
		var said []string
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			got, text := s.get(t, "/readyz")
			said = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			if got == status && slices.EqualFunc(said, lines, strings.HasPrefix) {
				return
			}
		}
		t.Fatalf("/readyz says %q, want %d %q", said, status, lines)
	}
	for slack.Sockets() < 2 || discord.Listeners() < 1 {
		time.Sleep(10 * time.Millisecond)
	}
	ready(http.StatusOK, "ready")
	slack.Deny("apps.connections.open", "internal_error")
	for slack.Sockets() > 0 {
		slack.Cut()
		time.Sleep(10 * time.Millisecond)
	}
	ready(http.StatusOK, "ready", "no connection to Slack since ")
	discord.Refuse(4000)
	discord.HangUp(4000)
	ready(http.StatusServiceUnavailable, "no connection to Slack since ", "no connection to Discord since ")
	discord.Refuse(0)
	ready(http.StatusOK, "ready", "no connection to Slack since ")
	slack.Deny("apps.connections.open", "")
	ready(http.StatusOK, "ready")
	s.end(t)
}
