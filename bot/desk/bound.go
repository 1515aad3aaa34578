package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"certdesk/bot"
)

// Buttons are bound to where they were shown: an answer is kept once for all who
// ask the same, and who has seen the id of a button elsewhere (another server,
// another channel) must not be shown, by pressing it, what was found here.

// markSize is how many characters of a hash make a mark: one in a million is
// the same by chance, and the ids beside it cannot be guessed.
const markSize = 4

func mark(of string) string {
	sum := sha256.Sum256([]byte(of))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:markSize]
}

// binding is what a button shown to this asker here is bound to: the channel,
// and the person, whose direct messages may be where an answer arrives that a
// channel did not take.
func binding(q *bot.Request) string {
	return mark(q.Place.ChannelKey()) + mark(string(q.Place.Platform)+"/"+q.Asker.ID)
}

// belongs tells whether a button with a binding may be pressed here.
func belongs(q *bot.Request, bound string) bool {
	here := binding(q)
	return len(bound) == 2*markSize && (bound[:markSize] == here[:markSize] || q.Direct && bound[markSize:] == here[markSize:])
}
