package findings

import (
	"slices"
	"strings"

	"certdesk/checks"
)

// clientRules tell of what single mail clients refuse and others take (package
// clients has their rules and the documents).
var clientRules = []rule{
	{
		code: checks.ClientDisagreement, severity: checks.Warning,
		title:   "Some mail clients refuse the certificate",
		steps:   []int{10},
		address: clientDisagreement, chains: true,
	},
}

// clientWords are the clients as people know them; those that share their
// machinery are one.
var clientWords = map[string]string{
	"outlook-windows": "Outlook on Windows", "outlook-mac": "Apple's systems", "apple-mail": "Apple's systems",
	"thunderbird": "Thunderbird", "android": "Android",
}

func clientDisagreement(_ *checks.Facts, e *checks.Endpoint) *sight {
	if len(e.Refusals) == 0 {
		return nil
	}
	var clients, words, rules, sentences []string
	var refusals []checks.RefusalEvidence
	once := func(list []string, s string) []string {
		if s == "" || slices.Contains(list, s) {
			return list
		}
		return append(list, s)
	}
	for _, r := range capped(e.Refusals, 20) {
		clients = once(clients, r.Client)
		words = once(words, clientWords[r.Client])
		rules = once(rules, r.Rule)
		sentences = once(sentences, r.Reason)
		refusals = append(refusals, checks.RefusalEvidence{Client: r.Client, Rule: r.Rule, Source: r.Source})
	}
	first := e.Refusals[0]
	return &sight{
		detail: strings.Join(capped(sentences, 4), " ") + " No such rule is known of other clients.",
		evidence: &checks.ClientDisagreementEvidence{
			Client: first.Client, Rule: first.Rule, Source: first.Source,
			Clients: clients, Rules: rules, Refusals: refusals,
		},
		clause: "is refused by " + checks.List(words, 4),
		brief:  "refused by " + checks.List(words, 4),
	}
}
