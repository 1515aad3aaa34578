package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// ofMailPrograms are the protocols that mail programs speak.
var ofMailPrograms = []string{"imap", "pop3", "smtp"}

// alike are protocols that begin with the same words: their greetings do not tell them
// apart, and of the first ones not even the dialogue does.
var alike, alikeBehindTLS = map[string][]string{
	"smtp": {"lmtp"}, "lmtp": {"smtp"}, "xmpp": {"xmpp-server"}, "xmpp-server": {"xmpp"},
}, map[string][]string{"smtp": {"ftp"}, "lmtp": {"ftp"}, "ftp": {"smtp", "lmtp"}}

// wrongProtocol: the usual port of one protocol speaks another. It works for those
// who know that, and for no account that is set up as usual.
func wrongProtocol(f *checks.Facts, e *checks.Endpoint) *sight {
	service, _ := services.ByPort(f.Target.Port)
	spoken := spokenInstead(f, e, service)
	if spoken == "" {
		return nil
	}
	port, found, expected := say.Port("port", f.Target.Port), label(spoken), say.Term("expected", service.Label)
	found.Slot = "found"
	s := &sight{
		evidence: &checks.WrongProtocolEvidence{Port: f.Target.Port, Expected: service.Protocol, Protocol: spoken},
		detail:   say.S("Port {port} is usually for {expected}, but this server uses {found} there.", port, expected, found),
		whole:    say.S("{host} works, but port {port} uses {found} instead of the usual {expected}.", hostIn(f), port, found, expected),
	}
	if slices.Contains(ofMailPrograms, service.Protocol) {
		s.detail = say.Join(s.detail, say.S("An account with the usual settings cannot use it."))
	}
	if !slices.Contains(ofMailPrograms, spoken) { // no account works with it
		s.whole = say.S("The certificate of {host} is OK, but port {port} uses {found} instead of the usual {expected}.", hostIn(f), port, found, expected)
	}
	if slices.ContainsFunc(f.Endpoints, func(other checks.Endpoint) bool {
		return other.TLS != nil && other.TLS.Completed && spokenInstead(f, &other, service) == ""
	}) {
		s.whole = say.S("Some of the addresses for {host} use {found} on port {port} instead of the usual {expected}.", hostIn(f), port, found, expected)
		s.steps = []int{checks.StepContact}
	}
	return s
}

// spokenInstead is the protocol that an address speaks in the place of that of the
// service; "" where it speaks that one, or nothing is known.
func spokenInstead(f *checks.Facts, e *checks.Endpoint, service checks.Service) string {
	if e.TLS == nil || !e.TLS.Completed || e.Behind.TurnsAway || service.Protocol == "" || f.Offline {
		return ""
	}
	spoken, fitting := e.Behind.Protocol, slices.Concat([]string{service.Protocol, f.Target.Protocol}, alike[service.Protocol])
	if e.Mode == checks.ModeSTARTTLS {
		spoken = e.Protocol
	} else {
		fitting = append(fitting, alikeBehindTLS[service.Protocol]...)
	}
	if slices.Contains(fitting, spoken) {
		return ""
	}
	return spoken
}
