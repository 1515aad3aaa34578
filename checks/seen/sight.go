package seen

import (
	"slices"
	"strings"
	"time"

	"certdesk/checks"
)

// The zones of the world reach from UTC-12 to UTC+14.
const (
	east = 14 * time.Hour
	west = 12 * time.Hour
)

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

func (v *sight) same() bool { return len(v.differs) == 0 && !v.authority && (v.exact || v.agrees >= 2) }

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
	return alike(attributes(name)["cn"], c.IssuedTo)
}

// issued: the name is that of the issuer, as it is written in the window or by
// other programs ("R11", "Let's Encrypt", "Let's Encrypt R11", "CN=R11, …").
func issued(c *checks.Certificate, name string) bool {
	if alike(name, c.IssuedBy) || alike(name, c.Issuer) {
		return true
	}
	if cn := attributes(name)["cn"]; cn != "" {
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
