package findings

import (
	"cmp"
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Clients that fetch a missing authority by themselves, where its certificate
// can be had, and those that do not (package clients names the documents).
var (
	fetchingClients = []string{"outlook-windows", "outlook-mac", "apple-mail"}
	otherClients    = []string{"thunderbird", "android"}
)

func incompleteChain(_ *checks.Facts, j *checks.Judgement) *sight {
	if j.Trust != checks.TrustIncomplete || j.Cut || j.CompletedBy == "none" && explained(j) {
		return nil // its authority is recognised as an interceptor or the like, which is told instead
	}
	missing := missingName(j)
	evidence := &checks.IncompleteChainEvidence{
		FetchEvidence: fetching(j), CompletedBy: j.CompletedBy, Missing: say.Clean(j.Missing, maxReply), Authority: missing,
	}
	name, url := missingIn("name", j), say.Reply("url", evidence.URL)
	s := &sight{
		evidence: evidence,
		clause:   withoutIntermediate(name),
		brief:    say.P("brief", "incomplete chain"),
	}
	switch {
	case j.WrongIntermediate:
		s.title = wrongIntermediateTitle
		s.detail = wrongIntermediate(j, &evidence.FetchEvidence)
	case len(j.Sent) > 1:
		s.detail = say.S("The server does not send the intermediate certificate {name}, so its chain has a gap.", name)
	default:
		s.detail = say.S("The server sends only its own certificate, without the intermediate certificate {name}.", name)
	}
	if nameless(j) {
		s.detail = say.S("The certificate does not name the CA that issued it, so no chain can be built.")
		s.clause = say.P("clause", "does not name the CA that issued it")
		return s
	}
	repairs(s, j, evidence, url)
	return s
}

// repairs adds who can complete the chain in spite of the server: programs that fetch the
// certificate from url or know it already, or nobody.
func repairs(s *sight, j *checks.Judgement, evidence *checks.IncompleteChainEvidence, url say.Arg) {
	someReject := say.P("effect", "so some mail apps reject it")
	failed := say.S("Fetching it from {url} fails: {problem}.", url, say.Sub("problem", j.FetchProblem))
	if len(j.Fetched) > 0 { // one was fetched; its own issuer was not found
		failed = say.S("It can be fetched. Fetching the certificate above it from {url} fails: {problem}.", url, say.Sub("problem", j.FetchProblem))
	}
	nothing := say.S("Nothing leads to a trusted root certificate.")
	knowing := say.S("Mail apps that already know it may show no warning. Others reject the connection.")
	problem, there := !j.FetchProblem.Empty(), evidence.URL != ""
	switch {
	case j.CompletedBy == "aia", j.CompletedBy == "known" && there && !problem:
		evidence.RepairedBy, evidence.NotRepairedBy = fetchingClients, otherClients
		s.detail = say.Join(s.detail,
			say.S("Outlook on Windows and Apple's systems fetch it automatically from {url}.", url),
			say.S("Thunderbird, Android and programs with OpenSSL do not."))
		s.effect = say.P("effect", "so Thunderbird and Android phones reject it")
	case j.CompletedBy == "known" && problem && there:
		s.detail, s.effect = say.Join(s.detail, failed, knowing), someReject
	case j.CompletedBy == "known":
		s.detail, s.effect = say.Join(s.detail, knowing), someReject
	case len(j.Fetched) > 0 && !problem:
		s.detail = say.Join(s.detail,
			say.S("It can be fetched from {url}, but it does not lead to a trusted root certificate either.", url),
			defaultHint(j, &evidence.ProductEvidence))
	case problem && there:
		s.detail = say.Join(s.detail, failed, nothing, defaultHint(j, &evidence.ProductEvidence))
	default:
		s.detail = say.Join(s.detail, say.S("certdesk does not know it either, so nothing leads to a trusted root certificate."),
			defaultHint(j, &evidence.ProductEvidence))
	}
}

var wrongIntermediateTitle = say.S("The server sends the wrong intermediate certificate")

// withoutIntermediate says of a certificate that the one that issued it, in the slot
// {name}, is not sent with it.
func withoutIntermediate(name say.Arg) say.Text {
	return say.P("clause", "is sent without the intermediate certificate {name}", name)
}

// fetching is where the missing certificate should be had, and what came of that.
func fetching(j *checks.Judgement) checks.FetchEvidence {
	return checks.FetchEvidence{
		URL: say.Clean(j.MissingURL, maxReply), Fetched: holders(j.Fetched),
		FetchProblem: checks.Words(j.FetchProblem), WrongIntermediate: j.WrongIntermediate,
	}
}

// wrongIntermediate says what is sent in the place of what is needed.
func wrongIntermediate(j *checks.Judgement, evidence *checks.FetchEvidence) say.Text {
	var sent []*checks.Certificate
	namesake := false
	for _, c := range j.Sent {
		if c == j.Leaf || slices.Contains(j.Path, c) || slices.ContainsFunc(sent, func(s *checks.Certificate) bool { return s.SHA256 == c.SHA256 }) {
			continue
		}
		sent = append(sent, c)
		namesake = namesake || c.Subject == j.Missing
	}
	evidence.Sent, evidence.Needed = holders(sent), missingName(j)
	needed, gap := missingIn("name", j), lacking(j)
	other := gap != nil && !isLeaf(j, gap)
	switch {
	case namesake && other:
		return say.S("The server sends the wrong {name} certificate: its name fits the certificate of {other}, but its key does not.", needed, holderIn("other", gap))
	case namesake:
		return say.S("The server sends the wrong {name} certificate: its name fits the server certificate, but its key does not.", needed)
	}
	return say.Join(
		say.S("The server sends the certificates of other CAs: {names}.", say.Foreigns("names", 3, evidence.Sent)),
		say.S("The one that is needed is {name}.", needed))
}

// nameless tells whether the server's certificate is the end of what can be followed,
// for its issuer has no name to look for.
func nameless(j *checks.Judgement) bool {
	return j.Missing == "" && j.CompletedBy == "none" && j.Leaf.Issuer == "" && j.Leaf.IssuedBy == ""
}

// lacking is the certificate whose issuer was not sent, nil if that is not told.
func lacking(j *checks.Judgement) *checks.Certificate {
	for _, c := range append(slices.Clip(j.Path), j.Leaf) {
		if c.Issuer == j.Missing {
			return c
		}
	}
	return nil
}

// missingName is the short name of the authority that was not sent, for evidence.
func missingName(j *checks.Judgement) string {
	if c := lacking(j); c != nil {
		return issuer(c)
	}
	return cmp.Or(say.Clean(j.Missing, maxName), issuer(j.Leaf))
}

// missingIn is missingName as the value of a slot.
func missingIn(slot string, j *checks.Judgement) say.Arg {
	if c := lacking(j); c != nil {
		return issuerIn(slot, c)
	}
	if j.Missing != "" {
		return say.Foreign(slot, j.Missing)
	}
	return issuerIn(slot, j.Leaf)
}
