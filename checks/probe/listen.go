package probe

import (
	"bytes"
	"slices"
	"sync"
	"time"

	"certdesk/checks/probe/rawtls"
)

// Where nothing tells what a port speaks, a conversation in clear begins with
// listening: most servers greet, and the greeting names the protocol, in which the
// same connection then goes on. A server that says nothing and hangs up on a hello,
// on another connection, waits for its client; the listener then speaks.

// clientFirst are the protocols whose servers wait in silence and hang up on a
// ClientHello. They are tried, in this order, where nothing else told.
var clientFirst = []string{"ldap", "postgres", "xmpp"}

// ClientFirst lists those protocols, the likeliest first. The slice is the caller's.
func ClientFirst() []string { return slices.Clone(clientFirst) }

// ear is the connection that listens, if there is one.
type ear struct {
	mu    sync.Mutex
	conn  *tap   // nil where nothing is waited for
	speak string // the protocol in which the server waits for its client; "" while that is not known
}

// speakUp tells the listener, or the next one, that the server will not greet but
// waits for its client to speak a protocol.
func (e *ear) speakUp(protocol string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.speak == "" {
		e.speak = protocol
	}
	if e.conn != nil {
		e.conn.SetReadDeadline(time.Unix(1, 0))
	}
}

// spoken is the protocol in which the client was told to speak, "" if it was not.
func (e *ear) spoken() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.speak
}

// listen waits for the first words, and returns the protocol in which the client is
// to speak first if there will be none.
func (e *ear) listen(conn *tap) string {
	e.mu.Lock()
	speak := e.speak
	e.conn = conn
	e.mu.Unlock()
	if speak == "" {
		conn.awaitLine()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.conn = nil
	if len(conn.ahead) > 0 {
		return ""
	}
	if e.speak != "" {
		conn.SetReadDeadline(conn.last)
	}
	return e.speak
}

// awaitLine waits for the first words and, for a moment, for the rest of their line.
func (t *tap) awaitLine() {
	if len(t.ahead) == 0 && t.await() != nil {
		return
	}
	said, end := t.ahead, time.Now().Add(plainWait)
	more := make([]byte, tapText)
	for len(said) < tapText && !rawtls.IsRecord(said) && said[0] >= ' ' && !bytes.ContainsRune(said, '\n') {
		t.ahead = nil
		n, err := t.soon(more, end)
		said = append(said, more[:n]...)
		if err != nil {
			break
		}
	}
	t.ahead = said
	t.SetReadDeadline(t.last)
}
