// Package connection keeps how an adapter's connection to its platform stands, as
// far as it is known without asking: which of its sockets are open, since when,
// and whether the platform takes the token. Calls and connections write it, and the
// readiness probe reads it.
package connection

import (
	"fmt"
	"sync"
	"time"

	"certdesk/adapters/plaintext"
	"certdesk/checks/wiring"
)

// Health is the state of one adapter's connection. It is safe for concurrent use.
type Health struct {
	platform string
	listens  bool
	now      func() time.Time
	explain  func(error) error

	mu sync.Mutex
	// want is how many connections there should be at least, 0 while that is not
	// known. up has those that are open, by the keys that Open was called with.
	want int
	up   map[any]bool
	// since is when the open connections became enough, or ceased to be.
	since time.Time
	// why is the latest reason for which a connection was lost or not made.
	why error
	// refused is the platform's refusal of the token; nil if it took the token at
	// the latest call.
	refused error
	// in tells that the token was taken once, wasUp that a connection was open
	// once.
	in, wasUp bool

	// refusals holds one refusal until somebody receives it.
	refusals chan error
}

// Config is what a Health needs. All of it is required but Listens and Want.
type Config struct {
	// Platform is its name, as the operator reads it.
	Platform string
	// Listens: the adapter holds connections to the platform; otherwise the platform
	// calls it by HTTP.
	Listens bool
	// Want is how many connections there should be; zero is not known yet.
	Want int
	Now  func() time.Time
	// Explain turns an error into a sentence for the operator.
	Explain func(error) error
}

// NewHealth begins without an open connection. The error names what is missing.
func NewHealth(cfg Config) (*Health, error) {
	if err := wiring.Complete("the health of a connection", wiring.Parts{
		"Platform": cfg.Platform != "", "Now": cfg.Now != nil, "Explain": cfg.Explain != nil,
	}); err != nil {
		return nil, err
	}
	return &Health{
		platform: cfg.Platform, listens: cfg.Listens, want: cfg.Want, now: cfg.Now, explain: cfg.Explain,
		up: make(map[any]bool), since: cfg.Now(), refusals: make(chan error, 1),
	}, nil
}

// Answered notes that the platform took the token in a call: err is nil where it did
// what it was asked. A call that did not reach the platform must not be noted.
func (h *Health) Answered(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = nil
	h.in = h.in || err == nil
}

// Refused notes that the platform did not take the token in a call.
func (h *Health) Refused(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = err
	select {
	case h.refusals <- err:
	default: // one is waiting already
	}
}

// Expect says how many connections there should be.
func (h *Health) Expect(connections int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.want = connections
}

// Open notes that a connection is open. The key tells it from the others, and is
// what Down and Leave know it by.
func (h *Health) Open(connection any) { h.set(connection, true, nil) }

// Down notes that a connection is no longer open, and why; nil where no reason is
// known.
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

// Leave forgets an open connection, which its owner means to close, if another
// one is open. Otherwise it changes nothing and returns false.
func (h *Health) Leave(connection any) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.up[connection] || len(h.up) < 2 {
		return false
	}
	delete(h.up, connection)
	return true
}

func (h *Health) enough() bool { return len(h.up) >= max(h.want, 1) }

// Trouble is what keeps certdesk from working on the platform, in a sentence for
// the operator; "" if nothing does that is known of.
func (h *Health) Trouble() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	since := h.since.UTC().Format("15:04:05 UTC")
	switch {
	case h.refused != nil:
		return fmt.Sprintf("%s does not let certdesk in: %s", h.platform, h.explain(h.refused))
	case !h.listens || h.enough():
		return ""
	case len(h.up) > 0:
		return fmt.Sprintf("%d of %d connections to %s are open, not all since %s", len(h.up), h.want, h.platform, since)
	case h.why != nil:
		return fmt.Sprintf("no connection to %s since %s: %s", h.platform, since, plaintext.Short(h.explain(h.why).Error(), maxReason))
	}
	return fmt.Sprintf("no connection to %s since %s", h.platform, since)
}

// maxReason bounds what is said of a reason, in characters.
const maxReason = 200

// WasIn tells whether the platform has let certdesk in since the start: by a
// connection where it listens, otherwise by a call that it answered. If it has,
// the settings were right, and a later refusal has another reason.
func (h *Health) WasIn() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listens {
		return h.wasUp
	}
	return h.in
}

// Refusals has the refusals of the token. However many there are while nobody
// receives, the channel holds the first of them alone.
func (h *Health) Refusals() <-chan error { return h.refusals }
