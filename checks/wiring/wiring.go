// Package wiring tells who puts parts together which of them is missing.
//
// What is made from a Config is made by a function that returns it or an error: what
// the Config lacks is named at once and not found by a nil pointer later. No part has
// a stand-in that is the world itself: a clock is always passed in.
package wiring

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Parts are the fields of a Config without which nothing works, by their names, each
// with whether it is there.
type Parts map[string]bool

// Complete is nil where all parts are there. Otherwise the error names all that are
// missing, as in "a watcher lacks its Checker, Now"; owner has an article.
func Complete(owner string, parts Parts) error {
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if !parts[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s lacks its %s", owner, strings.Join(missing, ", "))
}
