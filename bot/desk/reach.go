package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"certdesk/bot"
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
	return nil, []bot.Item{{Tone: bot.Warning, Text: say.Literal("It could not be tried whether certdesk may post in this channel.")}}
}

// barredReply says why nothing is promised, and what to do about it.
func barredReply(e *bot.UndeliverableError) *bot.Reply {
	b := barredWords[e.Barrier][e.Place.Platform]
	if b.says == "" {
		b = words{"certdesk cannot post in this channel.", bot.Item{Text: say.Literal("Ask from another channel.")}}
	}
	r := &bot.Reply{Audience: bot.Asker, Tone: bot.Warning, Headline: say.Literal(b.says + " Nothing was changed, because no alert would arrive here.")}
	if len(e.Lacks) > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.Literal("certdesk lacks: " + strings.Join(e.Lacks, ", ") + ".")})
	}
	r.Items = append(r.Items, b.cure)
	return r
}

// words say what is in the way, and what to do.
type words struct {
	says string
	cure bot.Item
}

// barredWords are in the words of each platform.
var barredWords = map[bot.Barrier]map[bot.Platform]words{
	bot.NotMember: {
		bot.Slack:   {"certdesk is not in this channel.", invite},
		bot.Discord: {"certdesk is not in this server.", bot.Item{Text: say.Literal("Ask whoever manages the server to invite certdesk, then type this again.")}},
	},
	bot.NoSuchPlace: {
		bot.Slack:   {"certdesk does not see this channel.", invite},
		bot.Discord: {"certdesk does not see this channel.", bot.Item{Text: say.Literal("Give certdesk View Channel and Send Messages in the channel's permissions, then type this again.")}},
	},
	bot.Archived: {
		bot.Slack:   {"This channel is archived.", bot.Item{Text: say.Literal("Open the channel again, or ask from another one.")}},
		bot.Discord: {"This thread is archived or locked.", bot.Item{Text: say.Literal("Ask a moderator to open it again, or ask from another channel.")}},
	},
	bot.NotPermitted: {
		bot.Slack:   {"Only some may post in this channel.", bot.Item{Text: say.Literal("Ask a manager of the channel to let certdesk post, or ask from another one.")}},
		bot.Discord: {"certdesk may not post in this channel.", bot.Item{Text: say.Literal("Give certdesk what it lacks in the channel's permissions, then type this again.")}},
	},
	bot.NotForMessages: {
		bot.Discord: {"This channel takes no messages.", bot.Item{Text: say.Literal("Ask from a post of the forum, or from another channel.")}},
	},
}

// invite lets certdesk into a channel of Slack.
var invite = bot.Item{Code: "/invite @certdesk", Text: say.Literal("lets certdesk in; then type this again")}
