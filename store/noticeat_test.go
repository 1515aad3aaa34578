package store_test

import (
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// A notice is found by its message in its channel, and of those that a list carries, which
// stand in the same message, the list.
func TestNoticeAt(t *testing.T) {
	t.Parallel()
	backend, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	kept := store.New(backend, time.Now)
	here, there := bot.Place{Platform: bot.Slack, Channel: "C1"}, bot.Place{Platform: bot.Slack, Channel: "C2"}
	for _, n := range []bot.Notice{
		{ID: "a", Place: here, Message: "1.1"}, {ID: "list", Place: here, Message: "2.2", Members: []string{"b", "z"}}, {ID: "b", Place: here, Message: "2.2", In: "list"}, {ID: "z", Place: here, Message: "2.2", In: "list"},
		{ID: "c", Place: there, Message: "3.3"}, {ID: "waits", Place: here},
	} {
		n.Kind, n.Posted = bot.NoticeEnding, time.Now()
		if _, err := kept.AddNotice(t.Context(), &n); err != nil {
			t.Fatal(err)
		}
	}
	for message, want := range map[string]string{"1.1": "a", "2.2": "list", "3.3": "", "9.9": "", "": ""} {
		below := here
		below.Thread = message
		n, err := kept.NoticeAt(t.Context(), below, message)
		if err != nil || (n == nil) != (want == "") || n != nil && n.ID != want {
			t.Errorf("%q: %+v, %v", message, n, err)
		}
	}
}
