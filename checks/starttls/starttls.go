// Package starttls leads a conversation in clear to the point where TLS
// begins: one file a protocol, one row each in the table below.
//
// It is a polite client. It waits for a greeting before it speaks (servers
// drop those who talk first), sends one command at a time, and reads each
// reply to its end. What is left unsaid saves round trips: IMAP, POP3, NNTP and
// FTP servers are asked for TLS outright, for the refusal tells as much as the
// list of capabilities would; SMTP requires EHLO first (RFC 3207 §4.2).
//
// A server's no has three meanings, and each has an error: RefusedError (not
// now, or not you), NotOfferedError (not at all), UnexpectedError (this is
// another protocol). Anything else is a fault of the connection.
//
// Sources: RFC 3207 (SMTP), RFC 2033 (LMTP), RFC 9051 §6.2.1 (IMAP), RFC 2595
// §4 (POP3), RFC 5804 §2.2 (ManageSieve), RFC 4511 §4.14 (LDAP), RFC 4217 §4
// (FTP), RFC 6120 §5 (XMPP), RFC 4642 (NNTP), the PostgreSQL and MySQL protocol
// documentation.
package starttls

import (
	"context"
	"fmt"
	"time"
)

// Protocol is one way to reach TLS from clear text.
type Protocol struct {
	// Name is what --starttls takes.
	Name string
	// ServerFirst tells that the server greets before the client speaks.
	ServerFirst bool
	// Ports are the conventional ports.
	Ports []int

	upgrade func(*Conversation) error
}

var protocols = []Protocol{
	{Name: "imap", ServerFirst: true, Ports: []int{143}, upgrade: imap},
	{Name: "pop3", ServerFirst: true, Ports: []int{110}, upgrade: pop3},
	{Name: "smtp", ServerFirst: true, Ports: []int{25, 587, 2525}, upgrade: smtp},
	{Name: "lmtp", ServerFirst: true, Ports: []int{24}, upgrade: lmtp},
	{Name: "sieve", ServerFirst: true, Ports: []int{4190}, upgrade: sieve},
	{Name: "ldap", Ports: []int{389, 3268}, upgrade: ldap},
	{Name: "ftp", ServerFirst: true, Ports: []int{21}, upgrade: ftp},
	{Name: "xmpp", Ports: []int{5222}, upgrade: xmppClient},
	{Name: "xmpp-server", Ports: []int{5269}, upgrade: xmppServer},
	{Name: "nntp", ServerFirst: true, Ports: []int{119}, upgrade: nntp},
	{Name: "postgres", Ports: []int{5432}, upgrade: postgres},
	{Name: "mysql", ServerFirst: true, Ports: []int{3306}, upgrade: mysql},
}

// Protocols lists all protocols. The slice is the caller's.
func Protocols() []Protocol { return append([]Protocol(nil), protocols...) }

// Lookup finds a protocol by name.
func Lookup(name string) (Protocol, bool) {
	for _, p := range protocols {
		if p.Name == name {
			return p, true
		}
	}
	return Protocol{}, false
}

// Upgrade speaks until the next byte on the wire is TLS. The deadline of ctx
// bounds the whole dialogue and its cancellation ends it; on success the
// connection is left without a deadline. The connection stays the caller's.
func (p Protocol) Upgrade(ctx context.Context, c *Conversation) error {
	if deadline, ok := ctx.Deadline(); ok {
		c.conn.SetDeadline(deadline)
	}
	stop := context.AfterFunc(ctx, func() { c.conn.SetDeadline(time.Unix(1, 0)) })
	err := p.upgrade(c)
	if !stop() {
		return fmt.Errorf("%s dialogue: %w", p.Name, context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("%s dialogue: %w", p.Name, err)
	}
	// Bytes that arrived in clear behind the reply would be taken for bytes of
	// the TLS session: the injection of CVE-2011-0411.
	if n := c.r.Buffered(); n > 0 {
		return fmt.Errorf("%s dialogue: %d bytes in clear behind the reply to STARTTLS", p.Name, n)
	}
	c.conn.SetDeadline(time.Time{})
	return nil
}

// RefusedError is a temporary refusal or one by policy: the server is there
// and would rather not talk now, or not to this client.
type RefusedError struct{ Reply string }

func (e *RefusedError) Error() string { return "the server refuses: " + e.Reply }

// NotOfferedError: the server speaks the protocol and has no TLS to offer.
// Reply is its answer to the request, or empty where it did not list it.
type NotOfferedError struct{ Reply string }

func (e *NotOfferedError) Error() string { return "STARTTLS is not offered: " + e.Reply }

// UnexpectedError: what came is not this protocol. Got holds the first bytes,
// so that Recognise can tell what it is.
type UnexpectedError struct {
	Got      []byte
	Protocol string
}

func (e *UnexpectedError) Error() string {
	return fmt.Sprintf("not %s: %.60q", e.Protocol, e.Got)
}
