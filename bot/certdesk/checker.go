package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/engine"
)

// checker lets the desk ask the engine of this process.
type checker struct {
	// find looks up what a target stands for and checks it.
	each func(ctx context.Context, t checks.Target, opts engine.Options, emit func(checks.Report))
	opts engine.Options
	zone string
}

// Check answers a question from here.
func (c *checker) Check(ctx context.Context, q bot.Question) (*bot.Answer, error) {
	if q.Zone != "" && q.Zone != "all" && q.Zone != c.zone {
		return nil, &desk.Sentence{Text: fmt.Sprintf("Nobody looks from the zone “%s”: no worker of that name is running.", checks.Clean(q.Zone, 40))}
	}
	opts := c.opts
	opts.Seen = q.Seen
	a := &bot.Answer{}
	c.each(ctx, q.Target, opts, func(r checks.Report) { a.Reports = append(a.Reports, r) })
	if len(a.Reports) == 0 {
		return nil, fmt.Errorf("checking %s: there is no report: %w", q.Target.Host, context.Cause(ctx))
	}
	slices.SortStableFunc(a.Reports, func(x, y checks.Report) int { return cmp.Compare(place(x), place(y)) })
	for i := range a.Reports {
		a.Chains = append(a.Chains, sent(&a.Reports[i]))
	}
	return a, nil
}

// place is the order in which the ports of a host are told: as MailPorts.
func place(r checks.Report) int {
	if i := slices.Index(checks.MailPorts[:], r.Target.Port); i >= 0 {
		return i
	}
	return len(checks.MailPorts)
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
