package starttls

import (
	"fmt"
	"strconv"
	"strings"
)

// sieve speaks ManageSieve: the server lists its capabilities unasked and ends
// the list with OK (RFC 5804 §1.7).
func sieve(c *Conversation) error {
	line, err := c.greet("sieve")
	if err != nil {
		return err
	}
	offered := false
	for {
		status := strings.ToUpper(line)
		switch {
		case strings.HasPrefix(status, "OK"):
			if !offered {
				return &NotOfferedError{}
			}
			return sieveStart(c)
		case strings.HasPrefix(status, "NO"), strings.HasPrefix(status, "BYE"):
			return &RefusedError{Reply: line}
		case !strings.HasPrefix(status, `"`) && !strings.HasPrefix(status, "{"):
			return &UnexpectedError{Got: []byte(c.greeting), Protocol: "sieve"}
		}
		if strings.HasPrefix(status, `"STARTTLS"`) {
			offered = true
		}
		if err := skipLiteral(c, line); err != nil {
			return err
		}
		if line, err = c.line(); err != nil {
			return err
		}
	}
}

func sieveStart(c *Conversation) error {
	if err := c.write("STARTTLS\r\n"); err != nil {
		return err
	}
	line, err := c.line()
	if err != nil {
		return err
	}
	switch status := strings.ToUpper(line); {
	case strings.HasPrefix(status, "OK"):
		return nil
	case strings.HasPrefix(status, "BYE"), strings.Contains(status, "(TRYLATER)"):
		return &RefusedError{Reply: line}
	}
	return &NotOfferedError{Reply: line}
}

// skipLiteral reads the string that "{12}" or "{12+}" at the end of a line announces.
func skipLiteral(c *Conversation, line string) error {
	open := strings.LastIndexByte(line, '{')
	if open < 0 || !strings.HasSuffix(line, "}") {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(line[open+1:len(line)-1], "+"))
	if err != nil || n < 0 {
		return fmt.Errorf("the length of a literal is no number: %q", line)
	}
	if _, err = c.full(n); err != nil {
		return err
	}
	rest, err := c.line() // what stands behind the string, mostly nothing
	if err != nil {
		return err
	}
	return skipLiteral(c, rest)
}
