package discord

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// channels knows which channel a thread belongs to. A message does not say, and
// neither a message nor an interaction says whether that one is a forum.
type channels struct {
	a *Adapter

	mu    sync.Mutex
	known map[string]above // by thread; the zero value for what is no thread
}

// above is the channel above a thread.
type above struct {
	id string
	// forum: it holds posts alone and no messages, so that the thread is the place
	// that people talk of.
	forum bool
}

const (
	mostChannels  = 10_000
	channelAtMost = 3 * time.Second
)

func newChannels(a *Adapter) *channels {
	return &channels{a: a, known: make(map[string]above)}
}

// place is where people are who write in a channel: in a thread of a channel,
// or in a forum's post, which is a place of its own. Where Discord does not tell
// in time, it is the channel as it stands there. parent is the channel above, ""
// for none.
func (c *channels) place(ctx context.Context, p bot.Place) (place bot.Place, parent string) {
	thread := channelOf(p)
	up, ok := c.above(ctx, thread)
	switch {
	case !ok:
		return p, ""
	case up.forum:
		p.Channel, p.Thread = thread, ""
	case up.id != "":
		p.Channel, p.Thread = up.id, thread
	}
	return p, up.id
}

func (c *channels) above(ctx context.Context, thread string) (above, bool) {
	c.mu.Lock()
	up, ok := c.known[thread]
	c.mu.Unlock()
	if ok {
		return up, true
	}
	ctx, cancel := context.WithTimeout(ctx, channelAtMost)
	defer cancel()
	channel, err := c.ask(ctx, thread)
	if err == nil && isThread(int(channel.Type)) {
		up.id = channel.ParentID
		channel, err = c.ask(ctx, up.id)
		up.forum = holdsNone(channel.Type)
	}
	if err != nil {
		c.a.Log.Info("a channel could not be looked up", "error", explain(err), "channel", thread)
		return up, up.id != ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= mostChannels {
		clear(c.known)
	}
	c.known[thread] = up
	return up, true
}

func (c *channels) ask(ctx context.Context, id string) (discordgo.Channel, error) {
	var channel discordgo.Channel
	err := c.a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointChannel(id), Again: rest.Always}, &channel)
	return channel, err
}
