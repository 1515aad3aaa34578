package probe

import (
	"cmp"
	"context"

	"certdesk/checks"
)

// Several servers may stand behind one address and answer differently. Before it
// is said that there is no TLS, the same is tried again: one look decides
// nothing that another one contradicts.

// lookAgain tries a plan once more that did not lead to TLS, and notes what
// contradicts the first look.
func (s *scan) lookAgain(ctx context.Context, p plan, a attempt) attempt {
	if a.Outcome == checks.OutcomeRefused {
		// A limit on clients: what one of our own got before is what a single one gets.
		s.waitBeside(ctx)
		if found := s.readBeside(p); found != nil && found.TLS.Completed {
			return *found
		}
	}
	if a.Outcome != checks.OutcomeNoSTARTTLS && (a.plain == nil || !s.answeredBeside()) {
		return a
	}
	s.waitBeside(ctx)
	s.makeWay()
	failed, reached := 1, s.spokenBeside()
	for _, other := range s.beside.all() {
		if other.ended.Outcome == a.Outcome {
			failed++
		}
	}
	looks := 1
	if reached > 0 {
		looks = s.room()
	}
	var found *attempt
	for range looks {
		b := s.tryOnce(ctx, p, trace{})
		if b.Outcome == checks.OutcomeTLS {
			reached++
			found = &b
			break
		}
		if b.Outcome != a.Outcome {
			break
		}
		failed++
	}
	if found == nil {
		found = s.readBeside(p)
	}
	if found == nil {
		found = &a
	}
	if reached == 0 || a.turnedAway() {
		return *found
	}
	found.Otherwise = &checks.Otherwise{
		Outcome: a.Outcome, Reply: cmp.Or(a.Reply, a.Greeting), Failed: failed, Of: failed + reached,
	}
	return *found
}

// otherwise tells how side probes ended that did not get to TLS, where the main
// conversation did; nil if all of them did.
func (b *beside) otherwise() *checks.Otherwise {
	out := &checks.Otherwise{Of: 1}
	for _, a := range b.all() {
		switch end := a.ended.Outcome; {
		case end == checks.OutcomeNoSTARTTLS, end == checks.OutcomeNotTLS && !a.ended.turnedAway():
			out.Outcome, out.Reply = a.ended.Outcome, cmp.Or(a.ended.Reply, a.ended.Greeting)
			out.Failed++
			out.Of++
		default:
			if a.spoke() {
				out.Of++
			}
		}
	}
	if out.Failed == 0 {
		return nil
	}
	return out
}
