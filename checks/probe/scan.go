package probe

import (
	"context"
	"sync/atomic"
	"time"

	"certdesk/checks/pulse"
)

// MaxConnections is the most that one probe opens to one address, those included
// that are made again because the server hung up on others. One more asks, where a large
// hello was not answered twice, whether a small one still is.
const MaxConnections = 6

// scan is one probe under way.
type scan struct {
	dialer      Dialer
	request     Request
	connections atomic.Int32
	crowding    atomic.Bool // the server hung up on some that were open side by side
	idled       bool        // it left one open on which nothing was said
	beside      *beside     // nil in a quick probe
	ear         ear
	more        atomic.Int32 // connections beyond MaxConnections, for a control question
	pulse       *pulse.Pulse // nil in some tests
	headStart   time.Duration
}

// dial opens a connection that ends with ctx.
func (s *scan) dial(ctx context.Context) (*tap, error) {
	if int(s.connections.Add(1)) > s.mayOpen() {
		s.connections.Add(-1)
		return nil, errEnough
	}
	conn, err := s.dialer.DialContext(ctx, "tcp", s.request.at())
	if err != nil {
		return nil, err
	}
	t := &tap{Conn: conn, opened: time.Now(), pulse: s.pulse, moved: s.pulse.Now()}
	if deadline, ok := ctx.Deadline(); ok {
		t.last = deadline
		conn.SetDeadline(deadline)
	}
	t.release = context.AfterFunc(ctx, t.cut)
	return t, nil
}

// mayOpen is how many connections may be opened in all.
func (s *scan) mayOpen() int { return s.request.MaxConnections + int(s.more.Load()) }

// room is how many connections are left.
func (s *scan) room() int { return max(0, s.mayOpen()-int(s.connections.Load())) }

// Patience is the least time that a server may be silent before the other mode
// is tried on a second connection, while the first goes on waiting: some mail
// servers make strangers wait on purpose. A quick probe is one of thousands, and
// a busy server is no reason to connect twice.
const (
	patience      = time.Second
	quickPatience = 3 * time.Second
)

// patience is that time for a server that took so long to be connected: who is far
// away is late.
func (s *scan) patience(dial time.Duration) time.Duration {
	least := quickPatience
	if s.request.Full {
		least = patience
	}
	return max(least, 3*dial)
}
