package slack

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/inbox"
)

func TestReadTyped(t *testing.T) {
	for in, want := range map[string]string{
		"imap.corp.com:993": "imap.corp.com:993",
		"<http://imap.corp.com:993|imap.corp.com:993> fresh": "imap.corp.com:993 fresh",
		"<http://imap.corp.com>":                             "http://imap.corp.com",
		"<mailto:u@corp.com|u@corp.com>":                     "u@corp.com",
		"<mailto:u@corp.com>":                                "u@corp.com",
		"<http://evil.example|imap.corp.com>":                "imap.corp.com",
		"<http://mail.corp.com|our mail server> fresh":       "mail.corp.com fresh",
		"<http://mail.corp.com:993|Mail>":                    "mail.corp.com:993",
		"<https://owa.corp.com/owa/?a=1&amp;b|webmail>":      "https://owa.corp.com",
		"<http://mail.corp.com|v1.2 is out>":                 "mail.corp.com",
		"<http://mailserver|mailserver>":                     "mailserver",
		"<http://mailserver:993|MAILSERVER:993>":             "MAILSERVER:993",
		"<http://192.0.2.1|192.0.2.1>":                       "192.0.2.1",
		"<http://[2001:db8::1]:993|[2001:db8::1]:993>":       "[2001:db8::1]:993",
		"<imaps://imap.corp.com|imaps://imap.corp.com>":      "imaps://imap.corp.com",
		"<http://imap.corp.com|imap.corp.com.>":              "imap.corp.com.",
		"<http://a.example|b.example:imap>":                  "a.example",
		"<mailto:u@corp.com|write to Anna>":                  "u@corp.com",
		"<mailto:u@corp.com?subject=x|Anna>":                 "u@corp.com",
		"<tel:+49123|call us>":                               "tel:+49123",
		"<https://support.example/kb|0x800CCC1A>":            "0x800CCC1A",
		"<https://support.example/kb|0xylophone>":            "https://support.example",
		"<http://%zz|odd label>":                             "http://%zz",
		"a &lt;b&gt; &amp;amp;":                              "a <b> &amp;",
		"<@U1|bob> <#C1|general> <!here>":                    "<@U1|bob> <#C1|general> <!here>",
		"1 < 2 and <":                                        "1 < 2 and <",
		"<<http://a|a>":                                      "<a",
		"":                                                   "",
	} {
		if got := readTyped(in); got != want {
			t.Errorf("readTyped(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReadMessage(t *testing.T) {
	const blocks = `[{"type":"unheard_of","text":{"a":1}},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
		{"type":"user","user_id":"U0BOT"},{"type":"text","text":" check "},{"type":"link","url":"http://imap.corp.com:993","text":"imap.corp.com:993"},
		{"type":"text","text":" or "},{"type":"link","url":"mailto:u@corp.com"},{"type":"text","text":" or "},
		{"type":"link","url":"http://mail.corp.com","text":"our server"},{"type":"text","text":" x.local","style":{"code":true}}]}]}]`
	got := withoutMention(readContent("mangled", []byte(blocks), nil).meant(), "U0BOT")
	if want := "check imap.corp.com:993 or u@corp.com or mail.corp.com x.local"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, broken := range []string{"", "null", "[]", "{", `[{"type":"rich_text","elements":7}]`} {
		if got := readContent("<http://h.example|h.example>", []byte(broken), nil).meant(); got != "h.example" {
			t.Errorf("with blocks %s: %q", broken, got)
		}
	}
}

// quiet is an adapter that takes deliveries and is never asked.
func quiet(t testing.TB) *Adapter {
	t.Helper()
	a, err := New(Config{Desk: deaf{}, BotToken: "xoxb-1", SigningSecret: "s", HTTP: &http.Client{Transport: nowhere{}}, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Drain(t.Context()) })
	return a
}

func FuzzDeliveries(f *testing.F) {
	f.Add([]byte(`{"type":"block_actions","actions":[{"action_id":"a:b"}],"user":{"id":"U"},"container":{"type":"view"},"view":{"state":{"values":{"a":{"b":{"value":"x"}}}}}}`))
	f.Add([]byte(`{"type":"view_submission","view":{"private_metadata":"{\"at\":1}","callback_id":"fix:form"}}`))
	f.Add([]byte(`{"type":"event_callback","event":{"type":"message","channel":{"id":1},"user":"U","ts":"1.2","text":"<@U0> hi","blocks":[{"type":"rich_text"}]}}`))
	f.Add([]byte(`command=%2Fcertcheck&text=%3Chttp://a|a%3E&payload={}`))
	f.Add([]byte(strings.Repeat(`{"type":"rich_text","elements":[`, 100)))
	a := quiet(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		a.handler.takeCommand(body, "")
		a.handler.takeInteraction(body, "")
		a.handler.takePayload(body, "")
		a.handler.takeEvent(body, "")
		readContent(string(body), body, nil).meant()
		withoutMention(string(body), "U0")
	})
}

// Where there is no room nothing is acknowledged: Slack comes again, and a
// press is seen to have failed. A command is told so.
func TestNoRoom(t *testing.T) {
	a := quiet(t)
	a.handler.underWay = inbox.NewWork(0, time.Second, nil)
	for name, payload := range map[string]string{
		PathEvents:        `{"type":"event_callback","event_id":"E1","event":{"type":"app_mention","channel":"C1","user":"U1","ts":"1.2","text":"help"}}`,
		PathInteractivity: "payload=" + url.QueryEscape(`{"type":"block_actions","trigger_id":"1.2","user":{"id":"U1"},"actions":[{"action_id":"a:b"}]}`),
		PathCommands:      "command=%2Fcertcheck&text=imap.example&trigger_id=1.3",
	} {
		now := time.Now()
		r := httptest.NewRequest(http.MethodPost, name, strings.NewReader(payload))
		timestamp, signature := fakeslack.Sign("s", now, []byte(payload))
		r.Header.Set("X-Slack-Request-Timestamp", timestamp)
		r.Header.Set("X-Slack-Signature", signature)
		r.Header.Set("X-Slack-Retry-Num", "1")
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if name == PathCommands {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "ask again in a minute") {
				t.Errorf("%s: status %d, %s", name, w.Code, w.Body)
			}
		} else if w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
}
