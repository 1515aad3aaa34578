package desk

import (
	"context"
	"slices"

	"certdesk/bot"
)

// posts remembers what a thread below an answer is about that certdesk could not know the
// message of when it gave it.
func (x *exchange) posts(ctx context.Context) {
	if x.desk.topics == nil || x.q.Message == "" || !slices.ContainsFunc(x.q.Above, x.ofAnswer) { // another bot's
		return
	}
	ctx, cancel := context.WithTimeout(ctx, topicWithin)
	defer cancel()
	if x.answeredBefore(ctx) { // the thread may be about something else by now
		return
	}
	if m := x.above(ctx); m.answer != nil {
		x.unkept(x.desk.topics.SetTopic(ctx, x.sharedTopic(x.q.Message), x.topicAfter(m.answer, &bot.Reply{})))
	}
}
