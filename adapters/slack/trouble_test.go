package slack_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// settled waits until everything that was begun has ended, and returns what
// stands there.
func settled(t *testing.T, fake *fakeslack.Server, a *slack.Adapter) []fakeslack.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := a.Drain(ctx); err != nil {
		t.Error("draining:", err)
	}
	return fake.Messages()
}

func TestForgedStaleAndReplayed(t *testing.T) {
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s)
	h := a.Handler()
	send := func(d fakeslack.Delivery, at time.Time, change func(*http.Request)) int {
		r, err := d.Request(t.Context(), "http://certdesk.example", at)
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(r)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	now := time.Now()
	d := fake.Command(channel, "certcheck", "imap.example")
	for name, status := range map[string]int{
		"stale":        send(d, now.Add(-6*time.Minute), nil),
		"future":       send(d, now.Add(6*time.Minute), nil),
		"no signature": send(d, now, func(r *http.Request) { r.Header.Del("X-Slack-Signature") }),
		"forged": send(d, now, func(r *http.Request) {
			_, forged := fakeslack.Sign("another secret", now, []byte("x"))
			r.Header.Set("X-Slack-Signature", forged)
		}),
		"two signatures": send(d, now, func(r *http.Request) { r.Header.Add("X-Slack-Signature", "v0="+strings.Repeat("0a", 32)) }),
		"two times":      send(d, now, func(r *http.Request) { r.Header.Add("X-Slack-Request-Timestamp", "1531420618") }),
		"no time":        send(d, now, func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }),
		"changed": send(d, now, func(r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(append(body, '&')))
		}),
	} {
		if status != http.StatusUnauthorized {
			t.Errorf("%s: status %d", name, status)
		}
	}
	large := fakeslack.Delivery{Kind: "events_api", Payload: bytes.Repeat([]byte(" "), 2<<20)}
	if status := send(large, now, nil); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: status %d", status)
	}
	if n := len(s.Asked()); n != 0 {
		t.Errorf("the desk was asked %d times by forgers", n)
	}
	for range 5 { // one signed request, replayed
		if status := send(d, now, nil); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
	}
	if got := settled(t, fake, a); len(got) != 1 || len(s.Asked()) != 1 {
		t.Errorf("%d messages, asked %d times", len(got), len(s.Asked()))
	}
}

// What has no id of Slack's is known by its signature; a message that comes as
// two events is answered once; and a delivery that is repeated is known by its
// id, whatever the second signature.
func TestHandledOnce(t *testing.T) {
	t.Parallel()
	message := map[string]any{"ts": "1700000000.000900", "channel_type": "im"}
	for name, c := range map[string]struct {
		deliveries func(fake *fakeslack.Server) []fakeslack.Delivery
		asked      int
	}{
		"a command without an id": {func(*fakeslack.Server) []fakeslack.Delivery {
			d := fakeslack.Delivery{Kind: "slash_commands", Payload: []byte(`{"command":"/certcheck","text":"imap.example","channel_id":"C2","user_id":"U1"}`)}
			return []fakeslack.Delivery{d, d}
		}, 1},
		"two commands without an id": {func(*fakeslack.Server) []fakeslack.Delivery {
			return []fakeslack.Delivery{
				{Kind: "slash_commands", Payload: []byte(`{"command":"/certcheck","text":"imap.example","channel_id":"C2","user_id":"U1"}`)},
				{Kind: "slash_commands", Payload: []byte(`{"command":"/certcheck","text":"smtp.example","channel_id":"C2","user_id":"U1"}`)},
			}
		}, 2},
		"a press without an id": {func(*fakeslack.Server) []fakeslack.Delivery {
			d := fakeslack.Delivery{Kind: "interactive", Payload: []byte(`{"type":"block_actions","user":{"id":"U1"},"channel":{"id":"C2"},"actions":[{"action_id":"a:b"}]}`)}
			return []fakeslack.Delivery{d, d}
		}, 1},
		"an event without an id": {func(*fakeslack.Server) []fakeslack.Delivery {
			d := fakeslack.Delivery{Kind: "events_api", Payload: []byte(`{"type":"event_callback","event":{"type":"app_mention","channel":"C2","user":"U1","ts":"1.2","text":"help"}}`)}
			return []fakeslack.Delivery{d, d}
		}, 1},
		"one message, two events": {func(fake *fakeslack.Server) []fakeslack.Delivery {
			return []fakeslack.Delivery{
				fake.Event("message", direct, "<@"+fakeslack.BotUser+"> help", message), fake.Event("app_mention", direct, "<@"+fakeslack.BotUser+"> help", message),
			}
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted()
			a := newAdapter(t, fake, s)
			h, now := a.Handler(), time.Now()
			for i, d := range c.deliveries(fake) {
				r, err := d.Request(t.Context(), "http://certdesk.example", now)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("X-Slack-Retry-Num", fmt.Sprint(i))
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, r); w.Code != http.StatusOK {
					t.Errorf("status %d", w.Code)
				}
			}
			settled(t, fake, a)
			if n := len(s.Asked()); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
		})
	}
	t.Run("an event that Slack repeats", func(t *testing.T) {
		t.Parallel()
		fake, s := fakeslack.New(t), adaptertest.Scripted()
		a := newAdapter(t, fake, s)
		d := fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> help", nil)
		for _, age := range []time.Duration{2 * time.Minute, time.Minute, 0} { // each signed anew
			r, err := d.Request(t.Context(), "http://certdesk.example", time.Now().Add(-age))
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			if a.Handler().ServeHTTP(w, r); w.Code != http.StatusOK {
				t.Errorf("status %d", w.Code)
			}
		}
		settled(t, fake, a)
		if n := len(s.Asked()); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

func TestURLVerification(t *testing.T) {
	fake := fakeslack.New(t)
	app := httptest.NewServer(newAdapter(t, fake, adaptertest.Scripted()).Handler())
	defer app.Close()
	status, said, err := fake.Send(t.Context(), app.URL, fakeslack.Delivery{Kind: "events_api", Payload: []byte(`{"type":"url_verification","challenge":"abc"}`)})
	if err != nil || status != http.StatusOK || !strings.Contains(said, `"challenge":"abc"`) {
		t.Errorf("status %d, %q, %v", status, said, err)
	}
}

// Nothing lost, nothing doubled.
func TestTrouble(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, method string
		mention      bool
		faults       []fakeslack.Fault
	}{
		{"response_url limited", "response", false, []fakeslack.Fault{{Status: 429, RetryAfter: 1}}},
		{"response_url failing", "response", false, []fakeslack.Fault{{Status: 500}, {Status: 503}}},
		{"response_url dropped", "response", false, []fakeslack.Fault{{Drop: true}}},
		{"response_url gone", "response", false, []fakeslack.Fault{{Status: 404}}},
		{"message limited", "chat.postMessage", true, []fakeslack.Fault{{Status: 429, RetryAfter: 1}}},
		{"message failing", "chat.postMessage", true, []fakeslack.Fault{{Status: 500}, {Status: 502}}},
		{"message dropped", "chat.postMessage", true, []fakeslack.Fault{{Drop: true}}},
		{"message lost on the way back", "chat.postMessage", true, []fakeslack.Fault{{Lose: true}}},
		{"message slow", "chat.postMessage", true, []fakeslack.Fault{{Delay: 10 * time.Second}}},
		{"response_url slow", "response", false, []fakeslack.Fault{{Delay: 10 * time.Second}}},
		{"person slow", "users.info", true, []fakeslack.Fault{{Delay: 2 * time.Second}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
			a := newAdapter(t, fake, s)
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			fake.Fail(c.method, c.faults...)
			if c.mention {
				p.Mention("help")
			} else {
				p.Command("certcheck", "imap.example")
			}
			if got := settled(t, fake, a); len(got) != 1 || got[0].Text != "An answer." {
				t.Errorf("%d messages: %+v", len(got), got)
			}
			// Who is slow is waited for, and not asked a second time.
			if n := fake.Calls(c.method); c.faults[0].Delay > 0 && n != 1 {
				t.Errorf("%s was called %d times", c.method, n)
			}
		})
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	place := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: channel}
	notice := bot.Reply{Tone: bot.Warning, Headline: say.Literal("mail.corp.com ends in 7 days.")}
	cases := []struct {
		name     string
		faults   []fakeslack.Fault
		denied   map[string]string
		messages int
		want     string // in the error, "" for none
	}{
		{"well", nil, nil, 1, ""},
		{"lost on the way back", []fakeslack.Fault{{Lose: true}}, nil, 1, ""},
		{"dropped", []fakeslack.Fault{{Drop: true}}, nil, 1, ""},
		{"failing", []fakeslack.Fault{{Status: 500}}, nil, 1, ""},
		{"lost, and no history to look in", []fakeslack.Fault{{Lose: true}}, map[string]string{"conversations.history": "missing_scope"}, 1, "is not known"},
		{"not invited", nil, map[string]string{"chat.postMessage": "not_in_channel"}, 0, "/invite @certdesk"},
		{"archived", nil, map[string]string{"chat.postMessage": "is_archived"}, 0, "archived"},
		{"revoked", nil, map[string]string{"chat.postMessage": "token_revoked"}, 0, "SLACK_BOT_TOKEN"},
		{"no permission", nil, map[string]string{"chat.postMessage": "missing_scope"}, 0, "files:write"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted())
			for method, err := range c.denied {
				fake.Deny(method, err)
			}
			fake.Fail("chat.postMessage", c.faults...)
			ts, err := a.Post(t.Context(), place, notice, "notice-1")
			if c.want == "" && (err != nil || ts == "") || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%q, %v; want %q", ts, err, c.want)
			}
			if doubt := strings.HasPrefix(c.want, "is not known"); doubt != errors.Is(err, bot.ErrInDoubt) {
				t.Errorf("in doubt is %v for %v", !doubt, err)
			}
			if got := fake.Messages(); len(got) != c.messages {
				t.Errorf("%d messages", len(got))
			}
			if c.want == "" {
				if found, err := a.Find(t.Context(), place, "notice-1", time.Time{}); err != nil || strings.Join(found, " ") != ts {
					t.Errorf("found %q, %v; want %q", found, err, ts)
				}
				if found, err := a.Find(t.Context(), place, "notice-2", time.Time{}); err != nil || strings.Join(found, " ") != "" {
					t.Errorf("found %q, %v for a notice that was not posted", found, err)
				}
			}
		})
	}
}

// hanging is a desk whose checks hang until they are let go.
type hanging struct{ letGo chan struct{} }

func (h hanging) Handle(ctx context.Context, _ *bot.Request, _ bot.Respond) error {
	select {
	case <-h.letGo:
	case <-ctx.Done():
	}
	return nil
}

func TestManyCommandsAtOnce(t *testing.T) {
	fake := fakeslack.New(t)
	h := hanging{make(chan struct{})}
	a := newAdapter(t, fake, h)
	app := httptest.NewServer(a.Handler())
	defer app.Close()
	const commands = 1000
	took := make([]time.Duration, commands)
	var all sync.WaitGroup
	for i := range commands {
		d := fake.Command(channel, "certcheck", "imap.example")
		all.Go(func() {
			time.Sleep(time.Duration(i) * 4 * time.Millisecond)
			began := time.Now()
			status, said, err := fake.Send(t.Context(), app.URL, d)
			took[i] = time.Since(began)
			if err != nil || status != http.StatusOK || said != "" {
				t.Errorf("command %d: status %d, %q, %v", i, status, said, err)
			}
		})
	}
	all.Wait()
	close(h.letGo)
	slices.Sort(took)
	t.Logf("acknowledged: median %v, p99 %v, worst %v", took[commands/2], took[commands*99/100], took[commands-1])
}

func TestSocketIsRefreshed(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	p := &person{t: t, fake: fake, deliver: bySocket(t, fake, newAdapter(t, fake, s))}
	var pushed sync.WaitGroup
	for i := range 20 {
		if i == 5 {
			fake.Refresh()
		}
		if i == 12 {
			fake.Cut()
		}
		d := fake.Command(channel, "certcheck", "imap.example")
		pushed.Go(func() { p.deliver(d) })
		time.Sleep(20 * time.Millisecond)
	}
	pushed.Wait()
	adaptertest.Eventually(t, func() string {
		if n := len(fake.Messages()); n != 20 {
			return "not all were answered"
		}
		if fake.Sockets() != 2 {
			return "there are not two connections again"
		}
		return ""
	})
	if n := len(s.Asked()); n != 20 {
		t.Errorf("the desk was asked %d times for 20 commands", n)
	}
}

// Slack tells that a token was taken back: the operator hears of it at once, and
// of its end with the first call that goes well.
func TestTokenTakenBack(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("x")}), func(c *slack.Config) { c.AppToken = "" })
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	people, bots := map[string]any{"oauth": []string{"U1"}}, map[string]any{"bot": []string{fakeslack.BotUser}}
	for _, c := range []struct {
		event  string
		fields map[string]any
		want   string
	}{
		{"tokens_revoked", map[string]any{"tokens": people}, ""},
		{"tokens_revoked", map[string]any{"tokens": bots}, "token of certdesk was revoked"},
		{"app_uninstalled", nil, "certdesk was removed from the workspace"},
	} {
		p.event(fake.Event(c.event, "", "", c.fields))
		if got := a.Trouble(); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.event, got, c.want)
		}
		if err := a.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := a.Trouble(); got != "" {
			t.Errorf("%s: it is well again, but %q", c.event, got)
		}
	}
}

// Connections are opened anew in turn, and one of them is open at any time.
func TestSocketIsRenewed(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s)
	a.KeepConnections(100 * time.Millisecond)
	p := &person{t: t, fake: fake, deliver: bySocket(t, fake, a)}
	asked := 0
	for fake.Calls("apps.connections.open") < 12 {
		p.Command("certcheck", "imap.example")
		asked++
	}
	if n := fake.FewestSockets(); n != 1 {
		t.Errorf("%d connections were open at the worst time, want 1", n)
	}
	adaptertest.Eventually(t, func() string {
		if n := len(fake.Messages()); n != asked {
			return fmt.Sprintf("%d of %d are answered", n, asked)
		}
		return ""
	})
	if n := len(s.Asked()); n != asked {
		t.Errorf("the desk was asked %d times for %d commands", n, asked)
	}
}

func TestGlobalShortcutAndSilence(t *testing.T) {
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("x"), Form: &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal("Form"), Fields: []bot.Field{{Name: "server", Label: say.Literal("Server")}}}})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.Shortcut("fix:server"))
	// Nothing of this is meant for the bot, or was not said now.
	p.event(fake.Event("message", channel, "0x800CCC1A", nil))
	p.event(fake.Event("message", support, "an answer", map[string]any{"bot_id": "B7"}))
	p.event(fake.Event("message", support, "0x800CCC1A", map[string]any{"subtype": "message_changed"}))
	p.event(fake.Event("message", support, "in a thread", map[string]any{"thread_ts": "1.1"}))
	p.event(fake.Event("message", support, "<@"+fakeslack.BotUser+"> help", nil))
	settled(t, fake, a)
	if asked := s.Asked(); len(asked) != 1 || asked[0].Action.ID() != "fix:server" || len(fake.Modals()) != 1 {
		t.Errorf("asked %+v, %d forms", asked, len(fake.Modals()))
	}
}
