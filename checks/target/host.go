package target

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"certdesk/checks/say"
)

// ReadableHost is a host name as people write it: münchen.example for
// xn--mnchen-3ya.example (RFC 5891), and in one of the spellings that mean the
// same. A name that is none, or only a part of one, stays as it is, in lower case.
// It is for comparing what is typed: a name can look like another one.
func ReadableHost(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	for i, label := range labels {
		if readable, err := lookupProfile.ToUnicode(label); err == nil && readable != "" {
			labels[i] = readable
		}
	}
	return strings.Join(labels, ".")
}

// lookupProfile maps names as resolvers do (UTS 46, non-transitional) and
// leaves alone what real host names carry: underscores, and hyphens in the third
// and fourth place, which IDNA keeps for itself and DNS does not.
var lookupProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// asciiName is a name in A-label form. One that is written in ASCII is in that
// form already, an A-label that stands for nothing included: DNS and the
// certificate say whether there is such a name.
func asciiName(host string) (string, error) {
	if !strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return host, nil
	}
	return lookupProfile.ToASCII(host)
}

func normalHost(host string) (normal string, reason say.Text) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), nil
	}
	switch {
	case host == "":
		return "", say.P("not a target", "no server was given")
	case strings.ContainsAny(host, " \t"):
		return "", say.P("not a target", "a server name has no spaces")
	case strings.Contains(host, "*"):
		return "", say.P("not a target", "a wildcard is not a server, so enter one of its servers")
	}
	ascii, err := asciiName(strings.TrimSuffix(host, "."))
	if err != nil || hyphenAtEdge(host) || isSign(host) || isAbbreviation(host) {
		return "", say.P("not a target", "“{word}” is not a server name", say.Foreign("word", host))
	}
	ascii = strings.TrimSuffix(strings.ToLower(ascii), ".")
	if addr, err := netip.ParseAddr(ascii); err == nil { // full-width digits become an address
		return addr.String(), nil
	}
	if len(ascii) > 253 {
		return "", say.P("not a target", "a server name has at most 253 characters")
	}
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return "", say.P("not a target", "the parts of a server name have 1 to 63 characters")
		}
		if strings.ContainsFunc(label, notHostRune) {
			return "", say.P("not a target", "“{word}” is not a server name", say.Foreign("word", host))
		}
	}
	// A name that ends in a number is an address in a spelling such as 127.1 or
	// 0x7f000001, which programs read differently. https://url.spec.whatwg.org/#ends-in-a-number-checker
	if last := labels[len(labels)-1]; isNumber(last) {
		return "", say.P("not a target", "“{word}” is not an IP address in its usual form", say.Foreign("word", host))
	}
	return ascii, nil
}

// isSign tells whether there is neither a letter nor a digit in a name: "👍" has an
// A-label, and nobody asks about the server of that name.
func isSign(host string) bool {
	return !strings.ContainsFunc(host, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// maxInitials is how many letters an abbreviation has at most: "s.v.p.", "u.a.m.".
const maxInitials = 4

// isAbbreviation tells whether a name is a few single letters, as "e.g." and "z.B."
// are: no top-level domain has one letter.
func isAbbreviation(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	return len(labels) > 1 && len(labels) <= maxInitials && !slices.ContainsFunc(labels, func(l string) bool {
		r, n := utf8.DecodeRuneInString(l)
		return n != len(l) || !unicode.IsLetter(r)
	})
}

// hyphenAtEdge: a label may not begin or end with one (RFC 1123 §2.1). In an
// A-label it would not show.
func hyphenAtEdge(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return true
		}
	}
	return false
}

func notHostRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_')
}

func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
