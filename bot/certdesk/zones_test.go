package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/bot/desk"
	"certdesk/checks/checktest"
	"certdesk/store/redis/redistest"
)

// TestZones goes the whole way: a bot that is served to Slack, a worker process
// in the zone dmz with a name server of its own, and Redis between them. The
// name leads to another server there, whose certificate a proxy has made.
func TestZones(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	public, proxy := pki.Root("Example Root"), pki.Root("Proxy Root CA")
	real, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(public.Issue("imap.corp.example"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(real.Close)
	inner := fmt.Sprintf("127.0.0.2:%d", real.Port())
	made, err := checktest.NewServerOn(inner, checktest.Implicit("imap", checktest.TLS(proxy.Issue("imap.corp.example"))))
	if err != nil {
		t.Skipf("%s cannot be listened on: %v", inner, err)
	}
	t.Cleanup(made.Close)
	resolver := func(address string) string {
		names, err := checktest.NewNameServer("imap.corp.example. IN A " + address + "\n")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(names.Close)
		return names.Addr()
	}
	roots := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(roots, public.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	server := redistest.Start(t)
	common := map[string]string{
		"REDIS_URL": server.URL(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none", "CERTDESK_CA_FILE": roots,
	}

	b := newZonesBench(t, fmt.Sprintf("imap.corp.example:%d", real.Port()), join(common, map[string]string{"CERTDESK_RESOLVER": resolver("127.0.0.1")}))
	inDMZ := join(common, map[string]string{"CERTDESK_RESOLVER": resolver("127.0.0.2"), "LOG_LEVEL": "debug"})
	b.ask(t, "from dmz", "The zone “dmz” is not available: its worker is not running. To check from here, leave out the zone.")
	b.ask(t, "from all", "This result is from here only.")

	worker := b.work(t, inDMZ, 1)
	b.ask(t, "from lab", "its worker is not running. Available zones: dmz. To check from here, leave out the zone.")
	b.ask(t, "from dmz", "Proxy Root CA", "Checked from dmz on ")
	b.ask(t, "from all fresh", "From dmz, the certificate from "+b.target+" is issued by Proxy Root CA; from here, by Example Root.",
		"From dmz, the name points to 127.0.0.2; from here, to 127.0.0.1.", "from here and dmz")
	b.ask(t, "", "Example Root")

	// It is known at once that it has gone.
	worker.Process.Signal(syscall.SIGTERM)
	if err := worker.Wait(); err != nil {
		t.Errorf("the worker ended with %v", err)
	}
	// Its log names the requests that it worked for.
	said, checked := worker.Stderr.(*strings.Builder).String(), 0
	for line := range strings.Lines(said) {
		if strings.Contains(line, "msg=checked ") {
			checked++
			if !strings.Contains(line, " request=") {
				t.Errorf("for whom is %s", line)
			}
		}
	}
	if checked == 0 {
		t.Errorf("the worker says nothing of its checks:\n%s", said)
	}
	b.ask(t, "from dmz fresh", "its worker is not running")
}

// TestWorkerKilled: a worker process is killed over a check, and another one
// gives the answer before the asker loses patience. Where the machine needs most of
// that patience to start the other process, it is tried again.
func TestWorkerKilled(t *testing.T) {
	t.Parallel()
	for tries := 1; ; tries++ {
		said, starting := killedOverACheck(t)
		if strings.Contains(said, "Example Root") && strings.Contains(said, "Checked from dmz on ") {
			return
		}
		if starting < desk.DefaultTimeout/3 || tries == 4 {
			t.Fatalf("the other worker was ready after %v, and the answer is:\n%s", starting, said)
		}
	}
}

// killedOverACheck returns what the asker read, and how long the other worker took
// from its start until the first was killed.
func killedOverACheck(t *testing.T) (said string, starting time.Duration) {
	t.Helper()
	id := checktest.NewPKI(time.Now()).Root("Example Root").Issue("127.0.0.1")
	holding := &hold{rest: checktest.Implicit("imap", checktest.TLS(id)), began: make(chan struct{}), let: make(chan struct{})}
	mail, err := checktest.NewServer(holding)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	env := map[string]string{"REDIS_URL": redistest.Start(t).URL(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none"}
	b := newZonesBench(t, mail.Addr(), env)
	first := b.work(t, env, 1)
	killed := make(chan time.Duration, 1)
	go func() {
		<-holding.began
		start := time.Now()
		b.work(t, env, 2)
		first.Process.Kill()
		first.Wait() // killed, so an error
		close(holding.let)
		killed <- time.Since(start)
	}()
	said = b.answer(t, "from dmz")
	select {
	case starting = <-killed:
	case <-time.After(patience):
		t.Fatalf("no worker was killed before this came:\n%s", said)
	}
	return said, starting
}

// hold is a server whose connections wait for the first worker's end.
type hold struct {
	rest       checktest.Behaviour
	once       sync.Once
	began, let chan struct{}
}

func (h *hold) Serve(ctx context.Context, conn net.Conn) {
	h.once.Do(func() { close(h.began) })
	select {
	case <-h.let:
		h.rest.Serve(ctx, conn)
	case <-ctx.Done():
	}
}

// zonesBench is a bot that is served to Slack, with workers beside it.
type zonesBench struct {
	target  string // of all questions
	slack   *httptest.Server
	base    string // of the bot
	answers chan string
}

func newZonesBench(t *testing.T, target string, env map[string]string) *zonesBench {
	t.Helper()
	b := &zonesBench{target: target, answers: make(chan string, 10)}
	b.slack = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m map[string]any
		if err := json.NewDecoder(r.Body).Decode(&m); err == nil && strings.HasPrefix(r.URL.Path, "/answer") {
			b.answers <- fmt.Sprint(m)
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"ok":true,"user_id":"UBOT","user":{"id":"U1","tz":"Europe/Berlin"}}`)
	}))
	t.Cleanup(b.slack.Close)
	b.base = serveProcess(t, join(env, map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush", "SLACK_API_URL": b.slack.URL + "/api/",
		"CERTDESK_DATA": t.TempDir(),
	})).base
	return b
}

// ask types a command and demands words of its answer.
func (b *zonesBench) ask(t *testing.T, words string, wants ...string) {
	t.Helper()
	said := b.answer(t, words)
	for _, want := range wants {
		if !strings.Contains(said, want) {
			t.Errorf("%s: the answer lacks %q:\n%s", words, want, said)
		}
	}
}

// answer types a command and waits for its answer.
func (b *zonesBench) answer(t *testing.T, words string) string {
	t.Helper()
	body := url.Values{
		"team_id": {"T1"}, "channel_id": {"C1"}, "user_id": {"U1"}, "command": {"/certcheck"}, "trigger_id": {rand.Text()},
		"text": {b.target + " " + words}, "response_url": {b.slack.URL + "/answer"},
	}.Encode()
	if status, said := send(t, b.base, body, "hush"); status != http.StatusOK {
		t.Fatalf("the command: %d %s", status, said)
	}
	for end := time.After(patience); ; {
		select {
		case said := <-b.answers:
			if !strings.Contains(said, "Checking ") { // that is not an answer yet
				return said
			}
		case <-end:
			t.Fatalf("%s: no answer came", words)
		}
	}
}

// work starts a worker process in the zone dmz, and waits until the bot knows
// that many.
func (b *zonesBench) work(t *testing.T, env map[string]string, all int) *exec.Cmd {
	t.Helper()
	port := freeAddress(t)
	cmd := exec.Command("certdesk", "worker", "--zone", "dmz")
	cmd.Env = append(os.Environ(), "CERTDESK_LISTEN="+port)
	if env["CERTDESK_RESOLVER"] == "" { // ready is whose name server answers
		names, err := checktest.NewNameServer("")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(names.Close)
		cmd.Env = append(cmd.Env, "CERTDESK_RESOLVER="+names.Addr())
	}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return nil
	}
	t.Cleanup(func() {
		if cmd.Process.Kill() == nil {
			cmd.Wait() // killed, so an error
			if t.Failed() {
				t.Logf("a worker said:\n%s", said.String())
			}
		}
	})
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(get(b.base+"/metrics"), fmt.Sprintf(`certdesk_zone_workers{zone="dmz"} %d`, all)) {
			for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": "certdesk_check_duration_seconds"} {
				if got := get("http://" + port + path); !strings.Contains(got, want) {
					t.Errorf("the worker's %s says %.200s", path, got)
				}
			}
			return cmd
		}
	}
	t.Error("the bot never heard of the worker")
	return cmd
}

func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		// Below the range from which the kernel takes ports for outgoing connections:
		// none of those takes it before the program does.
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(10000+mathrand.IntN(9000)))
		if listener, err := net.Listen("tcp", address); err == nil {
			listener.Close()
			return address
		}
	}
	t.Fatal("no free port on loopback")
	return ""
}

// get is a page, "" if there is none.
func get(address string) string {
	resp, err := http.Get(address)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		return ""
	}
	return string(said)
}

func join(parts ...map[string]string) map[string]string {
	out := make(map[string]string)
	for _, m := range parts {
		maps.Copy(out, m)
	}
	return out
}
