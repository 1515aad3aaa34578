package findings

import (
	"cmp"
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Ours: what kept certdesk from looking. None of it is a fault of the server, and the
// user has no step to take; the detail says who can act. If something was seen of the
// server all the same, that decides the verdict, and these findings are told beside it.
var ourRules = []rule{
	{
		code: checks.LookupFailed, severity: checks.Critical,
		title:  say.S("certdesk could not look up the name"),
		target: lookupFailed,
	},
	{
		code: checks.NotAllowed, severity: checks.Critical,
		title:  say.S("certdesk may not connect to this server"),
		target: notAllowed,
	},
	{
		code: checks.NotTested, severity: checks.Info,
		title:  untestedTitle,
		target: notTested,
	},
}

var untestedTitle = say.S("certdesk could not test this server")

// ours are the codes that say nothing of the server.
var ours = []checks.Code{checks.LookupFailed, checks.NotAllowed, checks.NotTested}

// lookupTexts say why our own name server is of no use: whole as a phrase in
// nothingKnown, detail as a sentence.
var lookupTexts = map[checks.DNSKind]struct{ whole, detail say.Text }{
	checks.DNSResolverSilent: {
		say.P("not known", "certdesk's own DNS server does not answer"),
		say.S("The DNS server that certdesk uses does not answer, not even a question about another name."),
	},
	checks.DNSResolverFails: {
		say.P("not known", "certdesk's own DNS server reports an error"),
		say.S("The DNS server that certdesk uses reports an error, also for a question about another name."),
	},
	checks.DNSRefused: {
		say.P("not known", "certdesk's own DNS server refuses to answer"),
		say.S("The DNS server that certdesk uses refuses to answer for this name."),
	},
	checks.DNSCutShort: {
		say.P("not known", "the time ran out before its name was looked up"),
		say.S("The check ended before the name was looked up."),
	},
}

func lookupFailed(s *survey) *sight {
	f := s.facts
	if f.DNS == nil || !f.DNS.Failure.Ours() {
		return nil
	}
	text := lookupTexts[f.DNS.Failure]
	cure := say.S("The person who runs certdesk can check its DNS server (--resolver, CERTDESK_RESOLVER, or that of the machine).")
	if f.DNS.Failure == checks.DNSCutShort {
		cure = askAgain
	}
	return &sight{
		detail:   say.Join(text.detail, say.S("This says nothing about the name or the server."), cure),
		evidence: &checks.LookupFailedEvidence{Name: host(f), Kind: f.DNS.Failure},
		whole:    nothingKnown(f, text.whole),
	}
}

// nothingKnown says why nothing is known of the server.
func nothingKnown(f *checks.Facts, because say.Text) say.Text {
	return say.S("Nothing is known about {host}: {reason}.", hostIn(f), say.Sub("reason", because))
}

// untested says why an address was not tested: brief stands beside the address,
// whole in nothingKnown; detail is a sentence after the one about the addresses.
type untested struct{ brief, whole, detail say.Text }

var notFromHere = say.P("not known", "certdesk could not test it")

var untestedTexts = map[checks.Cause]untested{
	checks.CauseUnroutable: {
		say.P("brief", "not tested: no route from certdesk"),
		say.P("not known", "certdesk has no network route to it"),
		say.S("certdesk has no network route there. Often its network has no IPv6."),
	},
	checks.CauseNotAllowed: {
		say.P("brief", "not tested: not allowed for certdesk"),
		say.P("not known", "certdesk may not connect to it"),
		say.S("certdesk may not connect there."),
	},
	checks.CauseLocalFault: {
		say.P("brief", "not tested: a problem where certdesk runs"),
		say.P("not known", "certdesk could not open a connection"),
		say.S("certdesk could not open a connection (no free port, file or memory)."),
	},
	checks.CauseCutShort: {
		say.P("brief", "not tested: the time ran out"),
		say.P("not known", "the time ran out before it could answer"),
		say.S("The check ended before an answer could come."),
	},
	checks.CauseNetworkDown: {
		say.P("brief", "not tested: nothing answers certdesk"),
		say.P("not known", "nothing answers certdesk at the moment, not even its own DNS server"),
		say.S("No answer came, and certdesk's own DNS server did not answer either. The problem may be the network of certdesk."),
	},
	checks.CauseProxyAway: {
		say.P("brief", "not tested: certdesk cannot reach its proxy"),
		say.P("not known", "certdesk cannot reach its proxy"),
		say.S("certdesk cannot reach its proxy."),
	},
	checks.CauseProxyLogin: {
		say.P("brief", "not tested: the proxy refuses certdesk's password"),
		say.P("not known", "the proxy did not accept certdesk's user name and password"),
		say.S("The proxy did not accept certdesk's user name and password."),
	},
	checks.CauseProxyForbids: {
		say.P("brief", "not tested: the proxy does not allow it"),
		say.P("not known", "certdesk's proxy does not allow the connection"),
		say.S("The rules of certdesk's proxy do not allow this connection."),
	},
	checks.CauseProxyFailed: {
		say.P("brief", "not tested: the proxy made no connection"),
		say.P("not known", "certdesk's proxy made no connection to it"),
		say.S("certdesk's proxy made no connection. The cause may be the name, the server or the proxy's network."),
	},
	checks.CauseProxyReply: {
		say.P("brief", "not tested: the proxy gave no usable answer"),
		say.P("not known", "certdesk's proxy gave no usable answer"),
		say.S("certdesk's proxy did not answer as a proxy does."),
	},
	checks.CauseProxySilent: {
		say.P("brief", "not tested: nothing came through the proxy"),
		say.P("not known", "nothing came back through certdesk's proxy"),
		say.S("Nothing came back through certdesk's proxy. The cause may be the server or the proxy's network."),
	},
	checks.CauseLoopbackTwin: {brief: say.P("brief", "connection refused, but the other address of this machine answers")},
}

var otherUntested = untested{brief: say.P("brief", "not tested"), whole: notFromHere}

// untestedText is the text for a cause; a cause without one of its own gets the most
// general.
func untestedText(cause checks.Cause) untested {
	if text, known := untestedTexts[cause]; known {
		return text
	}
	return otherUntested
}

// untestedAt says which addresses were not tested.
func (s *survey) untestedAt(where []int) say.Text {
	return say.S("Not tested: {addresses}.", say.Hosts("addresses", 4, s.addresses(where)))
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
		detail:   say.Join(s.untestedAt(where), text.detail, say.S("The person who runs certdesk decides what it may reach.")),
		evidence: &checks.NotAllowedEvidence{NotAllowed: s.addresses(where)},
		whole:    nothingKnown(f, text.whole),
	}
	if len(s.tested) > 0 {
		out.severity, out.title = checks.Info, notEvery
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
		title: say.S("certdesk has no trusted root certificates"),
		detail: say.Join(
			say.S("certdesk has no trusted root certificates, so it cannot check if this certificate is trusted."),
			say.S("The person who runs certdesk can add them (--trust or --ca-file, CERTDESK_TRUST or CERTDESK_CA_FILE).")),
		whole: say.S("{Subject} cannot be checked: certdesk has no trusted root certificates.", say.Sub("subject", subject(f))),
	}
}

var notEvery = say.S("Not every address was tested")

// notTested tells of addresses of which nothing is known for another reason, of a
// server that showed no certificate to judge, of handshakes that got no answer, and of
// records that were not found out: to call any of them fine would be a guess.
func notTested(s *survey) *sight {
	out, evidence := untestedAddresses(s)
	out, evidence = s.beyondToo(out, evidence)
	out, evidence = s.unansweredToo(out, evidence)
	out, evidence = s.unaskedToo(out, evidence)
	out, evidence = s.windowsToo(out, evidence)
	return s.daneToo(out, evidence)
}

// beyondToo adds to notTested that a name has more addresses than were looked at.
func (s *survey) beyondToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	dns := s.facts.DNS
	if dns == nil || dns.Beyond == 0 {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseTooMany}
		out = &sight{title: notEvery, evidence: evidence}
	}
	evidence.Total = len(dns.Addresses) + dns.Beyond
	out.detail = say.Join(out.detail, say.S("The name has {n} addresses, and certdesk tests {tested} of them.",
		say.Count("n", evidence.Total), say.Count("tested", len(dns.Addresses))))
	return out, evidence
}

// unansweredToo adds to notTested the handshakes that got no answer.
func (s *survey) unansweredToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	silent, where := s.hellos(func(e *checks.Endpoint) []checks.Hello { return e.Unanswered })
	if len(silent) == 0 {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoAnswer}
		out = &sight{title: say.S("Not every handshake was answered"), evidence: evidence}
	}
	evidence.Unanswered = silent
	if len(s.tested) > 1 {
		evidence.UnansweredAt = s.addresses(where)
	}
	out.detail = say.Join(out.detail,
		say.S("certdesk got no answer to a handshake for {list} in time.", say.Subs("list", 4, handshakes(silent))),
		say.S("certdesk did not see which certificate it sends there."),
		askAgain)
	return out, evidence
}

// unaskedToo adds to notTested the handshakes for which no connection was left.
func (s *survey) unaskedToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	unasked, where := s.hellos(func(e *checks.Endpoint) []checks.Hello { return e.Unasked })
	if len(unasked) == 0 {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoRoom}
		out = &sight{title: notEveryHandshake, evidence: evidence}
	}
	evidence.Unasked = unasked
	if len(s.tested) > 1 {
		evidence.UnaskedAt = s.addresses(where)
	}
	out.detail = say.Join(out.detail,
		say.S("certdesk makes only a few connections to a server, and this one ended some of them."),
		say.S("So it did not see which certificate the server sends for {list}.", say.Subs("list", 4, handshakes(unasked))),
		say.S("Check again later."))
	return out, evidence
}

var notEveryHandshake = say.S("Not every handshake was tested")

// windowsToo adds to notTested that the server was not seen to take what Windows offers.
func (s *survey) windowsToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	if !slices.ContainsFunc(s.tested, func(i int) bool { return s.facts.Endpoints[i].WindowsUnknown }) {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoAnswer}
		out = &sight{title: notEveryHandshake, evidence: evidence}
	}
	evidence.WindowsUnknown = true
	out.detail = say.Join(out.detail,
		say.S("The server chose encryption each time that Windows offers only when it is told to."),
		say.S("certdesk could not find out whether the server takes what Windows offers."),
		askAgain)
	return out, evidence
}

// daneToo adds that DNS did not say whether the server's certificate has to match any
// records: mail servers that check them hold mail back meanwhile (RFC 7672 §2.1.1).
func (s *survey) daneToo(out *sight, evidence *checks.NotTestedEvidence) *sight {
	f := s.facts
	if f.Policy == nil || f.Policy.DANEUnknown == "" || len(s.views) == 0 {
		return out
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoAnswer}
		out = &sight{title: say.S("TLSA records (DANE) were not compared"), evidence: evidence}
	}
	evidence.DANE = f.Policy.DANEUnknown
	if evidence.DANE == checks.DNSBogus {
		out.detail = say.Join(out.detail,
			say.S("The signatures (DNSSEC) of the answers about {host} are not valid, so certdesk did not compare the certificate with TLSA records (DANE).", hostIn(f)),
			say.S("Mail servers that check DANE hold mail to this server back until that is mended."))
		return out
	}
	out.detail = say.Join(out.detail,
		say.S("DNS did not answer in full whether there are TLSA records (DANE) for {host}, so certdesk did not compare the certificate with them.", hostIn(f)),
		askAgain)
	return out
}

// hellos names handshakes about certificates, and the endpoints where they are.
func (s *survey) hellos(of func(*checks.Endpoint) []checks.Hello) (labels []string, where []int) {
	for _, i := range s.tested {
		for _, hello := range of(&s.facts.Endpoints[i]) {
			label := helloLabel(hello)
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
	text := untested{
		whole:  say.P("not known", "it sent no certificate that could be checked"),
		detail: say.S("The server sent no certificate that could be checked."),
	}
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
			detail:   say.S("There was no address to test."),
			evidence: evidence,
			whole:    nothingKnown(f, say.P("not known", "there was no address to test")),
		}, evidence
	default:
		if where = s.unjudged(); len(where) == 0 {
			return nil, nil
		}
	}
	evidence := &checks.NotTestedEvidence{NotTested: s.addresses(where), Cause: cause}
	out := &sight{
		detail:   say.Join(s.untestedAt(where), text.detail),
		evidence: evidence,
		whole:    nothingKnown(f, text.whole),
	}
	s.proxyToo(out, evidence, where)
	for _, i := range s.tested {
		if !slices.Contains(where, i) {
			out.title = notEvery
		}
	}
	if more := s.otherwise(where); more > 0 {
		out.detail = say.Join(out.detail, say.N("{n} of these has another reason.", "{n} of these have another reason.", more))
	}
	if len(rootless) > 0 { // of the other addresses something is known, and this is missing
		roots := noRoots(f)
		out.detail = say.Join(out.detail, roots.detail)
		out.whole = roots.whole
		evidence.Trust = checks.CauseNoTrustedRoots
	}
	return out, evidence
}

// maxProxyReply bounds the words of a proxy, in bytes.
const maxProxyReply = 80

// proxyToo adds what a proxy answered that kept the first of the endpoints from
// being tested, and which one it is.
func (s *survey) proxyToo(out *sight, evidence *checks.NotTestedEvidence, where []int) {
	e := &s.facts.Endpoints[where[0]]
	switch e.Cause {
	case checks.CauseProxyAway, checks.CauseProxyLogin, checks.CauseProxyForbids, checks.CauseProxyFailed, checks.CauseProxyReply, checks.CauseProxySilent:
	default:
		return
	}
	if evidence.ProxyReply = say.Clean(e.ProxyReply, maxProxyReply); evidence.ProxyReply != "" {
		out.detail = say.Join(out.detail, say.S("The proxy answered: {reply}.", say.Foreign("reply", evidence.ProxyReply)))
	}
	out.detail = say.Join(out.detail, say.S("The person who runs certdesk can check the proxy {proxy} (--proxy, CERTDESK_PROXY).", say.Code("proxy", s.facts.Proxy)))
}

// otherwise counts the endpoints whose cause differs from that of the first.
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
		if s.brief[i].Empty() && !s.facts.Endpoints[i].Judged() {
			out = append(out, i)
		}
	}
	return out
}

// WayClosed is the finding, and the summary, for a server at a port that many
// networks close, in place of `unreachable`: that no connection came about may be
// the network here. false where something else is wrong.
func WayClosed(r *checks.Report) (checks.Finding, say.Text, bool) {
	var addresses []string
	for i := range r.Findings {
		f := &r.Findings[i]
		cause := checks.EvidenceOf[checks.UnreachableEvidence](f.Evidence).Cause
		switch cmp.Or(cause, checks.EvidenceOf[checks.NotTestedEvidence](f.Evidence).Cause) {
		case checks.CauseRefused, checks.CauseTimeout, checks.CauseUnroutable:
		default:
			return checks.Finding{}, nil, false
		}
	}
	for _, e := range r.Endpoints {
		addresses = append(addresses, e.Address)
	}
	if len(r.Findings) == 0 || len(addresses) == 0 {
		return checks.Finding{}, nil, false
	}
	f := &checks.Facts{Target: checks.Target{Host: r.Target.Host}}
	port := say.Port("port", r.Target.Port)
	return checks.Finding{
		Code: checks.NotTested, Severity: checks.Info, Title: untestedTitle,
		Detail: say.Join(
			say.S("Port {port} on {host} took no connection.", port, hostIn(f)),
			say.S("Many networks block that port, so this says nothing about the server.")),
		Evidence: checks.Evidence{Of: &checks.NotTestedEvidence{NotTested: addresses, Cause: checks.CauseWayClosed}},
	}, nothingKnown(f, say.P("not known", "port {port} took no connection, and many networks block it", port)), true
}
