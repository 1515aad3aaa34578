package telemetry

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// answering is a desk that does what it is told to.
type answering func(ctx context.Context, respond bot.Respond) error

func (do answering) Handle(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
	return do(ctx, respond)
}

// looking is a checker that says what it is told to.
type looking func() (*bot.Answer, error)

func (do looking) Check(context.Context, bot.Question, bot.Progress) (*bot.Answer, error) {
	return do()
}

// TestRequestsAreLogged: each request is told of in one line when it is answered, and
// all that is written on its way has its id.
func TestRequestsAreLogged(t *testing.T) {
	lost := errors.New("connection reset")
	twice := answering(func(ctx context.Context, respond bot.Respond) error {
		return errors.Join(respond(ctx, bot.Reply{Working: true}), respond(ctx, bot.Reply{}))
	})
	for name, c := range map[string]struct {
		desk    answering
		id      string
		respond error
		level   slog.Level
		want    []string // each in a line of its own
		not     string
	}{
		"answered":           {twice, "Ev1", nil, slog.LevelInfo, []string{"msg=answered platform=slack kind=command verb=certcheck replies=2"}, "delivered"},
		"answered, in full":  {twice, "Ev1", nil, slog.LevelDebug, []string{"msg=received", "msg=delivered platform=slack kind=command working=true", "working=false", "msg=answered"}, "nothing is to be said"},
		"without an id":      {twice, "", nil, slog.LevelInfo, []string{"request=new1"}, "Ev1"},
		"nothing to be said": {func(context.Context, bot.Respond) error { return nil }, "Ev1", nil, slog.LevelDebug, []string{"msg=received", "nothing is to be said"}, "msg=answered"},
		"it does not arrive": {twice, "Ev1", lost, slog.LevelDebug, []string{"msg=received", "msg=\"not delivered\"", "error=\"connection reset\""}, "msg=answered"},
	} {
		var log bytes.Buffer
		d := NewDesk(c.desk, nil, func() string { return "new1" }, NewLogger(&log, c.level, false))
		err := d.Handle(t.Context(), &bot.Request{ID: c.id, Kind: bot.Command, Verb: "certcheck", Place: bot.Place{Platform: bot.Slack, Channel: "C1"}}, func(context.Context, bot.Reply) error {
			if d.UnderWay() != 1 {
				t.Errorf("%s: %d are under way", name, d.UnderWay())
			}
			return c.respond
		})
		if !errors.Is(err, c.respond) || d.UnderWay() != 0 {
			t.Errorf("%s: %v, and %d are under way", name, err, d.UnderWay())
		}
		for line := range strings.Lines(log.String()) {
			if !strings.Contains(line, "request=") {
				t.Errorf("%s: no request is named in %s", name, line)
			}
		}
		for _, want := range c.want {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, &log)
			}
		}
		if strings.Contains(log.String(), c.not) {
			t.Errorf("%s: %q is in\n%s", name, c.not, &log)
		}
	}
}

// TestRest: it waits for what is under way, and no longer than it may.
func TestRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan struct{})
		d := NewDesk(answering(func(context.Context, bot.Respond) error { <-answer; return nil }), nil, func() string { return "r" }, slog.New(slog.DiscardHandler))
		if !d.Rest(t.Context(), time.Second) {
			t.Error("an idle desk does not rest")
		}
		go d.Handle(t.Context(), new(bot.Request), nil)
		synctest.Wait()
		if d.Rest(t.Context(), time.Second) {
			t.Error("a busy desk rests")
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if d.Rest(ended, time.Hour) {
			t.Error("a busy desk rests once nobody waits for it")
		}
		time.AfterFunc(time.Minute, func() { close(answer) })
		if !d.Rest(t.Context(), time.Hour) {
			t.Error("it does not rest after the last answer")
		}
	})
}

// TestChecksAreLogged: what each address of a check said is in the log of those who
// look for it.
func TestChecksAreLogged(t *testing.T) {
	answer := &bot.Answer{Reports: []checks.Report{{
		Verdict: checks.VerdictUntrusted, Target: checks.ReportTarget{Input: "imap.corp.com:993"},
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.1:993", Verdict: checks.VerdictTrusted}, {Address: "192.0.2.2:993", Verdict: checks.VerdictUntrusted}},
	}}}
	refused := errors.New("nobody is there")
	for name, c := range map[string]struct {
		looks looking
		level slog.Level
		want  []string
		lines int
	}{
		"in full": {func() (*bot.Answer, error) { return answer, nil }, slog.LevelDebug,
			[]string{"msg=checking target=imap.corp.com:993", "msg=probed address=192.0.2.1:993", "address=192.0.2.2:993", "msg=checked target=imap.corp.com:993", "addresses=2 verdict=untrusted"}, 4},
		"failed":    {func() (*bot.Answer, error) { return nil, refused }, slog.LevelDebug, []string{"msg=\"not checked\"", "nobody is there"}, 2},
		"by itself": {func() (*bot.Answer, error) { return answer, nil }, slog.LevelInfo, nil, 0},
	} {
		var log bytes.Buffer
		a, err := NewChecker(c.looks, nil, NewLogger(&log, c.level, false)).Check(t.Context(), bot.Question{Target: checks.Target{Host: "imap.corp.com", Port: 993}}, bot.Progress{})
		if wantAnswer, wantErr := c.looks(); a != wantAnswer || !errors.Is(err, wantErr) {
			t.Errorf("%s: %v, %v", name, a, err)
		}
		if n := strings.Count(log.String(), "\n"); n != c.lines {
			t.Errorf("%s: %d lines\n%s", name, n, &log)
		}
		for _, want := range c.want {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, &log)
			}
		}
	}
}

// TestLoggerNamesTheRequestOnce: a line has the request that it is about, in JSON and
// in text, also below further fields and groups; one that names it itself is left
// alone.
func TestLoggerNamesTheRequestOnce(t *testing.T) {
	ctx := withRequest(t.Context(), "r-1")
	for want, write := range map[string]func(l *slog.Logger){
		`"msg":"a","request":"r-1"}`:             func(l *slog.Logger) { l.InfoContext(ctx, "a") },
		`"msg":"a"}`:                             func(l *slog.Logger) { l.InfoContext(t.Context(), "a") },
		`"msg":"a","x":1,"request":"r-1"}`:       func(l *slog.Logger) { l.With("x", 1).InfoContext(ctx, "a") },
		`"msg":"a","g":{"x":1,"request":"r-1"}}`: func(l *slog.Logger) { l.WithGroup("g").InfoContext(ctx, "a", "x", 1) },
		`"msg":"a","request":"other","x":1}`:     func(l *slog.Logger) { l.InfoContext(ctx, "a", "request", "other", "x", 1) },
	} {
		var log bytes.Buffer
		write(NewLogger(&log, slog.LevelInfo, true))
		if !strings.HasSuffix(strings.TrimSpace(log.String()), want) {
			t.Errorf("%s, want %s", log.String(), want)
		}
	}
}
