package findings

import (
	"cmp"
	"slices"
	"strconv"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Ours: what kept us from looking. None of it is a fault of the server, and none
// has a step for the user: the detail says who can act. Where something of the
// server was seen all the same, that decides, and these are told beside it.
var ourRules = []rule{
	{
		code: checks.LookupFailed, severity: checks.Critical,
		title:  "The name could not be looked up from here",
		target: lookupFailed,
	},
	{
		code: checks.NotAllowed, severity: checks.Critical,
		title:  "certdesk may not connect to this server",
		target: notAllowed,
	},
	{
		code: checks.NotTested, severity: checks.Info,
		title:  "Nothing was tested from here",
		target: notTested,
	},
}

// ours are the codes that say nothing of the server.
var ours = []checks.Code{checks.LookupFailed, checks.NotAllowed, checks.NotTested}

// lookupTexts say why our own name server is of no use; whole goes on after
// "Nothing is known about imap.corp.com: ".
var lookupTexts = map[checks.DNSKind]struct{ whole, detail string }{
	checks.DNSResolverSilent: {
		"our own name server does not answer",
		"The name server that certdesk asks does not answer, not even a question about another name.",
	},
	checks.DNSResolverFails: {
		"our own name server fails",
		"The name server that certdesk asks fails, also for a question about another name.",
	},
	checks.DNSRefused: {
		"our own name server refuses to answer",
		"The name server that certdesk asks refuses to answer for this name.",
	},
	checks.DNSCutShort: {
		"the time was up before its name was looked up",
		"The check ended before the name was looked up.",
	},
}

func lookupFailed(s *survey) *sight {
	f := s.facts
	if f.DNS == nil || !f.DNS.Failure.Ours() {
		return nil
	}
	text := lookupTexts[f.DNS.Failure]
	cure := " The person who runs certdesk can check its name server (--resolver, CERTDESK_RESOLVER, or that of the machine)."
	if f.DNS.Failure == checks.DNSCutShort {
		cure = " Ask again, or give it more time (--timeout)."
	}
	return &sight{
		detail:   text.detail + " This says nothing about the name or the server." + cure,
		evidence: &checks.LookupFailedEvidence{Name: host(f), Kind: f.DNS.Failure},
		whole:    nothingKnown(f) + text.whole,
	}
}

func nothingKnown(f *checks.Facts) string { return "Nothing is known about " + host(f) + ": " }

// untested says why an address was not tested: brief stands beside the address,
// whole goes on after "Nothing is known about imap.corp.com: ", detail after the
// addresses ("192.0.2.1 and 192.0.2.2 ").
type untested struct{ brief, whole, detail string }

var untestedTexts = map[checks.Cause]untested{
	checks.CauseUnroutable: {
		"not tested: no route from here",
		"this machine has no route to it",
		"could not be tested: this machine has no route there. Often IPv6 is missing here.",
	},
	checks.CauseNotAllowed: {
		"not tested: not allowed from here",
		"certdesk may not connect to it",
		"may not be reached by certdesk, so nothing was tried.",
	},
	checks.CauseLocalFault: {
		"not tested: a fault on this machine",
		"this machine could open no connection",
		"could not be tested: this machine could open no connection (no free port, file or memory).",
	},
	checks.CauseCutShort: {
		"not tested: the time was up",
		"the time was up before it could answer",
		"had no time to answer: the check ended before.",
	},
	checks.CauseLoopbackTwin: {"connection refused; the other address of this machine answers", "", ""},
}

// untestedText is the text for a cause; a new one gets the plainest.
func untestedText(cause checks.Cause) untested {
	if text, known := untestedTexts[cause]; known {
		return text
	}
	return untested{"not tested", "it could not be tested from here", "could not be tested from here."}
}

// kept are the endpoints that one of these causes kept from being tested.
func (s *survey) kept(because func(checks.Cause) bool) []int {
	var out []int
	for i := range s.facts.Endpoints {
		if e := &s.facts.Endpoints[i]; e.Outcome == checks.OutcomeNotTested && because(e.Cause) {
			out = append(out, i)
		}
	}
	return out
}

func notAllowed(s *survey) *sight {
	where := s.kept(func(c checks.Cause) bool { return c == checks.CauseNotAllowed })
	if len(where) == 0 {
		return nil
	}
	f, text := s.facts, untestedTexts[checks.CauseNotAllowed]
	out := &sight{
		detail:   checks.List(s.addresses(where), 4) + " " + text.detail + " The person who runs certdesk decides what it may reach.",
		evidence: &checks.NotAllowedEvidence{NotAllowed: s.addresses(where)},
		whole:    nothingKnown(f) + text.whole,
	}
	if len(s.tested) > 0 {
		out.severity, out.title = checks.Info, "Not every address was tested"
	}
	return out
}

// rootless are the endpoints that showed a certificate where certdesk has no list
// of roots to judge it by.
func (s *survey) rootless() []int {
	var out []int
	for i := range s.views {
		v := &s.views[i]
		if v.endpoint.Judgement.Rootless() && !slices.Contains(out, v.at) {
			out = append(out, v.at)
		}
	}
	return out
}

// noRoots tells that trust was not judged. What else is wrong with the
// certificate is told beside it, and decides.
func noRoots(f *checks.Facts) *sight {
	return &sight{
		title: "certdesk has no list of trusted roots",
		detail: "certdesk has no list of trusted roots, so nothing can be said about trust in this certificate." +
			" The person who runs certdesk can give it one (--trust or --ca-file, CERTDESK_TRUST or CERTDESK_CA_FILE).",
		whole: subject(f) + " cannot be judged: certdesk has no list of trusted roots",
	}
}

// notTested tells of addresses of which nothing is known for another reason, of a
// server that showed no certificate to judge, and of handshakes that got no answer:
// to call any of them fine would be a guess.
func notTested(s *survey) *sight {
	out, evidence := untestedAddresses(s)
	return s.unansweredToo(s.beyondToo(out, evidence))
}

// beyondToo adds that a name has more addresses than were looked at.
func (s *survey) beyondToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	dns := s.facts.DNS
	if dns == nil || dns.Beyond == 0 {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseTooMany}
		out = &sight{title: "Not every address was tested", evidence: evidence}
	} else {
		out.detail += " "
	}
	evidence.Total = len(dns.Addresses) + dns.Beyond
	out.detail += "The name has " + strconv.Itoa(len(dns.Addresses)+dns.Beyond) + " addresses, and certdesk looks at " + strconv.Itoa(len(dns.Addresses)) + " of them."
	return out, evidence
}

// unansweredToo adds the handshakes that got no answer.
func (s *survey) unansweredToo(out *sight, evidence *checks.NotTestedEvidence) *sight {
	silent, where := s.unanswered()
	if len(silent) == 0 {
		return out
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoAnswer}
		out = &sight{title: "Not every handshake was answered", evidence: evidence}
	} else {
		out.detail += " "
	}
	evidence.Unanswered = silent
	out.detail += "The server did not answer a handshake for " + checks.List(silent, 4) + " in time, so a certificate that it shows there was not seen."
	if len(s.tested) > 1 {
		evidence.UnansweredAt = s.addresses(where)
	}
	out.detail += " Ask again, or give it more time (--timeout)."
	return out
}

// unanswered names the handshakes about certificates that got no answer, and the
// endpoints where.
func (s *survey) unanswered() (labels []string, where []int) {
	for _, i := range s.tested {
		for _, hello := range s.facts.Endpoints[i].Unanswered {
			label := versionNames[hello.Version] + " with " + hello.Key
			if !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
			if !slices.Contains(where, i) {
				where = append(where, i)
			}
		}
	}
	return labels, where
}

func untestedAddresses(s *survey) (*sight, *checks.NotTestedEvidence) {
	f := s.facts
	where := s.kept(func(c checks.Cause) bool { return c != checks.CauseNotAllowed && c != checks.CauseLoopbackTwin })
	rootless := s.rootless()
	text := untested{whole: "it showed no certificate that could be judged", detail: "showed no certificate that could be judged."}
	cause := checks.CauseNoCertificate
	switch {
	case len(where) > 0:
		cause = f.Endpoints[where[0]].Cause
		text = untestedText(f.Endpoints[where[0]].Cause)
	case len(rootless) > 0:
		evidence := &checks.NotTestedEvidence{Cause: checks.CauseNoTrustedRoots}
		out := noRoots(f)
		out.evidence = evidence
		return out, evidence
	case f.Offline || f.DNS != nil && f.DNS.Failure != "":
		return nil, nil
	case len(f.Endpoints) == 0:
		evidence := &checks.NotTestedEvidence{Cause: checks.CauseNoAddress}
		return &sight{
			detail:   "There was no address to test.",
			evidence: evidence,
			whole:    nothingKnown(f) + "there was no address to test",
		}, evidence
	default:
		if where = s.unjudged(); len(where) == 0 {
			return nil, nil
		}
	}
	evidence := &checks.NotTestedEvidence{NotTested: s.addresses(where), Cause: cause}
	out := &sight{
		detail:   checks.List(s.addresses(where), 4) + " " + text.detail,
		evidence: evidence,
		whole:    nothingKnown(f) + text.whole,
	}
	for _, i := range s.tested {
		if !slices.Contains(where, i) {
			out.title = "Not every address was tested"
		}
	}
	if more := s.otherwise(where); more > 0 {
		out.detail += " " + strconv.Itoa(more) + " of these for another reason."
	}
	if len(rootless) > 0 { // of the other addresses something is known, and this is missing
		roots := noRoots(f)
		out.detail += " " + roots.detail
		out.whole = roots.whole
		evidence.Trust = checks.CauseNoTrustedRoots
	}
	return out, evidence
}

// otherwise counts the endpoints of a list whose cause is another than that of
// the first.
func (s *survey) otherwise(where []int) int {
	n := 0
	for _, i := range where {
		if s.facts.Endpoints[i].Cause != s.facts.Endpoints[where[0]].Cause {
			n++
		}
	}
	return n
}

// unjudged are the endpoints that were tested, of which nothing bad is known and
// nothing good either.
func (s *survey) unjudged() []int {
	var out []int
	for _, i := range s.tested {
		if s.brief[i] == "" && !s.facts.Endpoints[i].Judged() {
			out = append(out, i)
		}
	}
	return out
}

// WayClosed is the finding, and the summary, for a server at a port that many
// networks close, in place of `unreachable`: that no connection came about may be
// the network here. false where something else is wrong.
func WayClosed(r *checks.Report) (checks.Finding, string, bool) {
	var addresses []string
	for i := range r.Findings {
		f := &r.Findings[i]
		cause := checks.EvidenceOf[checks.UnreachableEvidence](f.Evidence).Cause
		switch cmp.Or(cause, checks.EvidenceOf[checks.NotTestedEvidence](f.Evidence).Cause) {
		case checks.CauseRefused, checks.CauseTimeout, checks.CauseUnroutable:
		default:
			return checks.Finding{}, "", false
		}
	}
	for _, e := range r.Endpoints {
		addresses = append(addresses, e.Address)
	}
	if len(r.Findings) == 0 || len(addresses) == 0 {
		return checks.Finding{}, "", false
	}
	f := &checks.Facts{Target: checks.Target{Host: r.Target.Host}}
	return checks.Finding{
		Code: checks.NotTested, Severity: checks.Info, Title: say.Literal("Nothing was tested from here"),
		Detail:   say.Literal("Port " + strconv.Itoa(r.Target.Port) + " of " + host(f) + " took no connection. Many networks close that port, so this says nothing about the server."),
		Evidence: checks.Evidence{Of: &checks.NotTestedEvidence{NotTested: addresses, Cause: checks.CauseWayClosed}},
	}, nothingKnown(f) + "port " + strconv.Itoa(r.Target.Port) + " took no connection, and many networks close it.", true
}
