// Package say holds what is to be said before it is worded for somebody.
//
// A rule, a step or an answer does not write prose: it makes a Text, which is
// English templates with typed values in their slots. It is worded once, at the
// edge, for one reader: in his language (a Catalogue, of package phrasebook) and
// on his platform (an adapter shows each kind of Run in its way). So nobody reads a sentence back to
// find out what it means, a name that a stranger chose cannot pass for words of
// ours, and one answer in the store serves readers of all languages.
//
//	text.go    what a Text is made of
//	say.go     how sentences are made
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

import "slices"

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
