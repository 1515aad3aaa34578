package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/store"
)

// TestUnreadableHoldsUpNothing: what this version of certdesk cannot read (another one has
// written it, or its value is spoilt) is told as an error, and keeps nobody from what is
// due beside it and in its channel, for ever.
func TestUnreadableHoldsUpNothing(t *testing.T) {
	for _, kind := range []string{"watch", "notice", "channel", "incident"} {
		t.Run(kind, func(t *testing.T) {
			s := newStage()
			s.broken = false
			a := s.begin(t)
			kept := store.New(s.kept, func() time.Time { return s.now })
			ops := bot.Place{Platform: bot.Slack, Channel: "OPS"}
			if _, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: ops, Target: checks.Target{Host: "mail.corp.com", Port: 993}, Due: s.now}); err != nil {
				t.Fatal(err)
			}
			spoilt := store.Record{Kind: kind, Key: ops.ChannelKey() + "|a.spoilt.record", Group: ops.ChannelKey(), Value: []byte(`{"place":[]}`), Due: s.now}
			if _, err := s.kept.Put(t.Context(), spoilt, store.Always); err != nil {
				t.Fatal(err)
			}
			failed := 0
			pass := func(d time.Duration) {
				for end := s.now.Add(d); s.now.Before(end); s.now = s.now.Add(time.Minute) {
					for _, task := range []func(context.Context) error{a.watcher.Sweep, a.watcher.Digests, a.keeper.Work, a.watcher.PostDue} {
						err := task(t.Context())
						switch {
						case errors.Is(err, bot.ErrUnreadable) && strings.Contains(err.Error(), "a.spoilt.record"):
							failed++
						case err != nil:
							t.Fatal(err)
						}
					}
				}
			}
			pass(time.Hour)
			s.broken = true
			pass(7 * time.Hour)
			if s.in("OPS") != 1 || s.in("ADMIN") == 0 {
				t.Errorf("posted %v", s.posted)
			}
			if failed == 0 {
				t.Error("nobody is told of what cannot be read")
			}
		})
	}
}
