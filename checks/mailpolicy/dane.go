package mailpolicy

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"certdesk/checks"
)

// maxSent bounds how many certificates of a chain are compared.
const maxSent = 16

// found are the TLSA records of a server, in a validated answer; none else.
type found struct {
	name, base string
	records    []checks.TLSA
}

// tlsa looks for the records at the host's own name and, where that is an
// alias, at the name it stands for, which comes first (RFC 7672 §2.2.3). Both
// the addresses and the records must have been validated: a sender asks for
// records only then (§2.2.2).
func (c *Checker) tlsa(ctx context.Context, host string) found {
	var addresses checks.Records[netip.Addr]
	var own checks.Records[checks.TLSA]
	var wg sync.WaitGroup
	wg.Go(func() { addresses = c.records.Authentic(ctx, host) })
	own = c.records.TLSA(ctx, place(host))
	wg.Wait()
	if !addresses.Authenticated {
		return found{}
	}
	if base := addresses.Canonical; base != "" && base != host {
		if there := c.records.TLSA(ctx, place(base)); there.Authenticated {
			return found{place(base), base, there.Items}
		}
	}
	if !own.Authenticated {
		return found{}
	}
	return found{place(host), host, own.Items}
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
		Problems: make([]string, len(in.Endpoints)),
		Shown:    make([][]string, len(in.Endpoints)),
		Usable:   slices.ContainsFunc(f.records, usable),
	}
	if !out.Usable {
		return out
	}
	names := []string{f.base, in.Host}
	if in.MailDomain != "" {
		names = append(names, in.MailDomain) // RFC 7672 §3.2.2
	}
	look := func(tls *checks.TLS) string {
		return f.problem(parseChain(tls.Certificates[:min(len(tls.Certificates), maxSent)]), names, at)
	}
	for i := range in.Endpoints {
		ep := &in.Endpoints[i]
		if ep.TLS == nil || len(ep.TLS.Certificates) == 0 {
			continue
		}
		out.Problems[i] = look(ep.TLS)
		out.Matches[i] = out.Problems[i] == ""
		for k := range ep.Shown { // a sender may be shown any of them
			out.Shown[i] = append(out.Shown[i], look(ep.Shown[k].TLS))
		}
	}
	return out
}

// problem is why no record fits, "" if one does. Every record counts that
// fits, also beside one with a stronger digest that does not: some senders
// look at the strongest alone (RFC 7671 §9), and others do not.
func (f found) problem(c chain, names []string, at time.Time) string {
	problem := ""
	for _, r := range f.records {
		if !usable(r) {
			continue
		}
		if r.Usage == daneEE {
			// Neither its names nor its dates count (RFC 7672 §3.1.1).
			if fits(r, c.sent[0]) {
				return ""
			}
			continue
		}
		anchors := c.anchors(r)
		switch {
		case len(anchors) == 0:
		case !c.below(anchors, at):
			problem = "is not validly issued below the authority that the record names"
		case !c.named(names):
			problem = "is issued below the right authority, but does not carry the name " + names[0]
		default:
			return ""
		}
	}
	if problem == "" {
		problem = "is none of those that the records name"
	}
	return problem
}
