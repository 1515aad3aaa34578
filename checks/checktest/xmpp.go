package checktest

import "strings"

// talkXMPP follows RFC 6120 §5.4, for clients and servers alike.
func talkXMPP(w *wire, s dialogue) bool {
	features := "<stream:features>"
	switch {
	case s.offer:
		features += "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
	case s.secure:
		features += "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
	}
	features += "</stream:features>"
	if first, err := w.r.Peek(1); err != nil || first[0] != '<' { // RFC 6120 §4.9.3.13: TLS, say
		w.write("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>" +
			"<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>")
		return false
	}
	for {
		tag, ok := w.tag()
		if !ok {
			return false
		}
		switch {
		case strings.HasPrefix(tag, "<stream:stream"):
			ok = w.write("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>" + features)
		case strings.HasPrefix(tag, "<starttls") && s.refuse != "":
			ok = w.write(s.refuse)
		case strings.HasPrefix(tag, "<starttls") && s.offer:
			return w.write("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>") && w.ready()
		case strings.HasPrefix(tag, "</stream:stream"):
			w.write("</stream:stream>")
			return false
		}
		if !ok {
			return false
		}
	}
}

// tag reads to the end of the next XML tag.
func (w *wire) tag() (string, bool) {
	text, err := w.r.ReadSlice('>') // bounded by the buffer
	tag := string(text)
	return tag[max(0, strings.LastIndexByte(tag, '<')):], err == nil
}
