package telemetry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/zone"
	"certdesk/checks"
)

// figures are those of a page whose names begin with one of some words.
func figures(m *Metrics, names ...string) (out []string) {
	for _, line := range read(m.Page()) {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(line, name) }) {
			out = append(out, line)
		}
	}
	return out
}

// TestChecksAreCounted by the worst verdict; what was refused was not checked, and what
// failed has none.
func TestChecksAreCounted(t *testing.T) {
	m := NewMetrics()
	for _, c := range []struct {
		verdicts []checks.Verdict
		err      error
	}{
		{[]checks.Verdict{checks.VerdictTrusted, checks.VerdictUntrusted}, nil},
		{[]checks.Verdict{checks.VerdictTrusted}, nil},
		{nil, nil},
		{nil, errors.New("no network")},
		{nil, fmt.Errorf("asking: %w", &admission.Busy{})},
		{nil, fmt.Errorf("asking: %w", &zone.Refusal{})},
	} {
		a := new(bot.Answer)
		for _, v := range c.verdicts {
			a.Reports = append(a.Reports, checks.Report{Verdict: v})
		}
		got, err := m.Counting(looking(func() (*bot.Answer, error) { return a, c.err })).Check(t.Context(), bot.Question{}, bot.Progress{})
		if got != a || !errors.Is(err, c.err) {
			t.Errorf("%v, %v", got, err)
		}
	}
	want := []string{
		"certdesk_check_duration_seconds_count 6",
		`certdesk_checks_total{verdict="failed"} 2`, `certdesk_checks_total{verdict="refused"} 2`,
		`certdesk_checks_total{verdict="trusted"} 1`, `certdesk_checks_total{verdict="untrusted"} 1`,
	}
	if diff := cmp.Diff(want, figures(m, "certdesk_checks_total", "certdesk_check_duration_seconds_count")); diff != "" {
		t.Error(diff)
	}
}

// TestUnpostedByReason: why a post did not arrive is told in a word of a short list;
// what was broken off by certdesk itself is no failure.
func TestUnpostedByReason(t *testing.T) {
	m := NewMetrics()
	for _, err := range []error{
		nil, context.Canceled, fmt.Errorf("posting: %w", bot.ErrInDoubt), fmt.Errorf("posting: %w", bot.ErrShutOut), &bot.RefusedError{By: "mx"},
		&bot.UndeliverableError{Barrier: bot.Archived}, context.DeadlineExceeded, errors.New("what else"), errors.New("there is"),
	} {
		m.Unposted(bot.Slack, err)
	}
	want := []string{
		`certdesk_posts_failed_total{platform="slack",reason="archived"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="in-doubt"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="other"} 2`,
		`certdesk_posts_failed_total{platform="slack",reason="refused"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="shut-out"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="timeout"} 1`,
	}
	if diff := cmp.Diff(want, figures(m, "certdesk_posts_failed_total")); diff != "" {
		t.Error(diff)
	}
}

// TestFiguresOfAProcess: what others know is asked for when the page is.
func TestFiguresOfAProcess(t *testing.T) {
	m := NewMetrics()
	began := time.UnixMilli(1_700_000_000_500)
	well := true
	m.WatchZones(func() map[string]int { return map[string]int{"dmz": 2} })
	m.WatchPlatforms(func() map[string]bool { return map[string]bool{"slack": well, "discord": false} })
	m.Reloads("settings", func() bool { return well })
	m.WatchSweeps(func() time.Time { return began }, 90*time.Second)
	m.Limits(bot.Slack).Inc()
	m.Posted(bot.NoticeEnding)
	m.Opened("asked")
	m.Owned(90 * time.Second)
	asked := m.Asked(answering(func(context.Context, bot.Respond) error { return bot.ErrShutOut }))
	if err := asked.Handle(t.Context(), &bot.Request{Kind: bot.Command, Place: bot.Place{Platform: bot.Discord}}, nil); !errors.Is(err, bot.ErrShutOut) {
		t.Error(err)
	}
	names := []string{"certdesk_zone", "certdesk_platform", "certdesk_reload", "certdesk_sweep", "certdesk_alerts", "certdesk_incidents", "certdesk_incident_owner_seconds_sum", "certdesk_requests"}
	want := []string{
		`certdesk_alerts_total{kind="ending"} 1`,
		"certdesk_incident_owner_seconds_sum 90",
		`certdesk_incidents_opened_total{why="asked"} 1`,
		`certdesk_platform_limited_total{platform="slack"} 1`,
		`certdesk_platform_up{platform="discord"} 0`,
		`certdesk_platform_up{platform="slack"} 1`,
		`certdesk_reload_successful{file="settings"} 1`,
		`certdesk_requests_total{kind="command",platform="discord"} 1`,
		"certdesk_sweep_interval_seconds 90",
		"certdesk_sweep_last_timestamp_seconds 0",
		"certdesk_sweep_progress_timestamp_seconds 1.7000000005e+09",
		`certdesk_zone_workers{zone="dmz"} 2`,
	}
	if diff := cmp.Diff(want, figures(m, names...)); diff != "" {
		t.Error(diff)
	}
	well = false
	m.Swept()
	if got := figures(m, "certdesk_reload", "certdesk_sweep_last"); len(got) != 2 || got[0] != `certdesk_reload_successful{file="settings"} 0` || strings.HasSuffix(got[1], " 0") {
		t.Errorf("%v", got)
	}
	if got := figures(m, "certdesk_build_info", "go_goroutines"); len(got) != 2 {
		t.Errorf("of the process itself there is %v", got)
	}
}
