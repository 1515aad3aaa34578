package engine

import (
	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/say"
)

// endpointVerdict is the verdict on one address by itself.
type endpointVerdict struct {
	verdict checks.Verdict
	problem say.Text
}

// endpointVerdicts judges each address by itself.
func endpointVerdicts(f *checks.Facts, found []checks.Finding) []endpointVerdict {
	out := make([]endpointVerdict, len(f.Endpoints))
	for i := range out {
		if len(found) == 0 && f.Endpoints[i].Judged() { // nothing is wrong with any of them
			out[i].verdict = checks.VerdictTrusted
			continue
		}
		out[i].verdict, out[i].problem = findings.EndpointVerdict(f, i)
	}
	return out
}

// worst returns the endpoint that the certificate and the settings of the
// report are taken from: the first of those in the worst state, for that is
// the one people ask about. -1 if there is none.
func worst(f *checks.Facts, verdicts []endpointVerdict) int {
	shown, rank := -1, -1
	for i := range f.Endpoints {
		if f.Endpoints[i].Outcome == checks.OutcomeNotTested {
			continue
		}
		r := verdicts[i].verdict.Weight()
		if f.Endpoints[i].Judgement != nil {
			r += 10 // a certificate tells more than a closed port
		}
		if r > rank {
			shown, rank = i, r
		}
	}
	return shown
}
