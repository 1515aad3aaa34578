package watch

import (
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// handledUntil is how long before its end a certificate is told of again, though somebody
// looks after it.
const handledUntil = 3 * day

// Standing is what people have set for a watch, in sentences: until when it is
// silent, who looks after it, its note, whose it is; nothing else.
func Standing(w *bot.Watch, now time.Time) say.Text {
	var out say.Text
	if w.SnoozedUntil.After(now) {
		out = snoozed(w.SnoozedUntil, w.SnoozedBy, now)
	}
	out = say.Join(out, handled(w.Handled))
	if w.FromFile() {
		out = say.Join(out, say.S("It is in the watch file."))
	}
	return say.Join(out, noteOf(w.Note))
}

func handled(by string) say.Text {
	if by == "" {
		return nil
	}
	return say.S("{name} is on it.", say.Foreign("name", by))
}

func snoozed(until time.Time, by string, now time.Time) say.Text {
	if by == "" {
		return say.S("Snoozed until {date}.", SilentUntil("date", until, now))
	}
	return say.S("{name} snoozed this until {date}.", say.Foreign("name", by), SilentUntil("date", until, now))
}

// SilentUntil is the end of a silence for a slot: its day, and where less than a day is
// left its time too, since "until today" tells nobody when.
func SilentUntil(slot string, until, now time.Time) say.Arg {
	if until.Sub(now) < day {
		return say.Moment(slot, until)
	}
	return say.Date(slot, until)
}

// NoticeStanding is who looks after what a notice tells, and until when its servers are
// silent.
func NoticeStanding(n *bot.Notice, now time.Time) say.Text { return standing(n, now) }

// standing is the same for a notice, with when the channel is reminded next.
func standing(n *bot.Notice, now time.Time) say.Text {
	out := handled(n.Handled)
	silent := n.SnoozedUntil.After(now)
	if silent {
		out = say.Join(out, snoozed(n.SnoozedUntil, n.SnoozedBy, now))
	}
	if n.Kind == bot.NoticeEnding && !out.Empty() {
		if end := n.New.NotAfter; silent && end.After(now) && end.Before(n.SnoozedUntil) {
			out = say.Join(out, EndsWhileSnoozed(end))
		}
		out = say.Join(out, reminds(n, now))
	}
	return out
}

// EndsWhileSnoozed warns of the end of a certificate that a silence covers.
func EndsWhileSnoozed(end time.Time) say.Text {
	return say.S("Careful: the certificate expires on {date}, before the snooze ends.", say.Date("date", end))
}

// reminds says when the channel is told next of an end that it knows of.
func reminds(n *bot.Notice, now time.Time) say.Text {
	before, at := reminder(n, now)
	on := say.Date("date", at)
	switch {
	case at.IsZero():
		return say.S("certdesk will not remind you again.")
	case !at.Before(n.New.NotAfter):
		return say.S("certdesk will remind you again on {date}, when it has expired.", on)
	case n.New.NotAfter.Add(-before).Before(at): // the silence ends later than that
		before = n.New.NotAfter.Sub(at)
	}
	return say.S("certdesk will remind you again on {date}, {span} before expiry.", on, say.Span("span", before))
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
