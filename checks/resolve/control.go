package resolve

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// The control question: the name servers of the root. Every resolver has them at
// hand (RFC 8109), and the question tells nobody which name is being looked for.
const (
	controlName = "."
	controlType = dns.TypeNS
)

// freshName is what no resolver has at hand, not even by what it knows of its neighbours
// (RFC 8198: com. opts out): a resolver that answers by memory alone, for want of a way to
// the Internet, has none for it. That there is no such name is an answer.
func freshName() string { return fmt.Sprintf("certdesk-control-%016x.com.", rand.Uint64()) }

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
	case control == checks.DNSServFail, control == checks.DNSTimeout && failed == checks.DNSServFail && ctx.Err() == nil:
		return checks.DNSResolverFails
	case control == checks.DNSTimeout && failed == checks.DNSTimeout:
		if ctx.Err() == context.Canceled {
			return checks.DNSCutShort
		}
		return checks.DNSResolverSilent
	}
	return failed
}

// control asks the control question, and one that cannot be answered by memory, side by
// side: "" is an answer to both, whatever it says.
func (s *server) control(ctx context.Context) checks.DNSKind {
	fresh := make(chan checks.DNSKind, 1)
	go func() { fresh <- s.silence(ctx, freshName(), dns.TypeA) }()
	root := s.silence(ctx, controlName, controlType)
	return cmp.Or(root, <-fresh)
}

// silence is why no answer came to a question. A server that refuses one tells one name
// from another, and that is an answer too.
func (s *server) silence(ctx context.Context, name string, qtype uint16) checks.DNSKind {
	_, failure := s.exchange(ctx, question(name, qtype))
	switch failure {
	case checks.DNSServFail, checks.DNSTimeout:
		return failure
	}
	return ""
}

// Dead asks the question that any name server can answer.
func (s *server) Dead(ctx context.Context) bool {
	return s.silence(ctx, controlName, controlType) == checks.DNSTimeout && ctx.Err() == nil
}

// Cut asks both.
func (s *server) Cut(ctx context.Context) bool { return s.control(ctx) != "" && ctx.Err() == nil }

// answersUnchecked asks the same with checking disabled (RFC 4035 §3.2.2): what
// then is answered was withheld because its signatures do not hold.
func (s *server) answersUnchecked(ctx context.Context, name string, qtype uint16) bool {
	q := question(name, qtype)
	q.CheckingDisabled = true
	_, failure := s.exchange(ctx, q)
	return failure == ""
}
