package starttls

import (
	"errors"
	"fmt"
)

// RefusedError is a no of a server that is there and speaks the protocol. When
// it comes before TLS was asked for, the server would rather not talk now, or
// not to this client; after that, it offers TLS and cannot begin it.
// Conversation.Stage tells the two apart.
type RefusedError struct {
	Reply string
	// Reason is the meaning that the protocol's document gives to this reply;
	// empty where it gives none.
	Reason Reason
}

// Reason is the documented meaning of a refusal.
type Reason string

// The reasons.
const (
	// Busy: for want of time or room, whatever was asked (SMTP 421): it passes.
	Busy Reason = "busy"
	// TLSUnavailable: the server cannot begin TLS, for a fault of its own: its
	// certificate, its key, its configuration (SMTP 454).
	TLSUnavailable Reason = "tls-unavailable"
	// Deferred: this client is to come back later, by a rule (SMTP 450, 4.7.x).
	Deferred Reason = "deferred"
	// Faulty: the server reports a fault of its own that may pass (SMTP 451, 4.3.x).
	Faulty Reason = "faulty"
	// Blocked: a rule keeps this client out (SMTP 5.7.x).
	Blocked Reason = "blocked"
	// NoMail: the host takes no mail at all (SMTP 521, 556, 5.3.2).
	NoMail Reason = "no-mail"
)

func (e *RefusedError) Error() string { return "the server refuses: " + e.Reply }

// passing is the reason of a refusal that passes by itself.
func passing(passes bool) Reason {
	if passes {
		return Busy
	}
	return ""
}

// NotOfferedError says that the server speaks the protocol and has no TLS to offer.
// Reply is its answer to the request, or empty where it did not list it.
type NotOfferedError struct {
	Reply string
	// Masked: something between overwrote what was said, and Reply is the line
	// that shows it. What the server itself offers is then not known.
	Masked bool
}

func (e *NotOfferedError) Error() string {
	if e.Masked {
		return "something in between hides what the server offers: " + e.Reply
	}
	if e.Reply == "" {
		return "STARTTLS is not offered"
	}
	return "STARTTLS is not offered: " + e.Reply
}

// MisansweredError says that the server answered the request for TLS in a way that no
// client takes for the answer: under another tag, or none. Reply is what it said.
type MisansweredError struct{ Reply string }

func (e *MisansweredError) Error() string {
	return "the server answers under another tag: " + e.Reply
}

// UnexpectedError says that what came is not this protocol. Got holds the first bytes,
// at most 512, so that Recognise can tell what it is.
type UnexpectedError struct {
	Got      []byte
	Protocol string
}

func (e *UnexpectedError) Error() string {
	return fmt.Sprintf("not %s: %.60q", e.Protocol, e.Got)
}

// isVerdict tells the four answers of a server from faults of the connection.
func isVerdict(err error) bool {
	var (
		refused    *RefusedError
		notOffered *NotOfferedError
		unexpected *UnexpectedError
		misanswer  *MisansweredError
	)
	return errors.As(err, &misanswer) || errors.As(err, &refused) || errors.As(err, &notOffered) || errors.As(err, &unexpected)
}

// ErrClearText is returned where bytes arrived in clear behind the reply to
// STARTTLS. A client that kept them would take them for bytes of the TLS session,
// so whoever sits in between could put words into the server's mouth
// (CVE-2011-0411).
var ErrClearText = errors.New("clear text behind the reply to STARTTLS")
