package errortext

import "strings"

// How combine writes a grammar into a table of words: its slots one after the other, and
// the words of a slot beside each other. missing stands in a slot for no word at all, and apart
// between two slots for a few that nobody asks for.
const (
	followedBy, orElse = "+", ","
	missing, apart     = "-", "~"
)

// combine is one expression with a choice of words for each of its slots. What one language
// says with three verbs, four articles and five nouns is three lists, and not sixty
// expressions, neither in the table nor in memory.
func combine(slots ...string) string {
	for i, slot := range slots {
		slots[i] = strings.Join(strings.Fields(slot), orElse)
	}
	return " " + strings.Join(slots, followedBy) + " "
}
