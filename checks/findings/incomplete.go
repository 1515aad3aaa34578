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
	if j.Trust != checks.TrustIncomplete {
		return nil
	}
	missing := missingName(j)
	evidence := &checks.IncompleteChainEvidence{
		FetchEvidence: fetching(j), CompletedBy: j.CompletedBy, Missing: checks.Clean(j.Missing, maxReply), Authority: missing,
	}
	url := evidence.URL
	s := &sight{
		evidence: evidence,
		clause:   "comes without that of its authority, " + missing,
		brief:    "incomplete chain",
	}
	if gap := lacking(j); gap != nil && !isLeaf(j, gap) {
		s.clause = "comes without that of the authority " + missing
	}
	switch {
	case j.WrongIntermediate:
		s.title = "The server sends the certificate of a wrong authority"
		s.detail = wrongIntermediate(j, &evidence.FetchEvidence)
	case len(j.Sent) > 1:
		s.detail = "The server does not send the certificate of the authority " + missing + ", so its chain has a gap."
	default:
		s.detail = "The server sends only its own certificate and not that of the authority that issued it, " + missing + "."
	}
	problem := checks.Clean(j.FetchProblem, maxReply)
	switch fetched := len(j.Fetched) > 0; {
	case j.CompletedBy == "aia", j.CompletedBy == "known" && url != "" && problem == "":
		evidence.RepairedBy, evidence.NotRepairedBy = fetchingClients, otherClients
		s.detail += " Outlook on Windows and Apple's systems fetch it from " + url + " by themselves; Thunderbird, Android and programs with OpenSSL do not."
		s.effect = "so Thunderbird and Android phones refuse it"
	case j.CompletedBy == "known" && problem != "" && url != "":
		s.detail += " Fetching it from " + url + " fails: " + problem + ". Clients that know it already may not complain; others refuse the connection."
		s.effect = "so some clients refuse it"
	case j.CompletedBy == "known":
		s.detail += " Clients that know it already may not complain; others refuse the connection."
		s.effect = "so some clients refuse it"
	case fetched && problem == "":
		s.detail += " It can be fetched from " + url + ", but leads to no trusted root either." + defaultHint(j, &evidence.ProductEvidence)
	case problem != "" && url != "":
		s.detail += " Fetching it from " + url + " fails: " + problem + ". Nothing leads to a trusted root." + defaultHint(j, &evidence.ProductEvidence)
	default:
		s.detail += " It is not known to us either, so nothing leads to a trusted root." + defaultHint(j, &evidence.ProductEvidence)
	}
	return s
}

// fetching is where the missing certificate should be had, and what came of that.
func fetching(j *checks.Judgement) checks.FetchEvidence {
	return checks.FetchEvidence{
		URL: checks.Clean(j.MissingURL, maxReply), Fetched: holders(j.Fetched),
		FetchProblem: checks.Words(say.Literal(checks.Clean(j.FetchProblem, maxReply))), WrongIntermediate: j.WrongIntermediate,
	}
}

// wrongIntermediate says what is sent in the place of what is needed.
func wrongIntermediate(j *checks.Judgement, evidence *checks.FetchEvidence) string {
	missing := missingName(j)
	var sent []*checks.Certificate
	namesake := false
	for _, c := range j.Sent {
		if c == j.Leaf || slices.Contains(j.Path, c) || slices.ContainsFunc(sent, func(s *checks.Certificate) bool { return s.SHA256 == c.SHA256 }) {
			continue
		}
		sent = append(sent, c)
		namesake = namesake || c.Subject == j.Missing
	}
	evidence.Sent, evidence.Needed = holders(sent), missing
	whose := "its own"
	if gap := lacking(j); gap != nil && !isLeaf(j, gap) {
		whose = "that of " + issuedTo(gap)
	}
	if namesake {
		return "The server sends a certificate of " + missing + ", but of another generation than the one that issued " + whose + ": name and key do not go together."
	}
	of := "certificates of other authorities"
	if len(sent) == 1 {
		of = "the certificate of another authority"
	}
	return "The server sends " + of + " (" + checks.List(holders(sent), 3) + "), but not that of the one that issued " + whose + ", " + missing + "."
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

// missingName is the short name of the authority that was not sent.
func missingName(j *checks.Judgement) string {
	if c := lacking(j); c != nil {
		return issuer(c)
	}
	return cmp.Or(checks.Clean(j.Missing, maxName), issuer(j.Leaf))
}
