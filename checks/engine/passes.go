package engine

import "certdesk/checks"

// answered tells whether anything at all came from one of the addresses.
func answered(endpoints []checks.Endpoint) bool {
	for i := range endpoints {
		switch endpoints[i].Outcome {
		case checks.OutcomeUnreachable, checks.OutcomeNotTested:
		default:
			return true
		}
	}
	return false
}

func passesButName(j *checks.Judgement) bool {
	return j.Trust == checks.TrustOK && len(j.Expired) == 0 && len(j.NotYetValid) == 0 &&
		!j.WrongUsage && j.UnsupportedKey == nil && len(j.Malformed) == 0
}

func passes(j *checks.Judgement) bool {
	return j != nil && j.NameReason == checks.NameOK && passesButName(j)
}
