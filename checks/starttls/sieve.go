package starttls

import (
	"fmt"
	"strconv"
	"strings"
)

// sieve speaks ManageSieve: the server lists its capabilities unasked and ends
// the list with OK (RFC 5804 §1.7).
func sieve(c *Conversation) error {
	line, err := c.greet()
	if err != nil {
		return err
	}
	for offered := false; ; {
		switch status := strings.ToUpper(line); {
		case hasStatus(status, "OK"):
			if _, err := c.sieveText(line); err != nil {
				return err
			}
			if !offered {
				return &NotOfferedError{}
			}
			return sieveStart(c)
		case hasStatus(status, "NO"), hasStatus(status, "BYE"):
			reply, _ := c.sieveText(line)
			return &RefusedError{Reply: reply, Reason: passing(strings.Contains(status, "(TRYLATER)"))} // RFC 5804 §1.3
		case !strings.HasPrefix(status, `"`) && !strings.HasPrefix(status, "{"):
			return c.foreign(c.greeting)
		}
		capability, err := c.sieveText(line)
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(capability, `"`), `"`)
		offered = offered || strings.EqualFold(name, "STARTTLS")
		if line, err = c.line(); err != nil {
			return err
		}
	}
}

func sieveStart(c *Conversation) error {
	c.ask("STARTTLS\r\n")
	line, err := c.line()
	if err != nil {
		return err
	}
	switch status := strings.ToUpper(line); {
	case hasStatus(status, "OK"):
		_, err := c.sieveText(line)
		return err
	case hasStatus(status, "BYE"), hasStatus(status, "NO"):
		// It was listed, so this is no lack of it.
		reply, _ := c.sieveText(line)
		return &RefusedError{Reply: reply}
	}
	return c.foreign(line)
}

// hasStatus tells whether a line begins with one of the words of a response.
func hasStatus(line, word string) bool {
	rest, ok := strings.CutPrefix(line, word)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '(' || rest[0] == '"')
}

// sieveText completes a line whose strings stand behind it as literals, "{12}"
// or "{12+}", and gives it with those strings quoted.
func (c *Conversation) sieveText(line string) (string, error) {
	var text strings.Builder
	for {
		open := strings.LastIndexByte(line, '{')
		if open < 0 || !strings.HasSuffix(line, "}") {
			text.WriteString(line)
			return text.String(), nil
		}
		n, err := strconv.Atoi(strings.TrimSuffix(line[open+1:len(line)-1], "+"))
		if err != nil || n < 0 {
			return text.String(), fmt.Errorf("the length of a literal is no number: %q", line)
		}
		literal, err := c.full(n)
		if err != nil {
			return text.String() + line, err
		}
		text.WriteString(line[:open] + `"` + string(literal) + `"`)
		if line, err = c.line(); err != nil { // what stands behind the string, mostly nothing
			return text.String(), err
		}
	}
}
