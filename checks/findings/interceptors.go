package findings

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/intercept"
)

// intercepted recognises those who sit between a client and a server, in words
// (package intercept knows who they are).
func intercepted(_ *checks.Facts, j *checks.Judgement) *sight {
	p, ok := intercept.Between(j)
	if !ok {
		return nil
	}
	return &sight{
		detail: upperFirst(between(p)) + ". It was issued by " + issuer(j.Leaf) + "; what the server itself would show is not seen from here. " +
			"Do not accept it by hand: where it is wanted, its root is installed on every PC.",
		evidence: &checks.InterceptedEvidence{Product: p.Name, Kind: string(p.Kind), UserEvidence: checks.UserEvidence{Issuer: issuer(j.Leaf)}},
		clause:   "was put in by " + p.Name + " (" + kindWords(p) + ") in place of the server's own",
		brief:    "intercepted by " + p.Name,
	}
}

// between says what a product does.
func between(p intercept.Product) string {
	switch p.Kind {
	case intercept.Antivirus:
		return p.Name + ", a protection program, looks into the connection and puts its own certificate in place of the server's"
	case intercept.Proxy:
		return p.Name + ", a web filter, looks into the connection and puts its own certificate in place of the server's"
	case intercept.Firewall:
		return "a firewall (" + p.Name + ") looks into the connection and puts its own certificate in place of the server's"
	case intercept.CaptivePortal:
		return p.Name + " answers in place of the server: the network wants a login first"
	}
	return "a tool for reading encrypted traffic (" + p.Name + ") stands between here and the server"
}

func kindWords(p intercept.Product) string { return strings.ReplaceAll(string(p.Kind), "-", " ") }

// explained: the untrusted authority is a known one, so that the summary need
// not say that it is untrusted as well.
func explained(j *checks.Judgement) bool {
	if _, ok := intercept.Between(j); ok {
		return true
	}
	_, ok := intercept.Distrusted(j)
	return ok
}

// badAuthority recognises an authority that nobody should trust.
func badAuthority(j *checks.Judgement) *sight {
	p, ok := intercept.Distrusted(j)
	switch {
	case !ok:
		return nil
	case p.Kind == intercept.Development:
		return &sight{
			title: "The certificate was made for a developer's own machine",
			detail: "It was made with " + p.Name + ", whose authority exists on one developer's machine alone: nobody else knows whose it is. " +
				"The server needs a certificate of its own.",
			evidence: &checks.DistrustedCAEvidence{Authority: p.Name, Kind: string(p.Kind), Reason: "development"},
			clause:   "was made with " + p.Name + " for a developer's own machine",
			brief:    "developer's authority: " + p.Name,
		}
	}
	return &sight{
		title: "Anybody can make certificates of this authority",
		detail: "It was issued by " + p.Name + ", whose private key is public knowledge: anybody can pose as any server with it. " +
			"Never accept it, and remove that authority from every PC that has it.",
		evidence: &checks.DistrustedCAEvidence{Authority: p.Name, Kind: string(p.Kind), Reason: "key-leaked"},
		clause:   "was issued by " + p.Name + ", whose key anybody has",
		brief:    "authority with a leaked key: " + p.Name,
	}
}

// defaultHint is a sentence about a product's own first certificate, and an
// entry in the evidence; "" where none is recognised.
func defaultHint(j *checks.Judgement, evidence *checks.ProductEvidence) string {
	p, ok := intercept.Default(j)
	if !ok {
		return ""
	}
	evidence.DefaultOf = p.Name
	switch {
	case strings.Contains(p.Name, "router"):
		return " It looks like the built-in certificate of a " + p.Name + ": a router answered in place of the mail server."
	case strings.Contains(p.Name, "staging"):
		return " It comes from the " + p.Name + ", which is for tests and trusted by nobody."
	}
	return " It looks like a certificate that comes built in (" + p.Name + "), so nobody has installed one for this name yet."
}
