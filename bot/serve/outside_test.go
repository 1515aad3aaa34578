package serve

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakesmtp"
)

const hookSecret = "a secret of more than 24 bytes"

// receiver is a program that is told of incidents. It refuses each delivery once,
// in turn in each way.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	seen    map[string]int // by delivery, how often it came
	events  []string
	bodies  []string
	trouble []string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{seen: make(map[string]int)}
	faults := 0
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		id := req.Header.Get("Webhook-Id")
		mac := hmac.New(sha256.New, []byte(hookSecret))
		mac.Write([]byte(id + "." + req.Header.Get("Webhook-Timestamp") + "."))
		mac.Write(body)
		if err != nil || req.Header.Get("Webhook-Signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) || req.Header.Get("Idempotency-Key") != id {
			r.trouble = append(r.trouble, fmt.Sprintf("%v %v", err, req.Header))
		}
		if r.seen[id]++; r.seen[id] == 1 {
			faults++
			switch faults % 3 {
			case 0:
				w.WriteHeader(http.StatusInternalServerError)
			case 1:
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
			default:
				if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
					conn.Close()
				}
			}
			return
		}
		var e struct{ Type string }
		if err := json.Unmarshal(body, &e); err != nil {
			r.trouble = append(r.trouble, err.Error())
		}
		r.events, r.bodies = append(r.events, e.Type), append(r.bodies, string(body))
	}))
	t.Cleanup(r.Close)
	return r
}

// TestMondayOutsideOfChat: what is told by mail and by webhook, of an incident that
// nobody takes at first, with a mail server and a receiver that have their troubles.
func TestMondayOutsideOfChat(t *testing.T) {
	smtp, hook := fakesmtp.New(t, false), newReceiver(t)
	smtp.Break(fakesmtp.Fault{At: fakesmtp.RCPT, Say: "451 4.7.1 Greylisted", Times: 1}, fakesmtp.Fault{At: fakesmtp.Text, Taken: true, Times: 1})
	m := newMonday(t, func(t *testing.T, base func() string) *town {
		town := slackTown(t, base)
		town.env = join(town.env, map[string]string{
			"CERTDESK_SMTP_URL":  "smtp://" + url.UserPassword(fakesmtp.User, fakesmtp.Password).String() + "@" + smtp.Addr,
			"CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATE_MAIL": "helpdesk@corp.com",
			"CERTDESK_WEBHOOK_URL": hook.URL + "/hooks/certdesk", "CERTDESK_WEBHOOK_SECRET": hookSecret,
		})
		return town
	}, smtp.Root)
	for who := 1; who <= 3; who++ {
		m.asks(who, m.mail)
		m.answers(who)
	}
	m.pass(time.Minute)
	message := m.sees(m.admin, 1, "Nobody is on it yet.")
	m.pass(25 * time.Minute)
	if n := len(smtp.Letters()); n != 0 {
		t.Fatalf("%d letters before anybody could take it", n)
	}
	events := func(want ...string) {
		t.Helper()
		adaptertest.Eventually(t, func() string {
			m.pass(30 * time.Second)
			hook.mu.Lock()
			defer hook.mu.Unlock()
			got := slices.Clone(hook.events)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				return fmt.Sprintf("events %q, want %q", got, want)
			}
			return ""
		})
	}
	letters := func(want int) []fakesmtp.Letter {
		t.Helper()
		adaptertest.Eventually(t, func() string {
			m.pass(30 * time.Second)
			if n := len(smtp.Letters()); n != want {
				return fmt.Sprintf("%d letters, want %d", n, want)
			}
			return ""
		})
		return smtp.Letters()
	}
	events("incident.opened")
	first := letters(2) // the first try of the one was taken, and not answered
	if a, b := first[0].Message.Header, first[1].Message.Header; a.Get("Message-Id") != b.Get("Message-Id") || a.Get("Date") != b.Get("Date") {
		t.Errorf("a letter in doubt is another one: %v, %v", a, b)
	}
	raw := string(first[1].Raw)
	for _, want := range []string{"To: <helpdesk@corp.com>", "report.json", "chain.pem", "expired on", "3 people have asked."} {
		if !strings.Contains(raw, want) {
			t.Errorf("the letter lacks %q: %s", want, raw)
		}
	}

	m.presses(50, message.id, message.button("incident-take"))
	events("incident.opened", "incident.taken")
	m.breaks(false)
	events("incident.opened", "incident.taken", "incident.resolved")
	last := letters(3)[2]
	if h := last.Message.Header; h.Get("In-Reply-To") != first[0].Message.Header.Get("Message-Id") || !strings.HasPrefix(h.Get("Subject"), "Re: Incident") {
		t.Errorf("the end stands in no thread: %v", h)
	}
	if !strings.Contains(string(last.Raw), "works again") {
		t.Errorf("the end: %s", last.Raw)
	}
	// Nobody's name or ID left.
	hook.mu.Lock()
	defer hook.mu.Unlock()
	// Among so many letters of base64 three may well be a short ID.
	all := strings.Join(hook.bodies, "") + regexp.MustCompile(`(?m)^[A-Za-z0-9+/=]{4,}\r?$`).ReplaceAllString(raw+string(last.Raw), "")
	for _, name := range []string{"somebody1", "somebody50", "\"U1\"", "U50"} {
		if strings.Contains(all, name) {
			t.Errorf("%s left the chat", name)
		}
	}
	if len(hook.trouble) > 0 {
		t.Errorf("the receiver: %q", hook.trouble)
	}
	for id, n := range hook.seen {
		if n != 2 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

// TestNobodyIsThoughtToBeTold: what the mail server and the webhook refuse for good is
// said in the message of the incident, once for each of them.
func TestNobodyIsThoughtToBeTold(t *testing.T) {
	smtp := fakesmtp.New(t, false)
	smtp.Break(fakesmtp.Fault{At: fakesmtp.RCPT, Say: "550 5.1.1 No such user", Times: 100})
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	t.Cleanup(hook.Close)
	m := newMonday(t, func(t *testing.T, base func() string) *town {
		town := slackTown(t, base)
		town.env = join(town.env, map[string]string{
			"CERTDESK_SMTP_URL":  "smtp://" + url.UserPassword(fakesmtp.User, fakesmtp.Password).String() + "@" + smtp.Addr,
			"CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATION": "0m mail:helpdesk@corp.com",
			"CERTDESK_WEBHOOK_URL": hook.URL, "CERTDESK_WEBHOOK_SECRET": hookSecret,
		})
		return town
	}, smtp.Root)
	for who := 1; who <= 3; who++ {
		m.asks(who, m.mail)
		m.answers(who)
	}
	m.pass(time.Minute)
	message := m.sees(m.admin, 1, "Nobody is on it yet.", "Mail to helpdesk@corp.com was not delivered.", "An event was not delivered to the webhook.")
	m.presses(50, message.id, message.button("incident-take"))
	m.pass(time.Minute)
	message = m.sees(m.admin, 1, "is on it", "Mail to helpdesk@corp.com was not delivered.")
	if n := strings.Count(message.text, "was not delivered"); n != 2 {
		t.Errorf("it is said %d times: %s", n, message.text)
	}
}

func TestOutsideSettings(t *testing.T) {
	base := map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
	mailed := map[string]string{"CERTDESK_SMTP_URL": "smtp://bot:p%40ss@mail.corp.com", "CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATE_MAIL": "a@corp.com, b@corp.com"}
	steps := func(s *configuration) string {
		var out []string
		for _, one := range s.settings.Outside.Chain {
			out = append(out, one.After.String()+" "+one.To.ChannelKey())
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct{ admin, chain, want string }{
		{"", "", "0s mail/a@corp.com, 0s mail/b@corp.com"},
		{"slack:C1", "", "30m0s mail/a@corp.com, 30m0s mail/b@corp.com"},
		{"slack:C1", "0m mail:t@corp.com, 1h slack:C2, 90m mail", "0s mail/t@corp.com, 1h0m0s slack/C2, 1h30m0s mail/a@corp.com, 1h30m0s mail/b@corp.com"},
	} {
		s, err := readSettings(fromMap(join(join(base, mailed), map[string]string{"CERTDESK_ADMIN_CHANNEL": c.admin, "CERTDESK_ESCALATION": c.chain})))
		if err != nil || steps(s) != c.want {
			t.Errorf("%+v: %s, %v", c, steps(s), err)
		}
		if s != nil && !slices.Contains(s.keys(), "p@ss") {
			t.Error("the password of mail is no secret")
		}
	}
	s, err := readSettings(fromMap(join(base, map[string]string{"CERTDESK_ESCALATE_HOURS": "weekdays 08:00-18:00 Europe/Berlin", "CERTDESK_SHARE": "owner,notes"})))
	if err != nil || s.settings.Outside.Hours.String() != "weekdays 08:00-18:00 Europe/Berlin" || !s.settings.Outside.Share.Owner || s.settings.Outside.Share.Askers {
		t.Errorf("%+v, %v", s, err)
	}
	for name, wrong := range map[string]map[string]string{
		"CERTDESK_SMTP_URL":       {"CERTDESK_ESCALATE_MAIL": "a@corp.com"},
		"CERTDESK_MAIL_FROM":      {"CERTDESK_ESCALATE_MAIL": "a@corp.com", "CERTDESK_SMTP_URL": "smtp://mail.corp.com"},
		"CERTDESK_ESCALATE_MAIL":  {"CERTDESK_SMTP_URL": "smtp://mail.corp.com", "CERTDESK_MAIL_FROM": "c@corp.com"},
		"CERTDESK_ESCALATION":     {"CERTDESK_ESCALATION": "30m pager"},
		"CERTDESK_ESCALATE_HOURS": {"CERTDESK_ESCALATE_HOURS": "weekdays 18:00-08:00 Europe/Berlin"},
		"CERTDESK_WEBHOOK_URL":    {"CERTDESK_WEBHOOK_URL": "https://x.corp.com/"},
		"CERTDESK_WEBHOOK_SECRET": {"CERTDESK_WEBHOOK_URL": "https://x.corp.com/", "CERTDESK_WEBHOOK_SECRET": "tooshort"},
		"CERTDESK_SHARE":          {"CERTDESK_SHARE": "everything"},
	} {
		if _, err := readSettings(fromMap(join(base, wrong))); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "tooshort") {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	s, err = readSettings(fromMap(join(base, map[string]string{"CERTDESK_ESCALATION": "1h discord:77"})))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.settings.CheckServe(s.serves); err == nil || !strings.Contains(err.Error(), "CERTDESK_ESCALATION") {
		t.Errorf("a step on a platform that is not served: %v", err)
	}
}
