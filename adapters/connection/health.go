// Package connection keeps how an adapter's connection to its platform stands, as
// far as it is known without asking: which of its sockets are open, since when,
// and whether the platform takes the token. What is called, heard and looked at by
// the readiness probe all write to it or read it, so it is no part of the inbox.
package connection

import (
	"fmt"
	"sync"
	"time"

	"certdesk/adapters/plaintext"
)

// Health is that of one adapter. It is safe for concurrent use.
type Health struct {
	platform string
	now      func() time.Time
	explain  func(error) error

	mu sync.Mutex
	// want is how many connections there should be at least, 0 while that is not
	// known; up are those that are open, by whatever tells them apart. Since is
	// when there began or ceased to be enough, why is what the last was lost by.
	want  int
	up    map[any]bool
	since time.Time
	why   error
	// refused is what the platform has against the token; nil if it took it last.
	refused error
	// in: it has taken the token once; wasUp: a connection was open once.
	in, wasUp bool

	// refusals has the latest refusal that nobody has taken.
	refusals chan error
}

// NewHealth is the health of a platform with so many connections, 0 where that is not
// known yet. explain turns an error into a sentence for the operator.
func NewHealth(platform string, want int, now func() time.Time, explain func(error) error) *Health {
	return &Health{
		platform: platform, want: want, now: now, explain: explain,
		up: make(map[any]bool), since: now(), refusals: make(chan error, 1),
	}
}

// Answered notes what the platform said to a call with the token: nil, a refusal
// of the token, or another error. Of a call that did not get there nothing is to
// be noted.
func (h *Health) Answered(err error, refused bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = nil
	switch {
	case err == nil:
		h.in = true
	case refused:
		h.refused = err
		select {
		case h.refusals <- err:
		default: // one is waiting already
		}
	}
}

// Expect says how many connections there should be.
func (h *Health) Expect(connections int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.want = connections
}

// Open notes that a connection is, Down that it is not, and why; nil is no
// reason.
func (h *Health) Open(connection any) { h.set(connection, true, nil) }

// Down is told in Open.
func (h *Health) Down(connection any, why error) { h.set(connection, false, why) }

// Lost notes why a connection could not be made.
func (h *Health) Lost(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.why = why
}

func (h *Health) set(connection any, open bool, why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why != nil {
		h.why = why
	}
	before := h.enough()
	if delete(h.up, connection); open {
		h.up[connection], h.wasUp = true, true
	}
	if before != h.enough() {
		h.since = h.now()
	}
}

// Leave takes a connection off, if another one is open; else it is false.
func (h *Health) Leave(connection any) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.up[connection] || len(h.up) < 2 {
		return false
	}
	delete(h.up, connection)
	return true
}

func (h *Health) enough() bool { return h.want > 0 && len(h.up) >= h.want }

// Trouble is what keeps certdesk from working on the platform, in a sentence for
// the operator; "" if nothing does that is known of. listens tells whether it
// needs connections at all.
func (h *Health) Trouble(listens bool) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	since := h.since.UTC().Format("15:04:05 UTC")
	switch {
	case h.refused != nil:
		return fmt.Sprintf("%s does not let certdesk in: %s", h.platform, h.explain(h.refused))
	case !listens || h.enough():
		return ""
	case h.want > 1 && len(h.up) > 0:
		return fmt.Sprintf("%d of %d connections to %s are open, not all since %s", len(h.up), h.want, h.platform, since)
	case h.why != nil:
		return fmt.Sprintf("no connection to %s since %s: %s", h.platform, since, plaintext.Short(h.explain(h.why).Error(), maxReason))
	}
	return fmt.Sprintf("no connection to %s since %s", h.platform, since)
}

// maxReason bounds what is said of a reason, in characters.
const maxReason = 200

// WasIn tells whether the platform has let certdesk in since the start: what it
// refuses later is no wrong setting.
func (h *Health) WasIn(listens bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if listens {
		return h.wasUp
	}
	return h.in
}

// Refusals tells of calls for which the platform did not take the token; those
// that nobody takes are told once.
func (h *Health) Refusals() <-chan error { return h.refusals }
