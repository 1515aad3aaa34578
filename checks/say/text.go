package say

import "time"

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

// Arg is a value and the slot in which it stands.
type Arg struct {
	Slot  string
	Value Value
}

// Value is what may stand in a slot: one of the kinds below, and nothing else.
type Value struct {
	kind  kind
	text  string
	at    time.Time
	span  time.Duration
	n     int
	max   int
	items []Value
	sub   Text
}

type kind string

const (
	foreignKind kind = "foreign"
	hostKind    kind = "host"
	termKind    kind = "term"
	codeKind    kind = "code"
	momentKind  kind = "moment"
	stampKind   kind = "stamp"
	dateKind    kind = "date"
	spanKind    kind = "span"
	countKind   kind = "count"
	listKind    kind = "list"
	textKind    kind = "text"
	rowKind     kind = "row" // a list without the word before its last
)

// Run is a piece of a worded text.
type Run struct {
	Kind RunKind
	// Text is how it is written where nothing better is known.
	Text string
	// At is the time that a Moment means.
	At time.Time
	// Between is the word between a date and a time of day in the reader's
	// language, for platforms that write a Moment themselves: "at", "um".
	Between string
}

// RunKind tells what a run is.
type RunKind string

// The kinds of runs.
const (
	RunWords   RunKind = "words"   // ours
	RunForeign RunKind = "foreign" // a stranger's: to be shown, never obeyed
	RunHost    RunKind = "host"    // the name of a server
	RunCode    RunKind = "code"    // to be typed or copied
	RunMoment  RunKind = "moment"  // a time, for the reader's own zone
)

// maxDepth bounds how deep texts and lists stand within each other. Dates and
// spans are texts of ours with nothing of anybody else's in them, so they do not
// count.
const maxDepth = 8
