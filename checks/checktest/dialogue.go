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

// command is the first word of a line in upper case.
func command(line string) string {
	word, _, _ := strings.Cut(line, " ")
	return strings.ToUpper(word)
}
