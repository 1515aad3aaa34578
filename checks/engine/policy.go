package engine

import (
	"context"

	"certdesk/checks"
	"certdesk/checks/mailpolicy"
)

// askPolicy looks up what is published about mail to a server while the server
// is talked to, so that it costs no time of its own. The function it returns
// waits for that and compares it with what the addresses sent; it must be
// called.
func (e *Engine) askPolicy(ctx context.Context, f *checks.Facts, opts Options) func() *checks.MailPolicy {
	nowhere := f.DNS != nil && f.DNS.Failure != "" // and nothing to compare with
	if e.policy == nil || opts.Depth == Quick || f.Target.Port != mailpolicy.Port || nowhere {
		return func() *checks.MailPolicy { return nil }
	}
	in := mailpolicy.Input{Host: f.Target.Host, Port: f.Target.Port, MailDomain: f.Target.MailDomain, At: f.At}
	published := make(chan *mailpolicy.Published, 1)
	go func() { published <- e.policy.Ask(ctx, in) }()
	return func() *checks.MailPolicy {
		seen := in // which is still being asked about
		seen.Endpoints = f.Endpoints
		return (<-published).Fit(seen)
	}
}
