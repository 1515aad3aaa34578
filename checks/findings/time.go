package findings

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Time: is every certificate of the best path valid at the moment asked about?
var timeRules = []rule{
	{
		code: checks.Expired, severity: checks.Critical,
		title:       say.S("The certificate has expired"),
		steps:       []int{checks.StepClock, checks.StepContact},
		certificate: expired,
	},
	{
		code: checks.NotYetValid, severity: checks.Critical,
		title:       say.S("The certificate is not valid yet"),
		steps:       []int{checks.StepClock, checks.StepContact},
		certificate: notYetValid,
	},
	{
		code: checks.ExpiringSoon, severity: checks.Warning,
		title:       say.S("The certificate expires soon"),
		steps:       []int{checks.StepContact},
		certificate: expiringSoon,
	},
	{
		code: checks.LongValidity, severity: checks.Info,
		title:       say.S("The certificate is valid for longer than public CAs may issue"),
		steps:       []int{checks.StepContact},
		certificate: longValidity,
	},
}

const day = 24 * time.Hour

func expired(f *checks.Facts, j *checks.Judgement) *sight {
	if len(j.Expired) == 0 {
		return nil
	}
	c := blamed(j, j.Expired)
	if s := neverValid(j, c); s != nil {
		s.evidence = &checks.ExpiredEvidence{CertificateEvidence: dated(c, j.Expired), NotAfter: checks.EvidenceTime(c.NotAfter), DaysAgo: int(f.At.Sub(c.NotAfter) / day)}
		return s
	}
	ago, on := f.At.Sub(c.NotAfter), say.Date("date", c.NotAfter)
	s := &sight{
		evidence: &checks.ExpiredEvidence{CertificateEvidence: dated(c, j.Expired), NotAfter: checks.EvidenceTime(c.NotAfter), DaysAgo: int(ago / day)},
		brief:    say.P("brief", "the certificate expired on {date}", on),
	}
	if isLeaf(j, c) {
		s.detail = say.Join(
			say.S("It was valid until {date}, {span} ago.", moment(c.NotAfter, f.At), say.Span("span", ago)),
			say.S("No PC setting can fix this. The server needs a new certificate."))
		s.clause = say.P("clause", "expired on {date}", on)
		return s
	}
	s.title = say.S("A CA certificate in the chain has expired")
	s.detail = say.Join(
		say.S("The server certificate relies on the CA certificate “{name}”, which was valid until {date}, {span} ago.",
			holderIn("name", c), moment(c.NotAfter, f.At), say.Span("span", ago)),
		say.S("The administrator must install the current chain of the CA."))
	s.clause = say.P("clause", "relies on {name}, which expired on {date}", holderIn("name", c), on)
	s.brief = say.P("brief", "a CA certificate expired on {date}", on)
	return s
}

func notYetValid(f *checks.Facts, j *checks.Judgement) *sight {
	ahead := slices.DeleteFunc(slices.Clone(j.NotYetValid), func(c *checks.Certificate) bool {
		return slices.Contains(j.Expired, c) // its end lies before its start, as is told there
	})
	if len(ahead) == 0 {
		return nil
	}
	c := blamed(j, ahead)
	left, from := c.NotBefore.Sub(f.At), moment(c.NotBefore, f.At)
	evidence := &checks.NotYetValidEvidence{CertificateEvidence: dated(c, ahead), NotBefore: checks.EvidenceTime(c.NotBefore), DaysUntil: int(left / day)}
	if s := neverValid(j, c); s != nil {
		s.evidence = evidence
		return s
	}
	s := &sight{
		evidence: evidence,
		detail:   say.S("It is not valid until {date}, in {span}.", from, say.Span("span", left)),
		clause:   say.P("clause", "is not valid until {date}", from),
		brief:    say.P("brief", "the certificate is not valid until {date}", say.Date("date", c.NotBefore)),
	}
	if !isLeaf(j, c) {
		s.title = say.S("A CA certificate in the chain is not valid yet")
		s.detail = say.S("The server certificate relies on the CA certificate “{name}”, which is not valid until {date}, in {span}.",
			holderIn("name", c), from, say.Span("span", left))
		s.clause = say.P("clause", "relies on {name}, which is not valid until {date}", holderIn("name", c), from)
	}
	s.detail = say.Join(s.detail, say.S("A PC with a slow clock shows the same error for a valid certificate."))
	return s
}

// neverValid tells of a certificate whose end lies before its start, which no clock makes
// valid; nil for others.
func neverValid(j *checks.Judgement, c *checks.Certificate) *sight {
	if !c.NotAfter.Before(c.NotBefore) {
		return nil
	}
	start, end := say.Moment("start", c.NotBefore), say.Moment("end", c.NotAfter)
	if isLeaf(j, c) {
		return &sight{
			title: say.S("The certificate ends before it starts"),
			steps: []int{checks.StepContact},
			detail: say.Join(
				say.S("It is dated from {start} to {end}, so it is never valid: its end is before its start.", start, end),
				say.S("No PC setting can fix this. The server needs a new certificate.")),
			clause: say.P("clause", "is never valid, because it ends before it starts"),
			brief:  say.P("brief", "the certificate ends before it starts"),
		}
	}
	return &sight{
		title: say.S("A CA certificate in the chain ends before it starts"),
		steps: []int{checks.StepContact},
		detail: say.Join(
			say.S("The server certificate relies on the CA certificate “{name}”, which is dated from {start} to {end}, so it is never valid: its end is before its start.",
				holderIn("name", c), start, end),
			say.S("The administrator must install the current chain of the CA.")),
		clause: say.P("clause", "relies on {name}, which is never valid, because it ends before it starts", holderIn("name", c)),
		brief:  say.P("brief", "a CA certificate ends before it starts"),
	}
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
	on, in := moment(c.NotAfter, f.At), say.Span("span", left)
	s := &sight{
		evidence: &checks.ExpiringSoonEvidence{CertificateEvidence: dated(c, nil), NotAfter: checks.EvidenceTime(c.NotAfter), DaysLeft: int(left / day)},
		detail:   say.Join(say.S("It expires on {date}, in {span}.", on, in), say.S("After that, every mail app shows a warning.")),
		clause:   say.P("clause", "expires on {date}, in {span}", on, in),
	}
	if !isLeaf(j, c) {
		s.title = say.S("A CA certificate in the chain expires soon")
		s.detail = say.Join(
			say.S("The server certificate relies on the CA certificate “{name}”, which expires on {date}, in {span}.", holderIn("name", c), on, in),
			say.S("After that, mail apps may show a warning."))
		s.clause = say.P("clause", "relies on {name}, which expires on {date}", holderIn("name", c), on)
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
		// The last second belongs to the life (RFC 5280 §4.1.2.5), which may have no end and
		// so be longer than a Duration.
		const second, seconds = int64(1), int64(24 * 60 * 60)
		life := c.NotAfter.Unix() - c.NotBefore.Unix() + second
		if life <= int64(limit.days)*seconds {
			return nil
		}
		days := int((life + seconds - 1) / seconds)
		return &sight{
			severity: strictly(f),
			clause:   say.P("clause", "is valid for longer than public CAs may issue"),
			detail: say.Join(
				say.S("It was issued on {date} for {days}.", say.Date("date", c.NotBefore), inDays("days", days)),
				say.S("Since {date}, public CAs may issue certificates for at most {days}.", say.Date("date", limit.from), inDays("days", limit.days)),
				say.S("Apple's mail apps may reject it.")),
			evidence: &checks.LongValidityEvidence{
				NotBefore: checks.EvidenceTime(c.NotBefore), NotAfter: checks.EvidenceTime(c.NotAfter), LifeDays: days, LimitDays: limit.days,
			},
		}
	}
	return nil
}

// inDays is a number of days, also where it is none.
func inDays(slot string, n int) say.Arg { return say.Sub(slot, say.PN("span", "1 day", "{n} days", n)) }

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
