package errortext

// isReply tells whether a text holds what a mail server answers where it refuses something: a
// code of three digits and one of three numbers behind it ("451 4.4.0", RFC 3463).
func (r *reading) isReply() bool {
	const least, most, parts = 400, 599, 3
	for at := range r.tokens {
		if n := number(r.tokens[at].word); n < least || n > most || at+parts >= len(r.tokens) || r.tokens[at+1].dotted {
			continue
		}
		class := number(r.tokens[at+1].word)
		if (class == 4 || class == 5) && r.tokens[at+2].dotted && r.tokens[at+3].dotted && number(r.tokens[at+2].word) >= 0 && number(r.tokens[at+3].word) >= 0 {
			return true
		}
	}
	return false
}
