package desk_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

func TestHome(t *testing.T) {
	b := newBench(t)
	place, who := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}, bot.Person{ID: "U1"}
	if r, err := b.Home(t.Context(), place, who); err != nil || r.Headline.String() != "This channel does not watch any servers yet." {
		t.Errorf("%+v, %v", r, err)
	}
	day := 24 * time.Hour
	for host, end := range map[string]time.Duration{"far.corp.com": 90 * day, "near.corp.com": 9*day + time.Hour, "gone.corp.com": -2 * day, "new.corp.com": 0} {
		w := bot.Watch{Place: place, Target: checks.Target{Host: host, Port: 993}, Added: now}
		if end != 0 {
			verdict := checks.VerdictTrusted
			if end < 0 {
				verdict = checks.VerdictUntrusted
			}
			w.State = &bot.WatchState{CheckedAt: now, Endpoints: []bot.WatchedEndpoint{{
				Name: host + ":993", Verdict: verdict, Summary: say.Literal("It has expired."), Leaf: bot.Leaf{NotAfter: now.Add(end)},
			}}}
		}
		if _, _, err := b.cfg.Watches.AddWatch(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	r, err := b.Home(t.Context(), place, who)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, i := range r.Items {
		name, _, _ := strings.Cut(i.Code, ".")
		order = append(order, name)
	}
	if got := strings.Join(order, " "); got != "gone near far new" || r.Tone != bot.Bad || r.Headline.String() != "This channel watches 4 servers. 1 certificate expires within 30 days." {
		t.Errorf("%s, %s: %s", got, r.Tone, r.Headline.String())
	}
	if len(r.Facts) != 2 || r.Facts[0].Value.String() != "expired on 21 November 2026" || r.Facts[1].Value.String() != "expires in 9 days, on 2 December 2026" {
		t.Errorf("%+v", r.Facts)
	}
}
