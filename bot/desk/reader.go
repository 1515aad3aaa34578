package desk

import (
	"context"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/programs"
)

// The click paths of an answer are those of the reader's own mail program. Which that
// is, the first of these tells: what was typed or chosen now, or stands in the button
// that was pressed; the pasted text; what this person chose last; the channel's
// settings; else it is that of most readers.

// peopleWithin bounds what an answer waits for to know its reader's program.
const peopleWithin = 2 * time.Second

// reader is the mail program of whoever asks.
func (x *exchange) reader(ctx context.Context) *programs.Program {
	if x.program != nil {
		return x.program
	}
	x.program = programs.Default()
	for _, id := range []func(context.Context) string{x.ownClient, x.channelClient} {
		if p, ok := programs.Lookup(id(ctx)); ok {
			x.program = p
			break
		}
	}
	return x.program
}

func (x *exchange) ownClient(ctx context.Context) string {
	if x.desk.people == nil || x.q.Asker.ID == "" || x.storeAway {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	id, err := x.desk.people.ClientOf(ctx, x.q.Place.Platform, x.q.Asker.ID)
	x.unkept(err)
	return id
}

func (x *exchange) channelClient(ctx context.Context) string {
	if x.q.Direct {
		return ""
	}
	return x.channelSettings(ctx).Client
}

// choose sets the program that the request names in so many words, and keeps it for this
// person's next requests.
func (x *exchange) choose(ctx context.Context, id programs.ID) {
	p, ok := programs.Lookup(string(id))
	if !ok {
		return
	}
	x.program = p
	if x.desk.people != nil && x.q.Asker.ID != "" {
		x.unkept(x.desk.people.SetClient(ctx, x.q.Place.Platform, x.q.Asker.ID, string(p.ID)))
	}
}

// shows sets the program that a pasted message comes from, unless the request names one.
func (x *exchange) shows(client string) {
	if p := programs.OfClient(client); p != nil && x.program == nil {
		x.program = p
	}
}

// toReader is an answer with the click paths of whoever asks. The answer itself, which
// all who ask the same share, stays as it is.
func (x *exchange) toReader(ctx context.Context, a *bot.Answer) *bot.Answer {
	p := x.reader(ctx)
	if x.desk.paths == nil {
		return a
	}
	told := *a
	told.Reports = slices.Clone(a.Reports)
	for i := range told.Reports {
		told.Reports[i] = x.desk.paths.Report(told.Reports[i], p)
	}
	return &told
}

// stepsFor are steps for an error text of which no server is known, in the reader's
// program.
func (x *exchange) stepsFor(ctx context.Context, numbers []int) ([]bot.Step, []checks.LeftOutStep) {
	if x.desk.paths == nil {
		var out []bot.Step
		for _, n := range numbers {
			out = append(out, bot.Step{Number: n, Title: programs.Title(n)})
		}
		return out, nil
	}
	steps, leftOut := x.desk.paths.Steps(numbers, x.reader(ctx))
	return answer.Steps(steps), leftOut
}
