package serve

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/watch"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/target"
)

// channel takes what is posted.
type channel struct{ posted []string }

func (c *channel) Post(_ context.Context, _ bot.Place, r bot.Reply, key string) (string, error) {
	c.posted = append(c.posted, r.Headline.String())
	return key, nil
}

func (c *channel) Find(context.Context, bot.Place, string, time.Time) ([]string, error) {
	return nil, nil
}
func (c *channel) Edit(context.Context, bot.Place, string, bot.Reply) error { return nil }
func (c *channel) Delete(context.Context, bot.Place, string) error          { return nil }
func (c *channel) Direct(context.Context, bot.Platform, string) (bot.Place, error) {
	return bot.Place{}, nil
}

// TestWatchTellsWhatTheDiagnosisWarnsOf: a real server whose leaf lasts and
// whose authority ends in days is told of by the watch as by a check, and its
// healthy neighbour is not.
func TestWatchTellsWhatTheDiagnosisWarnsOf(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Ends Root")
	kept := emptyStore(t)
	place := bot.Place{Platform: bot.Slack, Channel: "C1"}
	add := func(ca *checktest.Authority) string {
		server, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(ca.Issue("127.0.0.1", checktest.ExpiresIn(90*checktest.Day)))))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		target, err := target.Parse(server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: place, Target: target, Due: time.Now()}); err != nil {
			t.Fatal(err)
		}
		return server.Addr()
	}
	ending := add(root.Intermediate("Ending CA", checktest.ExpiresIn(5*checktest.Day+time.Hour)))
	expired := add(root.Intermediate("Ended CA", checktest.ExpiredFor(checktest.Day)))
	add(root.Intermediate("Lasting CA", checktest.ExpiresIn(60*checktest.Day)))

	trusted, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	dialer := &net.Dialer{}
	d, err := diagnosis.New(diagnosis.Same(dialer), resolve.System(dialer), []chain.Store{trusted}, "")
	if err != nil {
		t.Fatal(err)
	}
	full := d.Checker(engine.Options{Timeout: engine.DefaultTimeout}, dialpolicy.Everywhere())
	c := &channel{}
	now := time.Now()
	w, err := watch.New(watch.Config{
		Checker: full.Quick(), Full: full, Watches: kept, Notices: kept, Channels: kept, Poster: c,
		Serves: func(bot.Platform) bool { return true }, Every: 6 * time.Hour, Interval: time.Minute,
		Now: func() time.Time { return now }, NewID: newID, Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		if err := w.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * time.Minute)
		if err := w.PostDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	told := func(begins string) bool {
		return slices.ContainsFunc(c.posted, func(text string) bool { return strings.HasPrefix(text, begins) })
	}
	if len(c.posted) != 2 || !told(expired+" relies on the CA certificate “Ended CA”, which expired on ") ||
		!told(ending+" relies on the CA certificate “Ending CA”, which expires in 5 days, on ") {
		t.Errorf("posted %q", c.posted)
	}
}
