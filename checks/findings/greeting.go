package findings

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What came of waiting for the first words behind TLS: servers of mail protocols greet
// their clients, and one that does not serves no mail, however good its certificate.

// hangsUpBehind: servers of the port's protocol greet first, and this one leaves before.
// There is a certificate to judge, which the verdict goes by.
func hangsUpBehind(f *checks.Facts, e *checks.Endpoint) *sight {
	evidence := &checks.ServerRefusedEvidence{Address: e.Place(), Cause: e.Behind.Cause, Stage: checks.StageGreeting}
	s := &sight{
		severity: checks.Warning,
		title:    say.S("The server ends the connection without a greeting"),
		detail: say.Join(
			say.S("It sets up encryption and then ends the connection without a word, twice in a row."),
			say.S("A mail server greets its clients first. Often encryption is set up by a proxy, and the mail server behind it is down.")),
		evidence: evidence,
		whole:    say.S("{Place} sets up encryption, but then ends the connection without a word.", place(f)),
		brief:    say.P("brief", "no greeting"),
		steps:    stepsFor(f, e, 10),
	}
	if n, tested := behindTLS(f, checks.FirstWords.HungUp); n < tested {
		s.whole = say.N("{n} of {total} addresses for {host} ends the connection without a word after encryption was set up.",
			"{n} of {total} addresses for {host} end the connection without a word after encryption was set up.", n, say.Count("total", tested), hostIn(f))
	}
	return s.besides(f, &evidence.SiblingEvidence, say.P("state", "ends the connection without a word"))
}

// behindTLS counts the addresses whose first words behind TLS are such, and those that
// were tested.
func behindTLS(f *checks.Facts, such func(checks.FirstWords) bool) (n, tested int) {
	for i := range f.Endpoints {
		switch e := &f.Endpoints[i]; {
		case e.Outcome == checks.OutcomeNotTested:
			continue
		case e.Outcome == checks.OutcomeTLS && such(e.Behind):
			n++
		}
		tested++
	}
	return n, tested
}

func silentBehind(w checks.FirstWords) bool { return w.Unheard() && w.Cause == checks.CauseSilent }

// unheard is the first endpoint that was waited for in vain, or not long enough; nil if
// there is none.
func unheard(f *checks.Facts) *checks.Endpoint {
	for i := range f.Endpoints {
		if e := &f.Endpoints[i]; e.Outcome == checks.OutcomeTLS && e.Behind.Unheard() {
			return e
		}
	}
	return nil
}

// unheardToo adds that a server was not heard to greet behind TLS. It may greet late, so
// what ended the wait is certdesk's own limit.
func (s *survey) unheardToo(out *sight, evidence *checks.NotTestedEvidence) (*sight, *checks.NotTestedEvidence) {
	e := unheard(s.facts)
	if e == nil {
		return out, evidence
	}
	if out == nil {
		evidence = &checks.NotTestedEvidence{Cause: checks.CauseNoAnswer}
		out = &sight{title: say.S("The server was not heard to answer after encryption was set up"), evidence: evidence}
	}
	evidence.Greeting = e.Behind.Cause
	switch e.Behind.Cause {
	case checks.CauseSilent:
		out.steps = []int{10}
		out.detail = say.Join(out.detail,
			say.N("After encryption was set up, the server said nothing for {n} second.", "After encryption was set up, the server said nothing for {n} seconds.",
				int(e.Behind.Waited.Round(time.Second)/time.Second)),
			say.S("A mail server greets its clients first. It may be slow, or the mail server behind a proxy may hang."))
	case checks.CauseProxySilent:
		out.detail = say.Join(out.detail,
			say.S("After encryption was set up, nothing came through certdesk's proxy. A mail server greets its clients first."))
	default:
		out.detail = say.Join(out.detail,
			say.S("The check ended before the server's greeting could come."), askAgain)
	}
	var where []int
	for _, i := range s.tested {
		if at := &s.facts.Endpoints[i]; at.Outcome == checks.OutcomeTLS && at.Behind.Unheard() {
			where = append(where, i)
		}
	}
	if len(where) < len(s.tested) {
		out.detail = say.Join(out.detail, say.S("This is so at {n} of {total} addresses: {addresses}.",
			say.Count("n", len(where)), say.Count("total", len(s.tested)), say.Hosts("addresses", 4, s.addresses(where))))
	}
	return out, evidence
}
