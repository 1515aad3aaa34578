package target

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Unmistakable is the name of a server or of a certificate as people write it,
// münchen.example for xn--mnchen-3ya.example and *.münchen.example for its wildcard,
// where nobody can take it for another: it leads back to exactly this name, each part is
// of one script, and none has only letters that look like those of another one. ok is
// false where it cannot be shown so, or is ASCII altogether.
//
// Browsers decide in the same way whether to show a name
// (https://www.unicode.org/reports/tr39/#Restriction_Level_Detection). This is stricter:
// of scripts from right to left, whose parts change places within a sentence, and of
// those whose look-alikes nobody has listed here, the ASCII form is shown alone.
func Unmistakable(name string) (readable string, ok bool) {
	host, wild := strings.CutPrefix(strings.ToLower(name), "*.")
	if len(host) > 253 || !strings.Contains(host, "xn--") {
		return "", false
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notHostRune) {
			return "", false
		}
		if !strings.HasPrefix(label, "xn--") {
			continue
		}
		shown, err := idna.Lookup.ToUnicode(label)
		if err != nil || !clearLabel(shown) {
			return "", false
		}
		if back, err := idna.Lookup.ToASCII(shown); err != nil || back != label {
			return "", false
		}
		labels[i] = shown
	}
	readable = strings.Join(labels, ".")
	if readable == host {
		return "", false
	}
	if wild {
		readable = "*." + readable
	}
	return readable, true
}

// writing is a way to write that people read without mistaking its letters.
type writing struct {
	letters []*unicode.RangeTable
	// besides are letters that belong to no script and are written with this one.
	besides string
	// ascii: the letters a to z are its own.
	ascii bool
	// alike look like Latin letters or digits: a label is not of them alone.
	alike string
}

var writings = []writing{
	{letters: []*unicode.RangeTable{latin}, ascii: true},
	{letters: []*unicode.RangeTable{unicode.Cyrillic}, alike: "аёеһіїјкӏоӧпргсѕухъьзшԁԛԝҽѵѡүҫ"},
	{letters: []*unicode.RangeTable{unicode.Greek}, alike: "αάικίϊΐκνρυύϋΰωώηήοότγεέχςσµμβϲϳ"},
	{letters: []*unicode.RangeTable{unicode.Devanagari}},
	{letters: []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}, besides: "ー", alike: japaneseSigns},
	{letters: []*unicode.RangeTable{unicode.Han, unicode.Bopomofo}, alike: japaneseSigns},
	{letters: []*unicode.RangeTable{unicode.Hangul}},
}

// japaneseSigns look like a slash, a hyphen or a full stop rather than like a letter.
const japaneseSigns = "ー一ノソン丶丿〇へヘ二ニ口ロ工エ"

// latin are the letters of European languages and of Vietnamese, without those that differ
// from others by less than an accent: the dotless i, the Greenlandic kra, clicks, IPA.
var latin = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00df, 0x00f6, 1}, {0x00f8, 0x0130, 1}, {0x0132, 0x0137, 1}, {0x0139, 0x0148, 1}, {0x014a, 0x017e, 1},
		{0x01a1, 0x01b0, 0x01b0 - 0x01a1}, {0x0219, 0x021b, 2}, {0x1e80, 0x1e85, 1}, {0x1ea0, 0x1ef9, 1},
	},
	LatinOffset: 1,
}

// clearLabel tells whether a label is of one writing, and not one that passes for another.
func clearLabel(label string) bool {
	return slices.ContainsFunc(writings, func(w writing) bool { return w.writes(label) })
}

func (w writing) writes(label string) bool {
	own := false // there is a letter that nothing looks like
	for _, r := range label {
		switch {
		case r == '-' || '0' <= r && r <= '9':
		case 'a' <= r && r <= 'z':
			if !w.ascii {
				return false
			}
		case !strings.ContainsRune(w.besides, r) && !(unicode.In(r, w.letters...) && (unicode.IsLetter(r) || unicode.IsMark(r))):
			return false
		default:
			own = own || !strings.ContainsRune(w.alike, r)
		}
	}
	return own
}
