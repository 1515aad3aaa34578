package seen

import (
	"strings"
	"unicode"

	"certdesk/checks/lazyregexp"
	"certdesk/checks/say"
)

var label = lazyregexp.New(`(?i)^\s*(?:sha-?1|sha-?256|thumbprint|fingerprint|fingerabdruck|empreinte|huella)?(?:\s*\((?:sha-?1|sha-?256)\))?(?:\s+(?:fingerprint|thumbprint))?\s*[=:]\s*`)

// Thumbprint reads a digest as it is copied: with spaces or colons, in capitals,
// and with the invisible mark that Windows puts in front (a "?" where a console
// could not show it). It is lower-case hex then, SHA-1 or SHA-256.
func Thumbprint(s string) (string, error) {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	s = strings.TrimLeft(strings.TrimSpace(s), "?")
	s = s[len(label().FindString(s)):]
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'f':
			b.WriteRune(r)
		case unicode.IsSpace(r), strings.ContainsRune(`:-"'“”`, r):
		default:
			return "", unread(say.P("not read", "is not a thumbprint. A thumbprint is 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, with or without spaces or colons."))
		}
	}
	switch n := b.Len(); {
	case n == 40 || n == 64:
		return b.String(), nil
	case n == 32 || n == 34 || n == 36:
		return "", unread(say.P("not read", "has too few digits for a thumbprint and may be the serial number. The thumbprint, further down in the list, has 40 or 64 digits."))
	}
	return "", unread(say.P("not read", "is not a whole thumbprint. A thumbprint has 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, with or without spaces or colons."))
}
