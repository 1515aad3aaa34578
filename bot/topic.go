package bot

import "time"

// Topic is what a conversation is about: the last question there that was answered.
type Topic struct {
	// Question is without what somebody's own dialog shows, which the answer has.
	Question Question `json:"question"`
	// Answer is the ID of its answer.
	Answer string    `json:"answer"`
	At     time.Time `json:"at"`
}
