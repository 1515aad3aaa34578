package probe

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/checks/probe/neterr"
	"certdesk/checks/probe/rawtls"
	"certdesk/checks/pulse"
)

const (
	// tapText is how much is remembered of what a server says in clear, tapTLS of
	// what it says in TLS: an alert fits.
	tapText = 512
	tapTLS  = rawtls.AlertSize
)

// plainWait bounds the wait for the rest of a greeting after its first bytes.
const plainWait = 300 * time.Millisecond

// tap is a connection that ends with a context and remembers how the server
// began to speak.
type tap struct {
	net.Conn
	release func() bool
	// heard is told of the first bytes.
	heard   func(first []byte)
	opened  time.Time
	pulse   *pulse.Pulse
	spoke   time.Time   // when the first bytes came
	ahead   []byte      // what was read and not yet asked for
	first   []byte      // the first bytes since the start, or since TLS is due
	got     int         // bytes since then
	ignored bool        // heard was called already
	answers atomic.Bool // got > 0, for others to see

	mu    sync.Mutex
	last  time.Time // no deadline is later
	over  bool
	moved time.Duration // when something last came or went, by pulse
}

// await waits for the first bytes and keeps them for who reads next.
func (t *tap) await() error {
	said := make([]byte, tapText)
	n, err := t.Read(said)
	t.ahead = said[:n]
	return err
}

func (t *tap) Read(b []byte) (int, error) {
	if len(t.ahead) > 0 {
		n := copy(b, t.ahead)
		t.ahead = t.ahead[n:]
		return n, nil
	}
	n, err := t.Conn.Read(b)
	if n == 0 {
		return n, err
	}
	t.move()
	if t.got == 0 && t.spoke.IsZero() {
		t.spoke = time.Now()
	}
	t.got += n
	t.answers.Store(true)
	room := tapText
	if len(t.first) > 0 && rawtls.IsRecord(t.first) || len(t.first) == 0 && rawtls.IsRecord(b[:n]) {
		room = tapTLS
	}
	t.first = append(t.first, b[:min(n, max(0, room-len(t.first)))]...)
	if t.heard != nil && !t.ignored {
		t.ignored = true
		t.heard(t.first)
	}
	return n, err
}

func (t *tap) Write(b []byte) (int, error) {
	n, err := t.Conn.Write(b)
	if n > 0 {
		t.move()
	}
	return n, err
}

// move notes that something came or went.
func (t *tap) move() {
	now := t.pulse.Now()
	t.mu.Lock()
	t.moved = now
	t.mu.Unlock()
}

// quiet is for how long of the time that this process ran nothing came or went.
func (t *tap) quiet() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pulse.Now() - t.moved
}

// soon reads what comes before the end of a moment. Where its timer was late, this process
// was, and reads what came meanwhile.
func (t *tap) soon(b []byte, end time.Time) (int, error) {
	t.SetReadDeadline(end)
	n, err := t.Read(b)
	if n == 0 && neterr.IsTimeout(err) && time.Since(end) > pulse.Late {
		t.SetReadDeadline(time.Now().Add(plainWait))
		n, err = t.Read(b)
	}
	return n, err
}

// forget starts over: what follows is TLS.
func (t *tap) forget() {
	t.first, t.got = nil, 0
	t.answers.Store(false)
}

// greetingTime is how long the server took to speak.
func (t *tap) greetingTime() time.Duration {
	if t.spoke.IsZero() {
		return 0
	}
	return t.spoke.Sub(t.opened)
}

// cut ends whatever waits for the connection, now and later.
func (t *tap) cut() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	t.Conn.SetDeadline(time.Unix(1, 0))
}

// within applies a deadline that does not outlast the context.
func (t *tap) within(at time.Time, set func(time.Time) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return nil
	}
	if !t.last.IsZero() && (at.IsZero() || at.After(t.last)) {
		at = t.last
	}
	return set(at)
}

func (t *tap) SetDeadline(at time.Time) error      { return t.within(at, t.Conn.SetDeadline) }
func (t *tap) SetReadDeadline(at time.Time) error  { return t.within(at, t.Conn.SetReadDeadline) }
func (t *tap) SetWriteDeadline(at time.Time) error { return t.within(at, t.Conn.SetWriteDeadline) }

// leaveWait bounds the wait for a server to end a connection that we ended, and
// leaveBytes what it may still say.
const (
	leaveWait  = 2 * time.Second
	leaveBytes = 1 << 18
)

// leave ends the connection and waits until the server has ended it as well, so
// that it no longer counts as open there. It tells whether that was seen; a
// connection that cannot be ended from one side has to do without.
func (t *tap) leave() bool {
	half, ok := t.Conn.(interface{ CloseWrite() error })
	if !ok {
		return true
	}
	half.CloseWrite()
	t.SetReadDeadline(time.Now().Add(leaveWait))
	n, err := io.Copy(io.Discard, io.LimitReader(t.Conn, leaveBytes))
	return n < leaveBytes && (err == nil || neterr.IsClosed(err))
}

func (t *tap) Close() error {
	t.release()
	return t.Conn.Close()
}
