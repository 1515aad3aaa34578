package starttls

import (
	"slices"
	"strings"
)

// imap asks for TLS at once: a server without it answers NO or BAD, which is
// what its list of capabilities would have told one round trip earlier.
func imap(c *Conversation) error {
	greeting, err := c.greet()
	if err != nil {
		return err
	}
	switch status := spaced(greeting); {
	case strings.HasPrefix(status, "* BYE"):
		return imapBye(greeting)
	case strings.HasPrefix(status, "* PREAUTH"):
		// RFC 9051 §6.2.1: STARTTLS is for the state before authentication only.
		return &NotOfferedError{Reply: greeting}
	case !strings.HasPrefix(status, "* OK"):
		return c.foreign(greeting)
	}
	c.stage = Request
	untagged, answer, err := c.imapCommand("a1", "STARTTLS")
	if err != nil {
		return misanswered(untagged, err)
	}
	status := spaced(answer)
	// RFC 9051 §6.2.1: "NO - TLS negotiation can't be initiated, due to server
	// configuration error".
	no := strings.HasPrefix(status, "A1 NO")
	switch {
	case strings.HasPrefix(status, "A1 OK"):
		return nil
	case no && (strings.Contains(status, "[UNAVAILABLE]") || c.imapLists(greeting)):
		return &RefusedError{Reply: answer, Reason: TLSUnavailable}
	case !no && c.imapLists(greeting):
		return &RefusedError{Reply: answer}
	}
	return &NotOfferedError{Reply: answer}
}

// spaced is a line in upper case with single spaces in place of tabs and runs of
// them, as clients read it.
func spaced(line string) string { return strings.ToUpper(strings.Join(strings.Fields(line), " ")) }

// imapBye is a goodbye; one for want of a part of the server passes (RFC 9051
// §7.1).
func imapBye(line string) *RefusedError {
	return &RefusedError{Reply: line, Reason: passing(strings.Contains(strings.ToUpper(line), "[UNAVAILABLE]"))}
}

// imapCommand sends one command and reads up to its tagged answer; untagged
// lines may come at any time.
func (c *Conversation) imapCommand(tag, command string) (untagged []string, answer string, err error) {
	c.write(tag + " " + command + "\r\n")
	for {
		line, err := c.line()
		if err != nil {
			return untagged, "", err
		}
		switch status := spaced(line); {
		case strings.HasPrefix(status, "* BYE"):
			return nil, "", imapBye(line)
		case strings.HasPrefix(status, strings.ToUpper(tag)+" "), strings.HasPrefix(status, "* BAD"):
			return untagged, line, nil
		case status != "" && !strings.HasPrefix(status, "* ") && !c.soon():
			return append(untagged, line), "", &MisansweredError{Reply: line}
		}
		untagged = append(untagged, line)
	}
}

// misanswered is what came of a request whose tagged answer did not come (RFC 9051 §2.2.2):
// lines that are an answer to it under no tag, or another one, say more than the silence
// behind them.
func misanswered(untagged []string, err error) error {
	for _, line := range slices.Backward(untagged) {
		if status := spaced(line); strings.Contains(status, "TLS") && !strings.HasPrefix(status, "* CAPABILITY ") {
			return &MisansweredError{Reply: line}
		}
	}
	return err
}

// imapLists tells whether the server lists what it has just declined: then it
// is a passing fault of the server, a certificate that it cannot load perhaps.
func (c *Conversation) imapLists(greeting string) bool {
	if strings.Contains(strings.ToUpper(greeting), "[CAPABILITY ") {
		return hasWord(greeting, "STARTTLS")
	}
	untagged, _, err := c.imapCommand("a2", "CAPABILITY")
	if err != nil {
		return false
	}
	for _, line := range untagged {
		if strings.HasPrefix(spaced(line), "* CAPABILITY ") && hasWord(line, "STARTTLS") {
			return true
		}
	}
	return false
}

// hasWord tells whether word stands in a list of capabilities, in any case.
func hasWord(list, word string) bool {
	for _, field := range strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == '\t' || r == '[' || r == ']' }) {
		if strings.EqualFold(field, word) {
			return true
		}
	}
	return false
}
