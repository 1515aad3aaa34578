package fakeslack_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
)

// officialPackages are Slack's own clients.
var officialPackages = []string{"@slack/socket-mode@3.1.0", "@slack/bolt@5.1.0", "@slack/web-api@8.2.0"}

const channel = "C2"

// needed skips a test that lacks something of this machine's, or fails it where
// nothing may be lacking.
func needed(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// install puts the clients and their scripts into a folder of their own.
func install(t *testing.T) (folder string) {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			needed(t, "%s is not on PATH", program)
		}
	}
	folder = t.TempDir()
	for _, script := range []string{"socket.mjs", "bolt.mjs"} {
		text, err := os.ReadFile(filepath.Join("testdata", script))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, script), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", append([]string{"install", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", "--prefix", folder}, officialPackages...)...)
	npm.Dir, npm.WaitDelay = folder, time.Second
	if said, err := npm.CombinedOutput(); err != nil {
		needed(t, "npm cannot install Slack's clients: %.300s", said)
	}
	return folder
}

// client is a script that runs, and what it says.
type client struct {
	t     *testing.T
	fake  *fakeslack.Server
	lines chan string
}

func run(t *testing.T, folder, script string, arguments func(*fakeslack.Server) []string) *client {
	t.Helper()
	fake := fakeslack.New(t)
	node := exec.CommandContext(t.Context(), "node", append([]string{script}, arguments(fake)...)...)
	var complaints bytes.Buffer
	node.Dir, node.Stderr, node.WaitDelay = folder, &complaints, time.Second
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, fake: fake, lines: make(chan string, 100)}
	go func() {
		defer close(c.lines)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			c.lines <- scan.Text()
		}
	}()
	t.Cleanup(func() {
		node.Process.Kill()
		for range c.lines {
		}
		node.Wait()
		if t.Failed() {
			t.Log("the client complains: ", complaints.String())
		}
	})
	return c
}

// hear waits for a line that begins like this, and returns the rest.
func (c *client) hear(want string) string {
	c.t.Helper()
	select {
	case got := <-c.lines:
		rest, ok := strings.CutPrefix(got, want)
		if !ok {
			c.t.Fatalf("the client says %q, want %q", got, want)
		}
		return strings.TrimSpace(rest)
	case <-time.After(time.Minute):
		c.t.Fatalf("the client does not say %q", want)
	}
	return ""
}

// eventually waits for something, unless the client says that it failed.
func (c *client) eventually(ok func() (missing string)) {
	c.t.Helper()
	adaptertest.Eventually(c.t, func() string {
		select {
		case line := <-c.lines:
			c.t.Fatal("the client says ", line)
		default:
		}
		return ok()
	})
}

// stands waits until exactly these messages stand in the workspace.
func (c *client) stands(want ...string) []fakeslack.Message {
	c.t.Helper()
	var all []fakeslack.Message
	c.eventually(func() string {
		var got []string
		all = c.fake.Messages()
		for _, m := range all {
			got = append(got, m.Text)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Sprintf("there stands %q, want %q", got, want)
		}
		return ""
	})
	return all
}

func TestWithOfficialClients(t *testing.T) {
	if testing.Short() {
		t.Skip("installs packages")
	}
	folder := install(t)
	t.Run("socket-mode", func(t *testing.T) { socketMode(t, folder) })
	t.Run("bolt", func(t *testing.T) { boltHTTP(t, folder) })
}

// socketMode: Slack's own client connects, acknowledges, posts, uploads, and
// comes back after it was told to and after it was cut off.
func socketMode(t *testing.T, folder string) {
	c := run(t, folder, "socket.mjs", func(fake *fakeslack.Server) []string {
		return []string{fake.APIURL(), fakeslack.AppToken, fakeslack.BotToken}
	})
	push := func(d fakeslack.Delivery) {
		t.Helper()
		if err := c.fake.Push(d); err != nil { // until it is acknowledged
			t.Fatal(err)
		}
	}
	c.hear("connected")
	push(c.fake.Command(channel, "certcheck", "imap.example"))
	all := c.stands("checked imap.example")
	c.fake.Refresh()
	c.hear("connected")
	push(c.fake.Press(all[0].TS, "a:b"))
	c.stands("pressed a:b")
	c.fake.Cut()
	c.hear("connected")
	push(c.fake.Event("app_mention", channel, "hello", nil))
	c.eventually(func() string {
		if files := c.fake.Files(); len(files) != 1 || files[0].Name != "chain.pem" || string(files[0].Data) != "-----BEGIN" || files[0].Thread == "" {
			return fmt.Sprintf("files: %+v", files)
		}
		return ""
	})
}

// boltHTTP: Slack's own framework takes the fake's signed requests for Slack's,
// and no others.
func boltHTTP(t *testing.T, folder string) {
	c := run(t, folder, "bolt.mjs", func(fake *fakeslack.Server) []string {
		return []string{fake.APIURL(), fakeslack.Secret, fakeslack.BotToken}
	})
	base := "http://127.0.0.1:" + c.hear("port")
	send := func(d fakeslack.Delivery) string {
		t.Helper()
		status, said, err := c.fake.Send(t.Context(), base, d)
		if err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %v: %s", status, err, said)
		}
		return said
	}
	challenge := send(fakeslack.Delivery{Kind: "events_api", Payload: []byte(`{"type":"url_verification","challenge":"abc"}`)})
	var echo struct{ Challenge string }
	if json.Unmarshal([]byte(challenge), &echo) != nil || echo.Challenge != "abc" {
		t.Errorf("a challenge is answered with %q", challenge)
	}
	send(c.fake.Command(channel, "certcheck", "imap.example"))
	all := c.stands("checked imap.example")
	send(c.fake.Press(all[0].TS, "a:b"))
	c.stands("pressed a:b")
	send(c.fake.Shortcut("fix:server"))
	c.eventually(func() string {
		if len(c.fake.Modals()) == 0 {
			return "no form was opened"
		}
		return ""
	})
	send(c.fake.Submit(map[string]string{"server": "imap.example"}))
	c.stands("pressed a:b", "form imap.example")
	send(c.fake.Event("app_mention", channel, "hello", nil))
	c.stands("pressed a:b", "form imap.example", "heard")

	now := time.Now()
	for name, forge := range map[string]func(r *http.Request){
		"forged":       func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 32)) },
		"not signed":   func(r *http.Request) { r.Header.Del("X-Slack-Signature") },
		"another time": func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", fmt.Sprint(now.Unix()+1)) },
	} {
		r, err := c.fake.Command(channel, "certcheck", name).Request(t.Context(), base, now)
		if err != nil {
			t.Fatal(err)
		}
		forge(r)
		refused(t, c, r, name)
	}
	r, err := c.fake.Command(channel, "certcheck", "stale").Request(t.Context(), base, now.Add(-10*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, c, r, "stale")
	c.stands("pressed a:b", "form imap.example", "heard")
}

func refused(t *testing.T, c *client, r *http.Request, name string) {
	t.Helper()
	resp, err := c.fake.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("%s: status %d", name, resp.StatusCode)
	}
}
