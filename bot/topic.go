package bot

import "time"

// Topic is what a conversation is about: the last question that was asked there. It is
// none without a server in Question: what was talked of last was no server.
type Topic struct {
	// Question is without what somebody's own dialog shows, which the answer has.
	Question Question `json:"question"`
	// Answer is the ID of its answer, "" where none came about.
	Answer string    `json:"answer"`
	At     time.Time `json:"at"`
	// Unnamed: an error text was talked of, and its server is still to be named; Client is
	// what shows it, "" where that is not known.
	Unnamed bool   `json:"unnamed,omitempty"`
	Client  string `json:"client,omitempty"`
	// Language is the one that somebody has asked for there, "" for none.
	Language string `json:"language,omitempty"`
	// Private: others were about who did not see the answer, and are to see none to what
	// is asked on about it.
	Private bool `json:"private,omitempty"`
}
