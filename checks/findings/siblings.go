package findings

import (
	"strconv"

	"certdesk/checks"
)

// answering is the first other port of the server that was seen to speak TLS
// where the one that was asked for does not answer.
func answering(f *checks.Facts) (checks.Service, bool) {
	for _, s := range f.Siblings {
		if s.Answered {
			return s.Service, true
		}
	}
	return checks.Service{}, false
}

// besides tells of the sibling in the words of unreachable: what people want to
// know is which port to enter.
func (s *sight) besides(f *checks.Facts, e *checks.Endpoint) *sight {
	other, ok := answering(f)
	if !ok {
		return s
	}
	port, encryption := strconv.Itoa(other.Port), modeNames[other.Mode]
	s.detail += " Port " + port + " of the same server answers with " + encryption + "."
	s.evidence["sibling_port"], s.evidence["sibling_encryption"] = other.Port, encryption
	state := "does not answer"
	if e.Cause == checks.CauseRefused {
		state = "is closed"
	}
	s.whole = "Port " + strconv.Itoa(f.Target.Port) + " of " + host(f) + " " + state + "; " + port + " answers with " + encryption
	s.steps = []int{3, 2, 8, 10}
	if f.Target.Port == 25 {
		s.detail += " Port 25 is for mail servers among themselves, and many networks block it; mail programs send through " + port + "."
	}
	return s
}

// family names the kind of address that alone fails, "ipv4" or "ipv6"; "" where
// it makes no difference.
func (s *survey) family(bad []int) string {
	if len(bad) == 0 || len(bad) == len(s.tested) {
		return ""
	}
	six := s.facts.Endpoints[bad[0]].Address.Addr().Is6()
	failing := make(map[int]bool, len(bad))
	for _, i := range bad {
		failing[i] = true
	}
	for _, i := range s.tested {
		if s.facts.Endpoints[i].Address.Addr().Is6() == six != failing[i] {
			return ""
		}
	}
	if six {
		return "ipv6"
	}
	return "ipv4"
}

var (
	familyNames = map[string]string{"ipv4": "IPv4", "ipv6": "IPv6"}
	// familyEffects say who meets the fault.
	familyEffects = map[string]string{
		"ipv6": " Only IPv6 fails: whoever has IPv6 sees the error, everybody else does not.",
		"ipv4": " Only IPv4 fails: whoever has IPv6 does not see the error.",
	}
)
