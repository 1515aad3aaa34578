package command

import (
	"strings"
	"sync"
)

// secretWords are those for a password, givenWords stand between one and what it is.
var (
	secretWords = sync.OnceValue(func() map[string]bool {
		return wordSet("password passwort kennwort passwd pwd pw passe contraseña clave")
	})
	givenWords = wordSet("is ist lautet est es : = my mein mi mon")
)

// tellsSecret tells whether somebody writes a password down: a word with letters and
// digits right behind the word for one.
func tellsSecret(text string) bool {
	words := strings.FieldsFunc(strings.NewReplacer(":", " : ", "=", " = ").Replace(text), isSpace)
	const reach, shortest = 2, 4
	for at, word := range words {
		if !secretWords()[bare(word)] {
			continue
		}
		given := false
		for _, next := range words[at+1 : min(len(words), at+2+reach)] {
			b := strings.ToLower(next)
			if givenWords[b] {
				given = true
				continue
			}
			if given && len(next) >= shortest && strings.ContainsAny(next, "0123456789") && strings.ContainsFunc(next, isLatin) && !strings.ContainsAny(next, ".@/%") && !strings.HasPrefix(b, "0x") {
				return true
			}
			break
		}
	}
	return false
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
