package watch

import "strings"

// issuerName is an issuer without what an authority changes from one
// intermediate to the next: Let's Encrypt's R10, R11, E5, and the numbers,
// years and generations of others ("GTS CA 1C3", "Example TLS CA 2024 G2").
func issuerName(name string) string {
	var words []string
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		if !strings.ContainsAny(word, "0123456789") {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}
