package desk

import (
	"sync/atomic"

	"certdesk/bot"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// telling is all that the words of an answer's first screen depend on, but for what
// retell makes anew. An answer never changes under its ID.
type telling struct {
	answer   string
	platform bot.Platform
	program  programs.ID
	language string
	// unnamed: whoever asks cannot be told later, so that no button offers it.
	unnamed bool
}

// retold is an answer as it was told to somebody.
type retold struct {
	reply    bot.Reply // worded
	headline say.Text  // as it was before
	// bound is what its buttons are bound to.
	bound string
	// note is the footnote that was worded last: in a crowd many ask in one second.
	note atomic.Pointer[agedNote]
}

// agedNote is a footnote as it is worded for an answer of an age in seconds.
type agedNote struct {
	age       int
	storeAway bool
	text      say.Text
}

// maxRetold is how many are kept. Each takes some 20 KiB, with what an adapter makes of it.
const maxRetold = 128
