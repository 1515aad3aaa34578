// Package phrasebook says what certdesk says in another language.
//
// English is where every sentence is written, beside the code that knows the
// case. A translation is data: one file a language (po/de.po and its
// neighbours, in the format of GNU gettext, so that Poedit or Weblate opens
// them), whose entries pair an English sentence with the foreign one. What
// differs from case to case stands in braces:
//
//	msgid "It ends on {date}, in {span}."
//	msgstr "Es läuft am {date} ab, also in {span:dative}."
//
// Reports and replies are made, kept and shared in English and translated last,
// for the one who reads them: an answer from the cache serves readers of
// several languages, and no rule or step knows that there are any. For that a
// Book recognises the English sentence by its words and takes the values out of
// it. What strangers wrote (names on certificates, greetings) only ever stands
// in the braces: it is carried over as it is. A sentence without an entry stays
// English, by itself; the rest of the text is translated all the same. The
// tests list what is missing.
//
//	phrasebook.go  languages, and Say
//	po.go          reading the files
//	template.go    sentences with placeholders, and what may stand in them
//	match.go       recognising a sentence
//	joins.go       words that change before a value (de, d’)
//	report.go      a whole report
//
// What it is not: a library for plural rules and number formats. The few
// phrases that depend on a number ("1 day", "{n} days") are entries like all
// others.
package phrasebook

//go:generate go run ./complete

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
)

// Book translates into one language. It is safe for concurrent use.
type Book struct {
	lang string
	// sections are the entries by context: "" holds sentences and titles, the
	// others the parts of sentences that may stand in a placeholder of that name.
	sections map[string][]entry
	po       *gotext.Po // for plural forms
	// plain are the entries by their English, phrases those with a context.
	plain   map[string]*gotext.Translation
	phrases map[string]map[string]*gotext.Translation
}

//go:embed po
var files embed.FS

// books reads each file once, and only if somebody asks for the language.
var books = map[string]func() *Book{
	"de": sync.OnceValue(func() *Book { return load("de") }),
	"es": sync.OnceValue(func() *Book { return load("es") }),
	"fr": sync.OnceValue(func() *Book { return load("fr") }),
}

// Languages are the tags of the languages there are, English first.
func Languages() []string { return []string{"en", "de", "es", "fr"} }

// In returns the book for a language. It takes tags and locales: "de", "de-AT",
// "fr_CA.UTF-8". A nil Book says everything in English.
func In(lang string) (*Book, error) {
	tag := strings.ToLower(strings.TrimSpace(lang))
	if cut := strings.IndexAny(tag, "-_.@"); cut >= 0 {
		tag = tag[:cut]
	}
	if tag == "en" {
		return nil, nil
	}
	if book := books[tag]; book != nil {
		return book(), nil
	}
	return nil, fmt.Errorf("there is no translation into %q; there are %s", lang, strings.Join(Languages(), ", "))
}

// load panics on a file that cannot be read: it is part of the program, and the
// tests read every one.
func load(lang string) *Book {
	data, err := files.ReadFile("po/" + lang + ".po")
	if err != nil {
		panic("phrasebook: " + err.Error())
	}
	messages, err := parse(string(data))
	if err != nil {
		panic("phrasebook: " + lang + ".po: " + err.Error())
	}
	book, err := newBook(lang, messages)
	if err != nil {
		panic("phrasebook: " + lang + ".po: " + err.Error())
	}
	book.po = gotext.NewPo()
	book.po.Parse(data)
	book.plain, book.phrases = book.po.GetDomain().GetTranslations(), book.po.GetDomain().GetCtxTranslations()
	return book
}

// Lang is the language's tag.
func (b *Book) Lang() string {
	if b == nil {
		return "en"
	}
	return b.lang
}

// Say translates a text of one or more sentences. A sentence that is not in the
// book stays as it is.
func (b *Book) Say(text string) string {
	if b == nil || text == "" {
		return text
	}
	r := reader{book: b, effort: maxEffort, known: make(map[phrase]reading)}
	return r.text(text)
}

// Says tells whether every sentence of a text is in the book.
func (b *Book) Says(text string) bool {
	if b == nil || text == "" {
		return true
	}
	r := reader{book: b, effort: maxEffort, known: make(map[phrase]reading)}
	r.text(text)
	return !r.missed
}
