package starttls

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
)

const (
	// maxLine is far above any protocol's own limit (SMTP 512, IMAP about 8192).
	maxLine = 8 << 10
	// maxTalk bounds all that is read in one dialogue, so that an endless
	// banner ends.
	maxTalk = 64 << 10
	// maxGreeting is how much of the greeting is kept.
	maxGreeting = 512
)

// ErrTooMuch ends a dialogue in which the server never stops.
var ErrTooMuch = errors.New("the server sends more than the protocol allows")

// Conversation is one connection in clear text.
type Conversation struct {
	conn     net.Conn
	r        *bufio.Reader
	host     string
	greeting string
	read     int
}

// NewConversation starts a conversation on a fresh connection. Host is the name
// of the server, for protocols that say whom they want to talk to.
func NewConversation(conn net.Conn, host string) *Conversation {
	return &Conversation{conn: conn, r: bufio.NewReaderSize(conn, 4<<10), host: host}
}

// Greeting is the first thing the server said, at most 512 bytes; foreign text.
func (c *Conversation) Greeting() string { return c.greeting }

// line reads one line without its end.
func (c *Conversation) line() (string, error) {
	var line []byte
	for {
		part, err := c.r.ReadSlice('\n')
		line = append(line, part...)
		if c.read += len(part); c.read > maxTalk || len(line) > maxLine {
			return "", ErrTooMuch
		}
		if err == nil {
			return strings.TrimRight(string(line), "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), fmt.Errorf("reading a line: %w", err)
		}
	}
}

// greet reads the first line and keeps it. Bytes that no text protocol starts
// with end the wait for a line: a TLS alert has no line end.
func (c *Conversation) greet(protocol string) (string, error) {
	if first, err := c.r.Peek(1); err != nil {
		return "", fmt.Errorf("waiting for the greeting: %w", err)
	} else if first[0] < ' ' || first[0] > '~' {
		return "", c.unexpected(protocol)
	}
	line, err := c.line()
	c.note(line)
	if err != nil && line != "" && Recognise([]byte(line)) != protocol {
		return "", &UnexpectedError{Got: []byte(c.greeting), Protocol: protocol}
	}
	return line, err
}

func (c *Conversation) note(s string) {
	if c.greeting == "" {
		c.greeting = s[:min(len(s), maxGreeting)]
	}
}

// unexpected reports what has arrived so far, without waiting for more.
func (c *Conversation) unexpected(protocol string) error {
	got, _ := c.r.Peek(min(max(c.r.Buffered(), 1), maxGreeting))
	c.note(string(got))
	return &UnexpectedError{Got: append([]byte(nil), got...), Protocol: protocol}
}

func (c *Conversation) write(s string) error {
	if _, err := io.WriteString(c.conn, s); err != nil {
		return fmt.Errorf("sending a command: %w", err)
	}
	return nil
}

// full reads exactly n bytes.
func (c *Conversation) full(n int) ([]byte, error) {
	if c.read += n; n < 0 || c.read > maxTalk {
		return nil, ErrTooMuch
	}
	buf := make([]byte, n)
	if _, err := io.ReadFull(c.r, buf); err != nil {
		return nil, fmt.Errorf("reading %d bytes: %w", n, err)
	}
	return buf, nil
}

// reply reads a numbered reply of SMTP, FTP or NNTP form: "220-text" lines,
// then "220 text". It returns the code and the texts of all lines.
func (c *Conversation) reply() (code int, lines []string, err error) {
	for {
		line, err := c.line()
		if err != nil {
			return 0, lines, err
		}
		n, more, ok := replyLine(line)
		if !ok {
			if code != 0 { // FTP allows free text between the first and the last line
				continue
			}
			return 0, nil, &UnexpectedError{Got: []byte(line)}
		}
		if code == 0 {
			code = n
		}
		if n == code {
			lines = append(lines, line)
			if !more {
				return code, lines, nil
			}
		}
	}
}

// replyLine splits "250-STARTTLS" into its code and whether more lines follow.
func replyLine(line string) (code int, more, ok bool) {
	if len(line) < 3 {
		return 0, false, false
	}
	for _, digit := range []byte(line[:3]) {
		if digit < '0' || digit > '9' {
			return 0, false, false
		}
		code = code*10 + int(digit-'0')
	}
	if len(line) == 3 {
		return code, false, true
	}
	return code, line[3] == '-', line[3] == ' ' || line[3] == '-'
}

// replyText is the words of a reply line without its number.
func replyText(line string) string {
	if len(line) < 4 {
		return ""
	}
	return strings.TrimSpace(line[4:])
}

// greetReply reads a numbered greeting.
func (c *Conversation) greetReply(protocol string) (code int, last string, err error) {
	first, err := c.greet(protocol)
	if err != nil {
		return 0, "", err
	}
	code, more, ok := replyLine(first)
	if !ok {
		return 0, "", &UnexpectedError{Got: []byte(c.greeting), Protocol: protocol}
	}
	last = first
	for more {
		line, err := c.line()
		if err != nil {
			return code, last, err
		}
		if n, again, ok := replyLine(line); ok && n == code {
			last, more = line, again
		}
	}
	return code, last, nil
}

// localLiteral is this end's address in the form of RFC 5321 §4.1.3: an
// argument of EHLO that is true, valid, and passes the checks of strict
// servers without a name that would have to resolve.
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
