package plaintext_test

import (
	"strings"
	"testing"

	"certdesk/adapters/plaintext"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"imap.corp.com:993":             "imap.corp.com:993",
		"  a b  ":                       "a b",
		"a\u00a0b\tc\r\nd\u2028e":       "a b c  d e",
		"a\u202egnp.exe":                "a\ufffdgnp.exe",
		"\u2066left\u2069 right":        "\ufffdleft\ufffd right",
		"zero\u200bwidth\ufeff":         "zero\ufffdwidth\ufffd",
		"bell\a \x1b[31mred\x00nul":     "bell\ufffd \ufffd[31mred\ufffdnul",
		"\xff\xfe no UTF-8":             "\ufffd\ufffd no UTF-8",
		"<!channel> *bold* & @everyone": "<!channel> *bold* & @everyone",
		"Zürich 東京 😀":                   "Zürich 東京 😀",
		"\a":                            "\ufffd",
		"\u202e":                        "\ufffd",
		"":                              "",
		" \n ":                          "",
	} {
		if got := plaintext.Line(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n\tb\n\n":     "a\n\tb",
		"a\rb":             "a b",
		"\nx\u202ey\x00\n": "x\ufffdy\ufffd",
		"":                 "",
	} {
		if got := plaintext.Lines(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"abcd", 4, "abcd"}, {"abcde", 4, "abc…"}, {"ab cde", 4, "ab…"}, {"😀😀", 4, "😀😀"}, {"😀😀😀", 4, "😀…"}, {"äöüß", 4, "äöüß"},
		{"\xff\xff\xff\xff\xff", 4, "\xff\xff\xff…"}, {"", 0, ""},
	} {
		if got := plaintext.Cut(c.in, c.most); got != c.want || plaintext.Size(got) > max(c.most, 0) {
			t.Errorf("%q cut to %d is %q, want %q", c.in, c.most, got, c.want)
		}
	}
	if got := plaintext.Short(" a\nb"+strings.Repeat("c", 10), 5); got != "a bc…" {
		t.Errorf("%q", got)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\u202e😀\x00\xff", 3)
	f.Fuzz(func(t *testing.T, s string, most int) {
		most = max(1, most%5000)
		for name, got := range map[string]string{"line": plaintext.Short(s, most), "lines": plaintext.Cut(plaintext.Lines(s), most)} {
			if plaintext.Size(got) > most || strings.ContainsAny(got, "\u202e\u2066\u200b\x00\x1b\u0085") || name == "line" && strings.ContainsAny(got, "\n\r\t\u2028") {
				t.Errorf("the %s %q became %q", name, s, got)
			}
		}
	})
}
