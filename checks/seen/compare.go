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

// sight is what the user is shown beside what one address sent.
type sight struct {
	ep      *checks.Endpoint
	leaf    *checks.Certificate
	agrees  int
	differs []string
	// exact: a thumbprint decides. authority: it is that of another certificate
	// of the chain, so the user has looked at the wrong one.
	exact, authority bool
}

func (v *sight) same() bool  { return len(v.differs) == 0 && !v.authority && (v.exact || v.agrees >= 2) }
func (v *sight) other() bool { return len(v.differs) > 0 }

// nearest is the view with the fewest differences, nil where no address sent a
// certificate.
func nearest(s *checks.Seen, f *checks.Facts) *sight {
	var best *sight
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Judgement == nil || ep.Judgement.Leaf == nil {
			continue
		}
		v := look(s, ep)
		if best == nil || len(v.differs) < len(best.differs) || v.same() && !best.same() {
			best = v
		}
	}
	return best
}

func look(s *checks.Seen, ep *checks.Endpoint) *sight {
	j := ep.Judgement
	v := &sight{ep: ep, leaf: j.Leaf}
	if s.Thumbprint != "" && (s.Thumbprint == j.Leaf.SHA256 || s.Thumbprint == j.Leaf.SHA1) {
		v.exact = true
		return v
	}
	for _, list := range [][]*checks.Certificate{j.Path, j.Sent} {
		for _, c := range list {
			if s.Thumbprint != "" && c != j.Leaf && (s.Thumbprint == c.SHA256 || s.Thumbprint == c.SHA1) {
				v.exact, v.authority = true, true
				return v
			}
		}
	}
	field := func(name string, given, agrees bool) {
		switch {
		case !given:
		case agrees:
			v.agrees++
		default:
			v.differs = append(v.differs, name)
		}
	}
	field("issued-to", s.IssuedTo != "", holds(j.Leaf, s.IssuedTo))
	field("issued-by", s.IssuedBy != "", issued(j.Leaf, s.IssuedBy))
	field("valid-from", !s.ValidFrom.IsZero(), sameDay(j.Leaf.NotBefore, s.ValidFrom, s.ValidFromOr))
	field("valid-to", !s.ValidTo.IsZero(), sameDay(j.Leaf.NotAfter, s.ValidTo, s.ValidToOr))
	field("thumbprint", s.Thumbprint != "", false)
	return v
}

// holds: the name is one that the certificate shows as its holder.
func holds(c *checks.Certificate, name string) bool {
	if alike(name, c.IssuedTo) || alike(name, c.Subject) || slices.ContainsFunc(c.SANs, func(san string) bool { return alike(name, san) }) {
		return true
	}
	cn := attribute(name, "cn")
	return cn != "" && alike(cn, c.IssuedTo)
}

// issued: the name is that of the issuer, as it is written in the window or by
// other programs ("R11", "Let's Encrypt", "Let's Encrypt R11", "CN=R11, …").
func issued(c *checks.Certificate, name string) bool {
	if alike(name, c.IssuedBy) || alike(name, c.Issuer) {
		return true
	}
	if cn := attribute(name, "cn"); cn != "" {
		return alike(cn, c.IssuedBy)
	}
	if c.X509 == nil {
		return false
	}
	cn := c.X509.Issuer.CommonName
	return slices.ContainsFunc(c.X509.Issuer.Organization, func(o string) bool {
		return alike(name, o) || cn != "" && (alike(name, o+cn) || alike(name, cn+o))
	})
}

// alike compares names without regard to case, spaces and punctuation.
func alike(a, b string) bool {
	a = folded(a)
	return a != "" && a == folded(b)
}

func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0,;.()\"'’“”", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// attribute takes one value out of a distinguished name as it is shown.
func attribute(dn, name string) string {
	for part := range strings.FieldsFuncSeq(dn, func(r rune) bool { return r == ',' || r == '/' || r == ';' || r == '\n' }) {
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

// The zones of the world reach from UTC-12 to UTC+14.
const (
	east = 14 * time.Hour
	west = 12 * time.Hour
)

// sameDay: the moment can be shown as one of the readings in some zone.
func sameDay(moment time.Time, readings ...time.Time) bool {
	return slices.ContainsFunc(readings, func(r time.Time) bool {
		return !r.IsZero() && !moment.Before(r.Add(-east)) && moment.Before(until(r))
	})
}

// until is the last moment that a reading may mean: a date without a time goes
// on for a day.
func until(r time.Time) time.Time {
	if r.Equal(r.Truncate(24 * time.Hour)) {
		r = r.Add(24 * time.Hour)
	}
	return r.Add(west + time.Minute)
}

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
