package console

import (
	"bytes"
	"testing"
)

func TestDetect(t *testing.T) {
	var out bytes.Buffer
	env := func(pairs ...string) func(string) string {
		set := make(map[string]string)
		for i := 0; i < len(pairs); i += 2 {
			set[pairs[i]] = pairs[i+1]
		}
		return func(name string) string { return set[name] }
	}
	for _, tt := range []struct {
		colour string
		env    func(string) string
		want   Style
	}{
		{"auto", env("LANG", "en_GB.UTF-8"), Style{Unicode: true}}, // a buffer is no terminal
		{"never", env("LANG", "en_GB.UTF-8"), Style{Unicode: true}},
		{"always", env("LANG", "C.utf8"), Style{Unicode: true, Color: true}},
		{"always", env("LANG", "C.utf8", "NO_COLOR", "1"), Style{Unicode: true, Color: true}}, // asked for by name
		{"auto", env("LANG", "C"), Style{}},
		{"auto", env("LANG", "de_DE.ISO-8859-1"), Style{}},
		{"auto", env("LANG", "C.UTF-8", "LC_CTYPE", "POSIX"), Style{}},
		{"auto", env("LANG", "C", "LC_ALL", "C.UTF-8"), Style{Unicode: true}},
		{"auto", env(), Style{Unicode: true}},
	} {
		got, err := Detect(&out, tt.colour, tt.env)
		if err != nil || got != tt.want {
			t.Errorf("%s with LANG=%s: %+v, %v; want %+v", tt.colour, tt.env("LANG"), got, err, tt.want)
		}
	}
	if _, err := Detect(&out, "sometimes", env()); err == nil {
		t.Error("a mode that does not exist is accepted")
	}
	if !unicodeLocale("windows", env("LANG", "C")) {
		t.Error("Windows has no locale in the environment")
	}
}

func TestColumns(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "imap": 4, "Bücher": 6, "e\u0301": 1, "e\u0300": 1, "！": 2, "｠": 2, "｡": 1, "日本語": 6, "메일": 4, "ｉｍａｐ": 8, "Ελλάς": 5, "✓ –": 3,
	} {
		if got := columns(text); got != want {
			t.Errorf("columns(%q) = %d, want %d", text, got, want)
		}
	}
}
