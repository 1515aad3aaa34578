package discord

import (
	"testing"

	"certdesk/checks/say"
)

// What is to be copied stands as code where it can; what has room for nothing is
// cut, its escapes with it.
func TestCodeAndEscapesHaveRoom(t *testing.T) {
	for _, c := range []struct {
		s    string
		max  int
		want string
	}{
		{"imap", 6, "`imap`"}, {"imaps", 6, "`ima…`"}, {"", 6, ""}, {"a`b", 9, "a\\`b"},
	} {
		if got := code(c.s, c.max); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.s, c.max, got, c.want)
		}
	}
	for _, c := range []struct {
		s    string
		max  int
		want string
	}{
		{"****", 8, `\*\*\*\*`}, {"****", 7, `\*\*…`}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"+1", 9, `\+1`}, {">a>b", 9, `\>a>b`}, {"|a", 9, `\|a`},
		{"x@here", 9, `x\@here`}, {"a@b", 9, "a@b"}, {"a:b", 9, "a:b"}, {"a] (b)", 9, "a] (b)"},
	} {
		if got := markup(say.Literal(c.s), c.max); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.s, c.max, got, c.want)
		}
	}
}
