package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Hints: how the chain is sent. Clients put up with these.
var hintRules = []rule{
	{
		code: checks.ChainOrder, severity: checks.Info,
		title:       say.S("The certificates are sent in the wrong order"),
		steps:       []int{checks.StepContact},
		certificate: chainOrder,
	},
	{
		code: checks.ExtraCertificates, severity: checks.Info,
		title:       say.S("The server sends unnecessary certificates"),
		steps:       []int{checks.StepContact},
		certificate: extraCertificates,
	},
}

func chainOrder(_ *checks.Facts, j *checks.Judgement) *sight {
	if !j.OutOfOrder && !j.LeafNotFirst {
		return nil
	}
	evidence := &checks.ChainOrderEvidence{Sent: holders(j.Sent), LeafNotFirst: j.LeafNotFirst}
	detail := say.Join(
		say.S("Each certificate should certify the one before it (RFC 8446 §4.4.2), but these do not."),
		say.S("Most mail apps sort them automatically. Some reject them."))
	if j.LeafNotFirst {
		detail = say.Join(
			say.S("The server's own certificate should come first (RFC 8446 §4.4.2), but it does not."),
			say.S("Some mail apps read only the first one and complain about its name."))
	}
	if order := rightOrder(j); len(order) > 1 {
		evidence.Order = holders(order)
		detail = say.Join(detail, say.S("The right order is: {names}.", say.Foreigns("names", 4, evidence.Order)))
	}
	return &sight{detail: detail, evidence: evidence}
}

// rightOrder is the part of the path that was sent, in the order in which it should be
// sent.
func rightOrder(j *checks.Judgement) []*checks.Certificate {
	var order []*checks.Certificate
	for _, c := range j.Path {
		if slices.Contains(j.Sent, c) {
			order = append(order, c)
		}
	}
	return order
}

func extraCertificates(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.Extra) == 0 {
		return nil
	}
	unneeded, repeated := extras(j)
	detail := say.N("The server sends {n} certificate.", "The server sends {n} certificates.", len(j.Sent))
	if n := len(unneeded); n > 0 {
		detail = say.Join(detail, say.N("{n} of them is not needed: {names}.", "{n} of them are not needed: {names}.", n,
			say.Foreigns("names", 3, holders(unneeded))))
	}
	if n := len(repeated); n > 0 {
		detail = say.Join(detail, say.N("{n} of them is a copy of another one: {names}.", "{n} of them are copies of others: {names}.", n,
			say.Foreigns("names", 3, holders(repeated))))
	}
	harm := say.S("That does no harm.")
	if len(j.Withdrawn) > 0 {
		harm = say.Join(say.S("Remove what was revoked: {names}.", say.Foreigns("names", 3, holders(j.Withdrawn))),
			say.S("A client that finds no other way to a trusted root rejects the server."))
	}
	return &sight{
		detail: say.Join(detail, harm),
		evidence: &checks.ExtraCertificatesEvidence{
			Extra: holders(unneeded), Duplicates: holders(repeated), Count: len(j.Extra), Sent: len(j.Sent), RootSent: j.RootSent,
		},
	}
}

// extras parts what was sent for nothing: certificates that nobody needs, and those sent
// more than once.
func extras(j *checks.Judgement) (unneeded, repeated []*checks.Certificate) {
	for _, c := range j.Extra {
		first := slices.IndexFunc(j.Sent, func(s *checks.Certificate) bool { return s.SHA256 == c.SHA256 })
		if first >= 0 && j.Sent[first] != c {
			repeated = append(repeated, c)
		} else {
			unneeded = append(unneeded, c)
		}
	}
	return unneeded, repeated
}
