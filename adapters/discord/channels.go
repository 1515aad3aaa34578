package discord

import (
	"context"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/cache"
)

// channels knows which channel a thread belongs to. A message does not say, and
// neither a message nor an interaction says whether that one is a forum.
type channels struct {
	client *client
	log    *slog.Logger
	known  *cache.Cache[string, above] // by thread; the zero value for what is no thread
}

// above is the channel above a thread.
type above struct {
	id string
	// forum: the channel holds only posts, each of them a thread, so the thread is what
	// people mean by "here".
	forum bool
}

const (
	maxChannels   = 10_000
	channelWithin = 3 * time.Second
)

func newChannels(c *client, log *slog.Logger) *channels {
	return &channels{client: c, log: log, known: cache.New[string, above](maxChannels, nil)}
}

// place is what people who write in a channel mean by "here". A thread belongs to its
// channel, except a forum's post, which is a place of its own. If Discord does not tell
// in time what a channel is, it is taken as it is. parent is the channel above, "" for
// none.
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

// above is the channel that a thread belongs to; false where Discord does not tell.
func (c *channels) above(ctx context.Context, thread string) (above, bool) {
	up, ok := c.known.Get(thread)
	if ok {
		return up, true
	}
	ctx, cancel := context.WithTimeout(ctx, channelWithin)
	defer cancel()
	channel, err := c.client.channel(ctx, thread)
	if err == nil && isThread(int(channel.Type)) {
		up.id = channel.ParentID
		channel, err = c.client.channel(ctx, up.id)
		up.forum = holdsNone(channel.Type)
	}
	if err != nil {
		c.log.Info("a channel could not be looked up", "error", explain(err), "channel", thread)
		return up, up.id != ""
	}
	c.known.Put(thread, up)
	return up, true
}

// Kinds of channels that matter.
const (
	channelDirect        = int(discordgo.ChannelTypeDM)
	channelNewsThread    = int(discordgo.ChannelTypeGuildNewsThread)
	channelPrivateThread = int(discordgo.ChannelTypeGuildPrivateThread)
)

func isThread(kind int) bool { return kind >= channelNewsThread && kind <= channelPrivateThread }

// Types of channels that hold no messages.
// https://docs.discord.com/developers/resources/channel#channel-object-channel-types
func holdsNone(kind discordgo.ChannelType) bool {
	switch kind {
	case discordgo.ChannelTypeGuildCategory, discordgo.ChannelTypeGuildDirectory, discordgo.ChannelTypeGuildForum, discordgo.ChannelTypeGuildMedia:
		return true
	}
	return false
}

// channelOf is the place as Discord has it: a thread is a channel of its own.
func channelOf(p bot.Place) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Channel
}
