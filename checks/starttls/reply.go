package starttls

import (
	"net"
	"net/netip"
	"strings"
)

// reply is a numbered reply of SMTP, LMTP, FTP or NNTP.
type reply struct {
	code  int
	lines []string // at least one, with their numbers
}

// last is the line that ends the reply, where servers put the reason.
func (r reply) last() string { return r.lines[len(r.lines)-1] }

// temporary tells a 4yz reply, refuses a 4yz or 5yz one.
func (r reply) temporary() bool { return r.code >= 400 && r.code < 500 }
func (r reply) refuses() bool   { return r.code >= 400 && r.code < 600 }

// refusal is a negative reply that is not about TLS: 4yz passes by itself
// (RFC 5321 §4.2.1).
func (r reply) refusal() error {
	return &RefusedError{Reply: r.last(), Reason: passing(r.temporary())}
}

// reply reads a reply: "220-text" lines, then "220 text".
func (c *Conversation) reply() (reply, error) {
	line, err := c.filled()
	if err != nil {
		return reply{}, err
	}
	return c.replyFrom(line)
}

// greetReply reads a greeting of the same form.
func (c *Conversation) greetReply() (reply, error) {
	line, err := c.greet()
	if err != nil {
		return reply{}, err
	}
	return c.replyFrom(line)
}

func (c *Conversation) replyFrom(first string) (reply, error) {
	code, more, ok := replyLine(first)
	if !ok {
		return reply{}, c.foreign(first)
	}
	r := reply{code: code, lines: []string{first}}
	for more {
		line, err := c.line()
		if err != nil {
			return r, err
		}
		n, again, ok := replyLine(line)
		switch {
		case ok && n == r.code:
			r.lines, more = append(r.lines, line), again
		case ok && n >= 400 && !again && !c.protocol.freeText:
			// A change of mind: postscreen says "220-wait", looks the client up
			// and ends with "521 go away".
			r = reply{code: n, lines: []string{line}}
			more = false
		}
	}
	return r, nil
}

// rest adds what servers send behind a line that should have been the last of
// the reply: "250 SIZE", then "250 STARTTLS". Nothing was asked since, so lines
// of the same code belong to it; another reply is a change of mind. What is none
// leaves the reply as it is.
func (c *Conversation) rest(r *reply) {
	for len(r.lines) < maxLines && c.soon() {
		more, err := c.reply()
		if err != nil {
			return
		}
		if more.code != r.code {
			*r = more
			return
		}
		r.lines = append(r.lines, more.lines...)
	}
}

// answer is the reply to a command behind such a one: lines of the reply before,
// which came late, are passed over.
func (c *Conversation) answer(before int) (reply, error) {
	r, err := c.reply()
	for n := 0; err == nil && r.code == before && n < maxStray && c.soon(); n++ {
		r, err = c.reply()
	}
	return r, err
}

// replyText is the words of a reply line without its number.
func replyText(line string) string {
	return strings.TrimSpace(line[min(4, len(line)):])
}

// localLiteral is this end's address in the form of RFC 5321 §4.1.3, which a
// client without a name of its own says in EHLO (§4.1.4). It is true and valid,
// so it passes reject_invalid_helo_hostname and reject_non_fqdn_helo_hostname
// of Postfix and the syntax check of Exim; a made-up name would fail where
// names must resolve.
func (c *Conversation) localLiteral() string {
	if addr, ok := c.conn.LocalAddr().(*net.TCPAddr); ok {
		if ip, ok := netip.AddrFromSlice(addr.IP); ok {
			if ip = ip.Unmap(); ip.Is4() {
				return "[" + ip.String() + "]"
			}
			return "[IPv6:" + ip.WithZone("").String() + "]"
		}
	}
	return "[127.0.0.1]"
}
