package findings

import (
	"math"
	"time"

	"certdesk/checks"
)

// Time: is every certificate of the best path valid at the moment asked about?
var timeRules = []rule{
	{
		code: checks.Expired, severity: checks.Critical,
		title:       "The certificate has expired",
		steps:       []int{6, 10},
		certificate: expired,
	},
	{
		code: checks.NotYetValid, severity: checks.Critical,
		title:       "The certificate is not valid yet",
		steps:       []int{6, 10},
		certificate: notYetValid,
	},
	{
		code: checks.ExpiringSoon, severity: checks.Warning,
		title:       "The certificate ends soon",
		steps:       []int{10},
		certificate: expiringSoon,
	},
	{
		code: checks.LongValidity, severity: checks.Info,
		title:       "The certificate is valid for longer than public authorities may issue",
		steps:       []int{10},
		certificate: longValidity,
	},
}

const day = 24 * time.Hour

func expired(f *checks.Facts, j *checks.Judgement) *sight {
	if len(j.Expired) == 0 {
		return nil
	}
	c := blamed(j, j.Expired)
	ago := f.At.Sub(c.NotAfter)
	s := &sight{
		evidence: &checks.ExpiredEvidence{CertificateEvidence: dated(c, j.Expired), NotAfter: checks.EvidenceTime(c.NotAfter), DaysAgo: int(ago / day)},
		brief:    "the certificate expired on " + checks.Date(c.NotAfter),
	}
	if isLeaf(j, c) {
		s.detail = "It was valid until " + moment(c.NotAfter, f.At) + ", " + checks.Days(ago) +
			" ago. No setting on a PC repairs that: the server needs a new certificate."
		s.clause = "expired on " + checks.Date(c.NotAfter)
		return s
	}
	s.title = "An authority's certificate has expired"
	s.detail = "The certificate of the authority " + issuedTo(c) + ", on which this one depends, was valid until " +
		moment(c.NotAfter, f.At) + ", " + checks.Days(ago) + " ago. The administrator has to install the authority's current chain."
	s.clause = "depends on the authority " + issuedTo(c) + ", whose certificate expired on " + checks.Date(c.NotAfter)
	s.brief = "an authority's certificate expired on " + checks.Date(c.NotAfter)
	return s
}

func notYetValid(f *checks.Facts, j *checks.Judgement) *sight {
	if len(j.NotYetValid) == 0 {
		return nil
	}
	c := blamed(j, j.NotYetValid)
	left := c.NotBefore.Sub(f.At)
	s := &sight{
		evidence: &checks.NotYetValidEvidence{CertificateEvidence: dated(c, j.NotYetValid), NotBefore: checks.EvidenceTime(c.NotBefore), DaysUntil: int(left / day)},
		clause:   "is valid only from " + moment(c.NotBefore, f.At),
		brief:    "the certificate is valid only from " + checks.Date(c.NotBefore),
	}
	who := "It"
	if !isLeaf(j, c) {
		who = "The certificate of the authority " + issuedTo(c) + ", on which this one depends,"
		s.title = "An authority's certificate is not valid yet"
		s.clause = "depends on the authority " + issuedTo(c) + ", whose certificate is valid only from " + moment(c.NotBefore, f.At)
	}
	s.detail = who + " is valid only from " + moment(c.NotBefore, f.At) + ", in " + checks.Days(left) +
		". A PC whose clock is slow sees the same with a good certificate."
	return s
}

// expiringSoon looks at the certificate of the best path that ends first: 30
// days before its end, or a third of its life if that is shorter, so that
// certificates made for days do not warn from their first day on.
func expiringSoon(f *checks.Facts, j *checks.Judgement) *sight {
	c := j.EndsFirst
	if c == nil || len(j.Expired) > 0 {
		return nil
	}
	left := c.NotAfter.Sub(f.At)
	if left < 0 || left > min(30*day, c.NotAfter.Sub(c.NotBefore)/3) {
		return nil
	}
	s := &sight{
		evidence: &checks.ExpiringSoonEvidence{CertificateEvidence: dated(c, nil), NotAfter: checks.EvidenceTime(c.NotAfter), DaysLeft: int(left / day)},
		detail:   "It ends on " + moment(c.NotAfter, f.At) + ", in " + checks.Days(left) + ". From then on every mail client warns.",
		clause:   "ends on " + moment(c.NotAfter, f.At) + ", in " + checks.Days(left),
	}
	if !isLeaf(j, c) {
		s.title = "An authority's certificate ends soon"
		s.detail = "The certificate of the authority " + issuedTo(c) + ", on which this one depends, ends on " +
			moment(c.NotAfter, f.At) + ", in " + checks.Days(left) + ". From then on mail clients may warn."
		s.clause = "depends on the authority " + issuedTo(c) + ", whose certificate ends on " + moment(c.NotAfter, f.At)
	}
	return s
}

// validityLimits are the longest lives that the CA/Browser Forum's baseline
// requirements §6.3.2 allow, by the day of issue; newest first.
var validityLimits = []struct {
	from time.Time
	days int
}{
	{time.Date(2029, 3, 15, 0, 0, 0, 0, time.UTC), 47},
	{time.Date(2027, 3, 15, 0, 0, 0, 0, time.UTC), 100},
	{time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC), 200},
	{time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC), 398},
	{time.Date(2018, 3, 1, 0, 0, 0, 0, time.UTC), 825},
}

func longValidity(f *checks.Facts, j *checks.Judgement) *sight {
	if !j.PublicRoot {
		return nil // private authorities choose for themselves
	}
	c := j.Leaf
	for _, limit := range validityLimits {
		if c.NotBefore.Before(limit.from) {
			continue
		}
		// The last second belongs to the life (RFC 5280 §4.1.2.5).
		life := c.NotAfter.Sub(c.NotBefore) + time.Second
		if life <= time.Duration(limit.days)*day {
			return nil
		}
		days := int(math.Ceil(life.Hours() / 24))
		return &sight{
			severity: strictly(f),
			clause:   "is valid for longer than public authorities may issue",
			detail: "It was issued on " + checks.Date(c.NotBefore) + " for " + plural(days, "day") +
				"; since " + checks.Date(limit.from) + " public authorities may issue for " + plural(limit.days, "day") +
				" at most. Apple's clients may refuse it.",
			evidence: &checks.LongValidityEvidence{
				NotBefore: checks.EvidenceTime(c.NotBefore), NotAfter: checks.EvidenceTime(c.NotAfter), LifeDays: days, LimitDays: limit.days,
			},
		}
	}
	return nil
}

// blamed picks the certificate a sentence speaks of: the server's own if it is
// among them.
func blamed(j *checks.Judgement, list []*checks.Certificate) *checks.Certificate {
	for _, c := range list {
		if isLeaf(j, c) {
			return c
		}
	}
	return list[0]
}

func isLeaf(j *checks.Judgement, c *checks.Certificate) bool {
	return c == j.Leaf || (c.SHA256 != "" && c.SHA256 == j.Leaf.SHA256)
}

// dated is the evidence that the rules of time share.
func dated(c *checks.Certificate, all []*checks.Certificate) checks.CertificateEvidence {
	evidence := checks.CertificateEvidence{Certificate: issuedTo(c), SHA256: c.SHA256, Role: c.Role}
	if len(all) > 1 {
		evidence.Certificates = holders(all)
	}
	return evidence
}

// holders names a list of certificates.
func holders(list []*checks.Certificate) []string {
	out := make([]string, 0, min(len(list), 10))
	for _, c := range list {
		if len(out) == cap(out) {
			break
		}
		out = append(out, issuedTo(c))
	}
	return out
}
