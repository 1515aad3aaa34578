package findings

import "certdesk/checks"

// RuleCodes are the codes that the rules of the families find.
func RuleCodes() (codes []checks.Code) {
	for _, family := range families {
		for _, r := range family {
			codes = append(codes, r.code)
		}
	}
	return codes
}
