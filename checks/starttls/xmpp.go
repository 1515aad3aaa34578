package starttls

import (
	"encoding/xml"
	"fmt"
	"strings"
)

func xmppClient(c *Conversation) error { return xmpp(c, "jabber:client") }

func xmppServer(c *Conversation) error { return xmpp(c, "jabber:server") }

// xmpp opens a stream, waits for the features and asks for TLS (RFC 6120
// §5.4.2). The stream is read tag by tag up to each ">", never further: what
// follows <proceed/> is TLS.
func xmpp(c *Conversation, namespace string) error {
	var to strings.Builder
	if err := xml.EscapeText(&to, []byte(c.host)); err != nil {
		return fmt.Errorf("naming the server: %w", err)
	}
	open := "<?xml version='1.0'?><stream:stream to='" + to.String() + "' xmlns='" + namespace +
		"' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
	c.stage = Hello
	c.write(open)
	if first, err := c.r.Peek(1); err != nil {
		return c.failed("waiting for the stream", err)
	} else if first[0] != '<' && first[0] != ' ' && first[0] != '\n' && first[0] != '\r' {
		return c.unexpected()
	}
	offered := false
	for {
		tag, err := c.tag()
		if err != nil {
			return err
		}
		switch name, closing, empty := tagName(tag); {
		case name == "error" && !closing:
			condition, _ := c.tag()
			cause, _, _ := tagName(condition)
			passes := cause == "resource-constraint" || cause == "system-shutdown" // RFC 6120 §4.9.3
			return &RefusedError{Reply: "stream error: " + cause, Reason: passing(passes)}
		case name == "starttls":
			offered = true
		case name == "features" && (closing || empty):
			if !offered {
				return &NotOfferedError{}
			}
			return xmppStart(c)
		case name == "stream" && closing:
			return &RefusedError{Reply: "the stream was closed"}
		case name == "stream" && !strings.Contains(tag, "version="):
			// A server from before RFC 3920 sends no features, and so offers
			// nothing (RFC 6120 §4.7.5).
			return &NotOfferedError{}
		case name == "html" || name == "!doctype":
			return c.foreign(c.greeting)
		}
	}
}

func xmppStart(c *Conversation) error {
	c.ask("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
	for {
		tag, err := c.tag()
		if err != nil {
			return err
		}
		switch name, closing, empty := tagName(tag); {
		case name == "proceed" && (empty || closing):
			return nil
		case name == "failure":
			// RFC 6120 §5.4.2.2: of the causes of this, only a fault within the server
			// is left where it was offered and well asked for.
			return &RefusedError{Reply: "TLS failure", Reason: TLSUnavailable}
		case name == "stream" && closing:
			return &RefusedError{Reply: "the stream was closed"}
		}
	}
}

// tag reads up to and with the ">" that ends the next tag. One within an
// attribute's quotes does not.
func (c *Conversation) tag() (string, error) {
	var (
		b      strings.Builder
		inside bool
		quote  byte
	)
	for {
		next, err := c.r.ReadByte()
		if err != nil {
			return "", c.failed("reading the stream", err)
		}
		if c.read++; c.read > maxTalk {
			return "", ErrTooMuch
		}
		b.WriteByte(next)
		switch {
		case quote != 0:
			if next == quote {
				quote = 0
			}
		case next == '<':
			inside = true
		case inside && (next == '\'' || next == '"'):
			quote = next
		case inside && next == '>':
			c.note(b.String())
			return b.String(), nil
		}
	}
}

// tagName returns the local name of the element at the end of text.
func tagName(text string) (name string, closing, empty bool) {
	_, tag, ok := strings.Cut(text, "<")
	if !ok {
		return "", false, false
	}
	tag = strings.TrimSuffix(tag, ">")
	tag, empty = strings.CutSuffix(tag, "/")
	tag, closing = strings.CutPrefix(tag, "/")
	if end := strings.IndexAny(tag, " \t\r\n"); end >= 0 {
		tag = tag[:end]
	}
	if _, local, ok := strings.Cut(tag, ":"); ok {
		tag = local
	}
	return strings.ToLower(tag), closing, empty
}
