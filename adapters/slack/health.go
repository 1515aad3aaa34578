package slack

import (
	"context"
	"fmt"
	"sync"
	"time"

	api "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// health is how the connection to Slack stands, as far as it is known without
// asking. It is safe for concurrent use.
type health struct {
	now func() time.Time

	mu sync.Mutex
	// up is how many connections of Socket Mode are open, since when there are
	// some or none, and why is what the last one was lost by.
	up    int
	since time.Time
	why   error
	// refused is what Slack has against the token; nil if it took it last.
	refused error
	// in: Slack has taken the token once; wasUp: a connection was open once.
	in, wasUp bool

	// refusals has the latest refusal that nobody has taken.
	refusals chan error
}

// answered notes what Slack said to a call with the bot's token.
func (h *health) answered(err error) {
	if err != nil && code(err) == "" {
		return // it did not get there
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = nil
	switch {
	case err == nil:
		h.in = true
	case fatal(err) && code(err) != "missing_scope":
		h.refused = err
		select {
		case h.refusals <- err:
		default: // one is waiting already
		}
	}
}

// lost notes why a connection ended.
func (h *health) lost(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.why = err
}

// link is one of the connections.
type link struct {
	*health
	open bool
}

func (h *health) link() *link { return &link{health: h} }

// note takes the client's word for whether its connection is open.
func (l *link) note(e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeHello:
		l.set(true, nil)
	case socketmode.EventTypeConnecting:
		l.set(false, nil)
	case socketmode.EventTypeConnectionError:
		var why error
		if failed, ok := e.Data.(*api.ConnectionErrorEvent); ok {
			why = failed.ErrorObj
		}
		l.set(false, why)
	}
}

// leave takes a connection off, if another one is open.
func (l *link) leave() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.open || l.up < 2 {
		return false
	}
	l.open = false
	l.up--
	return true
}

func (l *link) down(err error) { l.set(false, err) }

func (l *link) set(open bool, why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if why != nil {
		l.why = why
	}
	if l.open == open {
		return
	}
	l.open = open
	before := l.up
	if open {
		l.up++
		l.wasUp = true
	} else {
		l.up--
	}
	if before == 0 || l.up == 0 {
		l.since = l.now()
	}
}

// Trouble is what keeps certdesk from working on Slack, in a sentence for the
// operator; "" if nothing does that is known of.
func (a *Adapter) Trouble() string {
	h := a.health
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.refused != nil:
		return fmt.Sprintf("Slack does not let certdesk in: %s", a.explain(h.refused))
	case a.AppToken == "" || h.up > 0:
		return ""
	case h.why != nil:
		return fmt.Sprintf("no connection to Slack since %s: %s", clock(h.since), a.explain(h.why))
	}
	return fmt.Sprintf("no connection to Slack since %s", clock(h.since))
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// WasIn tells whether Slack has let certdesk in since the adapter was made: what
// it refuses later is no wrong setting at the start.
func (a *Adapter) WasIn() bool {
	h := a.health
	h.mu.Lock()
	defer h.mu.Unlock()
	if a.AppToken != "" {
		return h.wasUp
	}
	return h.in
}

// Refusals tells of calls for which Slack did not take the token, as sentences;
// those that nobody takes are told once.
func (a *Adapter) Refusals() <-chan error { return a.health.refusals }

// Explain turns what was refused into a sentence for the operator.
func (a *Adapter) Explain(err error) error { return a.explain(err) }

// Check asks Slack whether it takes the bot's token, and the app's where there
// is one. The error is a sentence.
func (a *Adapter) Check(ctx context.Context) error {
	_, err := a.api.AuthTestContext(ctx)
	a.health.answered(err)
	if err != nil {
		return fmt.Errorf("asking Slack about SLACK_BOT_TOKEN: %w", a.explain(err))
	}
	if a.AppToken == "" {
		return nil
	}
	if _, _, err := a.api.StartSocketModeContext(ctx); err != nil {
		return fmt.Errorf("asking Slack for a connection with SLACK_APP_TOKEN: %w", a.explain(err))
	}
	return nil
}
