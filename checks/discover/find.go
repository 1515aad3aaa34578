package discover

import (
	"cmp"
	"context"

	"certdesk/checks"
)

// Find looks for the servers of a domain (A-label form, lower case); mailbox is
// what stands before the @, "" if only the domain is known. It returns within
// its timeout, or as soon as ctx ends, with what was learned.
func (f *Finder) Find(ctx context.Context, domain, mailbox string) *checks.Discovery {
	budget := f.budget(ctx)
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	s := &search{finder: f, domain: domain, mailbox: cmp.Or(mailbox, neutral)}

	// The first stage leaves time for the second where somebody does not answer.
	first, done := context.WithTimeout(ctx, budget*2/3)
	defer done()
	var services, mail, outlook, thunderbird trail
	var missing checks.DNSKind
	sideBySide(
		func() { services = s.services(first) },
		func() { mail, missing = s.exchangers(first) },
		func() { outlook = s.outlook(first) },
		func() { thunderbird = s.thunderbird(first, domain) },
	)
	var all trail
	for _, t := range [...]trail{services, outlook, thunderbird, mail} {
		all.graft(t)
	}
	known := recognise(domain, &all)
	switch {
	case known != nil:
		s.useProvider(&all, known)
	case !all.hasClientServer():
		all.graft(s.hoster(ctx, &mail))
	}
	if known == nil && s.finder.knocker != nil {
		all.graft(s.guess(ctx, &all, &mail))
	}
	d := all.discovery(domain)
	if known != nil {
		d.Provider = known.name
		if known.cloud {
			d.Servers = withoutOwnEndpoints(d.Servers, domain)
		}
	}
	if len(d.Servers) == 0 {
		d.Failure = missing
	}
	return d
}
