package fakediscord

import "fmt"

// A checker notes what is wrong, each with a JSON pointer.
type checker struct {
	wrong      []string
	components int
	characters int
	ids        map[string]bool
	attached   []string // by name
	shown      map[string]bool
}

func (c *checker) complain(at, format string, args ...any) {
	c.wrong = append(c.wrong, at+": "+fmt.Sprintf(format, args...))
}
