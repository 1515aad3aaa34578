package telemetry

import (
	"context"
	"io"
	"log/slog"
)

// NewLogger writes lines to out from a level on, as JSON or as text. Each has the
// request that it is about.
func NewLogger(out io.Writer, level slog.Level, json bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if json {
		return slog.New(requestLog{slog.NewJSONHandler(out, options)})
	}
	return slog.New(requestLog{slog.NewTextHandler(out, options)})
}

// requestInContext is under which a context knows the request it works for.
type requestInContext struct{}

// withRequest names the request that everything done under ctx is done for.
func withRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestInContext{}, id)
}

// requestOf is the request of a context, "" if it works for none.
func requestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestInContext{}).(string)
	return id
}

// requestField is how the log, the audit log and the traces call a request's id.
const requestField = "request"

// requestLog adds to each line the request of its context, so that one id leads
// from what a platform delivered over the check to the answer, whoever writes
// the line. A line that names its request itself is left alone.
type requestLog struct{ slog.Handler }

func (h requestLog) Handle(ctx context.Context, r slog.Record) error {
	id := requestOf(ctx)
	if id == "" {
		return h.Handler.Handle(ctx, r)
	}
	named := false
	r.Attrs(func(a slog.Attr) bool {
		named = a.Key == requestField
		return !named
	})
	if !named {
		r = r.Clone()
		r.AddAttrs(slog.String(requestField, id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{h.Handler.WithAttrs(attrs)}
}

func (h requestLog) WithGroup(name string) slog.Handler {
	return requestLog{h.Handler.WithGroup(name)}
}
