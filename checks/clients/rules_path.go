package clients

import (
	"bytes"

	"certdesk/checks"
	"certdesk/checks/say"
)

// maxSubordinates is how many authorities mozpkix follows below the root
// (MAX_SUBCA_COUNT of pkixbuild.cpp).
const maxSubordinates = 6

// What single clients do not follow of a path that the others do.
var pathRules = []rule{
	{
		// RFC 5280 §7.1 compares without regard to the type of string, to capitals and
		// to repeated spaces; mozpkix takes no issuer whose name has other bytes.
		name: "issuer named in other bytes", alone: true,
		seen: func(s *situation) bool { return s.judgement.Trust == checks.TrustOK && s.namedInOtherBytes() },
		opinions: []opinion{
			{mozilla, Untrusted, say.S("A certificate of the chain writes the name of its issuer in another way than the issuer does (another type of string, capitals or spaces); Thunderbird wants the same bytes."), sourceMozpkixBuild},
		},
	},
	{
		name: "more authorities than are followed", alone: true,
		seen: func(s *situation) bool {
			return s.judgement.Trust == checks.TrustOK && s.subordinates() > maxSubordinates
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The chain has {authorities} intermediate certificates; Thunderbird follows at most 6.", its("authorities")), sourceMozpkixBuild},
		},
	},
}

func (s *situation) namedInOtherBytes() bool {
	path := s.judgement.Path
	for i := 1; i < len(path); i++ {
		below, above := path[i-1].X509, path[i].X509
		if below != nil && above != nil && !bytes.Equal(below.RawIssuer, above.RawSubject) {
			return true
		}
	}
	return false
}

// subordinates is the number of authorities between the leaf and the root.
func (s *situation) subordinates() int { return max(0, len(s.judgement.Path)-2) }
