package desk

import (
	"context"
	"time"

	"certdesk/bot"
)

// topicWithin bounds what an answer waits for to be remembered, and a question for what
// it is about.
const topicWithin = 2 * time.Second

// ownTopic is where it is kept what somebody's last answer in this channel or thread
// was, "" where it is not known who asks. Whoever talks with certdesk alone has one
// conversation, wherever he began to.
func (x *exchange) ownTopic() string {
	if x.q.Asker.ID == "" {
		return ""
	}
	place := x.q.Place
	if x.q.Direct {
		place.Channel, place.Thread = "", ""
	}
	return place.Key() + "/@" + x.q.Asker.ID
}

// topicOf is what was talked about last in a conversation, nil where that is not known.
func (x *exchange) topicOf(ctx context.Context, conversation string) *bot.Topic {
	if t := x.desk.asked.last(conversation); t != nil {
		return t
	}
	if x.desk.topics == nil {
		return nil
	}
	t, err := x.desk.topics.Topic(ctx, conversation)
	x.unkept(err)
	return t
}

// chosenTongue is the language that somebody has asked for in this conversation, "" for
// none.
func (x *exchange) chosenTongue(ctx context.Context) string {
	if x.tongue != "" || x.tongueRead || x.posted || x.storeAway {
		return x.tongue
	}
	x.tongueRead = true
	if conversation := x.ownTopic(); conversation != "" {
		reading, cancel := context.WithTimeout(ctx, topicWithin)
		defer cancel()
		if t := x.topicOf(reading, conversation); t != nil {
			x.tongue = t.Language
		}
	}
	return x.tongue
}
