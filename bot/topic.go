package bot

import "time"

// Topic is what a conversation is about: the last question there that was answered. It
// is none without Answer: what was talked of last was no server.
type Topic struct {
	// Question is without what somebody's own dialog shows, which the answer has.
	Question Question `json:"question"`
	// Answer is the ID of its answer.
	Answer string    `json:"answer"`
	At     time.Time `json:"at"`
	// Private: others were about who did not see the answer, and are to see none to what
	// is asked on about it.
	Private bool `json:"private,omitempty"`
}
