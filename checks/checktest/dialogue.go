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

// speaker is one protocol, as far as a client that only wants TLS hears it:
// greeting, capabilities, the switch, goodbye.
type speaker struct {
	name string
	// talk speaks until the client leaves or asks for TLS; it returns true when
	// the next byte on the wire is TLS.
	talk func(w *wire, s dialogue) bool
}

var speakers = []speaker{
	{"imap", talkIMAP},
	{"pop3", talkPOP3},
	{"smtp", talkSMTP},
	{"lmtp", talkLMTP},
	{"sieve", talkSieve},
	{"ftp", talkFTP},
	{"nntp", talkNNTP},
	{"xmpp", talkXMPP},
	{"xmpp-server", talkXMPP},
	{"ldap", talkLDAP},
	{"postgres", talkPostgres},
	{"mysql", talkMySQL},
	{"http", talkHTTP},
}

// speakerOf finds a protocol by its name in the starttls registry, or "http".
func speakerOf(protocol string) speaker {
	for _, s := range speakers {
		if s.name == protocol {
			return s
		}
	}
	panic("checktest: unknown protocol " + protocol)
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
