package serve

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/telemetry"
	"certdesk/checks"
	"certdesk/checks/engine"
)

// teller answers at once, and tells on the way all that there is to tell.
type teller struct{}

func (teller) Check(_ context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	if to.FirstLook != nil {
		to.FirstLook(&bot.Answer{})
	}
	if to.Queued != nil {
		to.Queued(3)
	}
	if to.Crowded != nil {
		to.Crowded(true)
	}
	return &bot.Answer{Question: q}, nil
}

// TestProgressIsHandedOn: whoever stands before the checker hands on the question and
// who wants to hear of it, since a wrapper that swallows either is seen by nobody but
// the people who wait.
func TestProgressIsHandedOn(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	gate, err := admission.New(admission.Config{Next: teller{}, Max: 64, Knock: func(context.Context, checks.Target) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	anything := (&diagnosis.Diagnosis{}).Checker(engine.Options{}, nil)
	for name, c := range map[string]desk.Checker{
		"the log":        telemetry.NewChecker(teller{}, nil, log),
		"the figures":    telemetry.NewMetrics().Counting(teller{}),
		"the sweep":      &sweeping{teller{}, newState(time.Now)},
		"the gate":       gate,
		"the refusals":   &gated{anything, teller{}},
		"the zones":      zones(teller{}, "", nil, log),
		"all of serve's": telemetry.NewMetrics().Counting(telemetry.NewChecker(zones(&gated{anything, gate}, "", nil, log), nil, log)),
	} {
		looked, before, crowded := false, 0, false
		a, err := c.Check(t.Context(), bot.Question{Target: checks.Target{Host: "imap.example", Port: 993}}, bot.Progress{
			FirstLook: func(*bot.Answer) { looked = true },
			Queued:    func(n int) { before = n },
			Crowded:   func(open bool) { crowded = open },
		})
		if err != nil || a.Question.Target.Host != "imap.example" {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		if !looked || before != 3 || !crowded {
			t.Errorf("%s hands on: first look %t, queued %d, crowded %t", name, looked, before, crowded)
		}
	}
}
