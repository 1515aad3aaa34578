package clients

import (
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// rule is one row: a fact, and what clients make of it. A client without an
// opinion does not mind.
type rule struct {
	name string
	// alone: no finding of its own tells of the fact; see Refusals.
	alone    bool
	seen     func(*situation) bool
	opinions []opinion
}

// opinion is what some clients make of a fact. The values of the case stand in
// the reason as places, "its"; see fill.
type opinion struct {
	clients []string
	verdict string
	reason  say.Text
	source  string
}

// Groups of clients that share their machinery.
var (
	everyone = Names()
	windows  = []string{OutlookWindows}
	apple    = []string{OutlookMac, AppleMail}
	mozilla  = []string{Thunderbird}
	android  = []string{Android}
	others   = []string{OutlookMac, AppleMail, Thunderbird, Android}
)

func (r *rule) opinionOf(client string) *opinion {
	for i := range r.opinions {
		if slices.Contains(r.opinions[i].clients, client) {
			return &r.opinions[i]
		}
	}
	return nil
}

// situation is one address and what it sent.
type situation struct {
	facts     *checks.Facts
	endpoint  *checks.Endpoint
	judgement *checks.Judgement
}

// casesOf are the addresses of which there is something to judge, and each chain
// that they showed to clients that name the server, as all of these do; addresses
// that sent the same stand for one another only if all else is the same too,
// which is cheaper asked again than compared.
func casesOf(f *checks.Facts) []*situation {
	var cases []*situation
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if j := ep.Judgement; j != nil && j.Leaf != nil {
			cases = append(cases, &situation{f, ep, j})
		}
		for k := range ep.Shown {
			if j := ep.Shown[k].Judgement; j != nil && j.Leaf != nil && !ep.Shown[k].Unnamed {
				cases = append(cases, &situation{f, ep.View(&ep.Shown[k]), j})
			}
		}
	}
	return cases
}

// its is the place of a value of the case in a row's reason; see fill.
func its(slot string) say.Arg { return say.Arg{Slot: slot} }

// method is what the server insists on that Windows does not offer.
func (s *situation) method() string {
	if strings.Contains(s.endpoint.TLS.CipherName, "CHACHA20") {
		return "ChaCha20-Poly1305"
	}
	return s.endpoint.TLS.KeyExchange
}

// missing is the short name of the authority that was not sent.
func (s *situation) missing() string {
	for _, c := range s.judgement.Path {
		if c.Issuer == s.judgement.Missing {
			return c.IssuedBy
		}
	}
	return s.judgement.Missing
}

// root is the short name of the end of the path, sent or not.
func (s *situation) root() string {
	if n := len(s.judgement.Path); n > 0 {
		if end := s.judgement.Path[n-1]; end.Role == "root" {
			return end.IssuedTo
		} else {
			return end.IssuedBy
		}
	}
	return s.judgement.Leaf.IssuedBy
}

func shortest(list []*checks.Certificate) *checks.Certificate {
	var least *checks.Certificate
	for _, c := range list {
		if least == nil || c.KeyBits < least.KeyBits {
			least = c
		}
	}
	return least
}

const day = 24 * 60 * 60

// lifetime is how many days are begun between the first second and the last
// one, both included (RFC 5280 §4.1.2.5). It counts in seconds, since a
// time.Duration ends at 292 years.
func lifetime(c *checks.Certificate) int64 {
	return (c.NotAfter.Unix() - c.NotBefore.Unix() + day) / day
}

func livesLonger(c *checks.Certificate, days int64) bool {
	return !c.NotAfter.IsZero() && lifetime(c) > days
}

// Dates are in UTC, as the documents give them.
func on(year int, month time.Month, dayOfMonth int) time.Time {
	return time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
}
