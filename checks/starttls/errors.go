package starttls

import (
	"errors"
	"fmt"
)

// RefusedError is a temporary refusal or one by policy: the server is there
// and would rather not talk now, or not to this client, or offers TLS and
// cannot begin it.
type RefusedError struct{ Reply string }

func (e *RefusedError) Error() string { return "the server refuses: " + e.Reply }

// NotOfferedError: the server speaks the protocol and has no TLS to offer.
// Reply is its answer to the request, or empty where it did not list it.
type NotOfferedError struct{ Reply string }

func (e *NotOfferedError) Error() string {
	if e.Reply == "" {
		return "STARTTLS is not offered"
	}
	return "STARTTLS is not offered: " + e.Reply
}

// UnexpectedError: what came is not this protocol. Got holds the first bytes,
// at most 512, so that Recognise can tell what it is.
type UnexpectedError struct {
	Got      []byte
	Protocol string
}

func (e *UnexpectedError) Error() string {
	return fmt.Sprintf("not %s: %.60q", e.Protocol, e.Got)
}

// isVerdict tells the three answers of a server from faults of the connection.
func isVerdict(err error) bool {
	var (
		refused    *RefusedError
		notOffered *NotOfferedError
		unexpected *UnexpectedError
	)
	return errors.As(err, &refused) || errors.As(err, &notOffered) || errors.As(err, &unexpected)
}

// ErrClearText: bytes arrived in clear behind the reply to STARTTLS. A client
// that kept them would take them for bytes of the TLS session, so whoever sits
// in between could put words into the server's mouth (CVE-2011-0411).
var ErrClearText = errors.New("clear text behind the reply to STARTTLS")
