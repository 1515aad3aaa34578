// Package say holds what is to be said before it is worded for somebody.
//
// A rule, a step or an answer does not write prose: it makes a Text, which is
// English templates with typed values in their slots. It is worded once, at the
// edge, for one reader: in his language (a Catalogue, of package phrasebook) and
// on his platform (an adapter shows each kind of Run in its way). So nobody reads a sentence back to
// find out what it means, a name that a stranger chose cannot pass for words of
// ours, and one answer in the store serves readers of all languages.
//
//	say.go     Text, Sentence, and how they are made
//	value.go   the closed set of values that may stand in a slot
//	word.go    wording: templates, forms, capitals, plurals, lists
//	run.go     the pieces of a worded text, for whoever shows it
//	json.go    how a Text is kept
//	clean.go   making foreign text fit to be shown
//
// The English sentence is the key of all catalogues, so that the code shows what
// is said. The tests of phrasebook walk the source for the keys: they are
// constant strings in the calls of S, P and N, and nothing else.
package say

import (
	"slices"
	"strings"
)

// Text is what is to be said: sentences, in order. The zero Text says nothing.
// A Text is not changed once it is made; it may be shared.
type Text []Sentence

// Sentence is one sentence, title or phrase: a template and the values in its
// slots. Where Runs are set it is worded already, and the rest is empty.
type Sentence struct {
	// Context tells phrases apart that are the same in English and not in other
	// languages, and says what a phrase stands for: "span", "problem". It is
	// empty for whole sentences.
	Context string
	// Key is the English template. {date} is a slot; {Date} is the same one with
	// a capital, at the beginning of a sentence. A translation may ask for a
	// form of the value: {span:dative}.
	Key string
	// Plural is the English template for any number but one, empty where none
	// matters. The number is the first value.
	Plural string
	Args   []Arg
	Runs   []Run
}

// S is a sentence or title. Its key is a constant.
func S(key string, args ...Arg) Text {
	return Text{{Key: key, Args: args}}
}

// P is a phrase that stands in the slot of a sentence; context says which kind
// of phrase it is. Both are constants.
func P(context, key string, args ...Arg) Text {
	return Text{{Context: context, Key: key, Args: args}}
}

// N is a sentence that depends on a number: one is for exactly one, many for all
// others. The number stands in the slot {n} of both.
func N(one, many string, n int, args ...Arg) Text {
	return Text{{Key: one, Plural: many, Args: append([]Arg{Count("n", n)}, args...)}}
}

// PN is a phrase that depends on a number.
func PN(context, one, many string, n int, args ...Arg) Text {
	return Text{{Context: context, Key: one, Plural: many, Args: append([]Arg{Count("n", n)}, args...)}}
}

// Literal is text that is shown as it is, in every language: what was worded
// before, a command, a number. It is no place for sentences.
func Literal(words string) Text {
	if words == "" {
		return nil
	}
	return Text{{Runs: []Run{{Kind: RunWords, Text: words}}}}
}

// Quote is a stranger's text alone: a server's reply, a note that somebody
// wrote.
func Quote(text string) Text {
	if text == "" {
		return nil
	}
	return Text{{Runs: []Run{{Kind: RunForeign, Text: Clean(text, MaxReply)}}}}
}

// Only is a value alone, beside its label: a date, a server. It needs no entry in
// a catalogue.
func Only(value Arg) Text {
	return Text{{Key: "{" + value.Slot + "}", Args: []Arg{value}}}
}

// Join puts texts one after the other.
func Join(texts ...Text) Text {
	return slices.Concat(texts...)
}

// Empty tells whether there is nothing to say.
func (t Text) Empty() bool { return len(t) == 0 }

// String is the text in English.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range Word(nil, t).runs() {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Equal tells whether two texts say the same.
func Equal(a, b Text) bool {
	return slices.EqualFunc(a, b, func(x, y Sentence) bool {
		return x.Context == y.Context && x.Key == y.Key && x.Plural == y.Plural &&
			slices.EqualFunc(x.Args, y.Args, func(p, q Arg) bool { return p.Slot == q.Slot && p.Value.equal(q.Value) }) &&
			slices.EqualFunc(x.Runs, y.Runs, Run.equal)
	})
}

// Plain is the literal words of a text that is nothing else, and whether it is.
func (t Text) Plain() (words string, ok bool) {
	if len(t) != 1 || t[0].Key != "" || len(t[0].Runs) != 1 || t[0].Runs[0].Kind != RunWords {
		return "", false
	}
	return t[0].Runs[0].Text, true
}

// Strings are texts in English.
func Strings(texts []Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = t.String()
	}
	return out
}
