package watch

import (
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// handledUntil: the end of a certificate that somebody looks after is told
// again this long before it.
const handledUntil = 3 * day

// Standing is what people have set for a watch, in sentences: until when it is
// silent, who looks after it, its note, whose it is; "" for nothing.
func Standing(w *bot.Watch, now time.Time) string {
	var out []string
	if w.SnoozedUntil.After(now) {
		out = append(out, silentUntil(w.SnoozedUntil, w.SnoozedBy))
	}
	if w.Handled != "" {
		out = append(out, w.Handled+" looks after it.")
	}
	if w.FromFile() {
		out = append(out, "It stands in the watch file.")
	}
	if w.Note != "" {
		out = append(out, "Note: "+w.Note)
	}
	return strings.Join(out, " ")
}

func silentUntil(until time.Time, by string) string {
	if by == "" {
		return "Silent until " + checks.Date(until) + "."
	}
	return "Silent until " + checks.Date(until) + ", says " + by + "."
}

// standing is the same for a notice, with when the channel is reminded next.
func standing(n *bot.Notice, now time.Time) string {
	var out []string
	if n.Handled != "" {
		out = append(out, n.Handled+" looks after it.")
	}
	snoozed := n.SnoozedUntil.After(now)
	if snoozed {
		out = append(out, silentUntil(n.SnoozedUntil, n.SnoozedBy))
	}
	if n.Kind == bot.NoticeEnding && len(out) > 0 {
		if end := n.New.NotAfter; snoozed && end.After(now) && end.Before(n.SnoozedUntil) {
			out = append(out, "Careful: the certificate ends on "+checks.Date(end)+", within that time.")
		}
		out = append(out, reminds(n, now))
	}
	return strings.Join(out, " ")
}

// reminds says when the channel is told next of an end that it knows of.
func reminds(n *bot.Notice, now time.Time) string {
	before, at := reminder(n, now)
	switch {
	case at.IsZero():
		return "certdesk does not remind of it again."
	case !at.Before(n.New.NotAfter):
		return "certdesk reminds again on " + checks.Date(at) + ", when it has ended."
	case n.New.NotAfter.Add(-before).Before(at): // the silence ends later than that
		before = n.New.NotAfter.Sub(at)
	}
	return "certdesk reminds again on " + checks.Date(at) + ", " + checks.Days(before) + " before the end."
}

// reminder is the next stage at which an end is told, and when that is; zero if
// there is none. It follows from the days of the watches, from who looks after
// it, and from the silence.
func reminder(n *bot.Notice, now time.Time) (before time.Duration, at time.Time) {
	days := n.Warn
	if days == nil {
		days = DefaultWarn()
	}
	from := now
	if n.SnoozedUntil.After(now) {
		from = n.SnoozedUntil
	}
	last := n.Before
	for _, s := range stages(days, n.New.Life()) {
		if s >= last || n.Handled != "" && s > handledUntil {
			continue
		}
		when := n.New.NotAfter.Add(-s)
		if when.After(from) {
			if at.IsZero() {
				return s, when
			}
			break
		}
		if from.After(now) { // reached in the silence, and told after it
			before, at = s, from
		}
	}
	return before, at
}

// Joined puts sentences behind a text, which gets its full stop then.
func Joined(text, more string) string {
	if more == "" || text == "" {
		return text + more
	}
	if !strings.ContainsAny(text[len(text)-1:], ".!?") {
		text += "."
	}
	return text + " " + more
}
