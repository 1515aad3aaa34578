package chain

import (
	"errors"

	"certdesk/checks/say"
)

// wrong is an error that is told to people: a phrase about a certificate.
type wrong struct{ phrase say.Text }

func (w *wrong) Error() string { return w.phrase.String() }

func because(phrase say.Text) error { return &wrong{phrase} }

// phraseOf is what an error says; nothing if it says it to programs alone.
func phraseOf(err error) say.Text {
	if w, ok := errors.AsType[*wrong](err); ok {
		return w.phrase
	}
	return nil
}
