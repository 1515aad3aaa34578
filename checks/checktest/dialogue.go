package checktest

import (
	"bufio"
	"io"
	"net"
	"strings"
)

// dialogue is how far one connection is and what the server is willing to do.
type dialogue struct {
	secure   bool   // TLS is on
	upgraded bool   // it came by STARTTLS: some protocols do not greet again
	offer    bool   // STARTTLS is offered
	refuse   string // what STARTTLS is answered with in place of TLS
}

// wire reads lines without taking a byte more than it must: what follows
// STARTTLS belongs to TLS.
type wire struct {
	conn net.Conn
	r    *bufio.Reader
}

func newWire(conn net.Conn) *wire { return &wire{conn, bufio.NewReaderSize(conn, 4096)} }

// say writes one line or several; false means the client is gone.
func (w *wire) say(lines ...string) bool {
	return w.write(strings.Join(lines, "\r\n") + "\r\n")
}

// write sends text as it is, in one piece.
func (w *wire) write(text string) bool {
	_, err := io.WriteString(w.conn, text)
	return err == nil
}

// hear reads one line, without its end.
func (w *wire) hear() (string, bool) {
	line, err := w.r.ReadSlice('\n') // bounded by the buffer
	return strings.TrimRight(string(line), "\r\n"), err == nil
}

// ready tells whether TLS may begin. Commands sent ahead of it are an attack
// (CVE-2011-0411), and a client that pipelines them gets no TLS.
func (w *wire) ready() bool { return w.r.Buffered() == 0 }

// reply is what one line of the client is answered with.
type reply struct {
	lines []string
	then  next
}

// next is how a connection goes on behind a reply.
type next int

const (
	listens next = iota // for another line
	begins              // with TLS
	ends
)

// says answers, and leaves answers for the last time.
func says(lines ...string) reply   { return reply{lines, listens} }
func leaves(lines ...string) reply { return reply{lines, ends} }

// startTLS answers the command that asks for TLS: yes where it is offered, no where
// the server does not know it.
func (s dialogue) startTLS(yes, no string) reply {
	switch {
	case s.refuse != "":
		return says(s.refuse)
	case s.offer:
		return reply{[]string{yes}, begins}
	}
	return says(no)
}

// greeting is what is said unasked; not again after STARTTLS.
func (s dialogue) greeting(lines ...string) []string {
	if s.upgraded {
		return nil
	}
	return lines
}

// converse greets, and answers line by line until the client leaves or asks for TLS.
// True means that the next byte is TLS.
func (w *wire) converse(greeting []string, answer func(line string) reply) bool {
	if len(greeting) > 0 && !w.say(greeting...) {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		r := answer(line)
		switch said := len(r.lines) == 0 || w.say(r.lines...); {
		case !said || r.then == ends:
			return false
		case r.then == begins:
			return w.ready()
		}
	}
}

// command is the first word of a line in upper case.
func command(line string) string {
	word, _, _ := strings.Cut(line, " ")
	return strings.ToUpper(word)
}
