package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"certdesk/bot/command"
	"certdesk/bot/diagnosis"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// refuse is a sentence for the person who typed the command.
func refuse(sentence say.Text) error { return say.Fail(sentence) }

// ofFlag says which flag a refusal is about.
func ofFlag(name string, err error) error {
	var typed sentence
	if !errors.As(err, &typed) {
		return fmt.Errorf("--%s: %w", name, err)
	}
	return refuse(say.S("--{flag}: {why}", say.Code("flag", name), say.Sub("why", typed.Said())))
}

// unreadable refuses a file.
func unreadable(name string, err error) error {
	return refuse(say.S("\"{file}\" cannot be read: {why}", say.Foreign("file", name), say.Sub("why", whyUnreadable(err))))
}

// sentence is an error that is told as it stands.
type sentence interface {
	error
	Said() say.Text
}

// doesNotKnow refuses the value of a flag that takes one of a few.
func doesNotKnow(flag, value string, takes ...string) error {
	if near := command.Meant(value, takes); near != "" {
		return refuse(say.S("--{flag} does not know \"{word}\"; did you mean {near}? It takes one of {values}", say.Code("flag", flag), say.Foreign("word", value),
			say.Code("near", near), say.Codes("values", len(takes), takes)))
	}
	return refuse(say.S("--{flag} does not know \"{word}\"; it takes one of {values}", say.Code("flag", flag), say.Foreign("word", value),
		say.Codes("values", len(takes), takes)))
}

// noSuchStore refuses a word of --trust that is no store; other errors stay.
func noSuchStore(err error) error {
	var unknown *diagnosis.UnknownStoreError
	if !errors.As(err, &unknown) {
		return err
	}
	word, example := say.Foreign("word", unknown.Word), say.Code("example", "microsoft=roots.pem")
	if near := command.Meant(unknown.Word, diagnosis.StoreNames()); near != "" {
		return refuse(say.S("--trust does not know \"{word}\"; did you mean {near}? It takes mozilla, system, none, or NAME=FILE such as {example}", word, say.Code("near", near), example))
	}
	return refuse(say.S("--trust does not know \"{word}\"; it takes mozilla, system, none, or NAME=FILE such as {example}", word, example))
}

// TakesNothing refuses what stands behind a command that takes nothing.
func TakesNothing(name, word string) error {
	example := say.Code("example", "certdesk check "+word)
	return refuse(say.S("{command} takes no \"{word}\"; to check a server, write: {example}", say.Code("command", name), say.Foreign("word", word), example))
}

// inLanguage words what a command ended with in the language of its --lang.
func inLanguage(cmd *cobra.Command, err error) error {
	lang := cmd.Flag("lang")
	if err == nil || lang == nil {
		return err
	}
	book, unknown := phrasebook.In(lang.Value.String())
	if unknown != nil || book == nil {
		return err
	}
	var (
		typed sentence
		other *target.Error
	)
	switch {
	case errors.As(err, &other):
		return errors.New(book.String(notATarget(other)))
	case errors.As(err, &typed):
		return errors.New(book.String(typed.Said()))
	}
	return err
}

func notATarget(e *target.Error) say.Text {
	return say.Join(
		say.S("“{input}” cannot be checked: {why}.", say.Foreign("input", e.Input), say.Sub("why", e.Why)),
		say.S("Write it like {example}.", say.Code("example", "imap.corp.com:993")),
	)
}
