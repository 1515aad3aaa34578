package saytest

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"certdesk/checks/say"
)

// Strays are the words of a worded text that no catalogue has said.
func Strays(t say.Text) []string {
	var out []string
	for _, r := range t.Runs() {
		switch r.Kind {
		case say.RunForeign, say.RunHost, say.RunCode:
			if sentence(r.Text) {
				out = append(out, r.Text)
			}
		default:
			out = append(out, strayWords(outside(r.Text))...)
		}
	}
	return out
}

// Printed are the lines of what was printed in the language, in which something
// stands outside the signs that reads like a sentence. A line has lost what kind
// its parts were, so that it is judged by how it reads.
func Printed(text string) []string {
	var out []string
	for line := range strings.Lines(outside(text)) {
		if sentence(line) {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// outside is a text without what stands between the signs, however often lines
// were broken in between.
func outside(text string) string {
	var b strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, open)
		b.WriteString(before)
		if !found {
			break
		}
		b.WriteByte(' ')
		said, behind, _ := strings.Cut(rest, closed)
		b.WriteString(strings.Repeat("\n", strings.Count(said, "\n")))
		text = behind
	}
	return b.String()
}

// strayWords are the words that are no names.
func strayWords(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:!?()“”«»„\"", r) }) {
		word = strings.Trim(word, ".'’")
		if !named(word) {
			out = append(out, word)
		}
	}
	return out
}

// named tells whether a word is a name or a value: a figure, something with a
// capital or with signs inside, or one of the list. So a name that begins a phrase
// of ours passes, and the phrase does not.
func named(word string) bool {
	lower := 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r), unicode.IsUpper(r), strings.ContainsRune("./_-@=+%*<>|#·…—–&→✓✗×", r):
			return true
		case unicode.IsLower(r):
			lower++
		}
	}
	return lower == 0 || names[word]
}

// little are words that make a sentence of names, and stand in no name.
var little = map[string]bool{
	"is": true, "are": true, "was": true, "cannot": true, "not": true, "there": true, "this": true, "does": true, "has": true, "have": true,
	"been": true, "you": true, "your": true, "which": true, "that": true, "with": true, "please": true, "must": true, "should": true, "it": true,
}

// sentence tells whether a stranger's text, or what can be copied, reads like one
// of our own sentences.
// What begins with a figure is a server's reply.
func sentence(text string) bool {
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		return false
	}
	found := 0
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if little[strings.Trim(word, ".,;:!?()“”\"")] {
			found++
		}
	}
	return found >= 2
}

var textType = reflect.TypeFor[say.Text]()

// In are the strays of all texts within a value that is worded already, such as a
// whole reply, each with the way to its field.
func In(v any) []string { return in(v, func(t say.Text) say.Text { return t }) }

// Once are those that a value will have once it is worded.
func Once(v any) []string { return in(v, Language{}.Text) }

func in(v any, word func(say.Text) say.Text) []string {
	var out []string
	walk(reflect.ValueOf(v), "", func(path string, t say.Text) {
		said := word(t)
		for _, stray := range Strays(said) {
			out = append(out, fmt.Sprintf("%s: %q in %q", path, stray, said.String()))
		}
	})
	return out
}

func walk(v reflect.Value, path string, visit func(string, say.Text)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), path, visit)
		}
	case reflect.Slice:
		if v.Type() == textType {
			visit(path, v.Interface().(say.Text))
			return
		}
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			walk(v.MapIndex(key), fmt.Sprintf("%s[%v]", path, key), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walk(v.Field(i), path+"."+f.Name, visit)
			}
		}
	}
}
