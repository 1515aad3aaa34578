package resolve

import (
	"context"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// The control question: the name servers of the root. Every resolver has them at
// hand (RFC 8109), and the question tells nobody which name is being looked for.
const (
	controlName = "."
	controlType = dns.TypeNS
)

// blame tells whose failure it is that a question got no usable answer: that of
// the domain, or our own. What another question brings is the proof: a name
// server that fails at this one as well has no word on the domain. The further
// questions are asked only where the first has failed, side by side, each once.
func (s *server) blame(ctx context.Context, name string, qtype uint16, failed checks.DNSKind) checks.DNSKind {
	if failed != checks.DNSServFail && failed != checks.DNSTimeout {
		return failed
	}
	if ctx.Err() != nil {
		return checks.DNSCutShort
	}
	unchecked := make(chan bool, 1)
	go func() { unchecked <- failed == checks.DNSServFail && s.answersUnchecked(ctx, name, qtype) }()
	control := s.control(ctx)
	switch forged := <-unchecked; {
	case forged:
		return checks.DNSBogus
	case control == checks.DNSServFail:
		return checks.DNSResolverFails
	case control == checks.DNSTimeout && failed == checks.DNSTimeout:
		if ctx.Err() == context.Canceled {
			return checks.DNSCutShort
		}
		return checks.DNSResolverSilent
	}
	return failed
}

// control asks the control question: "" is an answer, whatever it says. A server
// that refuses it tells one name from another, and that is an answer too.
func (s *server) control(ctx context.Context) checks.DNSKind {
	_, failure := s.exchange(ctx, question(controlName, controlType))
	switch failure {
	case checks.DNSServFail, checks.DNSTimeout:
		return failure
	}
	return ""
}

// Dead asks the control question by itself.
func (s *server) Dead(ctx context.Context) bool {
	return s.control(ctx) == checks.DNSTimeout && ctx.Err() == nil
}

// answersUnchecked asks the same with checking disabled (RFC 4035 §3.2.2): what
// then is answered was withheld because its signatures do not hold.
func (s *server) answersUnchecked(ctx context.Context, name string, qtype uint16) bool {
	q := question(name, qtype)
	q.CheckingDisabled = true
	_, failure := s.exchange(ctx, q)
	return failure == ""
}
