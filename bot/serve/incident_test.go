package serve

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot/serve/openstore"
	"certdesk/checks/checktest"
)

// read is a message as somebody finds it in a channel.
type read struct {
	id, channel, only, text string
	edits                   int
}

// button is the id of one of its buttons, "" if there is none.
func (r *read) button(name string) string {
	return strings.TrimPrefix(regexp.MustCompile(`"`+name+`:[^"]*`).FindString(r.text), `"`)
}

// town is a platform full of people.
type town struct {
	env                    map[string]string
	admin, support, direct string
	asks                   func(who int, target string)
	presses                func(who int, message, action string)
	fills                  func(who int, channel string, fields map[string]string)
	reads                  func() []read
	forms                  func() int
}

func slackTown(t *testing.T, base func() string) *town {
	fake := fakeslack.New(t)
	send := func(d fakeslack.Delivery) {
		t.Helper()
		if status, said, err := fake.Send(t.Context(), base(), d); err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %s, %v", status, said, err)
		}
	}
	user := func(who int) map[string]any {
		return map[string]any{"user": map[string]any{"id": fmt.Sprint("U", who), "username": fmt.Sprint("somebody", who)}}
	}
	return &town{
		env:   join(fake.Env(), map[string]string{"CERTDESK_ADMIN_CHANNEL": "slack:CADMIN", "CERTDESK_SUPPORT_CHANNELS": "slack:CHELP"}),
		admin: "CADMIN", support: "CHELP", direct: "DU1",
		asks: func(who int, target string) {
			send(fake.Command("C1", "certcheck", target).With(map[string]any{"user_id": fmt.Sprint("U", who)}))
		},
		presses: func(who int, message, action string) { send(fake.Press(message, action).With(user(who))) },
		fills: func(who int, _ string, fields map[string]string) {
			send(fake.Submit(fields).With(user(who)))
		},
		reads: func() []read {
			var out []read
			for _, m := range fake.Messages() {
				if !m.Deleted {
					out = append(out, read{m.TS, m.Channel, m.Only, m.Text + string(m.Blocks), m.Edits})
				}
			}
			return out
		},
		forms: func() int { return len(fake.Modals()) },
	}
}

func discordTown(t *testing.T, base func() string) *town {
	const admin = "500000000000000077"
	fake := fakediscord.New(t)
	send := func(d fakediscord.Delivery) {
		t.Helper()
		if status, said, err := fake.Send(t.Context(), base(), d); err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %s, %v", status, said, err)
		}
	}
	member := func(who int) map[string]any {
		return map[string]any{"member": map[string]any{
			"user":  map[string]any{"id": fmt.Sprint(700000000000000000 + who), "username": fmt.Sprint("somebody", who), "discriminator": "0"},
			"roles": []string{}, "permissions": "0"}}
	}
	return &town{
		env:   join(fake.Env(), map[string]string{"CERTDESK_ADMIN_CHANNEL": "discord:" + admin, "CERTDESK_SUPPORT_CHANNELS": "discord:" + fakediscord.Support}),
		admin: admin, support: fakediscord.Support, direct: fakediscord.Direct,
		asks: func(who int, target string) {
			address, rest, _ := strings.Cut(target, " ")
			options := []map[string]any{fakediscord.Option("target", address)}
			if rest != "" {
				options = append(options, fakediscord.Option(rest, true))
			}
			send(fake.Command(fakediscord.Channel, "certcheck", options...).With(member(who)))
		},
		presses: func(who int, message, action string) { send(fake.Press(message, action).With(member(who))) },
		fills: func(who int, channel string, fields map[string]string) {
			send(fake.Submit(channel, fields).With(member(who)))
		},
		reads: func() []read {
			var out []read
			for _, m := range fake.Messages() {
				if m.Deleted {
					continue
				}
				text := ""
				for _, part := range []string{"content", "embeds", "components"} {
					text += string(m.Body[part])
				}
				out = append(out, read{m.ID, m.Channel, m.Only, text, m.Edits})
			}
			return out
		},
		forms: func() int { return len(fake.Forms()) },
	}
}

// says tells whether a text has one of several words: each reads in his language.
func says(text, words string) bool {
	return slices.ContainsFunc(strings.Split(words, "|"), func(word string) bool { return strings.Contains(text, word) })
}

// monday is a serve on one platform whose clock can be set forward, and a server.
type monday struct {
	*town
	t      *testing.T
	server *server
	mail   string
	ahead  atomic.Int64
	breaks func(bool)
}

func newMonday(t *testing.T, in func(*testing.T, func() string) *town, roots ...[]byte) *monday {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	m := &monday{t: t, town: in(t, func() string { return "http://" + address })}

	root := checktest.NewPKI(time.Now()).Root("Monday Root")
	ca := root.Intermediate("Monday CA")
	trusted := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(trusted, bytes.Join(append(roots, root.PEM()), nil), 0o600); err != nil {
		t.Fatal(err)
	}
	expired := checktest.Implicit("imap", checktest.TLS(ca.Issue("127.0.0.1", checktest.ExpiredFor(time.Hour))))
	renewed := checktest.Implicit("imap", checktest.TLS(ca.Issue("127.0.0.1", checktest.ExpiresIn(80*checktest.Day))))
	mail, err := checktest.NewServer(expired)
	if err != nil {
		t.Fatal(err)
	}
	m.mail = mail.Addr()
	m.breaks = func(is bool) {
		t.Helper()
		behaviour := renewed
		if is {
			behaviour = expired
		}
		mail.Close()
		if mail, err = checktest.NewServerOn(m.mail, behaviour); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { mail.Close() })

	// The week is told three days from now, so that no test meets it by the hour of its run.
	summary := strings.ToLower(time.Now().UTC().AddDate(0, 0, 3).Format("Mon")) + " 09:00 UTC"
	env := fromMap(join(m.env, map[string]string{
		"CERTDESK_SUMMARY": summary,
		"CERTDESK_LISTEN":  address, "CERTDESK_DATA": t.TempDir(), "CERTDESK_ALLOW_CIDRS": "127.0.0.0/8", "CERTDESK_TRUST": "none", "CERTDESK_CA_FILE": trusted,
		"CERTDESK_RATE": "off", "CERTDESK_CACHE_TTL": "1h",
	}))
	own, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openstore.Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	now := func() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) }
	if m.server, err = newServer(own, kept, process{now: now, log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.server.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	adaptertest.Eventually(t, func() string {
		resp, err := http.Get("http://" + address + "/healthz")
		if err != nil {
			return err.Error()
		}
		resp.Body.Close()
		return ""
	})
	return m
}

// pass lets time pass, and has done what is due.
func (m *monday) pass(d time.Duration) {
	m.t.Helper()
	for range d / (30 * time.Second) {
		m.ahead.Add(int64(30 * time.Second))
		for _, do := range []func(context.Context) error{m.server.incidents.Work, m.server.watcher.PostDue} {
			if err := do(m.t.Context()); err != nil {
				m.t.Fatal(err)
			}
		}
	}
}

// tick is a second in which something may be done that had to wait.
func (m *monday) tick() {
	m.t.Helper()
	m.ahead.Add(int64(time.Second))
	for _, do := range []func(context.Context) error{m.server.incidents.Work, m.server.watcher.PostDue} {
		if err := do(m.t.Context()); err != nil {
			m.t.Fatal(err)
		}
	}
}

// in are the messages of a channel that all see there.
func (m *monday) in(channel string) []read {
	var out []read
	for _, r := range m.reads() {
		if r.channel == channel && r.only == "" {
			out = append(out, r)
		}
	}
	return out
}

// sees waits until the newest message of a channel, of so many, says all of this.
func (m *monday) sees(channel string, n int, words ...string) read {
	m.t.Helper()
	var newest read
	adaptertest.Eventually(m.t, func() string {
		m.tick()
		all := m.in(channel)
		if len(all) != n {
			return fmt.Sprintf("%d messages in %s, want %d: %+v", len(all), channel, n, all)
		}
		newest = all[n-1]
		for _, part := range words {
			if !says(newest.text, part) {
				return fmt.Sprintf("%q does not say %q", newest.text, part)
			}
		}
		return ""
	})
	return newest
}

// answers waits until there are so many answers, and returns them.
func (m *monday) answers(n int) []read {
	m.t.Helper()
	var out []read
	adaptertest.Eventually(m.t, func() string {
		out = nil
		for _, r := range m.reads() {
			if r.channel != m.admin && r.channel != m.support && r.channel != m.direct && r.button("recheck") != "" {
				out = append(out, r)
			}
		}
		if len(out) < n {
			return fmt.Sprintf("%d answers, want %d", len(out), n)
		}
		return ""
	})
	return out
}

// TestMondayAtEight: a certificate expires, and forty people ask in ten minutes.
// Each gets an answer, the administrators one message; somebody takes it, hands it
// over, it is over, it is back, it is over for good, and who wanted to hear it does.
func TestMondayAtEight(t *testing.T) {
	for name, in := range map[string]func(*testing.T, func() string) *town{"slack": slackTown, "discord": discordTown} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMonday(t, in)
			const askers = 40
			const known = "has been known since|bekannt"
			for who := 1; who <= askers; who++ {
				m.asks(who, m.mail)
				m.answers(who)
				if who%2 == 0 {
					m.pass(30 * time.Second)
				}
			}
			answers := m.answers(askers)
			for n, a := range answers {
				if said := says(a.text, known); said != (n >= 2) || !says(a.text, "expired|abgelaufen") || a.button("tell") == "" {
					t.Errorf("answer %d: known %v, %.300s", n+1, said, a.text)
				}
			}
			m.presses(1, answers[0].id, answers[0].button("tell"))
			m.pass(time.Minute)
			message := m.sees(m.admin, 1, "40 people have asked.", "Nobody is on it yet.")
			if message.edits > 25 {
				t.Errorf("edited %d times", message.edits)
			}

			// A quarter of an hour later that is told.
			m.pass(15 * time.Minute)
			m.sees(m.admin, 2, "Nobody is on the incident")
			m.presses(50, message.id, message.button("incident-take"))
			first := func(words string) {
				t.Helper()
				adaptertest.Eventually(t, func() string {
					m.tick()
					if now := m.in(m.admin)[0]; !says(now.text, words) {
						return fmt.Sprintf("%q does not say %q", now.text, words)
					}
					return ""
				})
			}
			first("is on it")
			m.pass(time.Minute)
			m.asks(41, m.mail)
			if a := m.answers(askers + 1)[askers]; !says(a.text, "is on it|kümmert sich") {
				t.Errorf("who asks now: %.300s", a.text)
			}
			message = m.in(m.admin)[0]
			m.presses(50, message.id, message.button("incident-post"))
			m.pass(time.Minute)
			m.sees(m.support, 1, known)
			message = m.in(m.admin)[0]
			m.presses(50, message.id, message.button("incident-hand"))
			adaptertest.Eventually(t, func() string {
				if m.forms() == 0 {
					return "no form opens"
				}
				return ""
			})
			m.fills(50, m.admin, map[string]string{"who": "Ben", "note": "the hoster knows"})
			adaptertest.Eventually(t, func() string {
				m.tick()
				if now := m.in(m.admin)[0]; !says(now.text, "handed over to Ben") || !says(now.text, "the hoster knows") {
					return now.text
				}
				return ""
			})
			message = m.in(m.admin)[0]
			m.presses(51, message.id, message.button("incident-take"))
			first("is on it")

			// It is over.
			m.breaks(false)
			m.pass(6 * time.Minute)
			first("works again since")
			m.sees(m.support, 1, "works again since")
			m.sees(m.direct, 1, "works again since|funktioniert seit")

			// It is back within the day.
			m.breaks(true)
			m.pass(time.Hour)
			first("Incident at")
			m.sees(m.admin, 3, "does not work again")
			m.sees(m.support, 1, known)
			m.asks(42, m.mail+" fresh")
			if a := m.answers(askers + 2)[askers+1]; !says(a.text, known) {
				t.Errorf("who asks after the relapse: %.300s", a.text)
			}
			m.breaks(false)
			m.pass(10 * time.Minute)
			first("works again since")
			m.pass(time.Hour)
			m.sees(m.direct, 1) // they have heard it
			m.sees(m.admin, 3)
		})
	}
}
