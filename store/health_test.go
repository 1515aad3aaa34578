package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// partly is a store that takes small writes, and fails those of watches with an error.
type partly struct {
	store.Backend
	err error
}

func (p *partly) Put(ctx context.Context, r store.Record, when store.Precondition) (int64, error) {
	if strings.Contains(r.Kind, "watch") && p.err != nil {
		return 0, p.err
	}
	return p.Backend.Put(ctx, r, when)
}

// TestWritableMeansWhatIsMeant: a small write goes well where a shard is gone, a key
// is forbidden or the disk has room for little; what became of the writes that
// somebody meant decides, until one of them goes well or a minute has passed.
func TestWritableMeansWhatIsMeant(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	backend, err := sqlite.Open(t.Context(), t.TempDir(), clock)
	if err != nil {
		t.Fatal(err)
	}
	broken := &partly{Backend: backend}
	kept := store.New(broken, clock)
	t.Cleanup(func() { kept.Close() })
	added := 0
	add := func() error {
		added++
		_, _, err := kept.AddWatch(t.Context(), bot.Watch{
			Place: bot.Place{Platform: bot.Slack, Channel: "C1"}, Target: checks.Target{Host: fmt.Sprintf("imap%d.corp.example", added), Port: 993},
		})
		return err
	}
	gone := errors.New("CLUSTERDOWN The cluster is down")
	for _, step := range []struct {
		name     string
		err      error
		adds     bool
		passes   time.Duration
		writable bool
	}{
		{"at first", nil, true, 0, true},
		{"a shard is gone", gone, true, 0, false},
		{"nobody tries again", gone, false, 59 * time.Second, false},
		{"nor later", gone, false, 2 * time.Second, true},
		{"it is still gone", gone, true, 0, false},
		{"it is back", nil, true, 0, true},
		{"a caller has gone", context.Canceled, true, 0, true},
		{"a caller has no more time", context.DeadlineExceeded, true, 0, true},
	} {
		now = now.Add(step.passes)
		broken.err = step.err
		if step.adds {
			if err := add(); (err == nil) != (step.err == nil) {
				t.Errorf("%s: adding a watch: %v", step.name, err)
			}
		}
		if err := kept.Writable(t.Context()); (err == nil) != step.writable || err != nil && !errors.Is(err, gone) {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	if counted := kept.Failures()["put"]; counted != 3 { // not that of who has gone
		t.Errorf("%d failures are counted", counted)
	}
}
