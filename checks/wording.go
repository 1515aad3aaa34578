package checks

import (
	"fmt"
	"strings"

	"certdesk/checks/say"
)

// Clean makes foreign text fit to be shown: say.Clean, which has the rules.
func Clean(s string, max int) string { return say.Clean(s, max) }

// List joins at most max items as a sentence does: "a", "a and b", "a, b and
// 12 more".
func List(items []string, max int) string {
	shown, rest := items, 0
	if len(items) > max {
		shown, rest = items[:max], len(items)-max
	}
	switch {
	case len(shown) == 0:
		return ""
	case rest > 0:
		return strings.Join(shown, ", ") + fmt.Sprintf(" and %d more", rest)
	case len(shown) == 1:
		return shown[0]
	}
	last := len(shown) - 1
	return strings.Join(shown[:last], ", ") + " and " + shown[last]
}
