package probe

import (
	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/starttls"
)

// plan is one way to reach TLS.
type plan struct {
	mode     checks.Mode // ModeTLS or ModeSTARTTLS
	protocol string      // for ModeSTARTTLS; "" is that of the greeting (listen.go)
}

// listens tells whether a plan leaves the protocol to the server's greeting.
func (p plan) listens() bool { return p.mode == checks.ModeSTARTTLS && p.protocol == "" }

// fits tells whether side probes that follow the plan p got to what turned out to
// be the right one.
func (p plan) fits(actual plan) bool {
	return p == actual || p.listens() && actual.mode == checks.ModeSTARTTLS
}

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
		return plan{checks.ModeSTARTTLS, protocol}
	case known && service.Mode == checks.ModeSTARTTLS:
		return plan{checks.ModeSTARTTLS, service.Protocol}
	}
	return plan{mode: checks.ModeTLS}
}

// insteadOf are the plans worth a try with a server that closes the connection
// on the first one.
func (s *scan) insteadOf(first plan) []plan {
	if first.mode == checks.ModeSTARTTLS && s.ear.spoken() == "" {
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
	var plans []plan
	for _, protocol := range clientFirst {
		if protocol != s.ear.spoken() {
			plans = append(plans, plan{checks.ModeSTARTTLS, protocol})
		}
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
	return plan{mode: checks.ModeSTARTTLS}, true
}

// guesses tells whether nothing says what the port speaks.
func (s *scan) guesses() bool {
	_, known := services.ByPort(s.request.Port)
	return !known && (!modeAsked(s.request) || s.firstPlan().listens())
}

func modeAsked(r Request) bool { return r.Mode == checks.ModeTLS || r.Mode == checks.ModeSTARTTLS }

// speaksFirst tells whether servers of a protocol greet before they hear
// anything: a connection to one that does not greet is idle.
func speaksFirst(protocol string) bool {
	p, known := starttls.Lookup(protocol)
	return !known || p.ServerFirst
}
