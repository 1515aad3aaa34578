package mailpolicy

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"certdesk/checks"
)

// Check is Ask and Fit, one after the other.
func (c *Checker) Check(ctx context.Context, in Input) *checks.MailPolicy {
	return c.Ask(ctx, in).Fit(in)
}

// Published is what was found for a server before anything is compared.
type Published struct {
	tlsa   found
	mtasts *checks.MTASTS
	caa    []checks.CAA
	now    func() time.Time
}

// Ask puts all questions, side by side. It needs only the names of the input,
// so it can run while the server is talked to. It returns nil where there is
// nothing to ask: for an address, or another port than 25.
func (c *Checker) Ask(ctx context.Context, in Input) *Published {
	if !published(in) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit(ctx))
	defer cancel()
	p := &Published{now: c.now}
	var wg sync.WaitGroup
	wg.Go(func() { p.tlsa = c.tlsa(ctx, in.Host, in.MailDomain) })
	wg.Go(func() { p.mtasts = c.mtasts(ctx, in.Host, in.MailDomain) })
	wg.Go(func() { p.caa = c.caa(ctx, in.Host) })
	wg.Wait()
	return p
}

// AskDANE asks for the TLSA records alone, which may vouch for a certificate that no
// authority vouches for.
func (c *Checker) AskDANE(ctx context.Context, in Input) *Published {
	if !published(in) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit(ctx))
	defer cancel()
	return &Published{now: c.now, tlsa: c.tlsa(ctx, in.Host, in.MailDomain)}
}

// published tells whether anything can be published about a server.
func published(in Input) bool {
	_, err := netip.ParseAddr(in.Host)
	return err != nil && in.Host != "" && in.Port == Port
}

// Fit compares with what the endpoints of the input sent. It asks nothing.
func (p *Published) Fit(in Input) *checks.MailPolicy {
	if p == nil {
		return nil
	}
	at := in.At
	if at.IsZero() {
		at = p.now()
	}
	return &checks.MailPolicy{DANE: p.tlsa.fit(in, at), DANEUnknown: p.tlsa.unanswered, MTASTS: p.mtasts, CAA: p.caa}
}

// caa climbs from the host towards the root; the first name with records
// decides (RFC 8659 §3). All names are asked at once.
func (c *Checker) caa(ctx context.Context, host string) []checks.CAA {
	names := climb(host)
	answers := make([][]checks.CAA, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { answers[i] = c.records.CAA(ctx, name).Items })
	}
	wg.Wait()
	for _, records := range answers {
		if len(records) > 0 {
			return records
		}
	}
	return nil
}
