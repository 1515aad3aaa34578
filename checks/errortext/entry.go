package errortext

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Entry is an error message that is known.
type Entry struct {
	// ID is short and unique.
	ID string
	// Client shows it: "Outlook", "Windows", "Thunderbird"; "" where others say the
	// same, or where a person has said it in his own words.
	Client string
	// Kind is the row of its meaning.
	Kind Kind
	// Codes are as they are written: 0x800CCC1A, CERT_E_EXPIRED, -9814.
	Codes []string
	// Numbers are those that count only beside a word for what gives them, the word in
	// front: "gnutls -110".
	Numbers []string
	// Phrases are its words, without names and numbers that vary; a star marks a
	// word without which the others mean something else.
	Phrases []string
	// Headline: these words stand above others that say more; an entry found
	// below outweighs it.
	Headline bool
	// AnyConnection: these words are those of every connection that fails, so that they count
	// only where a server or mail is named, or, of a sign-in, where nobody says more.
	AnyConnection bool
}

// Meaning is what a message says, in plain words, the findings it points to
// and the steps that usually help, in order.
type Meaning struct {
	Text     say.Text
	Findings []checks.Code
	Steps    []int
}

// Kind names a meaning.
type Kind string
