package probe

import (
	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/starttls"
)

// plan is one way to reach TLS.
type plan struct {
	mode     checks.Mode // ModeTLS or ModeSTARTTLS
	protocol string      // for ModeSTARTTLS
}

// defaultGuess is the dialogue to begin with where STARTTLS was asked for on a
// port without a convention: the greeting then tells the protocol.
const defaultGuess = "smtp"

// clientFirst are the protocols whose servers wait in silence and hang up on a
// ClientHello. They are tried, in this order, where nothing else told.
var clientFirst = []string{"postgres", "ldap", "xmpp"}

// firstPlan is what was asked for, else what the port's convention says, else
// TLS at once: a server that speaks first then says what it is.
func (s *scan) firstPlan() plan {
	service, known := services.ByPort(s.request.Port)
	protocol := s.request.Protocol
	switch {
	case s.request.Mode == checks.ModeTLS:
		return plan{mode: checks.ModeTLS}
	case s.request.Mode == checks.ModeSTARTTLS, protocol != "":
		if protocol == "" && known {
			protocol = service.Protocol
		}
		if protocol == "" {
			protocol = defaultGuess
		}
		return plan{checks.ModeSTARTTLS, protocol}
	case known && service.Mode == checks.ModeSTARTTLS:
		return plan{checks.ModeSTARTTLS, service.Protocol}
	}
	return plan{mode: checks.ModeTLS}
}

// insteadOf are the plans worth a try with a server that closes the connection
// on the first one.
func (s *scan) insteadOf(first plan) []plan {
	if first.mode == checks.ModeSTARTTLS {
		return []plan{{mode: checks.ModeTLS}}
	}
	service, known := services.ByPort(s.request.Port)
	switch {
	case s.request.Protocol != "":
		return []plan{{checks.ModeSTARTTLS, s.request.Protocol}}
	case known && service.Protocol != "":
		return []plan{{checks.ModeSTARTTLS, service.Protocol}}
	case known:
		return nil
	}
	plans := make([]plan, len(clientFirst))
	for i, protocol := range clientFirst {
		plans[i] = plan{checks.ModeSTARTTLS, protocol}
	}
	return plans
}

// rivalTo is the plan to try beside the first one when the server is silent.
func (s *scan) rivalTo(first plan) (plan, bool) {
	if first.mode == checks.ModeSTARTTLS {
		return plan{mode: checks.ModeTLS}, true
	}
	service, known := services.ByPort(s.request.Port)
	switch {
	case s.request.Protocol != "":
		return plan{checks.ModeSTARTTLS, s.request.Protocol}, true
	case known:
		return plan{checks.ModeSTARTTLS, service.Protocol}, service.Protocol != ""
	}
	return plan{checks.ModeSTARTTLS, defaultGuess}, true
}

func modeAsked(r Request) bool { return r.Mode == checks.ModeTLS || r.Mode == checks.ModeSTARTTLS }

// speaksFirst tells whether servers of a protocol greet before they hear
// anything: a connection to one that does not greet is idle.
func speaksFirst(protocol string) bool {
	p, known := starttls.Lookup(protocol)
	return !known || p.ServerFirst
}
