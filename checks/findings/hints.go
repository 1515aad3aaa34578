package findings

import (
	"slices"
	"strconv"
	"strings"

	"certdesk/checks"
)

// Hints: how the chain is sent. Clients put up with these.
var hintRules = []rule{
	{
		code: checks.ChainOrder, severity: checks.Info,
		title:       "The certificates are sent in the wrong order",
		steps:       []int{10},
		certificate: chainOrder,
	},
	{
		code: checks.ExtraCertificates, severity: checks.Info,
		title:       "The server sends certificates that nobody needs",
		steps:       []int{10},
		certificate: extraCertificates,
	},
}

func chainOrder(_ *checks.Facts, j *checks.Judgement) *sight {
	if !j.OutOfOrder && !j.LeafNotFirst {
		return nil
	}
	evidence := &checks.ChainOrderEvidence{Sent: holders(j.Sent), LeafNotFirst: j.LeafNotFirst}
	detail := "Each certificate should certify the one before it (RFC 8446 §4.4.2), and these do not. Most clients sort them by themselves; some refuse."
	if j.LeafNotFirst {
		detail = "The server's own certificate should come first (RFC 8446 §4.4.2), and here it does not. Some clients look at the first one only and complain about its name."
	}
	if order := holders(rightOrder(j)); len(order) > 1 {
		evidence.Order = order
		detail += " The right order is " + strings.Join(capped(order, 4), ", then ") + "."
	}
	return &sight{detail: detail, evidence: evidence}
}

// rightOrder is what was sent of the path, as it should be sent.
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
	var parts []string
	if n := len(unneeded); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" "+areOrIs(n)+" not needed: "+checks.List(holders(unneeded), 3))
	}
	if n := len(repeated); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" "+areOrIs(n)+" sent again: "+checks.List(holders(repeated), 3))
	}
	return &sight{
		detail: "Of the " + plural(len(j.Sent), "certificate") + " that it sends, " + strings.Join(parts, "; ") + ". That does no harm.",
		evidence: &checks.ExtraCertificatesEvidence{
			Extra: holders(unneeded), Duplicates: holders(repeated), Count: len(j.Extra), Sent: len(j.Sent), RootSent: j.RootSent,
		},
	}
}

// extras tells what nobody needs from what is sent more than once.
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

func areOrIs(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
