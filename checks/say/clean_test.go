package say_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"certdesk/checks/say"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		max  int
		want string
	}{
		{"", 10, ""},
		{"mail.corp.com", 40, "mail.corp.com"},
		{"Bücher & Söhne GmbH", 40, "Bücher & Söhne GmbH"},
		{"  220\tmail\r\nESMTP  ", 40, "220 mail ESMTP"},
		{"a\x00b", 40, "a\ufffdb"},
		{"a\x1b[31mb", 40, "a\ufffd[31mb"},
		{"a\x00\x01\x02b", 40, "a\ufffdb"},
		{"\u202emoc.live", 40, "\ufffdmoc.live"},
		{"a\u200bb\ufeff", 40, "a\ufffdb\ufffd"},
		{"a\xff\xfeb", 40, "a\ufffdb"},
		{"a\u2028b", 40, "a b"},
		{"e\u0301\u0301\u0301\u0301\u0301x", 40, "e\u0301\u0301x"},
		{"1234567890", 10, "1234567890"},
		{"a  b", 40, "a b"},
		{" a", 40, "a"},
		{"a ", 40, "a"},
		{"a\x7fb", 40, "a\ufffdb"},
		{" ", 40, ""},
		{"12345678901", 10, "123456789…"},
		{"12345678 xyz", 10, "12345678…"},
		{strings.Repeat("ä", 64<<10), 10, strings.Repeat("ä", 9) + "…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
	}
	for _, tt := range tests {
		if got := say.Clean(tt.in, tt.max); got != tt.want {
			t.Errorf("Clean(%.40q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x00\u202eb\xff", 3)
	f.Fuzz(func(t *testing.T, s string, max int) {
		if max < 0 || max > 1000 {
			return
		}
		got := say.Clean(s, max)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > max {
			t.Fatalf("Clean(%q, %d) = %q", s, max, got)
		}
		if strings.ContainsAny(got, "\r\n\t\x00\x1b\u202e\u200b\u2028") {
			t.Fatalf("Clean(%q, %d) = %q is not inert", s, max, got)
		}
	})
}
