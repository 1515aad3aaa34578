package seen

import (
	"time"

	"certdesk/checks"
)

// reading is what is known of the PC's clock.
type reading struct {
	wrong bool
	// off is how far; 0 where that cannot be told. atLeast: by that or more.
	off     time.Duration
	atLeast bool
	// fromDates: the certificate's own dates tell it, so that its being another
	// one is no objection.
	fromDates bool
}

// clockMatters is the least that a clock must be off for a certificate to fail by
// it: they are made out for days.
const clockMatters = time.Hour

// readClock tells whether the clock of the PC is wrong.
func readClock(s *checks.Seen, f *checks.Facts, near *sight) reading {
	if s.ClockMeasured {
		return reading{wrong: s.ClockOff.Abs() >= clockMatters, off: s.ClockOff}
	}
	if !s.PCClock.IsZero() {
		return byItself(s, f.At)
	}
	if near != nil && near.same() {
		return byComplaint(s.Complaint, near.ep.Judgement, f.At)
	}
	return byFuture(s, f.At)
}

// pastedWithin is how long after a tool has told the time its output is pasted, and
// how little a clock that is right differs from ours: certificates are made out
// for days.
const pastedWithin = 10 * time.Minute

// provenRight tells whether the clock of the PC is known to be right: a time server
// or the server was asked there, or a tool told the time just now.
func provenRight(s *checks.Seen, now time.Time) bool {
	if s.ClockMeasured {
		return s.ClockOff.Abs() < pastedWithin
	}
	return s.PCClockUTC && !s.PCClock.IsZero() && s.PCClock.Sub(now).Abs() < pastedWithin
}

// byItself compares the date that the PC shows with ours. Its zone is not
// known, so that less than what zones make is no fault.
func byItself(s *checks.Seen, now time.Time) reading {
	best := s.PCClock
	if !s.PCClockOr.IsZero() && s.PCClockOr.Sub(now).Abs() < best.Sub(now).Abs() {
		best = s.PCClockOr
	}
	if sameDay(now, best) {
		return reading{}
	}
	off := best.Sub(now)
	if best.Equal(best.Truncate(24 * time.Hour)) {
		off = best.Sub(now.UTC().Truncate(24 * time.Hour))
	}
	return reading{wrong: true, off: off}
}

// byComplaint: the user is shown the certificate that we are shown, it is valid
// now, and his PC says that it is not.
func byComplaint(says checks.SeenComplaint, j *checks.Judgement, now time.Time) reading {
	leaf := j.Leaf
	if len(j.Expired) > 0 || len(j.NotYetValid) > 0 || now.Before(leaf.NotBefore) || now.After(leaf.NotAfter) {
		return reading{} // the complaint is just
	}
	switch says {
	case checks.SaysExpired:
		return atLeast(endsFirst(j).NotAfter.Sub(now))
	case checks.SaysNotYetValid:
		return atLeast(leaf.NotBefore.Sub(now))
	case checks.SaysDate:
		return reading{wrong: true}
	}
	return reading{}
}

// atLeast reads a clock that is off by no less than off. What is no fault by itself is
// no amount to tell: it may be off by far more.
func atLeast(off time.Duration) reading {
	if off.Abs() < clockMatters {
		return reading{wrong: true}
	}
	return reading{wrong: true, off: off, atLeast: true}
}

// endsFirst is the certificate that a fast clock finds expired first.
func endsFirst(j *checks.Judgement) *checks.Certificate {
	if j.EndsFirst != nil && !j.EndsFirst.NotAfter.IsZero() {
		return j.EndsFirst
	}
	return j.Leaf
}

// byFuture: a certificate that begins only in the future, by every reading and
// in every zone, was made by somebody whose clock is fast; a server has no use
// for it.
func byFuture(s *checks.Seen, now time.Time) reading {
	if s.ValidFrom.IsZero() {
		return reading{}
	}
	begins := earliest(s.ValidFrom, s.ValidFromOr).Add(-east)
	if !begins.After(now) {
		return reading{}
	}
	return reading{wrong: true, off: begins.Sub(now), atLeast: true, fromDates: true}
}
