package desk

import (
	"errors"
	"math"
	"time"

	"certdesk/checks/say"
)

// Sentence is an error that is said to the asker as it is.
type Sentence struct{ Text say.Text }

// Error is the sentence in English, for logs.
func (s *Sentence) Error() string { return s.Text.String() }

// said is what an error says to the asker. That of a package that reads what
// people type is a sentence.
func said(err error) say.Text {
	if sentence, ok := errors.AsType[*Sentence](err); ok {
		return sentence.Text
	}
	var typed interface{ Said() say.Text }
	if errors.As(err, &typed) {
		return typed.Said()
	}
	return say.S("Something went wrong in certdesk, not on the server. Please ask again.")
}

// again asks to come again after a wait.
func again(d time.Duration) say.Text {
	return say.S("Please try again in {wait}.", wait(d))
}

// wait is a wait as people say it, rounded up: who comes back after it is let in.
func wait(d time.Duration) say.Arg {
	var text say.Text
	switch {
	case d < time.Minute:
		text = say.PN("wait", "1 second", "{n} seconds", max(int(math.Ceil(d.Seconds())), 1))
	case d < time.Hour:
		text = say.PN("wait", "1 minute", "{n} minutes", int(math.Ceil(d.Minutes())))
	case d < 24*time.Hour:
		text = say.PN("wait", "1 hour", "{n} hours", int(math.Ceil(d.Hours())))
	default:
		text = say.PN("wait", "1 day", "{n} days", int(math.Ceil(d.Hours()/24)))
	}
	return say.Sub("wait", text)
}
