package errortext

// tellsOfTrouble tells whether the sentence at a place, or one of so many before it or
// behind it, says that something did not work: that it failed, was refused, or does not connect.
func (t *thought) tellsOfTrouble(place, before, more int) bool {
	sentence := t.read.tokens[place].sentence
	for at := max(0, place-signReach); at <= min(len(t.at)-1, place+signReach); at++ {
		if d := t.read.tokens[at].sentence - sentence; d < -before || d > more {
			continue
		}
		if t.at[at].meets(setOf(isTrouble, isUnable, isRefused, isComplaint, isHanging)) {
			return true
		}
		if t.at[at].meets(setOf(connects, works, sends)) && (t.between(at, -nearby, -1, setOf(isNot, isNone)) || t.between(at, 0, nextTo+1, setOf(isNot, isNone))) {
			return true
		}
	}
	return false
}
