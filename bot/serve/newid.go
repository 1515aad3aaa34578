package serve

import (
	"crypto/rand"
	"strings"
)

// newID is a word of twelve letters and digits that nobody guesses.
func newID() string { return strings.ToLower(rand.Text()[:12]) }
