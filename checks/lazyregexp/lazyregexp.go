// Package lazyregexp compiles regular expressions when they are first used: a command
// that needs three of a hundred does not wait for the others.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that gives the compiled expression. It panics at the first
// use where that cannot be compiled; it is safe for concurrent use.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
