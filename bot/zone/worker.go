package zone

import (
	"context"
	"errors"
	"log/slog"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Checker answers a question from where it runs, whatever zone it names.
type Checker interface {
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Worker answers the questions of a zone.
type Worker struct {
	Checker Checker
	// Labelled is the context of a check with the labels that its asker gave it;
	// nil leaves them unread. They come from Redis: they are not to be trusted.
	Labelled func(ctx context.Context, labels map[string]string) context.Context
	Log      *slog.Logger
}

// maxRefused bounds what a worker says in its own words.
const maxRefused = 400

// Answer turns a question as it was sent into what is sent back. It always
// says something: the asker waits.
func (w *Worker) Answer(ctx context.Context, data []byte) []byte {
	asked, err := decodeQuestion(data)
	if err != nil {
		w.Log.WarnContext(ctx, "a question cannot be read", "error", err)
		return encode(outcome{Failed: err.Error()})
	}
	if w.Labelled != nil {
		ctx = w.Labelled(ctx, asked.Labels)
	}
	q := asked.Question
	q.Zone = ""
	a, err := w.Checker.Check(ctx, q, bot.Progress{})
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return encode(outcome{Refusal: refusal.Text, Refused: say.Clean(refusal.Error(), maxRefused)})
	case err != nil:
		w.Log.ErrorContext(ctx, "a check failed", "error", err)
		return encode(outcome{Failed: say.Clean(err.Error(), maxRefused)})
	}
	return encode(outcome{Answer: a})
}
