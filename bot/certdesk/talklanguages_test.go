package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks/errortext"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// What an error means is said in every language.
func TestMeaningsAreTranslated(t *testing.T) {
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range errortext.Entries() {
			if text := e.Meaning().Text; !book.Says(text) {
				t.Errorf("%s lacks the meaning of %s: %s", lang, e.ID, text)
			}
		}
	}
}

// TestButtonsAreTranslated reads the labels of all buttons from the source, and
// the form, whose title has little room.
func TestButtonsAreTranslated(t *testing.T) {
	labels := literals(t, "Label")
	if len(labels) < 20 {
		t.Fatalf("only %d labels were found: %q", len(labels), labels)
	}
	lacking := 0
	form := &bot.Form{Title: say.Literal("Certificate problem"), Submit: say.Literal("Diagnose"), Fields: []bot.Field{{Name: "server", Label: say.Literal("Server"), Value: "as it is"}}}
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, label := range labels {
			if !book.Says(label) {
				lacking++
				t.Logf("%s lacks the label %q", lang, label)
			}
			const mostOfDiscord = 80
			if said := book.Say(label); utf8.RuneCountInString(said) > 45 && len(label) <= 45 || utf8.RuneCountInString(said) > mostOfDiscord {
				t.Errorf("%s: the label %q is long", lang, said)
			}
		}
		const mostOfTitle = 24
		said := answer.In(book, bot.Reply{Form: form}).Form
		if said.Title.String() == form.Title.String() || utf8.RuneCountInString(said.Title.String()) > mostOfTitle || said.Fields[0].Value != "as it is" {
			t.Errorf("%s: the form is %+v", lang, said)
		}
	}
	if lacking*10 > 3*len(labels) {
		t.Errorf("%d labels are missing in three languages; -v lists them", lacking)
	}
	if form.Title.String() != "Certificate problem" {
		t.Error("the English form was changed")
	}
}

// literals are the texts that the conversation gives to a field of that name.
func literals(t *testing.T, field string) []string {
	t.Helper()
	var out []string
	for _, room := range []string{"desk", "guide", "watch"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(syntax, func(n ast.Node) bool {
				pair, ok := n.(*ast.KeyValueExpr)
				if !ok {
					return true
				}
				key, isName := pair.Key.(*ast.Ident)
				value, isText := pair.Value.(*ast.BasicLit)
				if isName && isText && key.Name == field {
					text, err := strconv.Unquote(value.Value)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, text)
				}
				return true
			})
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestHeadlinesAreTranslated does the same for what is said in full; sentences
// that are put together are tried by the scripts.
func TestHeadlinesAreTranslated(t *testing.T) {
	verb := regexp.MustCompile(`%[sdvq]`)
	lacking := 0
	headlines := literals(t, "Headline")
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range headlines {
			if !book.Says(verb.ReplaceAllString(text, "3")) {
				lacking++
				t.Logf("%s lacks %q", lang, text)
			}
		}
	}
	if lacking*10 > 3*len(headlines) {
		t.Errorf("%d headlines are missing in three languages; -v lists them", lacking)
	}
	if len(headlines) < 10 {
		t.Errorf("only %d headlines were found", len(headlines))
	}
}
