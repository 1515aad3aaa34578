package findings

import (
	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
)

// intercepted recognises those who sit between a client and a server, in words
// (package intercept knows who they are).
func intercepted(f *checks.Facts, j *checks.Judgement) *sight {
	p, ok := intercept.Between(j)
	if !ok {
		return nil
	}
	product := checks.Product("product", p.Name)
	clause := say.P("clause", "comes from {product} ({kind}), not from the server", product, say.Sub("kind", kindWords(p.Kind)))
	return &sight{
		detail: say.Join(between(p),
			say.S("The certificate was issued by {issuer}.", issuerIn("issuer", j.Leaf)),
			say.S("certdesk cannot see from here what the server itself sends."),
			notByHand),
		evidence: &checks.InterceptedEvidence{Product: p.Name, Kind: string(p.Kind), UserEvidence: checks.UserEvidence{Issuer: issuer(j.Leaf)}},
		clause:   clause,
		alone:    say.S("{Subject} {clause}.", say.Sub("subject", subject(f)), say.Sub("clause", clause)),
		brief:    say.P("brief", "intercepted by {product}", product),
	}
}

var notByHand = say.Join(
	say.S("Do not accept it yourself."),
	say.S("If your company uses it on purpose, IT installs its root certificate on every PC."))

// between says what a product does, in a sentence.
func between(p intercept.Product) say.Text {
	product := checks.Product("product", p.Name)
	switch p.Kind {
	case intercept.Antivirus:
		return say.S("{product}, a security program, scans the connection and replaces the server's certificate with its own.", product)
	case intercept.Proxy:
		return say.S("{product}, a web filter, scans the connection and replaces the server's certificate with its own.", product)
	case intercept.Firewall:
		return say.S("A firewall ({product}) scans the connection and replaces the server's certificate with its own.", product)
	case intercept.CaptivePortal:
		return say.S("{Product} answers instead of the server: you need to sign in to the network first.", product)
	}
	return say.S("A tool that reads encrypted traffic ({product}) intercepts the connection to the server.", product)
}

// kindWords are what a product is.
func kindWords(kind intercept.Kind) say.Text {
	switch kind {
	case intercept.Antivirus:
		return say.P("kind", "a security program")
	case intercept.Proxy:
		return say.P("kind", "a web filter")
	case intercept.Firewall:
		return say.P("kind", "a firewall")
	case intercept.CaptivePortal:
		return say.P("kind", "a sign-in page")
	}
	return say.P("kind", "a tool that reads encrypted traffic")
}

// explained tells whether the untrusted authority is a known product, so that the
// summary need not call it untrusted as well.
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
	if !ok {
		return nil
	}
	product := checks.Product("product", p.Name)
	switch {
	case p.Kind == intercept.Development:
		return &sight{
			title: say.S("The certificate was made for testing on a developer's PC"),
			detail: say.Join(
				say.S("It was made with {product}, whose CA exists only on one developer's PC.", product),
				say.S("Other PCs do not trust it. The server needs its own certificate.")),
			evidence: &checks.DistrustedCAEvidence{Authority: p.Name, Kind: string(p.Kind), Reason: "development"},
			clause:   say.P("clause", "was made with {product} for testing on a developer's PC", product),
			brief:    say.P("brief", "developer test certificate: {product}", product),
		}
	}
	return &sight{
		title: say.S("Anyone can create certificates from this issuer"),
		detail: say.Join(
			say.S("It was issued by {product}, whose private key is public: anyone can imitate any server with it.", product),
			say.S("Never accept it. Remove that root certificate from every PC that has it.")),
		evidence: &checks.DistrustedCAEvidence{Authority: p.Name, Kind: string(p.Kind), Reason: "key-leaked"},
		clause:   say.P("clause", "was issued by {product}, whose private key is public", product),
		brief:    say.P("brief", "issuer with a leaked key: {product}", product),
	}
}

// defaultHint is a sentence about a product's own first certificate, and an
// entry in the evidence; nothing where none is recognised.
func defaultHint(j *checks.Judgement, evidence *checks.ProductEvidence) say.Text {
	p, ok := intercept.Default(j)
	if !ok {
		return nil
	}
	evidence.DefaultOf, evidence.Router = p.Name, p.Kind == intercept.Router
	product := checks.Product("product", p.Name)
	switch p.Kind {
	case intercept.Router:
		return say.Join(
			say.S("It looks like the built-in certificate of a {product}.", product),
			say.S("A router answered instead of the server."))
	case intercept.Staging:
		return say.S("It comes from {product}, which is for testing only. No mail app trusts it.", product)
	}
	return say.Join(
		say.S("It looks like a built-in certificate ({product}).", product),
		say.S("A certificate for this name was probably never installed."))
}
