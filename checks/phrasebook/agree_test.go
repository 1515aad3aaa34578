package phrasebook

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A translation uses the values of the English sentence: all of them, and no
// others. The same English is in every book, once.
func TestBooksAgree(t *testing.T) {
	t.Parallel()
	placeholder := regexp.MustCompile(`\{(\w+)(?::\w+)?\}`)
	names := func(text string) []string {
		var out []string
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	have := make(map[phrase][]string)
	for _, lang := range Languages()[1:] {
		data, err := files.ReadFile("po/" + lang + ".po")
		if err != nil {
			t.Fatal(err)
		}
		messages, err := parse(string(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			if english, foreign := names(m.english), names(m.foreign); !slices.Equal(english, foreign) {
				t.Errorf("%s.po:%d: the English has %v, the translation %v", lang, m.line, english, foreign)
			}
			for _, typo := range []string{"  ", " .", " ,", "{ ", " }"} {
				if strings.Contains(m.foreign, typo) {
					t.Errorf("%s.po:%d: %q", lang, m.line, m.foreign)
				}
			}
			key := phrase{m.context, m.english}
			if slices.Contains(have[key], lang) {
				t.Errorf("%s.po:%d: twice: %q", lang, m.line, m.english)
			}
			have[key] = append(have[key], lang)
		}
	}
	for key, langs := range have {
		for _, lang := range Languages()[1:] {
			if !slices.Contains(langs, lang) {
				t.Errorf("%s lacks %q (context %q)", lang, key.text, key.section)
			}
		}
	}
}
