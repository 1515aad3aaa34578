package findings

import (
	"strconv"

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
	detail := "Each certificate should certify the one before it (RFC 8446 §4.4.2), and these do not. Most clients sort them by themselves; some refuse."
	if j.LeafNotFirst {
		detail = "The server's own certificate should come first (RFC 8446 §4.4.2), and here it does not. Some clients look at the first one only and complain about its name."
	}
	return &sight{
		detail:   detail,
		evidence: map[string]any{"sent": holders(j.Sent), "leaf_not_first": j.LeafNotFirst},
	}
}

func extraCertificates(_ *checks.Facts, j *checks.Judgement) *sight {
	if len(j.Extra) == 0 {
		return nil
	}
	names := holders(j.Extra)
	verb := "are"
	if len(j.Extra) == 1 {
		verb = "is"
	}
	return &sight{
		detail: "Of the " + plural(len(j.Sent), "certificate") + " that it sends, " + strconv.Itoa(len(j.Extra)) + " " + verb +
			" not needed: " + checks.List(names, 3) + ". That does no harm.",
		evidence: map[string]any{"extra": names, "count": len(j.Extra), "sent": len(j.Sent), "root_sent": j.RootSent},
	}
}
