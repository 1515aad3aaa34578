package storetest

import (
	"context"
	"testing"
	"time"

	"certdesk/bot"
)

// PeopleStore keeps what people have chosen.
type PeopleStore interface {
	ClientOf(ctx context.Context, p bot.Platform, id string) (string, error)
	SetClient(ctx context.Context, p bot.Platform, id, client string) error
}

// People is what every keeping of people's choices must do, over two handles as two
// processes have them. advance sets the clock forward by which records expire; nil
// where the database has its own.
func People(t *testing.T, one, other PeopleStore, advance func(time.Duration)) {
	t.Helper()
	ctx := t.Context()
	want := func(s PeopleStore, p bot.Platform, id, client string) {
		t.Helper()
		if got, err := s.ClientOf(ctx, p, id); got != client || err != nil {
			t.Errorf("ClientOf %s %s: %q, %v; want %q", p, id, got, err, client)
		}
	}
	set := func(s PeopleStore, p bot.Platform, id, client string) {
		t.Helper()
		if err := s.SetClient(ctx, p, id, client); err != nil {
			t.Fatalf("SetClient %s %s: %v", p, id, err)
		}
	}
	want(one, bot.Slack, "U1", "")
	// Kept by one, it is there for the other; nobody else has it, and the same id is
	// somebody else on another platform.
	set(one, bot.Slack, "U1", "thunderbird")
	want(other, bot.Slack, "U1", "thunderbird")
	want(other, bot.Slack, "U2", "")
	want(other, bot.Discord, "U1", "")
	// The last choice counts, whoever wrote it.
	set(other, bot.Slack, "U1", "ios")
	set(other, bot.Discord, "U1", "android")
	want(one, bot.Slack, "U1", "ios")
	want(one, bot.Discord, "U1", "android")
	if advance == nil {
		return
	}
	// Each choice is kept for a year from then, and not for ever.
	advance(300 * 24 * time.Hour)
	set(one, bot.Slack, "U1", "browser")
	advance(300 * 24 * time.Hour)
	want(other, bot.Slack, "U1", "browser")
	want(other, bot.Discord, "U1", "")
	advance(300 * 24 * time.Hour)
	want(other, bot.Slack, "U1", "")
}
