package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// TestServeSlack runs the whole bot as serve does, in HTTP mode: a signed
// command about a real TLS server is acknowledged at once and answered at its
// response_url; one that is not signed does nothing.
func TestServeSlack(t *testing.T) {
	pki := checktest.NewPKI(time.Now())
	id := pki.Root("Example Root").Intermediate("Example CA 1").Issue("imap.corp.example", checktest.ExpiredFor(12*checktest.Day))
	mail, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	answers := make(chan map[string]any, 10)
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/answer") {
			var m map[string]any
			if err := json.NewDecoder(r.Body).Decode(&m); err == nil {
				answers <- m
			}
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"ok":true,"user_id":"UBOT","user":{"id":"U1","tz":"Europe/Berlin"}}`)
	}))
	t.Cleanup(slack.Close)

	served := serveProcess(t, map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush", "SLACK_API_URL": slack.URL + "/api/", "CERTDESK_DATA": t.TempDir(),
	})
	base := served.base
	body := url.Values{
		"team_id": {"T1"}, "channel_id": {"C1"}, "user_id": {"U1"}, "command": {"/certcheck"}, "trigger_id": {"1.2"},
		"text": {fmt.Sprintf("127.0.0.1:%d name imap.corp.example", mail.Port())}, "response_url": {slack.URL + "/answer"},
	}.Encode()
	if status, said := send(t, base, body, "wrong secret"); status != http.StatusUnauthorized {
		t.Errorf("a forged command: %d %s", status, said)
	}
	if status, said := send(t, base, body, "hush"); status != http.StatusOK {
		t.Fatalf("a command: %d %s", status, said)
	}
	late := time.After(30 * time.Second)
	said := "Checking" // which a busy machine says first
	for strings.HasPrefix(said, "Checking") {
		select {
		case m := <-answers:
			if said, _ = m["text"].(string); m["response_type"] != "ephemeral" {
				t.Errorf("the answer is %v", m)
			}
		case <-late:
			t.Fatal("no answer came")
		}
	}
	if !strings.Contains(said, "127.0.0.1") && !strings.Contains(said, "imap.corp.example") {
		t.Errorf("the answer is %s", said)
	}
	for path, want := range map[string]string{"/readyz": "ready", "/metrics": `certdesk_checks_total{verdict="untrusted"} 1`} {
		resp, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("%s says %.200s, %v", path, said, err)
		}
	}
	served.end(t)
	if len(answers) != 0 {
		t.Errorf("%d answers more", len(answers))
	}
}

func send(t *testing.T, base, body, secret string) (int, string) {
	t.Helper()
	at := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", at, body)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/slack/commands", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(said)
}
