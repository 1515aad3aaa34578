package zone

import (
	"context"
	"errors"
	"log/slog"

	"certdesk/bot"
	"certdesk/checks"
)

// Checker answers a question from where it runs, whatever zone it names.
type Checker interface {
	Check(ctx context.Context, q bot.Question) (*bot.Answer, error)
}

// Worker answers the questions of a zone.
type Worker struct {
	Checker Checker
	Log     *slog.Logger
}

// maxRefused bounds what a worker says in its own words.
const maxRefused = 400

// Answer turns a question as it was sent into what is sent back. It always
// says something: the asker waits.
func (w *Worker) Answer(ctx context.Context, data []byte) []byte {
	q, err := decodeQuestion(data)
	if err != nil {
		w.Log.Warn("a question cannot be read", "error", err)
		return encode(outcome{Failed: err.Error()})
	}
	q.Zone = ""
	a, err := w.Checker.Check(ctx, q)
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return encode(outcome{Refused: checks.Clean(refusal.Text, maxRefused)})
	case err != nil:
		w.Log.Error("a check failed", "error", err)
		return encode(outcome{Failed: checks.Clean(err.Error(), maxRefused)})
	}
	return encode(outcome{Answer: a})
}
