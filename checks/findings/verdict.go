package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Verdict is the one word for a set of findings. A finding of any other kind
// outweighs those that say that nothing could be judged: if one address gave a
// certificate, the answer is about certificates. Trusted needs proof: every
// address that was tested showed a certificate that was judged, and one was.
func Verdict(f *checks.Facts, found []checks.Finding) checks.Verdict {
	verdict := checks.VerdictTrusted
	for i := range found {
		if v := verdictOf(found[i].Code, found[i].Severity, found[i].Evidence); v.Weight() > verdict.Weight() && v != checks.VerdictUnknown {
			verdict = v
		}
	}
	if verdict == checks.VerdictTrusted && !proven(f) || verdict == checks.VerdictWarning && !f.Judged() {
		return checks.VerdictUnknown
	}
	return verdict
}

// proven tells whether all that was tested was judged, and something was.
func proven(f *checks.Facts) bool {
	for i := range f.Endpoints {
		if e := &f.Endpoints[i]; e.Outcome != checks.OutcomeNotTested && !e.Judged() {
			return false
		}
	}
	return f.Judged()
}

// verdictOf weighs one finding. What some connections met alone leaves a server
// that was judged, so it is never "no TLS".
func verdictOf(code checks.Code, severity checks.Severity, evidence checks.Evidence) checks.Verdict {
	switch severity {
	case checks.Info:
		return checks.VerdictTrusted
	case checks.Warning:
		return checks.VerdictWarning
	}
	if evidence.Sometimes() {
		return checks.VerdictUntrusted
	}
	switch code {
	case checks.LookupFailed, checks.NotAllowed:
		return checks.VerdictUnknown
	case checks.DNSFailure, checks.Unreachable, checks.ServerRefused:
		return checks.VerdictUnreachable
	case checks.NotTLS, checks.STARTTLSNotOffered:
		return checks.VerdictNoTLS
	}
	return checks.VerdictUntrusted
}

// EndpointVerdict is the verdict for one address by itself, and a short phrase
// for what is wrong there ("connection refused"); the phrase is empty where
// nothing critical is. An address that was not tested says so.
func EndpointVerdict(f *checks.Facts, i int) (checks.Verdict, say.Text) {
	e := &f.Endpoints[i]
	if e.Outcome == checks.OutcomeNotTested {
		return checks.VerdictUnknown, untestedText(e.Cause).brief
	}
	return examineOne(f, i).outcome()
}

// ChainVerdict is the verdict for one address if it showed that chain alone: nil
// for the chain of its main conversation.
func ChainVerdict(f *checks.Facts, i int, shown *checks.Shown) checks.Verdict {
	s := &survey{facts: f, tested: []int{i}}
	if shown == nil {
		s.views = []view{{at: i, main: true, endpoint: &f.Endpoints[i]}}
	} else {
		v := beside(i, &f.Endpoints[i], shown)
		v.main = true
		s.views = []view{v}
	}
	s.askAddresses()
	s.sort()
	verdict, _ := s.outcome()
	return verdict
}

// outcome is the verdict of the findings, and the worst one in short.
func (s *survey) outcome() (checks.Verdict, say.Text) {
	verdict := checks.VerdictTrusted
	for k := range s.found {
		if v := verdictOf(s.found[k].rule.code, s.found[k].severity(), checks.Evidence{Of: s.found[k].sight.evidence}); v.Weight() > verdict.Weight() {
			verdict = v
		}
	}
	switch {
	case verdict.Weight() <= checks.VerdictWarning.Weight() && slices.ContainsFunc(s.views, func(v view) bool { return !v.endpoint.Judged() }):
		if slices.ContainsFunc(s.views, func(v view) bool { return v.endpoint.Judgement.Rootless() }) {
			return checks.VerdictUnknown, say.P("brief", "no trusted root certificates to check against")
		}
		return checks.VerdictUnknown, say.P("brief", "no certificate to check")
	case len(s.found) == 0 || s.found[0].severity() != checks.Critical:
		return verdict, nil
	}
	return verdict, s.found[0].brief()
}
