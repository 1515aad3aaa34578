package findings

import (
	"slices"
	"strconv"

	"certdesk/checks"
)

// answering is the first other port of the server that was seen to speak TLS
// where the one that was asked for does not; one whose certificate passes goes
// first.
func answering(f *checks.Facts) *checks.Sibling {
	var first *checks.Sibling
	for i := range f.Siblings {
		switch s := &f.Siblings[i]; {
		case s.Passes:
			return s
		case s.Answered && first == nil:
			first = s
		}
	}
	return first
}

// besides tells of the sibling: what people want to know is which port to
// enter. state is what the port that was asked for does ("is closed"). A port
// is told as a setting only where it was seen to work, certificate included.
func (s *sight) besides(f *checks.Facts, evidence **checks.SiblingEvidence, state string) *sight {
	other := answering(f)
	if other == nil {
		return s
	}
	port, encryption := strconv.Itoa(other.Service.Port), modeNames[other.Service.Mode]
	*evidence = &checks.SiblingEvidence{SiblingPort: other.Service.Port, SiblingEncryption: encryption, SiblingPasses: other.Passes}
	s.whole = "Port " + strconv.Itoa(f.Target.Port) + " of " + host(f) + " " + state + "; " + port + " answers with " + encryption
	if !other.Passes {
		s.detail += " Port " + port + " of the same server answers with " + encryption + ", but its certificate does not pass: check that port as well."
		return s
	}
	s.detail += " Port " + port + " of the same server answers with " + encryption + "."
	if !slices.Contains(s.steps, 3) {
		s.steps = append([]int{3}, s.steps...)
	}
	if f.Target.Port == 25 {
		s.detail += " Port 25 is for mail servers among themselves, and many networks block it; mail programs send through " + port + "."
	}
	return s
}

// partial: another address of the name was seen to do better than this one, so
// neither the name nor the settings of an account are to blame.
func partial(f *checks.Facts, failing *checks.Endpoint) bool {
	return slices.ContainsFunc(f.Endpoints, func(e checks.Endpoint) bool {
		return e.Address != failing.Address && e.TLS != nil && e.TLS.Completed
	})
}

// stepsFor are the steps for an address at which TLS was not reached: those that
// were given, and for settings only where they may be to blame. A port that
// convention knows for this purpose is as right as a port can be; port 25 is for
// servers and never right in an account.
func stepsFor(f *checks.Facts, e *checks.Endpoint, steps ...int) []int {
	if partial(f, e) {
		return []int{10}
	}
	service, known := checks.ServiceByPort(f.Target.Port)
	if known && service.Protocol != "" && service.Port != 25 {
		return steps
	}
	return append([]int{3}, steps...)
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
