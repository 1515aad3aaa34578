package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// What the other connections met.
var (
	othersInClear   = say.S("The others were answered without encryption, so a mail app connects only sometimes.")
	othersUnoffered = say.S("The others offered no STARTTLS, so a mail app connects only sometimes.")
	othersEnded     = say.S("The server ended the handshake with the others, so a mail app connects only sometimes.")
)

// sometimes is the finding for a fault that some connections to an address met and
// others did not; nil if there was none. others says what the others met.
func sometimes(e *checks.Endpoint, ended checks.Outcome, others say.Text) *sight {
	o := e.Otherwise
	if o == nil || o.Outcome != ended {
		return nil
	}
	return &sight{
		title: say.S("Some connections reach TLS and others do not"),
		steps: []int{checks.StepContact},
		detail: say.Join(
			say.N("{through} of {n} connection reached TLS.", "{through} of {n} connections reached TLS.", o.Of, say.Count("through", o.Of-o.Failed)),
			others,
			say.S("Several servers seem to share this address, and they are not set up alike.")),
	}
}

// intermittent are the values of such a fact.
func intermittent(e *checks.Endpoint) checks.IntermittentEvidence {
	return checks.IntermittentEvidence{Intermittent: true, Failed: e.Otherwise.Failed, Connections: e.Otherwise.Of}
}
