// Package wiring tells who puts parts together which of them is missing.
//
// All of certdesk follows one convention. A function that takes a Config returns what
// it made, or an error that names the missing fields, so that none is found by a nil
// pointer later. A field that may be missing says in its comment what nil means; the
// clock may not: nil never stands for time.Now. A function of plain arguments needs
// all of them and returns no error, as bufio.NewReader does.
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
