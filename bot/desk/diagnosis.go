package desk

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/say"
)

// diagnosis is the first screen of an answer and its buttons.
func (x *exchange) diagnosis(ctx context.Context, a *bot.Answer, cached bool) bot.Reply {
	a = x.toReader(ctx, a)
	shown := *a
	shown.Reports = append([]checks.Report(nil), a.Reports...)
	if cached {
		for i := range shown.Reports {
			x.aged(&shown.Reports[i], a)
		}
	}
	form := answer.Several
	if a.Question.Zone == zone.All {
		form = answer.Zones
	}
	r := form(&shown)
	r.Actions = x.actions(a)
	return r
}

// aged notes in a report of an answer that was remembered how old it is.
func (x *exchange) aged(r *checks.Report, a *bot.Answer) {
	r.Cached, r.AgeS = true, max(int(x.desk.now().Sub(a.At).Seconds()), 0)
}

// knownWithin bounds what an answer waits for to say that its matter is known.
const knownWithin = 2 * time.Second

// answerTo is a diagnosis for somebody who asks: where many have met the same, its
// first line says that it is known.
func (x *exchange) answerTo(ctx context.Context, a *bot.Answer, cached bool) bot.Reply {
	r := x.diagnosis(ctx, a, cached)
	x.told = a
	if line := x.known(ctx, a); !line.Empty() {
		r.Headline = say.Join(line, r.Headline)
	}
	return r
}

// known notes that somebody asks about an answer, and is the line that says that its
// matter is known; nothing where it is not.
func (x *exchange) known(ctx context.Context, a *bot.Answer) say.Text {
	if x.desk.incidents == nil {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, knownWithin)
	defer cancel()
	all, err := x.desk.incidents.Asked(asking, x.person(), a)
	if !errors.Is(err, context.DeadlineExceeded) { // in a crowd: it goes unsaid
		x.unkept(err)
	}
	for i := range all {
		if all[i].Known() {
			return all[i].Line()
		}
	}
	return nil
}

func verdictOf(a *bot.Answer) checks.Verdict {
	if i := a.Worst(); i >= 0 {
		return a.Reports[i].Verdict
	}
	return ""
}
