package desk

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxListed is how many watches a list shows; the export has them all.
const maxListed = 20

// lookSoon has watches that are due looked at without delay.
func (x *exchange) lookSoon() {
	if x.desk.alerts != nil {
		x.desk.alerts.Soon()
	}
}

// nameWait bounds the look-up of a name before it is watched.
const nameWait = 3 * time.Second

// MayWatch tells in a sentence why a target may not be watched, nothing if it may. A
// name that leads to forbidden addresses alone would never be looked at.
func (d *Desk) MayWatch(ctx context.Context, t checks.Target) say.Text {
	if sentence := d.dialPolicy.Target(t); !sentence.Empty() {
		return sentence
	}
	if _, err := netip.ParseAddr(t.Host); err == nil || d.resolver == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, nameWait)
	defer cancel()
	return d.dialPolicy.Resolved(t.Host, d.resolver.Resolve(ctx, t.Host).Addresses)
}

func watching(n int) say.Text {
	return say.N("This channel watches {n} server.", "This channel watches {n} servers.", n)
}

// watchItem is a watch in a list: how it is, and what people have set for it.
func watchItem(w *bot.Watch, now time.Time) bot.Item {
	item, phrase, sentences := condition(w)
	item.Text = say.Join(sentences, watch.Followed(phrase, watch.Standing(w, now)))
	if phrase.Empty() {
		item.Text = say.Join(sentences, watch.Standing(w, now))
	}
	return item
}

// condition is how a watch is: in sentences of its own, or in a phrase that
// follows its name.
func condition(w *bot.Watch) (item bot.Item, phrase, sentences say.Text) {
	item, phrase = bot.Item{Code: w.Name()}, say.S("not checked yet")
	if st := w.State.Worst(); st != nil {
		phrase, sentences = nil, st.Summary
		switch st.Verdict {
		case checks.VerdictTrusted:
			item.Tone = bot.Good
			phrase, sentences = say.S("valid until {date}", say.Date("date", st.FirstEnd())), nil
		case checks.VerdictWarning:
			item.Tone = bot.Warning
		case checks.VerdictUnknown:
			item.Tone = bot.Unknown
		default:
			item.Tone = bot.Bad
		}
		if !st.Unseen.Empty() && st.Verdict != checks.VerdictUnknown {
			item.Tone = bot.Unknown
			sentences = say.Join(sentences, watch.Followed(phrase, watch.NotSeen(st)))
			if phrase.Empty() {
				sentences = say.Join(sentences, watch.NotSeen(st))
			}
			phrase = nil
		}
	}
	return item, phrase, sentences
}

// firstEnd is when the first certificate of a watch ends, zero if none is known.
func firstEnd(w *bot.Watch) time.Time {
	var first time.Time
	if w.State == nil {
		return first
	}
	for i := range w.State.Endpoints {
		if end := w.State.Endpoints[i].FirstEnd(); !end.IsZero() && (first.IsZero() || end.Before(first)) {
			first = end
		}
	}
	return first
}

func notWatched(name string) say.Text {
	return say.S("This channel does not watch {host}.", say.Host("host", name))
}

func watchLines(w *bot.Watch, now time.Time) []bot.Item {
	var out []bot.Item
	if len(w.Warn) > 0 {
		var days []string
		for _, d := range w.Warn {
			days = append(days, strconv.Itoa(d))
		}
		out = append(out, bot.Item{Text: say.S("Alerts {days} days before expiry", say.Terms("days", maxListed, days))})
	}
	if text := watch.Standing(w, now); !text.Empty() {
		out = append(out, bot.Item{Text: text})
	}
	return out
}
