package say

import (
	"strings"
	"time"
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

func (r Run) equal(s Run) bool {
	return r.Kind == s.Kind && r.Text == s.Text && r.At.Equal(s.At) && r.Between == s.Between
}

// Runs are the pieces of a text, in English unless it is worded already.
func (t Text) Runs() []Run { return Word(nil, t).runs() }

// runs are those of a worded text, with a space between sentences.
func (t Text) runs() []Run {
	var out []Run
	for _, s := range t {
		if len(out) > 0 && len(s.Runs) > 0 {
			out = words(out, " ")
		}
		for _, r := range s.Runs {
			if r.Kind == RunWords {
				out = words(out, r.Text)
			} else {
				out = append(out, r)
			}
		}
	}
	return out
}

// words appends words of ours, to those before if there are any.
func words(runs []Run, text string) []Run {
	if text == "" {
		return runs
	}
	if last := len(runs) - 1; last >= 0 && runs[last].Kind == RunWords {
		var b strings.Builder
		b.WriteString(runs[last].Text)
		b.WriteString(text)
		runs[last].Text = b.String()
		return runs
	}
	return append(runs, Run{Kind: RunWords, Text: text})
}
