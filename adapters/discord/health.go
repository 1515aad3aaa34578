package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/inert"
)

// health is how the connection to Discord stands, as far as it is known without
// asking. It is safe for concurrent use.
type health struct {
	now func() time.Time

	mu sync.Mutex
	// shards is how many connections there should be, 0 until Discord has said
	// so; up are those that are, since when they are all there or not, and why is
	// what the last one was lost by.
	shards int
	up     map[int]bool
	since  time.Time
	why    error
	// refused is what Discord has against the token; nil if it took it last.
	refused error
	// in: Discord has taken the token once; wasUp: a session listened once.
	in, wasUp bool

	// refusals has the latest refusal that nobody has taken.
	refusals chan error
}

// answered notes what Discord said to a call with the bot's token.
func (h *health) answered(err error) {
	if err != nil && rest.StatusOf(err) == 0 {
		return // it did not get there
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = nil
	switch {
	case err == nil:
		h.in = true
	case rest.StatusOf(err) == http.StatusUnauthorized:
		h.refused = err
		select {
		case h.refusals <- err:
		default: // one is waiting already
		}
	}
}

func (h *health) expect(shards int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shards = shards
}

// open notes that a session listens, down that it does not any more.
func (h *health) open(shard int) { h.set(shard, true, nil) }

func (h *health) down(shard int, why error) { h.set(shard, false, why) }

func (h *health) set(shard int, open bool, why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why != nil && !errors.Is(why, errReconnect) {
		h.why = why
	}
	before := len(h.up) == h.shards
	if delete(h.up, shard); open {
		h.up[shard], h.wasUp = true, true
	}
	if before != (len(h.up) == h.shards) {
		h.since = h.now()
	}
}

// Trouble is what keeps certdesk from working on Discord, in a sentence for the
// operator; "" if nothing does that is known of.
func (a *Adapter) Trouble() string {
	h := a.health
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.refused != nil:
		return fmt.Sprintf("Discord does not let certdesk in: %s", explain(h.refused))
	case a.key != nil || h.shards > 0 && len(h.up) == h.shards:
		return ""
	case h.shards > 1 && len(h.up) > 0:
		return fmt.Sprintf("%d of %d connections to Discord are open, not all since %s", len(h.up), h.shards, clock(h.since))
	case h.why != nil:
		return fmt.Sprintf("no connection to Discord since %s: %s", clock(h.since), inert.Short(explain(h.why).Error(), 200))
	}
	return fmt.Sprintf("no connection to Discord since %s", clock(h.since))
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// WasIn tells whether Discord has let certdesk in since the adapter was made:
// what it refuses later is no wrong setting at the start.
func (a *Adapter) WasIn() bool {
	h := a.health
	h.mu.Lock()
	defer h.mu.Unlock()
	if a.key == nil {
		return h.wasUp
	}
	return h.in
}

// Refusals tells of calls for which Discord did not take the token; those that
// nobody takes are told once.
func (a *Adapter) Refusals() <-chan error { return a.health.refusals }

// Explain turns what was refused into a sentence for the operator.
func (a *Adapter) Explain(err error) error { return explain(err) }

// Check asks Discord whether it takes the token, and whether that is the
// application's. The error is a sentence.
func (a *Adapter) Check(ctx context.Context) error {
	var me struct {
		ID string `json:"id"`
	}
	err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointApplication("@me")}, &me)
	if err != nil {
		return fmt.Errorf("asking Discord about DISCORD_TOKEN: %w", explain(err))
	}
	if me.ID != a.ApplicationID {
		return &Problem{Sentence: fmt.Sprintf("DISCORD_TOKEN belongs to the application %s, and DISCORD_APPLICATION_ID is another one", inert.Short(me.ID, 40))}
	}
	return nil
}
