package view_test

import (
	"html"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"certdesk/checks/view"
)

// hosts are what programs take for links.
var hosts = regexp.MustCompile(`\b(?:imap|proxy)\.corp\.com\b`)

// mangles are further things that are done to a text on its way, in the order in
// which they happen: a link is made before a page of it is made text.
var mangles = []struct {
	name string
	do   func(r *rand.Rand, s string) string
}{
	{"decomposed letters", func(_ *rand.Rand, s string) string { return norm.NFD.String(s) }},
	{"typographic dashes", func(_ *rand.Rand, s string) string { return strings.ReplaceAll(s, "-", "\u2011") }},
	{"a hard space before colons", func(_ *rand.Rand, s string) string { return strings.ReplaceAll(s, ": ", "\u00a0: ") }},
	{"a Slack link", func(_ *rand.Rand, s string) string { return hosts.ReplaceAllString(s, "<http://$0|$0>") }},
	{"a Markdown link", func(_ *rand.Rand, s string) string { return hosts.ReplaceAllString(s, "[$0](http://$0)") }},
	{"an Outlook link", func(_ *rand.Rand, s string) string { return hosts.ReplaceAllString(s, "$0 <http://$0>") }},
	{"a bare link", func(_ *rand.Rand, s string) string { return hosts.ReplaceAllString(s, "<http://$0/>") }},
	{"a scheme", func(_ *rand.Rand, s string) string { return hosts.ReplaceAllString(s, "http://$0") }},
	{"invisible letters", func(r *rand.Rand, s string) string {
		var b strings.Builder
		for _, c := range s {
			if b.WriteRune(c); r.IntN(9) == 0 && c > ' ' {
				b.WriteRune('\u200b')
			}
		}
		return b.String()
	}},
	{"wrapped", func(r *rand.Rand, s string) string { return wrap(s, 30+r.IntN(60)) }},
	{"a list", func(_ *rand.Rand, s string) string {
		return "• " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n• ")
	}},
	{"a numbered list", func(_ *rand.Rand, s string) string {
		return "1. " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n1. ")
	}},
	{"bold labels", func(_ *rand.Rand, s string) string {
		return regexp.MustCompile(`(?m)^([a-zP ]+):`).ReplaceAllString(s, "*$1:*")
	}},
	{"entities", func(_ *rand.Rand, s string) string { return html.EscapeString(s) }},
	{"soft breaks", func(_ *rand.Rand, s string) string {
		return regexp.MustCompile(`(?m)^(.{20})(.+)$`).ReplaceAllString(s, "$1=\n$2")
	}},
	{"quoted", func(_ *rand.Rand, s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }},
	{"CRLF", func(_ *rand.Rand, s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"one line", func(_ *rand.Rand, s string) string { return strings.Join(strings.Fields(s), " ") }},
	{"capitals", func(_ *rand.Rand, s string) string { return strings.ToUpper(s) }},
	{"within words", func(_ *rand.Rand, s string) string { return "Hi, here it is:\n\n" + s + "\n\nThanks,\nAnna" }},
}

// together tells which do not meet in one text: a text is linked once, and what
// is one line has no lines to be marked.
func together(chosen []int) bool {
	links, lists := 0, 0
	for _, i := range chosen {
		switch name := mangles[i].name; {
		case strings.Contains(name, "link") || name == "a scheme":
			links++
		case strings.Contains(name, "list") || name == "wrapped" || name == "one line" || name == "bold labels" || name == "soft breaks":
			lists++
		}
	}
	return links <= 1 && lists <= 1
}

// letters are those of a text, and its digits: spaces and dashes in a name do not
// come back as they were, and nothing depends on them.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// TestEveryMangle: each of them, and many of them together, leave the view
// whole, and what it says as it was.
func TestEveryMangle(t *testing.T) {
	t.Parallel()
	text := sample.Text()
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 1500 {
		chosen := []int{round % len(mangles)}
		for i := range mangles {
			if round >= len(mangles) && i != chosen[0] && r.IntN(6) == 0 {
				chosen = append(chosen, i)
			}
		}
		if !together(chosen) {
			continue
		}
		bent, names := text, []string{}
		for i, m := range mangles { // in their order
			for _, c := range chosen {
				if c == i {
					bent, names = m.do(r, bent), append(names, m.name)
				}
			}
		}
		v, found, whole := view.Read(bent)
		if !found || !whole {
			t.Fatalf("%s: found %v, whole %v\n%s", strings.Join(names, ", "), found, whole, bent)
		}
		if again := v.Text(); letters(again) != letters(text) || !slices.Equal(v.Addresses, sample.Addresses) || v.ClockOff != sample.ClockOff || !v.NotAfter.Equal(sample.NotAfter) {
			t.Fatalf("%s: it says\n%s", strings.Join(names, ", "), again)
		}
	}
}
