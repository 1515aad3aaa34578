package watch

import (
	"context"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Names of the buttons below a notice; their value is the notice's ID, and that
// of ActSnooze has the time behind it: "ID 7d" (7d where there is none).
const (
	ActSnooze  = "notice-snooze"
	ActHandled = "notice-handled"
	ActCheck   = "notice-check"
	ActDetails = "notice-details"
)

// words are what a notice says; nil where there is nothing to say.
func (w *Watcher) words(ctx context.Context, n *bot.Notice, now time.Time) (*bot.Reply, error) {
	if n.Kind == bot.NoticeDigest {
		return w.digestWords(ctx, n, now)
	}
	if n.Kind == bot.NoticeSummary {
		return w.summaryWords(ctx, n)
	}
	if n.Incident != "" {
		if w.incidents == nil {
			return nil, nil
		}
		r, revision, err := w.incidents.Words(ctx, n)
		n.Shown = revision
		return r, err
	}
	r := Say(n, now)
	return &r, nil
}

// Say words a notice, as it was posted or is to be.
func Say(n *bot.Notice, now time.Time) bot.Reply {
	if !n.Edited.IsZero() {
		return sayOver(n)
	}
	if n.Kind == bot.NoticeClosed {
		return sayClosed(n, now)
	}
	var r bot.Reply
	if n.Kind == bot.NoticeSeveral {
		r = sayBundle(n)
	} else if r = alerts[n.Kind].say(n, now); len(n.Stale) == 0 {
		// Of a change the headline says it all.
		r.Items = append(r.Items, listed(n.Lines, len(n.Lines) > 1 && n.Kind != bot.NoticeChanged)...)
	}
	r.Actions = buttons(n, now)
	r.Footnote = say.Join(standing(n, now), r.Footnote)
	return r
}

// buttons are what can be done about a notice: look again always, silence it and take it
// on where it is an alarm that nobody has taken on.
func buttons(n *bot.Notice, now time.Time) []bot.Action {
	out := []bot.Action{
		{Name: ActCheck, Value: n.ID, Label: say.S("Check again")},
		{Name: ActDetails, Value: n.ID, Label: say.S("Show details")},
	}
	switch n.Kind {
	case bot.NoticeRecovered:
		return out
	case bot.NoticeChanged:
		if len(n.Stale) == 0 && !unexpected(n) {
			return out
		}
	}
	for _, d := range silences(n, now) {
		days := int(d / day)
		out = append(out, bot.Action{Name: ActSnooze, Value: fmt.Sprintf("%s %dd", n.ID, days), Label: say.N("Snooze {n} day", "Snooze {n} days", days)})
	}
	if n.Handled == "" {
		out = append(out, bot.Action{Name: ActHandled, Value: n.ID, Label: say.S("I'm on it"), Tone: bot.Good})
	}
	return out
}

// silences are what the buttons offer: the last that does not last beyond the
// end of the certificate among them, so that the end itself is told.
func silences(n *bot.Notice, now time.Time) []time.Duration {
	left := n.New.NotAfter.Sub(now)
	if n.Kind != bot.NoticeEnding || left <= 0 || left > 8*day {
		return []time.Duration{day, 7 * day}
	}
	if left > 4*day {
		return []time.Duration{day, 3 * day}
	}
	return []time.Duration{day}
}

// sayOver words a notice that is over: how it ended, and below what it was.
func sayOver(n *bot.Notice) bot.Reply {
	was := *n
	was.Edited = time.Time{}
	before := Say(&was, n.Posted)
	r := bot.Reply{Tone: bot.Good, Headline: either(n.Lines, say.S("Resolved: {host}.", server(n.Lines)), say.N("Resolved: {n} server.", "Resolved: {n} servers.", len(n.Lines)))}
	now := say.S("There are no more problems.")
	switch {
	case n.Kind == bot.NoticeSeveral:
		r.Headline = say.N("Resolved: {n} alert.", "Resolved: {n} alerts.", len(n.Members))
	case n.Kind == bot.NoticeEnding && n.Fresh.SHA256 != "":
		now = say.S("The new certificate is valid until {date}.", say.Date("date", n.Fresh.NotAfter))
	case n.Warned && n.Kind == bot.NoticeWarning:
		now = say.S("This warning no longer applies.")
	case n.Warned:
		now = say.S("It is working again, with a warning.")
	}
	r.Findings = []bot.Finding{{Title: say.S("Before"), Detail: before.Headline}, {Tone: bot.Good, Title: say.S("Now"), Detail: now}}
	if len(n.Lines) > 1 {
		for _, item := range before.Items {
			r.Items = append(r.Items, bot.Item{Code: item.Code, Text: item.Text})
		}
	}
	for _, a := range before.Actions {
		if a.Name == ActCheck || a.Name == ActDetails {
			r.Actions = append(r.Actions, a)
		}
	}
	r.Footnote = say.S("Resolved on {date}.", say.Date("date", n.Edited))
	return r
}

// sayBundle words a list: a line each notice.
func sayBundle(b *bot.Notice) bot.Reply {
	r := bot.Reply{Tone: bot.Good, Headline: say.N("{n} alert about servers in this channel.", "{n} alerts about servers in this channel.", len(b.Members))}
	for i := 0; i < len(b.Lines); {
		l, n := b.Lines[i], 1
		for i+n < len(b.Lines) && b.Lines[i+n].Of == l.Of {
			n++
		}
		// A list that an older version kept has its notes apart.
		r.Items = append(r.Items, bot.Item{Tone: l.Tone, Code: l.Name, Text: say.Join(l.Text, noteOf(l.Note))})
		if l.Tone == bot.Bad || l.Tone == bot.Warning && r.Tone == bot.Good {
			r.Tone = l.Tone
		}
		i += n
	}
	return r
}
