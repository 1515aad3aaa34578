package mailpolicy

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// maxSent bounds how many certificates of a chain are compared.
const maxSent = 16

// found are the TLSA records of a server, in a validated answer; none else.
type found struct {
	name, base string
	records    []checks.TLSA
	// domains are those whose mail goes to the host, as validated answers say.
	domains []string
	// unanswered is why there may be records all the same; "" if there are none else.
	unanswered checks.DNSKind
}

// tlsa looks for the records of a host and, where one vouches for an authority, whose
// certificates are compared by name, for the domains whose mail the host takes: the given
// one, or else those above it.
func (c *Checker) tlsa(ctx context.Context, host, given string) found {
	f := c.announcedKeys(ctx, host)
	if slices.ContainsFunc(f.records, func(r checks.TLSA) bool { return usable(r) && r.Usage == daneTA }) {
		f.domains = c.served(ctx, host, given)
	}
	return f
}

// announcedKeys looks for the records at the host's own name and, where that is an
// alias, at the name it stands for, which comes first (RFC 7672 §2.2.3). Both
// the addresses and the records must have been validated: a sender asks for
// records only then (§2.2.2).
func (c *Checker) announcedKeys(ctx context.Context, host string) found {
	var addresses checks.Records[netip.Addr]
	var own checks.Records[checks.TLSA]
	var wg sync.WaitGroup
	wg.Go(func() { addresses = c.records.Authentic(ctx, host) })
	own = c.records.TLSA(ctx, place(host))
	wg.Wait()
	// Where our own name server answers nothing at all, the name has its address from
	// somewhere else, and DNS says nothing about it.
	if f := addresses.Failure; unanswered(f) && (!f.Ours() || f == checks.DNSCutShort) {
		return found{unanswered: f}
	}
	if !addresses.Authenticated {
		return found{}
	}
	if base := addresses.Canonical; base != "" && base != host {
		switch there := c.records.TLSA(ctx, place(base)); {
		case unanswered(there.Failure):
			return found{unanswered: there.Failure}
		case there.Authenticated:
			return found{name: place(base), base: base, records: there.Items}
		}
	}
	switch {
	case unanswered(own.Failure):
		return found{unanswered: own.Failure}
	case !own.Authenticated:
		return found{}
	}
	return found{name: place(host), base: host, records: own.Items}
}

// unanswered tells whether a question was left open.
func unanswered(f checks.DNSKind) bool {
	return f != "" && f != checks.DNSNotFound && f != checks.DNSNoAddress
}

func place(host string) string { return "_" + strconv.Itoa(Port) + "._tcp." + host }

// fit compares the records with what each address sent; nil without records.
func (f found) fit(in Input, at time.Time) *checks.DANE {
	if len(f.records) == 0 {
		return nil
	}
	out := &checks.DANE{
		Name: f.name, Records: f.records,
		Matches:  make([]bool, len(in.Endpoints)),
		Problems: make([]say.Text, len(in.Endpoints)),
		Weaker:   make([]bool, len(in.Endpoints)),
		Shown:    make([][]say.Text, len(in.Endpoints)),
		Usable:   slices.ContainsFunc(f.records, usable),

		ShownWeaker: make([][]bool, len(in.Endpoints)),
	}
	if !out.Usable {
		return out
	}
	names := append([]string{f.base, in.Host}, f.domains...) // RFC 7672 §3.2.2
	look := func(tls *checks.TLS) (problem say.Text, weaker bool) {
		return f.problem(parseChain(tls.Certificates[:min(len(tls.Certificates), maxSent)]), names, at)
	}
	for i := range in.Endpoints {
		ep := &in.Endpoints[i]
		if ep.TLS == nil || len(ep.TLS.Certificates) == 0 {
			continue
		}
		out.Problems[i], out.Weaker[i] = look(ep.TLS)
		out.Matches[i] = out.Problems[i].Empty()
		for k := range ep.Shown { // a sender may be shown any of them
			problem, weaker := look(ep.Shown[k].TLS)
			out.Shown[i], out.ShownWeaker[i] = append(out.Shown[i], problem), append(out.ShownWeaker[i], weaker)
		}
	}
	return out
}

// problem is why no record fits; nothing if one does. Where records of one usage and
// selector have several digests, senders go by the strongest alone (RFC 7671 §9; Postfix
// does): weaker tells that a record fits which those do not look at.
func (f found) problem(c chain, names []string, at time.Time) (problem say.Text, weaker bool) {
	for _, r := range f.records {
		if !usable(r) {
			continue
		}
		why := misfit(c, r, names, at)
		switch {
		case why.Empty() && !f.outdone(r):
			return nil, false
		case why.Empty():
			weaker = true
		case r.Usage == daneTA && len(c.anchors(r)) > 0:
			problem = why // which says more than that nothing fits
		}
	}
	switch {
	case weaker:
		return say.P("record", "matches a record with a weaker digest only, and not the one with a stronger digest beside it"), true
	case problem.Empty():
		return anyRecord, false
	}
	return problem, false
}

var anyRecord = say.P("record", "does not match any of these records")

// outdone tells whether a record with a stronger digest stands beside r. Records
// without a digest outdo none.
func (f found) outdone(r checks.TLSA) bool {
	return r.MatchingType == sha2of && slices.ContainsFunc(f.records, func(o checks.TLSA) bool {
		return usable(o) && o.Usage == r.Usage && o.Selector == r.Selector && o.MatchingType == sha5of
	})
}

// misfit is why a usable record does not fit a chain; nothing if it does.
func misfit(c chain, r checks.TLSA, names []string, at time.Time) say.Text {
	if r.Usage == daneEE {
		// Neither its names nor its dates count (RFC 7672 §3.1.1).
		if fits(r, c.sent[0]) {
			return nil
		}
		return anyRecord
	}
	anchors := c.anchors(r)
	switch {
	case len(anchors) == 0:
		return anyRecord
	case !c.below(anchors, at):
		return say.P("record", "is not validly issued by the CA in the record")
	case !c.named(names):
		return say.P("record", "is issued by the right CA, but does not list the name {host}", say.Host("host", names[0]))
	}
	return nil
}
