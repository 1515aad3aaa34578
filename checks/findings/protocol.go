package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// ofMailPrograms are the protocols that mail programs speak, each with those that
// begin with the same words: their greetings do not tell them apart.
var ofMailPrograms = map[string][]string{
	"imap": nil, "pop3": nil, "smtp": {"lmtp", "ftp"},
}

// wrongProtocol: the usual port of one mail protocol speaks another. It works for those
// who know that, and for no account that is set up as usual.
func wrongProtocol(f *checks.Facts, e *checks.Endpoint) *sight {
	service, known := services.ByPort(f.Target.Port)
	alike, mail := ofMailPrograms[service.Protocol]
	if e.TLS == nil || !e.TLS.Completed || e.Behind.TurnsAway || !known || !mail || f.Offline {
		return nil
	}
	spoken := e.Behind.Protocol
	if e.Mode == checks.ModeSTARTTLS {
		spoken = e.Protocol
	}
	for _, fits := range append([]string{"", service.Protocol, f.Target.Protocol}, alike...) {
		if spoken == fits {
			return nil
		}
	}
	port, found, expected := say.Port("port", f.Target.Port), label(spoken), say.Term("expected", service.Label)
	found.Slot = "found"
	s := &sight{
		evidence: &checks.WrongProtocolEvidence{Port: f.Target.Port, Expected: service.Protocol, Protocol: spoken},
		detail: say.Join(
			say.S("Port {port} is usually for {expected}, but this server uses {found} there.", port, expected, found),
			say.S("An account with the usual settings cannot use it.")),
		whole: say.S("{host} works, but port {port} uses {found} instead of the usual {expected}.", hostIn(f), port, found, expected),
	}
	if partial(f, e) {
		s.steps = []int{10}
	}
	return s
}
