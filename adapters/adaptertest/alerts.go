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
	Find(ctx context.Context, in bot.Place, key string, since time.Time) (messages []string, err error)
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
	Delete(ctx context.Context, in bot.Place, message string) error
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
	// Chatter has people say so much in the channel.
	Chatter func(messages int)
	See     func() []Shown
}

// Alerts holds an adapter to what alerts rest on: a message is found by its
// key and edited in its place; what was refused is told apart from what is put
// off; and what cannot arrive is known before it is promised. start begins a
// fresh platform and adapter.
func Alerts(t *testing.T, start func(t *testing.T) Board) {
	for name, hold := range map[string]func(*testing.T, *Board){
		"found by its key": foundByKey, "found below what others said": foundBelowChatter,
		"edited when it is over": editedWhenOver, "taken back where it was posted twice": takenBack,
		"put off": putOff, "shut out": shutOut,
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			hold(t, &b)
		})
	}
	for _, barrier := range []bot.Barrier{bot.NotMember, bot.NoSuchPlace, bot.NotPermitted, bot.Archived} {
		t.Run("closed: "+string(barrier), func(t *testing.T) {
			b := start(t)
			closed(t, &b, barrier)
		})
	}
}

// alert is what is posted, and resolved what it is edited to when it is over.
func alert() bot.Reply {
	return bot.Reply{Tone: bot.Warning, Headline: say.Literal("The certificate of imap.example ends soon.")}
}

func resolved() bot.Reply {
	return bot.Reply{Tone: bot.Good, Headline: say.Literal("Resolved: imap.example.")}
}

// post posts an alert that arrives.
func (b *Board) post(t *testing.T, key string) (message string) {
	t.Helper()
	message, err := b.Poster.Post(t.Context(), b.Place, alert(), key)
	if err != nil || message == "" {
		t.Fatalf("posted as %q, %v", message, err)
	}
	return message
}

// none fails where the channel shows anything.
func (b *Board) none(t *testing.T) {
	t.Helper()
	if seen := b.See(); len(seen) > 0 {
		t.Errorf("shown: %+v", seen)
	}
}

func foundByKey(t *testing.T, b *Board) {
	began := time.Now()
	first, second := b.post(t, "n1"), b.post(t, "n2")
	for key, want := range map[string]string{"n1": first, "n2": second, "n3": ""} {
		if id, err := b.Poster.Find(t.Context(), b.Place, key, began); err != nil || strings.Join(id, " ") != want {
			t.Errorf("%s is found as %q, %v; want %q", key, id, err, want)
		}
	}
	if err := b.Poster.MayPost(t.Context(), b.Place); err != nil {
		t.Errorf("where posts arrive: %v", err)
	}
}

func editedWhenOver(t *testing.T, b *Board) {
	began := time.Now()
	id := b.post(t, "n1")
	for range 2 { // twice the same edit is one
		if err := b.Poster.Edit(t.Context(), b.Place, id, resolved()); err != nil {
			t.Fatal(err)
		}
	}
	seen := b.See()
	if len(seen) != 1 || seen[0].ID != id || !strings.Contains(seen[0].Text, "Resolved: imap.example.") || strings.Contains(seen[0].Text, "ends soon") {
		t.Errorf("shown: %+v", seen)
	}
	if found, err := b.Poster.Find(t.Context(), b.Place, "n1", began); err != nil || strings.Join(found, " ") != id {
		t.Errorf("found as %q, %v", found, err)
	}
}

func takenBack(t *testing.T, b *Board) {
	first, second := b.post(t, "n1"), b.post(t, "n2")
	for range 2 { // what is gone already is no error
		if err := b.Poster.Delete(t.Context(), b.Place, second); err != nil {
			t.Fatal(err)
		}
	}
	if seen := b.See(); len(seen) != 1 || seen[0].ID != first {
		t.Errorf("shown: %+v", seen)
	}
}

func foundBelowChatter(t *testing.T, b *Board) {
	began := time.Now()
	first := b.post(t, "n1")
	b.Chatter(350)
	for key, want := range map[string]string{"n1": first, "n2": ""} {
		if id, err := b.Poster.Find(t.Context(), b.Place, key, began); err != nil || strings.Join(id, " ") != want {
			t.Errorf("%s is found as %q, %v; want %q", key, id, err, want)
		}
	}
	if id, err := b.Poster.Find(t.Context(), b.Place, "n1", time.Now().Add(time.Hour)); err != nil || len(id) > 0 {
		t.Errorf("what was posted before is found as %q, %v", id, err)
	}
	b.Chatter(800)
	if id, err := b.Poster.Find(t.Context(), b.Place, "n2", began); !errors.Is(err, bot.ErrInDoubt) {
		t.Errorf("among more than can be looked through it is found as %q, %v", id, err)
	}
}

func putOff(t *testing.T, b *Board) {
	b.HoldBack()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := b.Poster.Post(ctx, b.Place, alert(), "n1")
	var off *bot.PutOffError
	if !errors.As(err, &off) || off.After <= 0 || off.After > 2*time.Minute || errors.Is(err, bot.ErrInDoubt) {
		t.Errorf("put off: %v, %+v", err, off)
	}
	b.none(t)
}

func shutOut(t *testing.T, b *Board) {
	b.ShutOut()
	if _, err := b.Poster.Post(t.Context(), b.Place, alert(), "n1"); !errors.Is(err, bot.ErrShutOut) {
		t.Errorf("with a dead token: %v", err)
	}
	b.none(t)
}

func closed(t *testing.T, b *Board, barrier bot.Barrier) {
	closing := b.Close[barrier]
	if closing == nil {
		t.Skip("the platform has no such reason")
	}
	place := closing()
	var known *bot.UndeliverableError
	if err := b.Poster.MayPost(t.Context(), place); !errors.As(err, &known) || known.Barrier != barrier {
		t.Errorf("before it is promised: %v, %+v", err, known)
	}
	known = nil
	if _, err := b.Poster.Post(t.Context(), place, alert(), "n1"); !errors.As(err, &known) || known.Barrier != barrier {
		t.Errorf("when it is posted: %v, %+v", err, known)
	}
	b.none(t)
}
