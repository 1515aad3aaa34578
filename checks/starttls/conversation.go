package starttls

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// maxLine is far above any protocol's own limit (SMTP 512, IMAP about 8192).
	maxLine = 8 << 10
	// maxTalk bounds all that is read in one dialogue, so that an endless
	// banner ends.
	maxTalk = 64 << 10
	// maxGreeting is how much of the greeting is kept.
	maxGreeting = 512
	// foreignWait is the patience with a server of another protocol, whose
	// first bytes do not tell yet which one: a packet may be split anywhere.
	foreignWait = 300 * time.Millisecond
	// strayWait is the patience for what servers send beside the rules: a greeting
	// behind a line that is none, lines behind the last one of a reply.
	strayWait = 500 * time.Millisecond
	// maxStray is how many such lines are passed over.
	maxStray = 8
)

// byteOrderMark stands in front of greetings that were edited as a text file.
const byteOrderMark = "\xef\xbb\xbf"

// ErrTooMuch ends a dialogue in which the server never stops.
var ErrTooMuch = errors.New("the server sends more than the protocol allows")

// Protocol is one way to reach TLS from clear text.
type Protocol struct {
	// Name is what --starttls takes.
	Name string
	// ServerFirst tells that the server greets before the client speaks.
	ServerFirst bool

	upgrade func(*Conversation) error
	// opens are the ways a greeting may begin, in upper case.
	opens []string
	// freeText tells that lines within a numbered reply may be of any form.
	freeText bool
}

// mayOpen tells whether a greeting may begin with said, which may end early.
func (p Protocol) mayOpen(said string) bool {
	said = strings.ReplaceAll(said, "\t", " ")
	for _, open := range p.opens {
		n := min(len(open), len(said))
		if strings.EqualFold(said[:n], open[:n]) {
			return true
		}
	}
	return false
}

// Conversation is one connection in clear text.
type Conversation struct {
	conn     net.Conn
	r        *bufio.Reader
	host     string
	greeting string
	said     string // the server's answer to EHLO: its name, and mostly a hello
	read     int    // bytes taken from r

	protocol Protocol  // which is spoken
	stage    Stage     // how far it came
	until    time.Time // deadline of the dialogue; zero for none
	unsent   error     // why a command did not go out, see write

	ended atomic.Bool // the dialogue's context is done
}

// Stage is a part of a dialogue.
type Stage string

// The stages, in their order.
const (
	// Greeting: the server's first words are waited for.
	Greeting Stage = "greeting"
	// Hello: the client has introduced itself, or asked what there is.
	Hello Stage = "hello"
	// Request: the client has asked for TLS.
	Request Stage = "request"
)

// Stage is how far the dialogue came.
func (c *Conversation) Stage() Stage { return c.stage }

// ask sends the request for TLS.
func (c *Conversation) ask(s string) {
	c.stage = Request
	c.write(s)
}

// NewConversation starts a conversation on a fresh connection. Host is the name
// of the server, for protocols that say whom they want to talk to.
func NewConversation(conn net.Conn, host string) *Conversation {
	return &Conversation{stage: Greeting, conn: conn, r: bufio.NewReaderSize(conn, 4<<10), host: host}
}

// Greeting is the first thing the server said, at most 512 bytes; foreign text.
func (c *Conversation) Greeting() string { return c.greeting }

// Hello is the text of the first line of the answer to EHLO or LHLO, in which
// the server gives its name; at most 512 bytes, foreign text.
func (c *Conversation) Hello() string { return c.said }

// greet reads the first line and keeps it. Bytes that no text protocol starts
// with end the wait for a line: a TLS alert has no line end.
//
// Clients pass over what stands before a greeting, so this does too, within
// maxStray lines: empty lines, and lines of no known protocol where a greeting
// follows at once.
func (c *Conversation) greet() (string, error) {
	var stray string
	for skipped := 0; ; skipped++ {
		first, err := c.r.Peek(1)
		if err != nil {
			return "", c.failed("waiting for the greeting", err)
		}
		switch {
		case first[0] == byteOrderMark[0] && c.starts(byteOrderMark):
			c.take(len(byteOrderMark))
		case first[0] == '\r' && c.starts("\r\n"), first[0] == '\n':
		case first[0] < ' ' || first[0] > '~':
			return "", c.unexpected()
		}
		line, err := c.line()
		empty := strings.TrimSpace(line) == ""
		switch opens := c.protocol.mayOpen(line); {
		case err == nil && empty && skipped < maxStray:
			continue
		case stray != "" && (err != nil || !opens && (skipped >= maxStray || Recognise([]byte(line)) != "")):
			c.note(stray)
			return "", c.foreign(stray)
		case err != nil && !opens:
			c.note(line)
			return "", c.foreign(line)
		case err != nil || opens || skipped >= maxStray || Recognise([]byte(line)) != "":
			c.note(line)
			return line, err
		}
		if stray == "" {
			stray = line
		}
		if !c.soon() {
			c.note(stray)
			return "", c.foreign(stray)
		}
	}
}

// starts tells whether the next bytes are those of s.
func (c *Conversation) starts(s string) bool {
	got, _ := c.r.Peek(len(s))
	return string(got) == s
}

// take leaves out n bytes that have arrived.
func (c *Conversation) take(n int) {
	n, _ = c.r.Discard(n)
	c.read += n
}

// soon tells whether something arrives unasked within strayWait.
func (c *Conversation) soon() bool {
	if c.r.Buffered() > 0 {
		return true
	}
	wait := time.Now().Add(strayWait)
	if !c.until.IsZero() && c.until.Before(wait) {
		wait = c.until
	}
	c.conn.SetReadDeadline(wait)
	_, err := c.r.Peek(1)
	c.conn.SetReadDeadline(c.until)
	if c.ended.Load() { // meanwhile: its deadline was overwritten just now
		c.conn.SetReadDeadline(time.Unix(1, 0))
	}
	return err == nil
}

func (c *Conversation) note(s string) {
	if c.greeting == "" {
		c.greeting = s[:min(len(s), maxGreeting)]
	}
}

// line reads one line without its end. With an error it returns what came of it.
func (c *Conversation) line() (string, error) {
	var line []byte
	for {
		part, err := c.r.ReadSlice('\n')
		line = append(line, part...)
		if c.read += len(part); c.read > maxTalk || len(line) > maxLine {
			return string(line), ErrTooMuch
		}
		if err == nil {
			return strings.TrimRight(string(line), "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), c.failed("reading a line", err)
		}
	}
}

// filled reads a line behind up to maxStray empty ones.
func (c *Conversation) filled() (line string, err error) {
	for range maxStray {
		if line, err = c.line(); err != nil || strings.TrimSpace(line) != "" {
			return line, err
		}
	}
	return c.line()
}

// full reads exactly n bytes, which may be none.
func (c *Conversation) full(n int) ([]byte, error) {
	if n > maxTalk-c.read {
		return nil, ErrTooMuch
	}
	c.read += n
	buf := make([]byte, n)
	if _, err := io.ReadFull(c.r, buf); err != nil {
		return nil, c.failed(fmt.Sprintf("reading %d bytes", n), err)
	}
	return buf, nil
}

// write sends s. A server that refuses and hangs up may be gone before it hears
// us while its words still lie here, so a failure is told by the next read that
// finds nothing.
func (c *Conversation) write(s string) {
	if _, err := io.WriteString(c.conn, s); err != nil && c.unsent == nil {
		c.unsent = fmt.Errorf("sending a command: %w", err)
	}
}

// failed tells what went wrong while reading, or before.
func (c *Conversation) failed(doing string, err error) error {
	if c.unsent != nil {
		return c.unsent
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// foreign reports words that are not the protocol's.
func (c *Conversation) foreign(said string) error {
	return &UnexpectedError{Got: []byte(said[:min(len(said), maxGreeting)]), Protocol: c.protocol.Name}
}

// unexpected reports the bytes that have arrived and that are not the
// protocol's. It waits a moment for more where they do not tell yet what they
// are.
func (c *Conversation) unexpected() error {
	wait := time.Now().Add(foreignWait)
	if !c.until.IsZero() && c.until.Before(wait) {
		wait = c.until
	}
	c.conn.SetReadDeadline(wait)
	got, _ := c.r.Peek(max(c.r.Buffered(), 1))
	for len(got) < maxGreeting && Recognise(got) == "" && bytes.IndexByte(got, '\n') < 0 {
		more, err := c.r.Peek(len(got) + 1)
		if got = more; err != nil {
			break
		}
		got, _ = c.r.Peek(c.r.Buffered())
	}
	c.note(string(got))
	return c.foreign(string(got))
}
