package store_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/guide"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/sqlite"
)

// TestMoveBetweenStores fills the embedded store, moves it to Redis and back,
// and finds the same.
func TestMoveBetweenStores(t *testing.T) {
	file, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	server := redistest.Start(t)
	shared, err := redis.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	from, to := store.New(file, time.Now), store.New(shared, time.Now)

	place := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	watch := bot.Watch{Place: place, Target: checks.Target{Host: "mail.corp.com", Port: 993}, Warn: []int{30, 7}, Note: "ask Anna", Added: time.Now().Truncate(time.Second).UTC()}
	if _, old, err := from.AddWatch(t.Context(), watch); old != nil || err != nil {
		t.Fatal(old, err)
	}
	if err := from.SetChannel(t.Context(), bot.Channel{Place: place, Digest: &bot.Schedule{Days: bot.Weekdays, Minute: 540, Zone: "UTC"}}); err != nil {
		t.Fatal(err)
	}
	walk := &guide.Walk{ID: "w1", Problem: say.Literal("It is broken."), Steps: []bot.Step{{Number: 6}}, At: 1}
	if saved, err := from.SaveWalk(t.Context(), walk); !saved || err != nil {
		t.Fatal(saved, err)
	}
	if err := from.CountStep(t.Context(), []checks.Code{checks.Expired, ""}, 6, guide.Helped); err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	n, err := from.Export(t.Context(), &first)
	if err != nil || n != 5 {
		t.Fatalf("%d records, %v", n, err)
	}
	if m, err := to.Import(t.Context(), strings.NewReader(first.String())); err != nil || m != n {
		t.Fatalf("%d records, %v", m, err)
	}
	if _, err := to.Export(t.Context(), &second); err != nil || second.String() != first.String() {
		t.Errorf("moved\n%s\nwant\n%s (%v)", second.String(), first.String(), err)
	}
	got, err := to.Watch(t.Context(), place, "mail.corp.com:993")
	if err != nil || got == nil || got.Note != "ask Anna" || len(got.Warn) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	w, err := to.LoadWalk(t.Context(), "w1")
	if err != nil || w == nil || w.At != 1 {
		t.Errorf("%+v, %v", w, err)
	}
	counts, err := to.Counts(t.Context())
	if err != nil || counts[checks.Expired][6].Helped != 1 || counts[""][6].Helped != 1 {
		t.Errorf("%v, %v", counts, err)
	}
	for _, bad := range []string{"no json", `{"kind":"secret","key":"a","value":1}`, `{"kind":"watch","value":1}`} {
		if _, err := to.Import(t.Context(), strings.NewReader(bad)); err == nil {
			t.Errorf("%q was imported", bad)
		}
	}
}
