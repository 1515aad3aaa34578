package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// Refusal is a sentence for the person who typed the command.
type Refusal struct{ said say.Text }

// Error is the sentence in English.
func (r *Refusal) Error() string { return r.said.String() }

// Said is the sentence.
func (r *Refusal) Said() say.Text { return r.said }

func refuse(sentence say.Text) error { return &Refusal{sentence} }

// doesNotKnow refuses the value of a flag that takes one of a few.
func doesNotKnow(flag, value string, takes ...string) error {
	return refuse(say.S("--{flag} does not know \"{word}\"; it takes one of {values}", say.Code("flag", flag), say.Foreign("word", value),
		say.Codes("values", len(takes), takes)))
}

// TakesNothing refuses what stands behind a command that takes nothing.
func TakesNothing(command, word string) error {
	example := say.Code("example", "certdesk check "+word)
	return refuse(say.S("{command} takes no \"{word}\"; to check a server, write: {example}", say.Code("command", command), say.Foreign("word", word), example))
}

// inLanguage words what a command ended with in the language of its --lang. What
// stands before the sentence is the name of a flag or of a file.
func inLanguage(cmd *cobra.Command, err error) error {
	lang := cmd.Flag("lang")
	if err == nil || lang == nil {
		return err
	}
	book, unknown := phrasebook.In(lang.Value.String())
	if unknown != nil || book == nil {
		return err
	}
	var typed interface {
		error
		Said() say.Text
	}
	var target *target.Error
	switch {
	case errors.As(err, &target):
		typed = &Refusal{say.Join(say.S("“{input}” cannot be checked: {why}.", say.Foreign("input", target.Input), say.Sub("why", target.Why)),
			say.S("Write it like {example}.", say.Code("example", "imap.corp.com:993")))}
		return errors.New(strings.Replace(err.Error(), target.Error(), book.Text(typed.Said()).String(), 1))
	case errors.As(err, &typed):
		return errors.New(strings.Replace(err.Error(), typed.Error(), book.Text(typed.Said()).String(), 1))
	}
	return err
}
