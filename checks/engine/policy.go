package engine

import (
	"context"
	"slices"

	"certdesk/checks"
	"certdesk/checks/mailpolicy"
)

// askPolicy looks up what is published about mail to a server while the server
// is talked to, so that it costs no time of its own. The function it returns
// waits for that and compares it with what the addresses sent; it must be
// called. A quick check asks only what may vouch for a certificate that is not in
// order else: its verdict must not rest on half of what senders go by.
func (e *Engine) askPolicy(ctx context.Context, f *checks.Facts, opts Options) func() *checks.MailPolicy {
	nowhere := f.DNS != nil && f.DNS.Failure != "" // and nothing to compare with
	if e.policy == nil || f.Target.Port != mailpolicy.Port || nowhere {
		return func() *checks.MailPolicy { return nil }
	}
	in := mailpolicy.Input{Host: f.Target.Host, Port: f.Target.Port, MailDomain: f.Target.MailDomain, At: f.At}
	if opts.Depth == Quick {
		return func() *checks.MailPolicy {
			if !slices.ContainsFunc(f.Endpoints, func(ep checks.Endpoint) bool { return ep.Judgement != nil && !passes(ep.Judgement) }) {
				return nil
			}
			seen := in
			seen.Endpoints = f.Endpoints
			return e.policy.AskDANE(ctx, in).Fit(seen)
		}
	}
	published := make(chan *mailpolicy.Published, 1)
	go func() { published <- e.policy.Ask(ctx, in) }()
	return func() *checks.MailPolicy {
		seen := in // which is still being asked about
		seen.Endpoints = f.Endpoints
		return (<-published).Fit(seen)
	}
}
