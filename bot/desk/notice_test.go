package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
)

// alerts knows the notices of a store.
type alerts struct{ kept *store.Store }

func (a alerts) Overview(context.Context, bot.Place, string) (bot.Reply, error) {
	return bot.Reply{Headline: say.Literal("The overview.")}, nil
}

func (a alerts) Notice(ctx context.Context, id string) (*bot.Notice, error) {
	return a.kept.Notice(ctx, id)
}

func (a alerts) NoticeAt(ctx context.Context, place bot.Place, message string) (*bot.Notice, error) {
	return a.kept.NoticeAt(ctx, place, message)
}

func (a alerts) Soon() {}

func (a alerts) Handle(ctx context.Context, id, who string) (*bot.Notice, error) {
	n, err := a.kept.Notice(ctx, id)
	if n == nil || err != nil {
		return nil, err
	}
	n.Handled = who
	_, err = a.kept.SaveNotice(ctx, n)
	return n, err
}

func (a alerts) Snooze(ctx context.Context, id string, until time.Time, who string) (*bot.Notice, error) {
	n, err := a.kept.Notice(ctx, id)
	if n == nil || err != nil {
		return nil, err
	}
	n.SnoozedUntil, n.SnoozedBy = until, who
	for _, l := range n.Lines {
		if _, err := a.kept.EditWatch(ctx, n.Place, l.Watch, func(w *bot.Watch) { w.SnoozedUntil, w.SnoozedBy = until, who }); err != nil {
			return nil, err
		}
	}
	_, err = a.kept.SaveNotice(ctx, n)
	return n, err
}

func (a alerts) FirstLook(context.Context, bot.Place, string, *bot.Answer) error { return nil }

// posted is a bench with a notice about some of its channel's watches.
func posted(t *testing.T, servers ...string) (*bench, bot.Reply) {
	b := newBench(t, func(c *desk.Config) {
		c.Alerts = alerts{c.Answers.(*store.Store)}
	})
	kept := store.New(b.backend, time.Now)
	n := &bot.Notice{ID: "n1", Kind: bot.NoticeEnding, Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"},
		New: bot.Leaf{SHA256: "l", NotAfter: now.AddDate(0, 0, 7)}, Before: 7 * 24 * time.Hour, Posted: now, Message: "9.9"}
	for _, name := range servers {
		b.say(t, "certwatch", "add "+name)
		n.Lines = append(n.Lines, bot.NoticeLine{Name: name, Watch: name})
	}
	if added, err := kept.AddNotice(t.Context(), n); !added || err != nil {
		t.Fatal(added, err)
	}
	return b, watch.Say(n, now)
}

func TestNoticeButtons(t *testing.T) {
	b, r := posted(t, "imap.corp.com:993")
	if d := b.press(t, r, "Show details"); d.Audience != bot.Asker || len(d.Findings) != 1 || d.Findings[0].Detail.String() != "It expired." {
		t.Errorf("details: %+v", d)
	}
	if d := b.press(t, r, "Check again"); d.Headline.String() != "The certificate of imap.corp.com has expired." || b.checker.calls.Load() != 2 || d.Audience != bot.Everyone {
		t.Errorf("check: %+v, %d checks", d, b.checker.calls.Load())
	}
	d := b.press(t, r, "I'm on it")
	if !d.Replaces || !strings.HasPrefix(d.Footnote.String(), "Anna is on it.") {
		t.Errorf("acknowledged: %+v", d)
	}
	for _, a := range d.Actions {
		if a.Label.String() == "I'm on it" {
			t.Error("it can be acknowledged again")
		}
	}
	if d := b.press(t, r, "Snooze 3 days"); !d.Replaces || !strings.HasPrefix(d.Footnote.String(), "Anna is on it. Anna snoozed this until 26 November 2026.") {
		t.Errorf("snoozed: %+v", d)
	}
	if l := b.say(t, "certwatch", "list"); !strings.Contains(l.Items[0].Text.String(), "Anna snoozed this until 26 November 2026.") {
		t.Errorf("the list: %+v", l)
	}
	if d := b.say(t, "certwatch", "digest"); d.Headline.String() != "The overview." {
		t.Errorf("the digest: %+v", d)
	}
	gone := r
	gone.Actions = nil
	for _, a := range r.Actions {
		a.Value = "forgotten"
		gone.Actions = append(gone.Actions, a)
	}
	for _, a := range gone.Actions {
		if d := b.press(t, gone, a.Label.String()); d.Audience != bot.Asker || !strings.Contains(d.Headline.String(), "too old") {
			t.Errorf("%s of a forgotten notice: %+v", a.Label.String(), d)
		}
	}
}

func TestNoticeOfSeveral(t *testing.T) {
	b, r := posted(t, "a.corp.com:993", "b.corp.com:993", "c.corp.com:993")
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		switch q.Target.Host {
		case "b.corp.com":
			a.Reports[0].Verdict, a.Reports[0].Summary = checks.VerdictTrusted, say.Literal("b.corp.com is fine.")
		case "c.corp.com": // as a zone might answer that has seen nothing
			a.Reports = nil
		}
		return a, nil
	}
	before := b.checker.calls.Load()
	d := b.press(t, r, "Check again")
	if d.Headline.String() != "1 of 3 servers: no problems." || len(d.Items) != 3 || d.Items[1].Tone != bot.Good || d.Items[2].Text.String() != "could not be checked" || b.checker.calls.Load() != before+3 {
		t.Errorf("%+v", d)
	}
	b.say(t, "certwatch", "remove a.corp.com:993")
	if d := b.press(t, r, "Show details"); len(d.Items) != 3 || d.Items[0].Text.String() != "is no longer watched" || d.Items[1].Text.String() != "not checked yet" {
		t.Errorf("%+v", d)
	}
}

func TestQuietAndSchedule(t *testing.T) {
	b := newBench(t)
	if r := b.say(t, "certwatch", "quiet 22:00-07:00 Europe/Berlin"); r.Headline.String() != "Quiet hours for this channel: 22:00 to 07:00, Europe/Berlin." {
		t.Errorf("%+v", r)
	}
	r := b.say(t, "certwatch", "schedule weekdays 09:00 Europe/Berlin when needed")
	if r.Headline.String() != "Digest for this channel, only when there is news: weekdays at 09:00, Europe/Berlin." || r.Footnote.String() != "The next one is on 24 November 2026 at 09:00 CET." {
		t.Errorf("%+v", r)
	}
	kept := store.New(b.backend, time.Now)
	c, err := kept.Channel(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C"})
	if err != nil || c.Quiet == nil || c.Digest == nil || !c.SilentWhenFine || !c.Due.Equal(time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %v", c, err)
	}
	if r := b.say(t, "certwatch", "quiet off"); !strings.Contains(r.Headline.String(), "Quiet hours are off") {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "schedule off"); !strings.Contains(r.Headline.String(), "The digest is off") {
		t.Errorf("%+v", r)
	}
}

// To acknowledge silences as much as to snooze does: both are for who added the
// watches and for admins.
func TestWhoMayTendAlerts(t *testing.T) {
	b, r := posted(t, "imap.corp.com:993") // added by U1
	place := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	for _, label := range []string{"I'm on it", "Snooze"} {
		var action bot.Action
		for _, a := range r.Actions {
			if strings.HasPrefix(a.Label.String(), label) {
				action = bot.ParseAction(a.ID())
			}
		}
		if action.Name == "" {
			t.Fatalf("no button %s in %+v", label, r.Actions)
		}
		for _, c := range []struct {
			admins string
			who    string
			may    bool
		}{{"", "U2", true}, {"slack:U9", "U2", false}, {"slack:U9", "U1", true}, {"slack:U9", "U9", true}} {
			b.cfg.Roles.Admins = nil
			if c.admins != "" {
				b.cfg.Roles.Admins = []string{c.admins}
			}
			h := &heard{}
			q := &bot.Request{Kind: bot.ButtonAction, Action: action, Place: place, Asker: bot.Person{ID: c.who, Name: c.who}}
			if err := b.Handle(t.Context(), q, h.respond); err != nil {
				t.Fatal(err)
			}
			if said := h.last(t); strings.HasPrefix(said.Headline.String(), "Only the person who added") == c.may {
				t.Errorf("%s by %s with admins %q: %s", label, c.who, c.admins, said.Headline.String())
			}
		}
	}
}

// TestNoticeOfMany: of many servers as many are looked at and shown as can be read; all
// well is good news.
func TestNoticeOfMany(t *testing.T) {
	var servers []string
	for n := range 25 {
		servers = append(servers, fmt.Sprintf("imap%02d.corp.com:993", n))
	}
	b, r := posted(t, servers...)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return answered(q, checks.VerdictTrusted), nil }
	before := b.checker.calls.Load()
	if d := b.press(t, r, "Check again"); d.Headline.String() != "10 of 10 servers: no problems." || d.Tone != bot.Good || len(d.Items) != 10 || b.checker.calls.Load() != before+10 {
		t.Errorf("%+v", d)
	}
	if d := b.press(t, r, "Show details"); len(d.Items) != 20 {
		t.Errorf("%d are shown", len(d.Items))
	}
	b, r = posted(t, servers[:3]...)
	verdicts := []checks.Verdict{checks.VerdictUntrusted, checks.VerdictWarning, checks.VerdictUnknown}
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		for n := range verdicts {
			if bot.TargetName(q.Target) == servers[n] {
				return answered(q, verdicts[n]), nil
			}
		}
		return nil, errors.New("no such server")
	}
	d := b.press(t, r, "Check again")
	if d.Tone != bot.Warning || d.Items[0].Tone != bot.Bad || d.Items[1].Tone != bot.Warning || d.Items[2].Tone != bot.Unknown {
		t.Errorf("%+v", d)
	}
	b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, errors.New("the network is down") }
	if d := b.press(t, r, "Check again"); d.Items[0].Tone != bot.Unknown || d.Items[0].Text.String() != "could not be checked" || d.Tone != bot.Warning {
		t.Errorf("%+v", d)
	}
}
