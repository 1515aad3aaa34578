package seen

import (
	"crypto/x509"
	"net/netip"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
)

// Compare puts what the user is shown beside what the addresses of the server
// sent. The same as any of them counts as the same, and names it.
func Compare(s checks.Seen, f *checks.Facts) *checks.SeenComparison {
	s = aboutServer(s, f)
	c := &checks.SeenComparison{Seen: s, Outcome: checks.SeenUnclear}
	near := nearest(&s, f)
	if near != nil {
		c.Ours, c.Address, c.Differs = near.leaf, near.ep.Address, near.differs
	}
	product, known := recognise(&s, f)
	// Where we are shown the same and it is a public one, its issuer only bears
	// the name of a product.
	if near != nil && near.same() && near.ep.Judgement.PublicRoot && product.Kind != intercept.CaptivePortal {
		known = false
	}
	if known {
		c.Product, c.Kind = product.Name, string(product.Kind)
	}
	c.OtherServer = leadsElsewhere(&s, f)
	clock := readClock(&s, f, near)
	c.ClockOff, c.ClockAtLeast = clock.off, clock.atLeast
	c.ClockRight = !clock.wrong && provenRight(&s, f.At)
	switch {
	case known && (product.SitsBetween() || product.Bad()):
		c.Outcome = checks.SeenIntercepted
	case clock.wrong && (near == nil || !near.other() || clock.fromDates):
		c.Outcome = checks.SeenClock
	case s.Missing != "" && near != nil:
		c.Outcome = checks.SeenNotReached
	case near != nil && !s.HasCertificate() && c.OtherServer:
		c.Outcome = checks.SeenElsewhere
	case near != nil && !s.HasCertificate() && s.Proxy != "":
		c.Outcome = checks.SeenProxy
	case near == nil || near.authority:
	case near.same():
		c.Outcome = checks.SeenSame
	case near.other():
		c.Outcome = checks.SeenOther
	}
	return c
}

// aboutServer leaves out what is told of another name or port than the server's.
func aboutServer(s checks.Seen, f *checks.Facts) checks.Seen {
	if s.Host != "" && !strings.EqualFold(s.Host, f.Name) && !strings.EqualFold(s.Host, f.Target.Host) {
		s.Addresses, s.Missing = nil, ""
	}
	if s.Port != 0 && f.Target.Port != 0 && s.Port != f.Target.Port && s.Missing == checks.MissingConnection {
		s.Missing = ""
	}
	return s
}

// leadsElsewhere tells whether the name leads to none of our addresses on the
// user's PC.
func leadsElsewhere(s *checks.Seen, f *checks.Facts) bool {
	if len(s.Addresses) == 0 || f.DNS == nil || len(f.DNS.Addresses) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.Addresses, func(a netip.Addr) bool { return slices.Contains(f.DNS.Addresses, a) })
}

// Report is what the report says of a comparison; nil of none.
func Report(c *checks.SeenComparison) *checks.ReportSeen {
	if c == nil {
		return nil
	}
	r := &checks.ReportSeen{
		Outcome: c.Outcome, IssuedBy: say.Clean(c.Seen.IssuedBy, 120), Product: c.Product, Kind: c.Kind, Differs: c.Differs,
		ClockOffS: int64(c.ClockOff / time.Second), ClockAtLeast: c.ClockAtLeast, ClockRight: c.ClockRight, Proxy: say.Clean(c.Seen.Proxy, 120),
	}
	for _, a := range c.Seen.Addresses[:min(len(c.Seen.Addresses), maxAddresses)] {
		r.Addresses = append(r.Addresses, a.String())
	}
	for _, name := range c.Seen.Protection[:min(len(c.Seen.Protection), maxAddresses)] {
		r.Protection = append(r.Protection, say.Clean(name, 80))
	}
	if c.Outcome == checks.SeenSame && c.Address.IsValid() {
		r.Address = c.Address.String()
	}
	return r
}

// maxAddresses bounds how many addresses of a PC are kept.
const maxAddresses = 8

// recognise finds the product that made what the user is shown.
func recognise(s *checks.Seen, f *checks.Facts) (intercept.Product, bool) {
	if p, ok := intercept.Names(s.IssuedBy, ""); ok {
		return p, true
	}
	if !alike(s.IssuedTo, f.Name) && !alike(s.IssuedTo, f.Target.Host) {
		if p, ok := intercept.Names("", s.IssuedTo); ok {
			return p, true
		}
	}
	if len(s.Certs) == 0 {
		return intercept.Product{}, false
	}
	// With the whole certificate, its organisation and keys tell as well.
	j := &checks.Judgement{}
	for _, der := range s.Certs {
		x, err := x509.ParseCertificate(der)
		if err != nil {
			continue
		}
		c := &checks.Certificate{IssuedBy: x.Issuer.CommonName, IssuedTo: x.Subject.CommonName, X509: x, Raw: der}
		j.Path = append(j.Path, c)
		if j.Leaf == nil {
			j.Leaf = c
			if x.VerifyHostname(f.Name) != nil {
				j.NameReason = checks.NameOther
			}
		}
	}
	if p, ok := intercept.Between(j); ok {
		return p, true
	}
	if p, ok := intercept.Distrusted(j); ok {
		return p, true
	}
	return intercept.Default(j)
}
