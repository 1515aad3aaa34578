package diagnosis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"certdesk/bot"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/services"
)

// Checker asks the engine of this process. It is safe for concurrent use.
type Checker struct {
	diagnosis  *Diagnosis
	options    engine.Options
	dialPolicy *dialpolicy.Policy
}

// Checker answers questions with these options; Seen and FirstLook come from
// whoever asks. policy is what may be asked from here; nil is anything.
func (d *Diagnosis) Checker(opts engine.Options, policy *dialpolicy.Policy) *Checker {
	return &Checker{diagnosis: d, options: opts, dialPolicy: policy}
}

// Quick is a checker that looks at what one handshake with each address tells, and the
// greeting behind it, and is as this one in all else.
func (c *Checker) Quick() *Checker {
	quick := *c
	quick.options.Depth, quick.options.Greeting = engine.Quick, true
	return &quick
}

// Check answers a question from here.
func (c *Checker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	if err := c.Allowed(q); err != nil {
		return nil, err
	}
	opts := c.options
	opts.Seen = q.Seen
	if to.FirstLook != nil && q.Target.Port != 0 {
		opts.FirstLook = func(r checks.Report) { to.FirstLook(&bot.Answer{Reports: []checks.Report{r}}) }
	}
	a := &bot.Answer{}
	c.diagnosis.Each(ctx, q.Target, opts, func(r checks.Report) { a.Reports = append(a.Reports, r) })
	if len(a.Reports) == 0 {
		return nil, fmt.Errorf("checking %s: there is no report: %w", q.Target.Host, context.Cause(ctx))
	}
	slices.SortStableFunc(a.Reports, func(x, y checks.Report) int { return cmp.Compare(place(x), place(y)) })
	for i := range a.Reports {
		a.Chains = append(a.Chains, sent(&a.Reports[i]))
	}
	return a, nil
}

// Allowed is a *zone.Refusal where a question may not be asked from here.
func (c *Checker) Allowed(q bot.Question) error {
	if c.dialPolicy != nil {
		if sentence := c.dialPolicy.Target(q.Target); !sentence.Empty() {
			return &zone.Refusal{Text: sentence}
		}
	}
	return nil
}

// place is the order in which the ports of a host are told: as MailPorts.
func place(r checks.Report) int {
	if i := slices.Index(services.MailPorts(), r.Target.Port); i >= 0 {
		return i
	}
	return len(services.MailPorts())
}

// sent are the certificates of a report that the server sent.
func sent(r *checks.Report) [][]byte {
	var out [][]byte
	for _, c := range r.Chain {
		if c.Sent && len(c.Raw) > 0 {
			out = append(out, c.Raw)
		}
	}
	return out
}
