package findings

import (
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"certdesk/checks"
)

// How long foreign text may be in a sentence.
const (
	maxName  = 80
	maxReply = 160
)

// shownName makes a name from a certificate or a target fit to be shown.
func shownName(name string) string { return checks.Clean(name, maxName) }

func shownNames(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = shownName(n)
	}
	return out
}

// nameList writes at most max names of any number.
func nameList(names []string, max int) string {
	if len(names) <= max {
		return checks.List(shownNames(names), max)
	}
	return strings.Join(shownNames(names[:max]), ", ") + " and " + strconv.Itoa(len(names)-max) + " more"
}

func capped[T any](list []T, max int) []T { return list[:min(len(list), max)] }

// issuedTo names a certificate by its holder.
func issuedTo(c *checks.Certificate) string {
	return cmp.Or(checks.Clean(c.IssuedTo, maxName), checks.Clean(c.Subject, maxName), "a certificate without a name")
}

// issuer names who signed a certificate.
func issuer(c *checks.Certificate) string {
	return cmp.Or(checks.Clean(c.IssuedBy, maxName), checks.Clean(c.Issuer, maxName), "an authority without a name")
}

// host is the server as the user named it.
func host(f *checks.Facts) string {
	return shownName(cmp.Or(f.Target.Host, f.Name, "the server"))
}

// moment writes a point in time that lies before or after at: with the hour
// where that matters.
func moment(t, at time.Time) string {
	if t.Sub(at).Abs() < 48*time.Hour {
		return t.UTC().Format("2 January 2006, 15:04 UTC")
	}
	return checks.Date(t)
}

// lowerFirst turns a title into the middle of a sentence; "TLS …" stays.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// article puts "a" or "an" before a word.
func article(word string) string {
	if word != "" && strings.ContainsRune("aeiouAEIOU8", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
