package errortext

import "strings"

// What names of servers and programs stand near a place, and where nothing but words of ours does.

// namesBehind tells whether a name with dots stands close behind a place.
func (t *thought) namesBehind(place int) bool {
	const behind = 5
	for at := place + 1; at <= min(len(t.at)-2, place+behind); at++ {
		if t.read.tokens[at+1].dotted && !t.read.tokens[at].joined {
			return true
		}
	}
	return false
}

// namesMailer tells whether a program or a protocol of mail is named near a place, by more
// than the number of its port.
func (t *thought) namesMailer(place int) bool {
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, nearby); at += step {
			if t.at[at].has(ofMailer) && !isNumber(t.read.words[at]) {
				return true
			}
		}
	}
	return false
}

// namesNear tells whether a name with dots stands in the sentence of a place, near it.
func (t *thought) namesNear(place int) bool {
	for at := max(1, place-ruleReach); at < min(len(t.at), place+ruleReach); at++ {
		if t.read.tokens[at].dotted && !isNumber(t.read.words[at]) && t.read.tokens[at].sentence == t.read.tokens[place].sentence {
			return true
		}
	}
	return false
}

// namesServerNear tells whether what looks like a server's name or address stands in the sentence of a
// place, near it.
func (t *thought) namesServerNear(place int) bool {
	for at := max(2, place-ruleReach); at < min(len(t.at), place+ruleReach); at++ {
		if (t.isTop(at) || t.read.endsAddress(at)) && t.read.tokens[at].sentence == t.read.tokens[place].sentence {
			return true
		}
	}
	return false
}

// differentNames counts the names with dots in a text that are not the same.
func (t *thought) differentNames() int {
	seen := make(map[string]bool)
	for at := 0; at < len(t.at); {
		end, dotted := at+1, false
		for end < len(t.at) && t.read.tokens[end].joined {
			dotted = dotted || t.read.tokens[end].dotted
			end++
		}
		if dotted {
			seen[strings.Join(t.read.words[at:end], ".")] = true
		}
		at = end
	}
	return len(seen)
}

// isPlain tells whether nothing but our words and small ones stands within what a rule found.
func (t *thought) isPlain(where span) bool {
	for at := where.from; at <= where.to; at++ {
		if t.at[at] == (concepts{}) && !determiners()[t.read.words[at]] && !auxiliaryVerbs()[t.read.words[at]] {
			return false
		}
	}
	return true
}

// auxiliaryVerbs are small words between a thing and what is said of it.
var auxiliaryVerbs = set("is was has had been does do did ist war wurde sei est était a été ha es era está fue se no ne n t don doesn")

// determiners stand before a thing, and before what somebody reports of it.
var determiners = set("the this der die das dieses im am auf dem des vom le la l ce du sur el este del en que qu that dass me on of in")

// severalOfNamed is the place before a state where certificates are spoken of whose servers stand
// between: "the certificates of imap.corp.example and smtp.corp.example have expired"; -1 where there is
// none.
func (t *thought) severalOfNamed(state int) int {
	for at := state - 1; t.within(state, at, signReach); at-- {
		if t.at[at].has(severalCertificates) && t.namesBehind(at) {
			return at
		}
	}
	return -1
}
