package console

import (
	"strings"
	"unicode"
)

// noBreak is the space at which rows does not break: French sets one before its
// colons and inside its quotes.
const noBreak = '\u00a0'

// text makes a string fit for the terminal: inert, on one line, and spelled in
// ASCII as far as our own signs go where it shows no others. Letters of names
// stay as they are: a wrong encoding spoils them less than leaving them out.
func (s Style) text(str string) string {
	str = strings.Map(func(r rune) rune {
		switch {
		case r == noBreak:
			return r
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r): // controls, bidi marks, zero-width, what is no UTF-8
			return unicode.ReplacementChar
		}
		return r
	}, str)
	if !s.Unicode {
		str = asciiSigns.Replace(str)
	}
	return str
}

var asciiSigns = strings.NewReplacer(
	"…", "...", "–", "-", "—", "-", "’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "«\u00a0", `"`, "\u00a0»", `"`, "«", `"`, "»", `"`, "›", ">", "→", "->", "×", "x", "\ufffd", "?",
)

// rows breaks text between words. A word that is wider than the room has a row
// to itself, unbroken, so that names and digests can be copied.
func rows(text string, room int) []string {
	var out []string
	var row strings.Builder
	used := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' }) {
		word = strings.ReplaceAll(word, string(noBreak), " ")
		n := columns(word)
		if used > 0 && used+1+n > room {
			out = append(out, row.String())
			row.Reset()
			used = 0
		}
		if used > 0 {
			row.WriteByte(' ')
			used++
		}
		row.WriteString(word)
		used += n
	}
	return append(out, row.String())
}

// columns is how much room text takes: Chinese, Japanese and Korean characters
// take two columns, combining marks none.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case r < 0x300:
			n++
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff01 && r <= 0xff60:
			n += 2
		default:
			n++
		}
	}
	return n
}
