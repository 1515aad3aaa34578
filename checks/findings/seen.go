package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/intercept"
	"certdesk/checks/say"
)

// What a user was shown on his own PC beside what the server sends (package
// seen compares them): the only findings about the user's side, marked
// `where: user`, and the sentence for the summary.

// interceptedAtUser: the certificate that the user is shown was made by a product
// that sits in between.
func interceptedAtUser(s *survey) *sight {
	c := s.facts.Seen
	if c == nil || c.Outcome != checks.SeenIntercepted || s.noticed(checks.Intercepted) {
		return nil
	}
	p := intercept.Product{Name: c.Product, Kind: intercept.Kind(c.Kind)}
	if !p.SitsBetween() {
		return nil
	}
	evidence := &checks.InterceptedEvidence{UserEvidence: userEvidence(c), Product: c.Product, Kind: c.Kind}
	out := &sight{
		title:    say.S("Something on the user's side answers instead of the server"),
		detail:   say.Join(shownToUser(c), betweenUser(p), notByHand),
		evidence: evidence,
	}
	if p.Kind == intercept.CaptivePortal {
		out.detail = say.Join(shownToUser(c), betweenUser(p), say.S("Do not accept it. It goes away after you sign in."))
		out.steps = []int{checks.StepAntivirus, checks.StepVerify, checks.StepContact}
	}
	return out
}

// distrustedAtUser: the user is shown a certificate of an authority that nobody
// should trust.
func distrustedAtUser(s *survey) *sight {
	c := s.facts.Seen
	if c == nil || c.Outcome != checks.SeenIntercepted || s.noticed(checks.DistrustedCA) {
		return nil
	}
	p := intercept.Product{Name: c.Product, Kind: intercept.Kind(c.Kind)}
	if !p.Bad() {
		return nil
	}
	evidence := &checks.DistrustedCAEvidence{UserEvidence: userEvidence(c), Authority: c.Product, Kind: c.Kind, Reason: "key-leaked"}
	product := checks.Product("product", c.Product)
	out := &sight{
		title: say.S("The user's PC sees a certificate that nobody should trust"),
		detail: say.Join(shownToUser(c),
			say.S("The private key of {product} is public, so anyone can read and change the data.", product),
			say.S("Never accept it. Remove {product} and its root certificate from the PC.", product)),
		evidence: evidence,
		steps:    []int{checks.StepAntivirus, checks.StepVerify, checks.StepContact},
	}
	if p.Kind == intercept.Development {
		evidence.Reason = "development"
		out.detail = say.Join(shownToUser(c),
			say.S("It was made with {product} for testing on a developer's PC, so a different server answers there.", product))
		out.steps = []int{checks.StepVerify, checks.StepNames, checks.StepContact}
	}
	return out
}

// noticed tells whether the server itself shows a fact already.
func (s *survey) noticed(code checks.Code) bool {
	return slices.ContainsFunc(s.found, func(f found) bool { return f.rule.code == code })
}

func userEvidence(c *checks.SeenComparison) checks.UserEvidence {
	evidence := checks.UserEvidence{Where: checks.AtUser}
	if c.Seen.IssuedBy != "" {
		evidence.Issuer = shownName(c.Seen.IssuedBy)
	}
	if c.Ours != nil {
		evidence.ServerIssuer = issuer(c.Ours)
	}
	return evidence
}

// shownToUser: "The user's PC sees a certificate issued by A. The server itself
// sends one issued by B."
func shownToUser(c *checks.SeenComparison) say.Text {
	text := say.S("The user's PC sees {certificate}.", say.Sub("certificate", hisCertificate(c)))
	if c.Ours != nil && slices.Contains(c.Differs, "issued-by") {
		text = say.Join(text, say.S("The server itself sends one issued by {issuer}.", issuerIn("issuer", c.Ours)))
	}
	return text
}

func hisCertificate(c *checks.SeenComparison) say.Text {
	switch {
	case c.Seen.IssuedBy != "":
		return say.P("certificate", "a certificate issued by {name}", say.Foreign("name", c.Seen.IssuedBy))
	case c.Seen.IssuedTo != "":
		return say.P("certificate", "a certificate issued to {name}", say.Foreign("name", c.Seen.IssuedTo))
	}
	return another
}

var another = say.P("certificate", "a different certificate")

// betweenUser says what a product does on the user's side.
func betweenUser(p intercept.Product) say.Text {
	if p.Kind == intercept.DebuggingTool {
		return say.S("A tool that reads encrypted traffic ({product}) stands between that PC and the server.", checks.Product("product", p.Name))
	}
	return between(p)
}
