package clients

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// tables are all rules, those of the connection first. What is looked at first is told first.
var tables = [][]rule{connectionRules, certificateRules, nameRules, purposeRules, pathRules, trustRules}

// Verdicts tells for each client what it makes of the server. It gives nothing
// where no certificate was seen: then there is nothing that clients could
// differ about.
func Verdicts(f *checks.Facts) []checks.ClientVerdict {
	cases := casesOf(f)
	if len(cases) == 0 {
		return nil
	}
	out := make([]checks.ClientVerdict, 0, len(Names()))
	for _, client := range Names() {
		out = append(out, judgeOne(client, cases))
	}
	return out
}

// judgeOne: of several addresses, the worst decides, since nobody knows which
// one the client will meet.
func judgeOne(client string, cases []*situation) checks.ClientVerdict {
	var worst checks.ClientVerdict
	var at *situation
	differ := false
	for i, s := range cases {
		v := s.verdict(client)
		differ = differ || i > 0 && v.Verdict != worst.Verdict
		if i == 0 || badness(v.Verdict) > badness(worst.Verdict) {
			worst, at = v, s
		}
	}
	if differ {
		worst.Reason = say.Join(worst.Reason, where(client, at, cases, worst.Verdict))
	}
	return worst
}

// where says what the worst verdict is about: one address of several, or one
// certificate of several that an address shows.
func where(client string, at *situation, cases []*situation, verdict string) say.Text {
	for _, other := range cases {
		if other.endpoint.Address == at.endpoint.Address && other.verdict(client).Verdict != verdict {
			return say.S("That is so of one certificate of the server, not of all that it shows.")
		}
	}
	return say.S("That is so at {address}, not at every address.", say.Host("address", at.endpoint.PlaceHost()))
}

// verdict asks every rule; a worse answer beats a better one, and among equals
// the first.
func (s *situation) verdict(client string) checks.ClientVerdict {
	best := checks.ClientVerdict{Client: client, Verdict: Trusted}
	for _, table := range tables {
		for i := range table {
			r := &table[i]
			o := r.opinionOf(client)
			if o == nil || !r.seen(s) {
				continue
			}
			if badness(o.verdict) > badness(best.Verdict) || best.Reason.Empty() && o.verdict == best.Verdict {
				best.Verdict, best.Reason, best.Source, best.Rule = o.verdict, s.fill(o.reason), o.source, r.name
			}
		}
	}
	return best
}

// fill puts the values of the case into a reason. The row itself stays as it is.
func (s *situation) fill(reason say.Text) say.Text {
	out := slices.Clone(reason)
	for i := range out {
		args := make([]say.Arg, len(out[i].Args))
		for k, place := range out[i].Args {
			args[k] = s.value(place.Slot)
		}
		out[i].Args = args
	}
	return out
}

// value is what stands in a slot in this case. A rule asks only for what it has
// seen.
func (s *situation) value(slot string) say.Arg {
	j := s.judgement
	switch slot {
	case "authority":
		return say.Foreign(slot, s.missing())
	case "url":
		return say.Reply(slot, j.MissingURL)
	case "root":
		return say.Foreign(slot, s.root())
	case "version":
		return say.Term(slot, versionWords[s.best()])
	case "key":
		return say.Foreign(slot, j.UnsupportedKey.Key)
	case "algorithm":
		return say.Term(slot, say.Clean(j.UnsupportedSignatures[0].Signature, say.MaxName))
	case "method":
		return say.Term(slot, s.method())
	case "problem":
		return say.Sub(slot, s.endpoint.Revocation.StapleProblem)
	case "authorities":
		return say.Count(slot, s.subordinates())
	case "oddname":
		odd, _ := s.oddName()
		return say.Foreign(slot, odd)
	case "rootbits":
		return say.Count(slot, s.rootBits())
	case "size":
		return say.Count(slot, s.largestRSA())
	case "bits":
		return say.Count(slot, shortest(j.WeakKeys).KeyBits)
	case "days":
		return say.Count(slot, int(lifetime(j.Leaf)))
	}
	return its(slot)
}

// Refusals are what single clients refuse at an address though others take it,
// and what no finding of its own tells of: one verdict for a client and rule, in
// the order of the rules. Where every client refuses, that is no disagreement.
func Refusals(f *checks.Facts, e *checks.Endpoint) []checks.ClientVerdict {
	if e.Judgement == nil || e.Judgement.Leaf == nil {
		return nil
	}
	s := &situation{f, e, e.Judgement}
	var out []checks.ClientVerdict
	for layer, table := range tables {
		for i := range table {
			if r := &table[i]; r.alone && r.seen(s) {
				for _, o := range r.opinions {
					for _, client := range o.clients {
						if o.verdict == Untrusted {
							out = append(out, checks.ClientVerdict{Client: client, Verdict: Untrusted, Reason: s.fill(o.reason), Source: o.source, Rule: r.name, OfConnection: layer == 0})
						}
					}
				}
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, client := range Names() {
		if s.verdict(client).Verdict != Untrusted {
			return out
		}
	}
	return nil
}

func badness(verdict string) int {
	switch verdict {
	case Untrusted:
		return 2
	case NotKnown:
		return 1
	}
	return 0
}

// Report puts verdicts into the form of a report: the verdict and, where there
// is more to say, why.
func Report(verdicts []checks.ClientVerdict) (clients map[string]string, notes map[string]say.Text) {
	if len(verdicts) == 0 {
		return nil, nil
	}
	clients = make(map[string]string, len(verdicts))
	for _, v := range verdicts {
		clients[v.Client] = v.Verdict
		if v.Reason.Empty() {
			continue
		}
		if notes == nil {
			notes = make(map[string]say.Text)
		}
		notes[v.Client] = v.Reason
	}
	return clients, notes
}
