// Package phrasebook words what certdesk says in the reader's language.
//
// English stands in the code, as the keys of the sentences that it makes
// (package say). A language is one file (po/de.po and its neighbours, in the
// format of GNU gettext, so that Poedit or Weblate opens them), whose entries
// pair each key with the foreign sentence. What differs from case to case stands
// in slots:
//
//	msgid "It ends on {date}, in {span}."
//	msgstr "Es läuft am {date} ab, also in {span:dative}."
//
// A language has the means that gettext has (plural forms, contexts), and two of
// its own: a form of a value ({span:dative} looks for the phrase in the context
// "span dative" first), and words that change before a value (joins.go).
//
// Another language is its file: a new one is found in commands, options, help
// and answers. go generate writes the keys that a file lacks into it, and the
// tests refuse a file that lacks any, or has one that nobody says.
//
//	phrasebook.go  languages
//	catalogue.go   looking a sentence up
//	joins.go       words that change before a value (de, d’)
//	report.go      a whole report
//	keys           what the source says
//	complete       writes what is missing into the files
//
// The files are read by gotext, gettext's library for Go; it reads what it does
// not understand as nothing, which the tests would notice.
package phrasebook

//go:generate go run ./complete

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
	"github.com/leonelquinteros/gotext/plurals"
)

// Books are the languages of a folder with one file each. They are safe for
// concurrent use.
type Books struct {
	tags  []string
	books map[string]func() *Book
}

// Book words texts in one language. It is safe for concurrent use. A nil Book
// is English.
type Book struct {
	lang string
	// said are the sentences by their context, "" for none, and their English, and counted
	// those that depend on a number, with a sentence for each form.
	said    map[string]map[string]string
	counted map[string]map[string][]string
	form    plurals.Expression // which form a number takes
}

//go:embed po
var files embed.FS

// ours are the languages of the program.
var ours = sync.OnceValue(func() *Books {
	books, err := Open(files)
	if err != nil {
		panic("phrasebook: " + err.Error()) // the folder is part of the program
	}
	return books
})

// Open finds the languages in a folder "po". Each file is read once, and only if
// somebody asks for the language.
func Open(from fs.FS) (*Books, error) {
	names, err := fs.Glob(from, "po/*.po")
	if err != nil {
		return nil, fmt.Errorf("looking for languages: %w", err)
	}
	b := &Books{tags: []string{"en"}, books: make(map[string]func() *Book)}
	for _, name := range names {
		tag := strings.TrimSuffix(path.Base(name), ".po")
		b.tags = append(b.tags, tag)
		b.books[tag] = sync.OnceValue(func() *Book { return read(from, name, tag) })
	}
	return b, nil
}

// Languages are the tags of the languages there are, English first.
func Languages() []string { return ours().Languages() }

// In returns the book for a language. It takes tags and locales: "de", "de-AT",
// "fr_CA.UTF-8".
func In(lang string) (*Book, error) { return ours().In(lang) }

// Languages are the tags of the languages there are, English first.
func (b *Books) Languages() []string { return slices.Clone(b.tags) }

// hyphens make a tag of a locale: fr-ca-utf-8 of fr_CA.UTF-8.
var hyphens = strings.NewReplacer("_", "-", ".", "-", "@", "-")

// In returns the book for a language, nil for English.
func (b *Books) In(lang string) (*Book, error) {
	tag, _, _ := strings.Cut(hyphens.Replace(strings.ToLower(strings.TrimSpace(lang))), "-")
	if tag == "en" {
		return nil, nil
	}
	if book := b.books[tag]; book != nil {
		return book(), nil
	}
	return nil, fmt.Errorf("there is no translation into %q; there are %s", lang, strings.Join(b.tags, ", "))
}

// read panics on a file that cannot be read: it is part of the program, and the
// tests read every one. What gotext makes of it is four times as large as the file, and
// is not kept.
func read(from fs.FS, name, tag string) *Book {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		panic("phrasebook: " + err.Error())
	}
	po := gotext.NewPo()
	po.Parse(data)
	b := &Book{lang: tag, said: make(map[string]map[string]string), counted: make(map[string]map[string][]string)}
	_, rule, _ := strings.Cut(po.PluralForms, "plural=")
	rule, _, _ = strings.Cut(rule, ";")
	if b.form, err = plurals.Compile(rule); err != nil {
		panic("phrasebook: Plural-Forms of " + name + ": " + err.Error())
	}
	b.keep("", po.GetDomain().GetTranslations())
	for context, entries := range po.GetDomain().GetCtxTranslations() {
		b.keep(context, entries)
	}
	return b
}

// keep takes the entries of a context.
func (b *Book) keep(context string, entries map[string]*gotext.Translation) {
	said, counted := make(map[string]string, len(entries)), make(map[string][]string)
	for key, e := range entries {
		said[key] = e.Trs[0]
		if e.PluralID != "" {
			for form := range len(e.Trs) {
				counted[key] = append(counted[key], e.Trs[form])
			}
		}
	}
	b.said[context], b.counted[context] = said, counted
}

// Lang is the language's tag.
func (b *Book) Lang() string {
	if b == nil {
		return "en"
	}
	return b.lang
}
