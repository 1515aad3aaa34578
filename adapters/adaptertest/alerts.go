package adaptertest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Poster posts what nobody has asked for, as an adapter does.
type Poster interface {
	MayPost(ctx context.Context, to bot.Place) error
	Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (message string, err error)
	Find(ctx context.Context, in bot.Place, key string) (message string, err error)
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
}

// Board is a channel of a fake platform, with the adapter that posts there.
type Board struct {
	Poster Poster
	Place  bot.Place
	// Close makes the channel take no posts, for each reason that the platform
	// has, and returns the place that is closed.
	Close map[bot.Barrier]func() bot.Place
	// HoldBack answers the next post with "in a minute"; ShutOut does not take the
	// token any more.
	HoldBack, ShutOut func()
	See               func() []Shown
}

// Alerts holds an adapter to what alerts rest on: a message is found by its
// key and edited in its place; what was refused is told apart from what is put
// off; and what cannot arrive is known before it is promised. start begins a
// fresh platform and adapter.
func Alerts(t *testing.T, start func(t *testing.T) Board) {
	alert := bot.Reply{Tone: bot.Warning, Headline: say.Literal("The certificate of imap.example ends soon.")}
	resolved := bot.Reply{Tone: bot.Good, Headline: say.Literal("Resolved: imap.example.")}
	post := func(t *testing.T, b Board, key string) string {
		t.Helper()
		id, err := b.Poster.Post(t.Context(), b.Place, alert, key)
		if err != nil || id == "" {
			t.Fatalf("posted as %q, %v", id, err)
		}
		return id
	}
	none := func(t *testing.T, b Board) {
		t.Helper()
		if seen := b.See(); len(seen) > 0 {
			t.Errorf("shown: %+v", seen)
		}
	}

	t.Run("found by its key", func(t *testing.T) {
		b := start(t)
		first, second := post(t, b, "n1"), post(t, b, "n2")
		for key, want := range map[string]string{"n1": first, "n2": second, "n3": ""} {
			if id, err := b.Poster.Find(t.Context(), b.Place, key); err != nil || id != want {
				t.Errorf("%s is found as %q, %v; want %q", key, id, err, want)
			}
		}
		if err := b.Poster.MayPost(t.Context(), b.Place); err != nil {
			t.Errorf("where posts arrive: %v", err)
		}
	})
	t.Run("edited when it is over", func(t *testing.T) {
		b := start(t)
		id := post(t, b, "n1")
		for range 2 { // twice the same edit is one
			if err := b.Poster.Edit(t.Context(), b.Place, id, resolved); err != nil {
				t.Fatal(err)
			}
		}
		seen := b.See()
		if len(seen) != 1 || seen[0].ID != id || !strings.Contains(seen[0].Text, "Resolved: imap.example.") || strings.Contains(seen[0].Text, "ends soon") {
			t.Errorf("shown: %+v", seen)
		}
		if found, err := b.Poster.Find(t.Context(), b.Place, "n1"); err != nil || found != id {
			t.Errorf("found as %q, %v", found, err)
		}
	})
	t.Run("put off", func(t *testing.T) {
		b := start(t)
		b.HoldBack()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		_, err := b.Poster.Post(ctx, b.Place, alert, "n1")
		var off *bot.PutOffError
		if !errors.As(err, &off) || off.After <= 0 || off.After > 2*time.Minute || errors.Is(err, bot.ErrInDoubt) {
			t.Errorf("put off: %v, %+v", err, off)
		}
		none(t, b)
	})
	t.Run("shut out", func(t *testing.T) {
		b := start(t)
		b.ShutOut()
		if _, err := b.Poster.Post(t.Context(), b.Place, alert, "n1"); !errors.Is(err, bot.ErrShutOut) {
			t.Errorf("with a dead token: %v", err)
		}
		none(t, b)
	})
	for _, barrier := range []bot.Barrier{bot.NotMember, bot.NoSuchPlace, bot.NotPermitted, bot.Archived} {
		t.Run("closed: "+string(barrier), func(t *testing.T) {
			b := start(t)
			closed := b.Close[barrier]
			if closed == nil {
				t.Skip("the platform has no such reason")
			}
			place := closed()
			var known *bot.UndeliverableError
			if err := b.Poster.MayPost(t.Context(), place); !errors.As(err, &known) || known.Barrier != barrier {
				t.Errorf("before it is promised: %v, %+v", err, known)
			}
			known = nil
			if _, err := b.Poster.Post(t.Context(), place, alert, "n1"); !errors.As(err, &known) || known.Barrier != barrier {
				t.Errorf("when it is posted: %v, %+v", err, known)
			}
			none(t, b)
		})
	}
}
