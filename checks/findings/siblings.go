package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
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
func (s *sight) besides(f *checks.Facts, evidence **checks.SiblingEvidence, state say.Text) *sight {
	other := answering(f)
	if other == nil {
		return s
	}
	mode := modeNames[other.Service.Mode]
	port, encryption := say.Port("other", other.Service.Port), say.Term("encryption", mode)
	*evidence = &checks.SiblingEvidence{SiblingPort: other.Service.Port, SiblingEncryption: mode, SiblingPasses: other.Passes}
	s.whole = say.S("Port {port} on {host} {state}, but port {other} answers with {encryption}.",
		say.Port("port", f.Target.Port), hostIn(f), say.Sub("state", state), port, encryption)
	if !other.Passes {
		s.detail = say.Join(s.detail,
			say.S("Port {other} on the same server answers with {encryption}, but its certificate has a problem.", port, encryption),
			say.S("Check that port too."))
		return s
	}
	s.detail = say.Join(s.detail, say.S("Port {other} on the same server works with {encryption}.", port, encryption))
	if !slices.Contains(s.steps, 3) {
		s.steps = append([]int{checks.StepSettings}, s.steps...)
	}
	if f.Target.Port == 25 {
		s.detail = say.Join(s.detail,
			say.S("Port 25 is for mail between servers, and many networks block it."),
			say.S("Mail apps send through port {other}.", port))
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
		return []int{checks.StepContact}
	}
	service, known := services.ByPort(f.Target.Port)
	if known && service.Protocol != "" && service.Port != 25 {
		return steps
	}
	return append([]int{checks.StepSettings}, steps...)
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
	familyEffects = map[string]say.Text{
		"ipv6": say.S("Only IPv6 does not work. People on IPv6 networks see the error, others do not."),
		"ipv4": say.S("Only IPv4 does not work. People on IPv6 networks do not see the error."),
	}
)
