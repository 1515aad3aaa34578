package serve

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/desk"
	"certdesk/bot/serve/openstore"
	"certdesk/bot/serve/settings"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/say"
)

// putTogether is a serve of an environment, with its store, and not begun.
func putTogether(t *testing.T, env func(string) string) *server {
	t.Helper()
	own, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := openstore.Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	s, err := newServer(own, kept, process{now: time.Now, log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// standing is a serve on a Slack, put together and not begun.
func standing(t *testing.T, more map[string]string) (*server, *fakeslack.Server) {
	t.Helper()
	fake := fakeslack.New(t)
	env := fromMap(join(fake.Env(), map[string]string{"CERTDESK_DATA": t.TempDir(), "CERTDESK_TRUST": "none", "CERTDESK_LISTEN": "127.0.0.1:0"}, more))
	s := putTogether(t, env)
	return s, fake
}

// TestCheck: each thing that serve will need is asked, and what is wrong is told from
// what merely does not answer.
func TestCheck(t *testing.T) {
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	closed, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") // the kernel takes connections by itself
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		more      map[string]string
		prepare   func(slack *fakeslack.Server)
		says      []string
		complains []string
		wrong     bool
	}{
		"in order": {nil, nil, []string{"The store answers, and can be written.", "Slack lets certdesk in.", "The name server answers.", "The address for HTTP can be listened on.", "The settings are in order."}, nil, false},
		"Slack refuses": {nil, func(slack *fakeslack.Server) { slack.Rotate("xoxb-new-one", "invalid_auth") },
			[]string{"The store answers"}, []string{"Wrong: "}, true},
		"no name server": {map[string]string{"CERTDESK_RESOLVER": closed.String()}, nil,
			[]string{"The settings are in order."}, []string{"Not known: the name server does not answer", "serve would start, and try again."}, false},
		"a proxy": {map[string]string{"CERTDESK_PROXY": "http://" + listener.Addr().String()}, nil,
			[]string{"The proxy takes connections.", "The settings are in order."}, []string{"Take care: the proxy looks up names itself"}, false},
		"a proxy, and hosts": {map[string]string{"CERTDESK_PROXY": "http://" + listener.Addr().String(), "CERTDESK_ALLOW_HOSTS": "*.corp.example"}, nil,
			[]string{"The proxy takes connections."}, nil, false},
		"a proxy that is away": {map[string]string{"CERTDESK_PROXY": "http://" + closed.String()}, nil,
			[]string{"The settings are in order."}, []string{"takes no connection (CERTDESK_PROXY)"}, false},
		"exports": {map[string]string{"CERTDESK_EXPORT_DIR": t.TempDir()}, nil,
			[]string{"The folder for exports can be written."}, nil, false},
		"exports into a file": {map[string]string{"CERTDESK_EXPORT_DIR": file}, nil,
			[]string{"The store answers"}, []string{"Wrong: exports cannot be written"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, slack := standing(t, join(map[string]string{"CERTDESK_RESOLVER": names.Addr()}, tt.more))
			if tt.prepare != nil {
				tt.prepare(slack)
			}
			var out, errs bytes.Buffer
			if err := s.check(t.Context(), &out, &errs); (err != nil) != tt.wrong {
				t.Errorf("%v", err)
			}
			for _, line := range tt.says {
				if !strings.Contains(out.String(), line) {
					t.Errorf("it does not say %q:\n%s", line, &out)
				}
			}
			for _, line := range tt.complains {
				if !strings.Contains(errs.String(), line) {
					t.Errorf("it does not complain %q:\n%s", line, &errs)
				}
			}
			if len(tt.complains) == 0 && errs.Len() > 0 || tt.wrong == strings.Contains(out.String(), "in order") {
				t.Errorf("said\n%scomplained\n%s", &out, &errs)
			}
		})
	}
}

// TestReadyzTells what keeps serve from a part of its work, beside what stops it.
func TestReadyzTells(t *testing.T) {
	path := filepath.Join(t.TempDir(), "watches.yaml")
	s, _ := standing(t, map[string]string{"CERTDESK_WATCH_FILE": path})
	want := func(status int, lines ...string) {
		t.Helper()
		got, said := s.asked("/readyz")
		if got != status || !strings.HasPrefix(said, strings.Join(lines, "\n")) || len(lines) == 1 && said != lines[0]+"\n" {
			t.Errorf("%d %q, want %d %q", got, said, status, lines)
		}
	}
	measures := func(line string) {
		t.Helper()
		if _, said := s.asked("/metrics"); !strings.Contains(said, line+"\n") {
			t.Errorf("the metrics lack %s", line)
		}
	}
	want(http.StatusOK, "ready")
	measures(`certdesk_reload_successful{file="watches"} 1`)
	measures(`certdesk_reload_successful{file="settings"} 1`)
	s.watches.tell(t.Context(), s.watches.take(t.Context()))
	want(http.StatusOK, "ready", "the watch file is not used as it is now: CERTDESK_WATCH_FILE: ")
	measures(`certdesk_reload_successful{file="watches"} 0`)
	empty := ""
	s.watches.wrong.Store(&empty)
	long := time.Now().Add(-time.Hour)
	s.state.sweep.Store(&long)
	want(http.StatusOK, "ready", "watches are late: the last look at them was 1h0m")
	s.state.swept()
	s.state.draining.Store(true)
	want(http.StatusServiceUnavailable, "draining: 0 requests are being answered, then certdesk ends")
	s.state.draining.Store(false)
	// The only platform that is down stops all of the work.
	s.adapters[0].fell(errors.New("token_revoked"))
	status, said := s.asked("/readyz")
	if status != http.StatusServiceUnavailable || !strings.Contains(said, "Slack does not let certdesk in since") || s.platformsUp()["slack"] {
		t.Errorf("%d %q, %v", status, said, s.platformsUp())
	}
	// Of no file nothing is measured.
	s, _ = standing(t, nil)
	if _, said := s.asked("/metrics"); strings.Contains(said, `file="watches"`) || s.watches != nil {
		t.Error("a watch file is measured, and there is none")
	}
}

// TestOutbox: what is posted goes to the platform of its place, in the channel's own
// language; where that is not served, nobody is thought to be told.
func TestOutbox(t *testing.T) {
	s, slack := standing(t, nil)
	reply := bot.Reply{Headline: say.S("This channel does not watch any servers yet.")}
	german := bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C2"}
	c, err := s.kept.Channel(t.Context(), german)
	if err != nil {
		t.Fatal(err)
	}
	c.Place, c.Language = german, "de"
	if saved, err := s.kept.SaveChannel(t.Context(), &c); err != nil || !saved {
		t.Fatal(saved, err)
	}
	for channel, want := range map[string]string{"C1": "does not watch", "C2": "überwacht"} {
		at := german
		at.Channel = channel
		if err := s.Post(t.Context(), at, reply); err != nil {
			t.Fatal(err)
		}
		all := slack.Messages()
		if last := all[len(all)-1]; last.Channel != channel || !strings.Contains(last.Text, want) {
			t.Errorf("in %s: %s", last.Channel, last.Text)
		}
	}
	nowhere := bot.Place{Platform: bot.Discord, Channel: "1"}
	o := outbox{s}
	_, posted := o.Post(t.Context(), nowhere, reply, "k")
	_, found := o.Find(t.Context(), nowhere, "k", time.Time{})
	_, direct := o.Direct(t.Context(), bot.Discord, "1")
	for what, err := range map[string]error{
		"a post": posted, "a search": found, "direct messages": direct, "an edit": o.Edit(t.Context(), nowhere, "m", reply), "a deletion": o.Delete(t.Context(), nowhere, "m"), "a question": s.MayPost(t.Context(), nowhere),
	} {
		if err == nil || err.Error() != "nothing serves discord" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestMoved: what is kept of a channel follows it where its platform gives it another id.
func TestMoved(t *testing.T) {
	s, _ := standing(t, nil)
	from, to := bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C1"}, bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C2"}
	if _, _, err := s.kept.AddWatch(t.Context(), bot.Watch{Place: from, Target: checks.Target{Host: "a.example", Port: 993}}); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s.log = slog.New(slog.NewTextHandler(&log, nil))
	if err := s.moved(t.Context(), from, to); err != nil || !strings.Contains(log.String(), "watches=1") {
		t.Errorf("%v, log: %s", err, &log)
	}
	if all, err := s.kept.Watches(t.Context(), to); err != nil || len(all) != 1 {
		t.Errorf("%d watches, %v", len(all), err)
	}
	log.Reset()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.moved(gone, to, from); err == nil || log.Len() > 0 {
		t.Errorf("%v, log: %s", err, &log)
	}
}

// TestDrainAddsUp: a check that is begun at the last moment comes to its end before
// nobody is waited for any more, and who is told so has time to read it.
func TestDrainAddsUp(t *testing.T) {
	d := usualDrain()
	if d.begins <= 0 || d.waits-d.begins < desk.DefaultTimeout || d.ends-d.waits < 2*time.Second || d.ends > 25*time.Second {
		t.Errorf("%+v of checks that take %v", d, desk.DefaultTimeout)
	}
}

// TestProxyIsAsked: through a proxy names are its own to know, and whether it takes
// connections is asked instead.
func TestProxyIsAsked(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := standing(t, map[string]string{"CERTDESK_PROXY": "socks5://" + listener.Addr().String()})
	if r, err := watchedNames(s.settings); r != nil || err != nil {
		t.Errorf("%v, %v", r, err)
	}
	if err := askProxy(t.Context(), s.settings); err != nil {
		t.Error(err)
	}
	listener.Close()
	if err := askProxy(t.Context(), s.settings); err == nil || !strings.Contains(err.Error(), "takes no connection (CERTDESK_PROXY)") {
		t.Error(err)
	}
	s, _ = standing(t, nil)
	if r, err := watchedNames(s.settings); r == nil || err != nil {
		t.Errorf("%v, %v", r, err)
	}
}

// TestSupportChannels are those of a platform.
func TestSupportChannels(t *testing.T) {
	all := []bot.Place{{Platform: bot.Slack, Channel: "C1"}, {Platform: bot.Discord, Channel: "2"}, {Platform: bot.Slack, Channel: "C3"}}
	if got := channelsOf(all, bot.Slack); !slices.Equal(got, []string{"C1", "C3"}) {
		t.Errorf("%q", got)
	}
}

// TestDelayedEnd: while whoever routes to this process hears of its end, it answers, and
// says that it ends.
func TestDelayedEnd(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	s, _ := standing(t, map[string]string{"CERTDESK_LISTEN": address, "CERTDESK_DRAIN_DELAY": "3s"})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.run(ctx) }()
	status := func() int {
		resp, err := http.Get("http://" + address + "/readyz")
		if err != nil {
			return 0
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	for status() != http.StatusOK {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	asked := time.Now()
	said := 0
	for now := status(); now != 0; now = status() {
		if now == http.StatusServiceUnavailable {
			said++
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := <-done; err != nil || said == 0 || time.Since(asked) < 3*time.Second {
		t.Errorf("%v, it said %d times that it ends, in %v", err, said, time.Since(asked))
	}
}

// TestLettersThatSayNothing are refused for good, and so are events; a letter is worded in
// English where nobody has set a language.
func TestLettersThatSayNothing(t *testing.T) {
	closed, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	s, _ := standing(t, map[string]string{
		"CERTDESK_SMTP_URL": "smtp://" + closed.String(), "CERTDESK_MAIL_FROM": "certdesk@corp.com", "CERTDESK_ESCALATE_MAIL": "a@corp.com",
		"CERTDESK_WEBHOOK_URL": "http://" + closed.String() + "/", "CERTDESK_WEBHOOK_SECRET": strings.Repeat("s", 40),
	})
	letters, err := s.newPostman(nil)
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.newMessenger(nil)
	if err != nil {
		t.Fatal(err)
	}
	for what, carry := range map[string]func(context.Context, *bot.Notice) error{"letter": letters.Carry, "event": events.Carry} {
		n := &bot.Notice{ID: "n", Place: bot.Place{Platform: bot.Mail, Channel: "a@corp.com"}}
		if err, refused := carry(t.Context(), n), new(bot.RefusedError); !errors.As(err, &refused) {
			t.Errorf("%s: %v", what, err)
		}
		n.Dispatch = &bot.Dispatch{Event: bot.IncidentOpened, At: time.Now()}
		if err, refused := carry(t.Context(), n), new(bot.RefusedError); err == nil || errors.As(err, &refused) {
			t.Errorf("%s that cannot be carried now: %v", what, err)
		}
	}
}

// TestOtherZones are led to through Redis; without it there is nobody, and no typed nil.
func TestOtherZones(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	for address, want := range map[string]string{"": "", "redis://127.0.0.1:1": "", "nowhere": "REDIS_URL"} {
		posts, end, err := OpenZones(t.Context(), fromMap(map[string]string{"REDIS_URL": address}), log)
		if (err != nil) != (want != "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", address, err)
			continue
		}
		if err != nil {
			continue
		}
		if (posts != nil) != (address != "") || (zones(nil, "", posts, log).Posts != nil) != (address != "") {
			t.Errorf("%q: %v", address, posts)
		}
		end()
	}
}

// TestSummaryOfNothing: where nobody asked anything there is nothing to tell, unless
// something is open.
func TestSummaryOfNothing(t *testing.T) {
	s, _ := standing(t, nil)
	tell := func() *bot.Reply {
		t.Helper()
		r, err := summaries{s.kept}.Summary(t.Context(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour), "")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := tell(); r != nil {
		t.Errorf("%+v", r)
	}
	if err := s.kept.Record(t.Context(), audit.Entry{At: time.Now(), User: "U1", Asked: "a.example", Outcome: "answered"}); err != nil {
		t.Fatal(err)
	}
	if r := tell(); r == nil || r.Headline.Empty() {
		t.Errorf("%+v", r)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := (summaries{s.kept}).Summary(gone, time.Now().Add(-time.Hour), time.Now(), ""); err == nil {
		t.Errorf("of a store that says nothing: %+v", r)
	}
}

// TestWhatSlackIsTold by the settings: a signing secret of another length lets nothing
// in, and groups of Slack are those of its admins.
func TestWhatSlackIsTold(t *testing.T) {
	for length, remarks := range map[int]int{0: 0, 1: 1, 31: 1, 32: 0, 33: 1} {
		if got := (&slackSettings{signingSecret: strings.Repeat("a", length)}).remarks(); len(got) != remarks {
			t.Errorf("of %d characters: %q", length, got)
		}
	}
	s := &settings.Settings{Admins: []string{"slack:U024BE7LH", "slack:S0615G0KT", "discord:5", "slack:S0615G0KU"}}
	if got := slackGroups(s); !slices.Equal(got, []string{"S0615G0KT", "S0615G0KU"}) {
		t.Errorf("%q", got)
	}
}

// TestDiscordByHTTP: a public key of Discord is taken.
func TestDiscordByHTTP(t *testing.T) {
	_, err := readSettings(fromMap(map[string]string{
		"DISCORD_TOKEN": "a.token.here", "DISCORD_APPLICATION_ID": "80351110224678912", "DISCORD_PUBLIC_KEY": strings.Repeat("a1", 32), "CERTDESK_DATA": "/nowhere",
	}))
	if err != nil {
		t.Error(err)
	}
}
