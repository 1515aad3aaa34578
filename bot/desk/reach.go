package desk

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks/say"
)

// promises are the verbs of /certwatch that promise posts here.
var promises = map[string]bool{"add": true, "schedule": true, "import": true}

// triedWithin bounds the question to the platform: somebody waits for the answer.
const triedWithin = 5 * time.Second

// tried asks the platform whether a post to this channel would arrive, before alerts are
// promised. barred says why it would not, and what to do about it; unknown is a line for
// the answer where the platform could not tell.
func (x *exchange) tried(ctx context.Context) (barred *bot.Reply, unknown []bot.Item) {
	if x.q.Barrier != nil {
		return barredReply(x.q.Barrier), nil
	}
	if x.desk.places == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, triedWithin)
	defer cancel()
	err := x.desk.places.MayPost(ctx, x.channelPlace())
	var known *bot.UndeliverableError
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &known):
		return barredReply(known), nil
	}
	x.desk.log.Warn("it is not known whether a post would arrive", "error", err, "channel", x.q.Place.ChannelKey())
	return nil, []bot.Item{{Tone: bot.Warning, Text: say.S("certdesk could not find out if it can post in this channel.")}}
}

// barredReply says why nothing is promised, and what to do about it.
func barredReply(e *bot.UndeliverableError) *bot.Reply {
	b := e.Place.Platform.Traits().Barriers[e.Barrier]
	if b.Says.Empty() {
		b = bot.BarrierWords{Says: say.S("certdesk cannot post in this channel."), Cure: bot.Item{Text: say.S("Ask from another channel.")}}
	}
	r := &bot.Reply{Audience: bot.Asker, Tone: bot.Warning, Headline: say.Join(b.Says, say.S("Nothing was changed, because no alert would arrive here."))}
	if len(e.Lacks) > 0 {
		r.Items = append(r.Items, bot.Item{Text: watch.Lacks(e.Lacks)})
	}
	r.Items = append(r.Items, b.Cure)
	return r
}
