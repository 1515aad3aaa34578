// Package guide leads a person through the steps, one at a time: "It works
// now", "Still not working", or "It shows something else".
//
//	begin.go   a walk is made of an answer
//	walk.go    the walk and how a press moves it
//	ruled.go   the steps that this case has ruled out, and why
//	order.go   the likeliest cure comes first, as far as a caution allows
//	say.go     what the reader sees at each stop
//
// A walk is plain data that is kept between presses, so it survives a restart,
// a replica and a weekend. Each button carries the stop it was shown at: a
// press on an old message shows where the walk is, and moves nothing.
package guide

import (
	"context"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Walk is how far somebody has come.
type Walk struct {
	ID string `json:"id"`
	// Answer is the diagnosis it goes back to, "" for a pasted error alone.
	Answer string `json:"answer,omitempty"`
	// Server is its name for the eye, "" if none is known.
	Server string `json:"server,omitempty"`
	// Problem is the first line: the diagnosis or what the error means.
	Problem say.Text      `json:"problem"`
	Codes   []checks.Code `json:"codes"`
	Steps   []bot.Step    `json:"steps"`
	Skipped []Skipped     `json:"skipped,omitempty"`
	// Compares: what the user's PC shows can be compared with what the server sent.
	Compares bool `json:"compares,omitempty"`
	// At is the index of the step that is shown; len(Steps) is the end.
	At    int    `json:"at"`
	Ended Ending `json:"ended,omitempty"`
	// Bound says where it was begun, in the words of whoever keeps it; "" for walks
	// of an older certdesk, which go on anywhere.
	Bound string `json:"bound,omitempty"`
	// Changed is when it was last moved.
	Changed time.Time `json:"changed"`
	// Version is the store's.
	Version int64 `json:"-"`
}

// Skipped is a step that this case has ruled out.
type Skipped struct {
	Number int      `json:"number"`
	Title  say.Text `json:"title"`
	Why    say.Text `json:"why"`
}

// Ending is how a walk ended.
type Ending string

// Outcome is what a press tells about a step.
type Outcome int

// The outcomes.
const (
	Nothing Outcome = iota
	Helped
	DidNot
)

// The endings; a walk that goes on has none.
const (
	Works Ending = "works"
	Human Ending = "human"
)

// Walks keeps walks.
type Walks interface {
	// LoadWalk returns a walk, nil if there is none.
	LoadWalk(ctx context.Context, id string) (*Walk, error)
	// SaveWalk keeps a walk. moved is false if it was moved by somebody else
	// since it was loaded; nothing is kept then.
	SaveWalk(ctx context.Context, w *Walk) (moved bool, err error)
}

// Names of the guide's actions.
const (
	Begin = "walk"    // value: the id of an answer
	Done  = "w-done"  // it works now
	Next  = "w-next"  // still the same
	Back  = "w-back"  // the step before
	Ask   = "w-human" // a human, please
	Other = "w-other" // the screen shows something else: opens the comparison
)

// Press moves the walk. counted is what it tells about the step at which it
// was pressed: Helped, DidNot, or Nothing.
func (w *Walk) Press(action string, stop int, now time.Time) (counted Outcome) {
	if w.Ended != "" || stop != w.At {
		return Nothing
	}
	w.Changed = now
	switch action {
	case Done:
		w.Ended = Works
		if w.At < len(w.Steps) {
			return Helped
		}
	case Next:
		if w.At < len(w.Steps) {
			w.At++
			return DidNot
		}
	case Back:
		w.At = max(0, w.At-1)
	case Ask:
		w.Ended = Human
	}
	return Nothing
}

// Step is the step that is shown, nil at the end.
func (w *Walk) Step() *bot.Step {
	if w.At < len(w.Steps) {
		return &w.Steps[w.At]
	}
	return nil
}

// value is what a button carries: the walk and the stop.
func (w *Walk) value() string { return w.ID + "/" + strconv.Itoa(w.At) }

// ParseValue reads what a button carries.
func ParseValue(value string) (id string, stop int, ok bool) {
	id, n, found := strings.Cut(value, "/")
	stop, err := strconv.Atoi(n)
	return id, stop, found && err == nil && stop >= 0 && id != ""
}
