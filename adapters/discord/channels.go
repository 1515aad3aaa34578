package discord

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// channels knows which channel a thread belongs to. A message does not say.
type channels struct {
	a *Adapter

	mu    sync.Mutex
	known map[string]string // thread to parent, "" for what is no thread
}

const (
	mostChannels  = 10_000
	channelAtMost = 3 * time.Second
)

func newChannels(a *Adapter) *channels {
	return &channels{a: a, known: make(map[string]string)}
}

// parent is the channel above a thread, "" for what is no thread. Where
// Discord does not tell in time, an answer goes without.
func (c *channels) parent(ctx context.Context, id string) string {
	c.mu.Lock()
	parent, ok := c.known[id]
	c.mu.Unlock()
	if ok {
		return parent
	}
	ctx, cancel := context.WithTimeout(ctx, channelAtMost)
	defer cancel()
	var channel struct {
		Type     int    `json:"type"`
		ParentID string `json:"parent_id"`
	}
	err := c.a.client.do(ctx, call{Method: http.MethodGet, URL: discordgo.EndpointChannel(id), Again: always}, &channel)
	if err != nil {
		c.a.Log.Info("a channel could not be looked up", "error", explain(err), "channel", id)
		return ""
	}
	if isThread(channel.Type) {
		parent = channel.ParentID
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= mostChannels {
		clear(c.known)
	}
	c.known[id] = parent
	return parent
}
