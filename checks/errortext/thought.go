package errortext

// A denial stands at most denialBefore words before a state, or denialBehind
// behind it ("stimmt nicht").
const denialBefore, denialBehind = 7, 4

// thought is a text as its concepts: what each of its words means.
type thought struct {
	read *reading
	at   []concepts
	word []int // how many words stand before each: a name is one
}

// maxSpread is how many parts of names and words may lie within a reach at most, so
// that a text made of one endless name costs no more than another.
const maxSpread = 60

// near is the place nearest to another where a concept stands within reach, in the
// same sentence; -1 where there is none. Reach is in words, of which a name is one.
func (t *thought) near(place int, c concept, reach int) int {
	best := -1
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, reach); at += step {
			if t.at[at].has(c) {
				if best < 0 || t.apart(place, at) < t.apart(place, best) {
					best = at
				}
				break
			}
		}
	}
	return best
}

// between tells whether one of several concepts stands between two distances from a
// place, in the same sentence.
func (t *thought) between(place, from, to int, any concepts) bool {
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, max(-from, to)); at += step {
			if d := t.word[at] - t.word[place]; d >= from && d <= to && t.at[at].meets(any) {
				return true
			}
		}
	}
	return false
}

func (t *thought) apart(a, b int) int { return max(t.word[a]-t.word[b], t.word[b]-t.word[a]) }

// within tells whether a place is there, in the same sentence as another, and in reach
// of it.
func (t *thought) within(place, at, reach int) bool {
	return at >= 0 && at < len(t.at) && max(at-place, place-at) <= maxSpread && t.read.tokens[at].sentence == t.read.tokens[place].sentence && t.apart(place, at) <= reach
}

// around tells whether one of several concepts stands anywhere near a place.
func (t *thought) around(place, reach int, any concepts) bool {
	for at := max(0, place-reach); at <= min(len(t.at)-1, place+reach); at++ {
		if t.at[at].meets(any) {
			return true
		}
	}
	return false
}
