package discord_test

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// until waits for a state of the gateway.
func until(t *testing.T, missing string, ok func() bool) {
	t.Helper()
	adaptertest.Eventually(t, func() string {
		if !ok() {
			return missing
		}
		return ""
	})
}

func sessions(fake *fakediscord.Server, identified, resumed int) func() bool {
	return func() bool {
		i, r := fake.Sessions()
		return i == identified && r == resumed && fake.Listeners() == 1
	}
}

// Whatever ends a connection, the session goes on, and what was said meanwhile
// is heard.
func TestResume(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end                 func(*fakediscord.Server)
		identified, resumed int
		kept                bool // the session lives on
	}{
		"op 7":                 {func(f *fakediscord.Server) { f.Reconnect() }, 1, 1, true},
		"op 9, resumable":      {func(f *fakediscord.Server) { f.Invalidate(true) }, 1, 1, true},
		"op 9, not resumable":  {func(f *fakediscord.Server) { f.Invalidate(false) }, 2, 0, false},
		"broken off":           {func(f *fakediscord.Server) { f.Cut() }, 1, 1, true},
		"4000, unknown error":  {func(f *fakediscord.Server) { f.HangUp(4000) }, 1, 1, true},
		"4008, too fast":       {func(f *fakediscord.Server) { f.HangUp(4008) }, 1, 1, true},
		"4007, wrong number":   {func(f *fakediscord.Server) { f.HangUp(4007) }, 2, 0, false},
		"4009, session is old": {func(f *fakediscord.Server) { f.HangUp(4009) }, 2, 0, false},
		"1000, without a word": {func(f *fakediscord.Server) { f.HangUp(1000) }, 1, 1, true},
		"1001, going away":     {func(f *fakediscord.Server) { f.HangUp(1001) }, 1, 1, true},
		"gateway has moved":    {func(f *fakediscord.Server) { f.Move() }, 1, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
			deliver := byGateway(t, fake, newAdapter(t, fake, s, false))
			c.end(fake)
			if c.kept { // said while nobody listens
				until(t, "the connection does not end", func() bool { return fake.Listeners() == 0 || sessions(fake, c.identified, c.resumed)() })
				_, d := fake.Say(fakediscord.Direct, "meanwhile", nil)
				if err := fake.Tell(d.Event, d.Payload); err != nil {
					t.Error(err)
				}
			}
			until(t, "the session does not come back", sessions(fake, c.identified, c.resumed))
			_, d := fake.Say(fakediscord.Direct, "afterwards", nil)
			deliver(d, false)
			want := 1
			if c.kept {
				want = 2
			}
			until(t, "not all was heard", func() bool { return len(fake.Messages()) == want })
			if n := len(s.Asked()); n != want {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// What Discord had sent when the program was told to end is answered: nobody sends it
// again.
func TestLastWords(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s, false)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Listen(ctx) }()
	until(t, "nobody listens to the gateway", func() bool { return fake.Listeners() == 1 })
	for range 3 {
		fake.Part(fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "imap.corp.com")))
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := a.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	if asked, said := len(s.Asked()), len(fake.Messages()); asked != 3 || said != 3 {
		t.Errorf("of 3 commands %d were taken and %d answered", asked, said)
	}
}

// lines are a log.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) has(part string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.b.String(), part)
}

// A connection on which heartbeats are not answered is given up, also where
// events still come.
func TestSilentGateway(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	fake.Heartbeats(50*time.Millisecond, false)
	var log lines
	a := newAdapter(t, fake, adaptertest.Scripted(), false, func(c *discord.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	adaptertest.Listening(t, a)
	until(t, "a dead connection is kept", func() bool {
		fake.Tell("TYPING_START", []byte("{}")) // nobody listens yet, or just now
		_, resumed := fake.Sessions()
		return resumed > 0
	})
	until(t, "why is not told", func() bool { return log.has("does not answer heartbeats") })
	fake.Heartbeats(41*time.Second, true)
	until(t, "the session does not come back", func() bool { return fake.Listeners() == 1 })
	for _, code := range fake.Left() {
		if code == 1000 || code == 1001 {
			t.Errorf("a connection was closed with %d, which ends the session", code)
		}
	}
}

// What does not pass by itself ends the bot, with a sentence that says what to
// do.
func TestFatal(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{4004: "DISCORD_TOKEN", 4014: "Message Content Intent", 4013: "newer certdesk", 4011: "restart"} {
		fake := fakediscord.New(t)
		a := newAdapter(t, fake, adaptertest.Scripted(), false)
		fake.Refuse(code)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		err := a.Listen(ctx)
		cancel()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "close") {
			t.Errorf("%d: %v", code, err)
		}
	}
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), false, func(c *discord.Config) { c.Token = "another" })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := a.Listen(ctx); err == nil || !strings.Contains(err.Error(), "DISCORD_TOKEN") {
		t.Errorf("a wrong token: %v", err)
	}
}

// A hundred reconnects leave no goroutine behind.
func TestReconnectsLeaveNothing(t *testing.T) {
	fake := fakediscord.New(t)
	byGateway(t, fake, newAdapter(t, fake, adaptertest.Scripted(), false))
	settle := func() int {
		n := runtime.NumGoroutine()
		for range 50 { // those that are ending
			time.Sleep(10 * time.Millisecond)
			n = min(n, runtime.NumGoroutine())
		}
		return n
	}
	before := settle()
	for i := range 100 {
		fake.Reconnect()
		until(t, "the session does not come back", sessions(fake, 1, i+1))
	}
	if after := settle(); after > before+2 {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

// No event ends the bot, however strange.
func TestStrangeEvents(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s, false)
	deliver := byGateway(t, fake, a)
	for _, raw := range discord.Strange {
		fake.Babble([]byte(raw))
	}
	p := &person{t: t, fake: fake, deliver: deliver}
	p.do(fake.Mark(fakediscord.Channel, "0x800CCC1A", map[string]any{"components": []any{map[string]any{"type": 18}, map[string]any{"type": 99}}, "embeds": "none"}))
	until(t, "the bot does not listen any more", func() bool { return len(fake.Messages()) > 0 })
	if _, resumed := fake.Sessions(); resumed > 0 {
		t.Error("an event broke the connection")
	}
}

// Where Discord takes no more sessions today, certdesk waits, at the start and
// later: Discord would take its token away.
func TestSessionLimit(t *testing.T) {
	t.Parallel()
	for _, left := range []int{0, 1} {
		fake := fakediscord.New(t)
		fake.Starts(left, 6*time.Second)
		adaptertest.Listening(t, newAdapter(t, fake, adaptertest.Scripted(), false))
		for i := range left {
			until(t, "no session begins", sessions(fake, i+1, 0))
			fake.Invalidate(false)
		}
		until(t, "no session begins when the limit is reset", sessions(fake, left+1, 0))
	}
}
