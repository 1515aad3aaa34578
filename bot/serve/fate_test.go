package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
)

// played is an adapter of Slack that a test plays, in a bubble of synctest.
type played struct {
	mu       sync.Mutex
	in       bool // Slack has let it in
	checks   []time.Time
	check    func() error
	troubled string
	refusals chan error
	end      chan error // ends Run
	runs     int
	drains   chan struct{} // is closed when it may come to its end; nil: at once
	drained  bool
}

func newPlayed() *played {
	return &played{in: true, check: func() error { return nil }, refusals: make(chan error, 1), end: make(chan error, 1)}
}

func (*played) Platform() bot.Platform { return bot.Slack }
func (*played) Handler() http.Handler  { return nil }
func (*played) Prefix() string         { return "/slack/" }
func (p *played) Run(ctx context.Context) error {
	p.mu.Lock()
	p.runs++
	p.mu.Unlock()
	select {
	case err := <-p.end:
		return err
	case <-ctx.Done():
		return nil
	}
}
func (p *played) WasIn() bool             { return p.in }
func (p *played) Refusals() <-chan error  { return p.refusals }
func (p *played) Explain(err error) error { return fmt.Errorf("explained: %w", err) }
func (p *played) Refused(err error) bool  { return err != nil }
func (p *played) Trouble() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.troubled
}
func (p *played) trouble(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.troubled = what
}
func (p *played) Check(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.checks = append(p.checks, time.Now())
	return p.check()
}
func (p *played) asked() []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.checks)
}
func (*played) Warnings(context.Context) []string { return nil }
func (p *played) Drain(ctx context.Context) error {
	if p.drains != nil {
		select {
		case <-p.drains:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drained = true
	return nil
}
func (*played) Post(context.Context, bot.Place, bot.Reply, string) (string, error)   { return "", nil }
func (*played) Find(context.Context, bot.Place, string, time.Time) ([]string, error) { return nil, nil }
func (*played) Delete(context.Context, bot.Place, string) error                      { return nil }
func (*played) Edit(context.Context, bot.Place, string, bot.Reply) error             { return nil }
func (*played) Direct(context.Context, string) (bot.Place, error)                    { return bot.Place{}, nil }
func (*played) MayPost(context.Context, bot.Place) error                             { return nil }

// playedConnection is what the settings say of it.
type playedConnection struct {
	token string
	made  *played
	fails error
}

func (*playedConnection) platform() bot.Platform      { return bot.Slack }
func (*playedConnection) configured() bool            { return true }
func (*playedConnection) needed() string              { return "" }
func (*playedConnection) check(*settings.Environment) {}
func (*playedConnection) remarks() []string           { return nil }
func (c *playedConnection) tokens() []string          { return []string{c.token} }
func (c *playedConnection) secrets() []string         { return []string{c.token} }
func (c *playedConnection) adapter(*surroundings, *settings.Settings) (adapter, error) {
	if c.fails != nil {
		return nil, c.fails
	}
	return c.made, nil
}

// fate is a platform with all that is around it.
type fate struct {
	*platform
	adapter *played
	log     bytes.Buffer
	// other has the lease: another process tells; leased fails so, and posted says what
	// becomes of a post.
	other  bool
	leased error
	ended  int // leases
	posted func() error
	told   []string
	fresh  *playedConnection // what the settings say when they are read again
	unread error
}

func (f *fate) Begin(context.Context, string, time.Duration) (bool, error) {
	return !f.other, f.leased
}
func (f *fate) End(context.Context, string) error { f.ended++; return nil }

func newFate() *fate {
	f := &fate{adapter: newPlayed(), posted: func() error { return nil }}
	first := &playedConnection{token: "first", made: f.adapter}
	f.fresh = first
	f.platform = newPlatform(platformConfig{
		connection: first, adapter: f.adapter, secrets: telemetry.NewSecrets(), leases: f,
		reread: func() (*configuration, error) {
			return &configuration{settings: &settings.Settings{}, connections: []connection{f.fresh}}, f.unread
		},
		admin: &bot.Place{Platform: bot.Discord, Channel: "1"}, serves: func(p bot.Platform) bool { return p == bot.Discord },
		post: func(_ context.Context, _ bot.Place, r bot.Reply) error {
			err := f.posted()
			if err == nil {
				f.told = append(f.told, r.Headline.String())
			}
			return err
		},
		now: time.Now, log: slog.New(slog.NewTextHandler(&f.log, nil)),
	})
	return f
}

// run runs it until end is called, which says how it ended.
func (f *fate) run(t *testing.T) (end func() error) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	end = sync.OnceValue(func() error {
		stop()
		return <-done
	})
	t.Cleanup(func() { end() })
	synctest.Wait()
	return end
}

// pass lets time pass, and what is due by then be done.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

const (
	falls   = "Slack no longer accepts certdesk. Nobody gets answers there, and its alerts wait."
	returns = "certdesk works on Slack again."
)

// TestTriedEverLater: a platform that fell is tried after a while, then ever later up to
// a bound; what is known of it says so, and the others are told once.
func TestTriedEverLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFate()
		end := f.run(t)
		if f.Trouble() != "" {
			t.Errorf("%q", f.Trouble())
		}
		f.adapter.check = func() error { return errors.New("account_inactive") }
		fell := time.Now()
		f.adapter.refusals <- errors.New("token_revoked")
		synctest.Wait()
		if got := f.Trouble(); got != "Slack does not let certdesk in since 00:00:00 UTC: explained: token_revoked; it is tried again at 00:00:15 UTC" {
			t.Errorf("%q", got)
		}
		pass(2 * time.Hour)
		var after []time.Duration
		last := fell
		for _, at := range f.adapter.asked() {
			after, last = append(after, at.Sub(last)), at
		}
		want := []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute}
		if len(after) < len(want) || !slices.Equal(after[:len(want)], want) {
			t.Errorf("tried after %v, want %v", after, want)
		}
		if !slices.Equal(f.told, []string{falls}) {
			t.Errorf("told %q", f.told)
		}
		f.adapter.mu.Lock()
		f.adapter.check = func() error { return nil }
		f.adapter.mu.Unlock()
		pass(15 * time.Minute)
		if f.Trouble() != "" || !slices.Equal(f.told, []string{falls, returns}) || f.ended != 1 || f.adapter.runs != 1 {
			t.Errorf("%q, told %q, %d leases ended, it ran %d times", f.Trouble(), f.told, f.ended, f.adapter.runs)
		}
		// It falls again, and the first wait is short again.
		tried := len(f.adapter.asked())
		f.adapter.refusals <- errors.New("token_revoked")
		pass(15*time.Second + time.Millisecond)
		if got := len(f.adapter.asked()); got != tried+1 || len(f.told) != 4 {
			t.Errorf("tried %d times, told %q", got-tried, f.told)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

// TestWhoTells of an outage: one process, one that can, and nobody where that is of no
// use.
func TestWhoTells(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(f *fate)
		told   []string
		ended  int // leases
	}{
		"this one":                  {func(*fate) {}, []string{falls, returns}, 1},
		"another one":               {func(f *fate) { f.other = true }, nil, 0},
		"the store is away":         {func(f *fate) { f.other, f.leased = true, errors.New("away") }, []string{falls, returns}, 1},
		"nowhere":                   {func(f *fate) { f.admin = nil }, nil, 1},
		"on the platform itself":    {func(f *fate) { f.admin = &bot.Place{Platform: bot.Slack} }, nil, 1},
		"on one that is not served": {func(f *fate) { f.serves = func(bot.Platform) bool { return false } }, nil, 1},
		"the post fails at first": {func(f *fate) {
			tries := 0
			f.posted = func() error {
				if tries++; tries < 3 {
					return errors.New("no connection")
				}
				return nil
			}
		}, []string{falls, returns}, 3},
		"the post fails, and the store is away": {func(f *fate) {
			f.leased = errors.New("away")
			f.posted = func() error { return errors.New("no connection") }
		}, nil, 0},
		"the post fails":       {func(f *fate) { f.posted = func() error { return errors.New("no connection") } }, nil, 5},
		"it is let in at once": {func(f *fate) { f.adapter.check = func() error { return nil } }, []string{falls, returns}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFate()
				up := time.Now().Add(5 * time.Minute)
				f.adapter.check = func() error {
					if time.Now().Before(up) {
						return errors.New("account_inactive")
					}
					return nil
				}
				tt.change(f)
				f.run(t)
				f.adapter.refusals <- errors.New("token_revoked")
				pass(time.Hour)
				if !slices.Equal(f.told, tt.told) || f.Trouble() != "" || f.ended != tt.ended {
					t.Errorf("told %q, want %q; %d leases ended, want %d; %s", f.told, tt.told, f.ended, tt.ended, f.Trouble())
				}
				if fails := strings.Contains(f.log.String(), "could not be told"); fails != strings.Contains(name, "the post fails") {
					t.Errorf("log:\n%s", &f.log)
				}
			})
		})
	}
}

// TestBackForCertain: a platform is back when nothing keeps it from working, and not
// because it answers.
func TestBackForCertain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFate()
		f.run(t)
		f.adapter.trouble("the socket is closed")
		f.adapter.refusals <- errors.New("token_revoked")
		pass(15*time.Second + 20*time.Second)
		if len(f.adapter.asked()) != 1 || f.Trouble() == "" {
			t.Errorf("tried %d times, %q", len(f.adapter.asked()), f.Trouble())
		}
		pass(30 * time.Second) // it was waited for long enough
		if got := f.Trouble(); !strings.Contains(got, "token_revoked; it is tried again at 00:01:15 UTC") {
			t.Errorf("%q", got)
		}
		pass(10*time.Second + 5*time.Second)
		f.adapter.trouble("")
		pass(time.Second)
		if f.Trouble() != "" || len(f.told) != 2 {
			t.Errorf("%q, told %q", f.Trouble(), f.told)
		}
		// Where it ends by itself meanwhile, that is why, and it is begun again.
		f.adapter.trouble("the socket is closed")
		f.adapter.refusals <- errors.New("token_revoked")
		pass(16 * time.Second)
		f.adapter.end <- errors.New("intents refused")
		pass(time.Second)
		if got := f.Trouble(); !strings.Contains(got, "explained: intents refused") {
			t.Errorf("%q", got)
		}
		f.adapter.trouble("")
		pass(time.Minute)
		if f.Trouble() != "" || f.adapter.runs != 2 {
			t.Errorf("%q, it ran %d times", f.Trouble(), f.adapter.runs)
		}
	})
}

// TestNeverLetIn: what a platform refuses before it has ever let certdesk in stops the
// start, with the adapter's own sentence where it has one.
func TestNeverLetIn(t *testing.T) {
	for name, tt := range map[string]struct {
		refused error
		ends    error // Run, a second later
		ended   bool
		want    string
	}{
		"it ends":                      {nil, errors.New("a wrong token"), true, "a wrong token"},
		"refused, then it ends":        {errors.New("401"), errors.New("a wrong token"), true, "a wrong token"},
		"refused, ends without a word": {errors.New("401"), nil, true, "401"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFate()
				f.adapter.in = false
				end := f.run(t)
				if tt.refused != nil {
					f.adapter.refusals <- tt.refused
				}
				if tt.ended {
					pass(time.Second)
					f.adapter.end <- tt.ends
				}
				pass(time.Minute)
				if err := end(); err == nil || err.Error() != tt.want || len(f.told) > 0 {
					t.Errorf("%v, want %s; told %q", err, tt.want, f.told)
				}
			})
		})
	}
	// One that goes on all the same is tried like any other.
	synctest.Test(t, func(t *testing.T) {
		f := newFate()
		f.adapter.in = false
		end := f.run(t)
		began := time.Now()
		f.adapter.refusals <- errors.New("401")
		pass(21 * time.Second)
		if tried := f.adapter.asked(); len(tried) != 1 || tried[0].Sub(began) != endsWithin+15*time.Second || f.Trouble() != "" {
			t.Errorf("tried at %v, %q", tried, f.Trouble())
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}

// TestRenewed: before each try the settings are read again, and where they name other
// keys another adapter takes the place of the one that fell, which comes to its end.
func TestRenewed(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(f *fate, next *played)
		taken  bool
		logs   string
	}{
		"other keys":                  {func(f *fate, next *played) { f.fresh = &playedConnection{token: "second", made: next} }, true, "have changed, and are used"},
		"the same keys":               {func(f *fate, next *played) { f.fresh = &playedConnection{token: "first", made: next} }, false, ""},
		"keys that make no adapter":   {func(f *fate, _ *played) { f.fresh = &playedConnection{token: "second", fails: errors.New("no key")} }, false, "the new settings are not used"},
		"settings that are wrong":     {func(f *fate, _ *played) { f.unread = errors.New("wrong") }, false, "could not be read again"},
		"settings that stay they are": {func(f *fate, _ *played) { f.reread = nil }, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, next := newFate(), newPlayed()
				f.adapter.check = func() error { return errors.New("account_inactive") }
				f.adapter.drains = make(chan struct{})
				end := f.run(t)
				tt.change(f, next)
				f.adapter.refusals <- errors.New("token_revoked")
				pass(20 * time.Second)
				if taken := f.is.Load().adapter == adapter(next); taken != tt.taken || taken != (next.runs == 1) || taken == (f.Trouble() != "") {
					t.Errorf("taken %v, it ran %d times, %q", taken, next.runs, f.Trouble())
				}
				if !strings.Contains(f.log.String(), tt.logs) {
					t.Errorf("log:\n%s", &f.log)
				}
				f.adapter.mu.Lock()
				if f.adapter.drained {
					t.Error("what was acknowledged is broken off")
				}
				f.adapter.mu.Unlock()
				close(f.adapter.drains)
				if err := end(); err != nil {
					t.Error(err)
				}
				if err := f.Drain(t.Context()); err != nil || !f.adapter.drained || strings.Contains(f.log.String(), "did not come to its end") {
					t.Errorf("%v, it came to its end: %v, log:\n%s", err, f.adapter.drained, &f.log)
				}
			})
		})
	}
}

// TestReplacedForEver: an adapter that was replaced and does not come to its end is not
// waited for longer than one that ends with the process.
func TestReplacedForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, next := newFate(), newPlayed()
		f.adapter.drains = make(chan struct{})
		f.run(t)
		f.fresh = &playedConnection{token: "second", made: next}
		fresh, _ := f.reread()
		began := time.Now()
		if err := f.offer(t.Context(), fresh); err != nil {
			t.Fatal(err)
		}
		if err := f.Drain(t.Context()); err != nil || time.Since(began) != drainTime || !strings.Contains(f.log.String(), "did not come to its end") {
			t.Errorf("%v after %v, log:\n%s", err, time.Since(began), &f.log)
		}
	})
}

// TestOffered: keys that change in their file are used once the platform has let them
// in, while it works and while it does not.
func TestOffered(t *testing.T) {
	refused := errors.New("invalid_auth")
	for _, down := range []bool{false, true} {
		for name, tt := range map[string]struct {
			fresh func(next *played) *playedConnection
			want  error
			taken bool
		}{
			"good ones":  {func(next *played) *playedConnection { return &playedConnection{token: "second", made: next} }, nil, true},
			"the same":   {func(next *played) *playedConnection { return &playedConnection{token: "first", made: next} }, nil, false},
			"no adapter": {func(*played) *playedConnection { return &playedConnection{token: "second", fails: refused} }, refused, false},
			"not let in": {func(next *played) *playedConnection {
				next.check = func() error { return refused }
				return &playedConnection{token: "second", made: next}
			}, refused, false},
		} {
			t.Run(fmt.Sprint(name, " down ", down), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f, next := newFate(), newPlayed()
					f.run(t)
					if down {
						f.adapter.check = func() error { return errors.New("account_inactive") }
						f.adapter.refusals <- errors.New("token_revoked")
						synctest.Wait()
					}
					f.fresh = tt.fresh(next)
					fresh, _ := f.reread()
					began := time.Now()
					if err := f.offer(t.Context(), fresh); !errors.Is(err, tt.want) || time.Since(began) > 0 {
						t.Errorf("%v after %v, want %v", err, time.Since(began), tt.want)
					}
					synctest.Wait()
					if taken := f.is.Load().adapter == adapter(next); taken != tt.taken || taken != (next.runs == 1) {
						t.Errorf("taken %v, it ran %d times", taken, next.runs)
					}
					if down && tt.taken && f.Trouble() != "" {
						t.Error(f.Trouble())
					}
				})
			})
		}
	}
	// Whoever offers does not wait for ever.
	synctest.Test(t, func(t *testing.T) {
		f := newFate() // and nobody runs it
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		f.fresh = &playedConnection{token: "second", made: newPlayed()}
		fresh, _ := f.reread()
		if err := f.offer(ctx, fresh); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}
