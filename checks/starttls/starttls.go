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
// now, or not you, or, after TLS was asked for, not able to; Conversation.Stage
// tells), NotOfferedError (not at all, or hidden by a firewall: mask.go),
// UnexpectedError (this is another protocol). Anything else is a fault of the connection: a server that
// hangs up without a word has said none of the three.
//
// The way through: Protocol.Upgrade sets the bounds and calls the protocol's
// function, which talks through Conversation; reply.go reads the numbered
// replies that several protocols share; Recognise names what else it may be.
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

// protocols is the table. What a protocol's ports are is in package services.
var protocols = []Protocol{
	{Name: "imap", ServerFirst: true, upgrade: imap, opens: []string{"* OK", "* PREAUTH", "* BYE"}},
	{Name: "pop3", ServerFirst: true, upgrade: pop3, opens: []string{"+OK", "-ERR"}},
	{Name: "smtp", ServerFirst: true, upgrade: smtp, opens: []string{"220", "4", "5"}},
	{Name: "lmtp", ServerFirst: true, upgrade: lmtp, opens: []string{"220", "4", "5"}},
	{Name: "sieve", ServerFirst: true, upgrade: sieve, opens: []string{`"`, "{", "OK", "NO", "BYE"}},
	{Name: "ldap", upgrade: ldap},
	{Name: "ftp", ServerFirst: true, upgrade: ftp, opens: []string{"220", "120", "4", "5"}, freeText: true},
	{Name: "xmpp", upgrade: xmppClient},
	{Name: "xmpp-server", upgrade: xmppServer},
	{Name: "nntp", ServerFirst: true, upgrade: nntp, opens: []string{"200", "201", "4", "5"}},
	{Name: "postgres", upgrade: postgres},
	{Name: "mysql", ServerFirst: true, upgrade: mysql},
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

// Greets tells that the server greets in words, behind TLS too.
func (p Protocol) Greets() bool { return p.ServerFirst && len(p.opens) > 0 }

// Upgrade speaks until the next byte on the wire is TLS. The deadline of ctx
// bounds the whole dialogue and its cancellation ends it; on success the
// connection is left without a deadline. The connection stays the caller's.
func (p Protocol) Upgrade(ctx context.Context, c *Conversation) error {
	c.protocol = p
	if deadline, ok := ctx.Deadline(); ok {
		c.until = deadline
		c.conn.SetDeadline(deadline)
	}
	stop := context.AfterFunc(ctx, func() {
		c.ended.Store(true)
		c.conn.SetDeadline(time.Unix(1, 0))
	})
	err := p.upgrade(c)
	switch inTime := stop(); {
	case isVerdict(err): // what the server has said counts, even where time ran out behind it
	case !inTime:
		err = context.Cause(ctx)
	case err == nil && c.unsent != nil:
		err = c.unsent
	case err == nil && c.r.Buffered() > 0:
		err = c.behind()
	}
	if err != nil {
		return fmt.Errorf("%s dialogue: %w", p.Name, err)
	}
	c.conn.SetDeadline(time.Time{})
	return nil
}

// behind says what clear text is that came with the reply to STARTTLS: a server that
// finds only then that it cannot begin takes its word back.
func (c *Conversation) behind() error {
	said, _ := c.r.Peek(min(c.r.Buffered(), maxGreeting))
	if TakesBack(said) {
		return &RefusedError{Reply: firstLine(said), Reason: TLSUnavailable}
	}
	return ErrClearText
}
