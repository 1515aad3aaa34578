package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
)

// floodVariable asks for tests that flood two platforms and end serve meanwhile.
const floodVariable = "CERTDESK_FLOOD"

// TestDrainWithTwoConnections ends a serve while people go on asking by Socket Mode
// and the gateway, about servers that say nothing: whoever had an acknowledgement
// reads an answer or a polite word, and the process ends well.
func TestDrainWithTwoConnections(t *testing.T) {
	if os.Getenv(floodVariable) == "" {
		t.Skip("set " + floodVariable + " for a flood of half a minute")
	}
	f := newTwoFloods(t)
	var all sync.WaitGroup
	over := make(chan struct{})
	for n := range 40 {
		all.Go(func() { f.ask(over, n) })
	}
	for f.count("slack") < 100 || f.count("discord") < 20 {
		time.Sleep(10 * time.Millisecond)
	}
	began := time.Now()
	if err := f.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-f.ended:
	case <-time.After(patience):
		t.Fatalf("serve does not end:\n%s", f.log)
	}
	close(over)
	all.Wait()
	if f.err != nil {
		t.Errorf("serve ended with %v:\n%s", f.err, f.log)
	}
	// A store that was closed has put all into its one file.
	if left, err := filepath.Glob(filepath.Join(f.data, "*-wal")); err != nil || len(left) > 0 {
		t.Errorf("the store was not closed: %v %v", left, err)
	}
	kinds := f.kinds()
	t.Logf("ended after %v: %v", time.Since(began), kinds)
	for _, platform := range []string{"slack", "discord"} {
		if len(kinds[platform]) == 0 {
			t.Errorf("nobody asked on %s: %v", platform, kinds)
		}
	}
}

// TestSecondSignal: the second SIGTERM ends a serve that drains.
func TestSecondSignal(t *testing.T) {
	if os.Getenv(floodVariable) == "" {
		t.Skip("set " + floodVariable + " for a flood of half a minute")
	}
	f := newTwoFloods(t)
	var all sync.WaitGroup
	over := make(chan struct{})
	for n := range 40 {
		all.Go(func() { f.ask(over, n) })
	}
	for f.count("slack") < 20 || f.count("discord") < 20 {
		time.Sleep(10 * time.Millisecond)
	}
	f.cmd.Process.Signal(syscall.SIGTERM)
	f.log.await(t, "msg=draining")
	began := time.Now()
	f.cmd.Process.Signal(syscall.SIGTERM)
	<-f.ended
	t.Logf("ended %v after the second, with %v", time.Since(began), f.err)
	close(over)
	all.Wait()
	if status, ok := f.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("it ended with %v", f.err)
	}
}

// twoFloods are people on two platforms who ask without end.
type twoFloods struct {
	*served
	t       *testing.T
	slack   *fakeslack.Server
	discord *fakediscord.Server
	data    string
	port    int

	mu    sync.Mutex
	acked map[string]bool // by platform and channel: each question has its own
	n     int
}

func newTwoFloods(t *testing.T) *twoFloods {
	t.Helper()
	silent, err := net.Listen("tcp", "0.0.0.0:0") // all of 127.0.0.0/8 is one server
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() }) // connections wait in its queue; nobody takes them
	f := &twoFloods{
		t: t, slack: fakeslack.New(t), discord: fakediscord.New(t), port: silent.Addr().(*net.TCPAddr).Port, acked: make(map[string]bool),
	}
	data := t.TempDir()
	env := join(f.slack.Env(), f.discord.Env(), map[string]string{
		"SLACK_APP_TOKEN": fakeslack.AppToken, "CERTDESK_DATA": data, "CERTDESK_RATE": "off", "CERTDESK_MAX_CHECKS": "32",
	})
	delete(env, "DISCORD_PUBLIC_KEY")
	f.data, f.served = data, serveProcess(t, env)
	for f.slack.Sockets() < 2 || f.discord.Listeners() < 1 {
		time.Sleep(10 * time.Millisecond)
	}
	return f
}

// ask asks on, on one of the platforms, until it is over or nobody is connected.
func (f *twoFloods) ask(over chan struct{}, n int) {
	for {
		select {
		case <-over:
			return
		default:
		}
		f.mu.Lock()
		f.n++
		i := f.n
		f.mu.Unlock()
		address := fmt.Sprintf("127.3.%d.%d:%d", i/250, 1+i%250, f.port)
		if n%2 == 0 {
			channel := fmt.Sprintf("C%d", i)
			d := f.slack.Command(channel, "certcheck", address)
			d.Payload = bytes.Replace(d.Payload, []byte(`"user_id":"`+fakeslack.User+`"`), fmt.Appendf(nil, `"user_id":"U%d"`, i), 1)
			if f.slack.Sockets() == 0 {
				return
			}
			if f.slack.Push(d) == nil {
				f.note("slack " + channel)
			}
			continue
		}
		channel := fmt.Sprintf("5000000%011d", i)
		d := f.discord.Command(channel, "certcheck", map[string]any{"name": "server", "type": 3, "value": address})
		if f.discord.Listeners() == 0 {
			return
		}
		if f.discord.Push(d) == nil {
			f.note("discord " + channel)
		}
	}
}

func (f *twoFloods) note(where string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acked[where] = true
}

// count is how many questions of a platform were acknowledged.
func (f *twoFloods) count(platform string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for where := range f.acked {
		if strings.HasPrefix(where, platform+" ") {
			n++
		}
	}
	return n
}

// kinds counts what stands where somebody had an acknowledgement, by platform, and
// fails where that is nothing.
func (f *twoFloods) kinds() map[string]map[string]int {
	said := make(map[string]string)
	for _, m := range f.slack.Messages() {
		said["slack "+m.Channel] = m.Text
	}
	for _, m := range f.discord.Messages() {
		said["discord "+m.Channel] = fmt.Sprintf("%s", m.Body)
	}
	kinds := map[string]map[string]int{"slack": {}, "discord": {}}
	for where := range f.acked {
		platform, _, _ := strings.Cut(where, " ")
		kind := "diagnosed"
		switch text := said[where]; {
		case text == "", strings.HasSuffix(text, " …"), strings.Contains(text, ` …"`), text == "map[]":
			f.t.Errorf("%s: nothing is said but %.200q", where, text)
			kind = "nothing"
		case strings.Contains(text, "wird gerade beendet"), strings.Contains(text, "is stopping right now"): // who asks on Slack reads German
			kind = "stopping"
		case strings.HasPrefix(text, "certdesk "), strings.Contains(text, "certdesk is "):
			kind = "busy"
		}
		kinds[platform][kind]++
	}
	return kinds
}
