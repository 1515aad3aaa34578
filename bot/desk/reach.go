package desk

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks/say"
)

// Places tells where a post that nobody has asked for would arrive.
type Places interface {
	// MayPost returns nil if nothing is known to be in the way, a
	// *bot.UndeliverableError if something is, another error where it is not known.
	MayPost(ctx context.Context, to bot.Place) error
}

// promises are the verbs of /certwatch that promise posts here.
var promises = map[string]bool{"add": true, "schedule": true, "import": true}

// triedWithin bounds the question to the platform: somebody waits for the answer.
const triedWithin = 5 * time.Second

// tried tells whether what a channel is promised would arrive. barred says why
// not, and what to do; unknown is a line for the answer where it could not be
// tried.
func (s *session) tried(ctx context.Context) (barred *bot.Reply, unknown []bot.Item) {
	if s.q.Barrier != nil {
		return barredReply(s.q.Barrier), nil
	}
	if s.Places == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, triedWithin)
	defer cancel()
	err := s.Places.MayPost(ctx, s.channelPlace())
	var known *bot.UndeliverableError
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &known):
		return barredReply(known), nil
	}
	s.Log.Warn("it is not known whether a post would arrive", "error", err, "channel", s.q.Place.ChannelKey())
	return nil, []bot.Item{{Tone: bot.Warning, Text: say.S("certdesk could not find out if it can post in this channel.")}}
}

// barredReply says why nothing is promised, and what to do about it.
func barredReply(e *bot.UndeliverableError) *bot.Reply {
	b := barredWords[e.Barrier][e.Place.Platform]
	if b.says.Empty() {
		b = words{say.S("certdesk cannot post in this channel."), bot.Item{Text: say.S("Ask from another channel.")}}
	}
	r := &bot.Reply{Audience: bot.Asker, Tone: bot.Warning, Headline: say.Join(b.says, say.S("Nothing was changed, because no alert would arrive here."))}
	if len(e.Lacks) > 0 {
		r.Items = append(r.Items, bot.Item{Text: watch.Lacks(e.Lacks)})
	}
	r.Items = append(r.Items, b.cure)
	return r
}

// words say what is in the way, and what to do.
type words struct {
	says say.Text
	cure bot.Item
}

// barredWords are in the words of each platform.
var barredWords = map[bot.Barrier]map[bot.Platform]words{
	bot.NotMember: {
		bot.Slack:   {say.S("certdesk is not in this channel."), invite},
		bot.Discord: {say.S("certdesk is not in this server."), bot.Item{Text: say.S("Ask the manager of the server to invite certdesk. Then type this again.")}},
	},
	bot.NoSuchPlace: {
		bot.Slack:   {say.S("certdesk cannot see this channel."), invite},
		bot.Discord: {say.S("certdesk cannot see this channel."), bot.Item{Text: say.S("Give certdesk View Channel and Send Messages in the channel's permissions. Then type this again.")}},
	},
	bot.Archived: {
		bot.Slack:   {say.S("This channel is archived."), bot.Item{Text: say.S("Open the channel again, or use another channel.")}},
		bot.Discord: {say.S("This thread is archived or locked."), bot.Item{Text: say.S("Ask a moderator to open it again, or use another channel.")}},
	},
	bot.NotPermitted: {
		bot.Slack:   {say.S("Not everyone can post in this channel."), bot.Item{Text: say.S("Ask a channel manager to allow certdesk, or use another channel.")}},
		bot.Discord: {say.S("certdesk is not allowed to post in this channel."), bot.Item{Text: say.S("Give certdesk these permissions in the channel's settings. Then type this again.")}},
	},
	bot.NotForMessages: {
		bot.Discord: {say.S("This channel does not accept messages."), bot.Item{Text: say.S("Use a post in the forum, or another channel.")}},
	},
}

// invite lets certdesk into a channel of Slack.
var invite = bot.Item{Code: "/invite @certdesk", Text: say.S("to invite certdesk; then type this again")}
