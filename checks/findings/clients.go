package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// clientRules tell of what single mail clients refuse and others take (package
// clients has their rules and the documents).
var clientRules = []rule{
	{
		code: checks.ClientDisagreement, severity: checks.Warning,
		title:   say.S("Some mail apps reject the certificate"),
		steps:   []int{checks.StepContact},
		address: clientDisagreement, chains: true,
	},
}

// clientWords names clients as people know them; clients that use the same TLS library
// of their system share a name.
var clientWords = map[string]say.Text{
	"outlook-windows": say.P("mail app", "Outlook on Windows"), "outlook-mac": apples, "apple-mail": apples,
	"thunderbird": say.P("mail app", "Thunderbird"), "android": say.P("mail app", "Android"),
}

var apples = say.P("mail app", "Apple's systems")

func clientDisagreement(f *checks.Facts, e *checks.Endpoint) *sight {
	if len(e.Refusals) == 0 {
		return nil
	}
	first := e.Refusals[0]
	evidence := &checks.ClientDisagreementEvidence{Client: first.Client, Rule: first.Rule, Source: first.Source}
	var words, sentences []say.Text
	for _, r := range capped(e.Refusals, 20) {
		if !slices.Contains(evidence.Clients, r.Client) {
			evidence.Clients = append(evidence.Clients, r.Client)
		}
		if !slices.Contains(evidence.Rules, r.Rule) {
			evidence.Rules = append(evidence.Rules, r.Rule)
		}
		words, sentences = once(words, clientWords[r.Client]), once(sentences, r.Reason)
		evidence.Refusals = append(evidence.Refusals, checks.RefusalEvidence{Client: r.Client, Rule: r.Rule, Source: r.Source})
	}
	clients := say.Subs("clients", 4, words)
	out := &sight{
		detail:   say.Join(say.Join(capped(sentences, 4)...), say.S("No other mail app is known to have this rule.")),
		evidence: evidence,
		clause:   say.P("clause", "is rejected by {clients}", clients),
		brief:    say.P("brief", "rejected by {clients}", clients),
	}
	if !slices.ContainsFunc(e.Refusals, func(r checks.ClientVerdict) bool { return !r.OfConnection }) {
		out.title = say.S("Some mail apps cannot connect")
		out.whole, out.clause = say.S("{host} works, but not with {clients}.", hostIn(f), clients), nil
	}
	return out
}

// once adds a text to a list unless it is there already.
func once(list []say.Text, t say.Text) []say.Text {
	if t.Empty() || slices.ContainsFunc(list, func(o say.Text) bool { return say.Equal(o, t) }) {
		return list
	}
	return append(list, t)
}
