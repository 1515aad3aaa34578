package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"certdesk/bot"
)

// A button works only where it was shown. All who ask the same question share one kept
// answer, so that its id alone must not be enough: whoever has seen that id elsewhere
// (in another server or channel) must not be shown what was found here.

// markSize is the length of a binding: characters of a hash in base 32. One in a million
// is the same by chance, which is little enough, because the answer's id beside it
// cannot be guessed.
const markSize = 4

func mark(of string) string {
	sum := sha256.Sum256([]byte(of))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:markSize]
}

// binding is what ties a button to the place where it is shown to this asker. It covers
// the channel and the person: an answer that a channel does not take arrives in the
// person's direct messages, and its buttons work there too.
func binding(q *bot.Request) string {
	return mark(q.Place.ChannelKey()) + mark(string(q.Place.Platform)+"/"+q.Asker.ID)
}

// belongs tells whether a button with a binding may be pressed here.
func belongs(q *bot.Request, bound string) bool {
	here := binding(q)
	return len(bound) == 2*markSize && (bound[:markSize] == here[:markSize] || q.Direct && bound[markSize:] == here[markSize:])
}
