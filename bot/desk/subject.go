package desk

import (
	"context"
	"errors"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks/target"
)

// subject is what somebody who asks on means: a question that was asked, and its answer
// unless that is forgotten or was never given; or an alert. It is neither where that is
// not known.
type subject struct {
	question *bot.Question
	answer   *bot.Answer
	notice   *bot.Notice
	tongue   string // that it was asked for in, "" for none
	// unnamed: an error text whose server is still to be named, and client what shows it.
	unnamed bool
	client  string
}

// topic is what somebody means who asks on without naming a server: the message that he
// replies to, else the last answer of the conversation, else the alert that its thread
// hangs on. What only the asker has read is answered to him alone, or is no topic where the
// platform cannot do that. It takes topicWithin at most, and a store that is away is no
// topic.
func (x *exchange) topic(ctx context.Context) subject {
	ctx, cancel := context.WithTimeout(ctx, topicWithin)
	defer cancel()
	if len(x.q.Above) > 0 || x.q.RepliesTo != "" { // a reply is about the message above, and nothing else
		return x.above(ctx)
	}
	last := x.lastTopic(ctx)
	switch {
	case last == nil:
		return subject{notice: x.noticeAt(ctx, x.q.Place.Thread)}
	case last.Answer == "" && last.Question.Target.Host == "" && last.Question.Target.Mailbox == "":
		return subject{tongue: last.Language, unnamed: last.Unnamed, client: last.Client}
	case last.Private && !x.q.Direct:
		if !x.q.Place.Platform.Traits().Whispers {
			return subject{} // all would read the answer
		}
		x.private = bot.Asker
	}
	m := subject{question: &last.Question, tongue: last.Language}
	if last.Answer == "" {
		return m
	}
	a, err := x.desk.answers.Answer(ctx, last.Answer)
	x.unkept(err)
	if a != nil {
		m.question, m.answer = &a.Question, a
	}
	return m
}

// lastTopic is what was talked about last where somebody asks on, nil where that is not
// known.
func (x *exchange) lastTopic(ctx context.Context) *bot.Topic {
	var last *bot.Topic
	for _, conversation := range []string{x.sharedTopic(x.q.Place.Thread), x.ownTopic()} {
		if conversation == "" {
			continue
		}
		t := x.topicOf(ctx, conversation)
		if t == nil {
			continue
		}
		if x.q.Direct { // what was said in the thread counts there, however old it is
			return t
		}
		if last == nil || t.At.After(last.At) {
			last = t
		}
	}
	return last
}

// above is what this message is a reply to: an answer or an alert, as the buttons below
// that tell, or an alert by its message. An answer that is forgotten has a button that
// still tells its server.
func (x *exchange) above(ctx context.Context) subject {
	for _, action := range x.q.Above {
		if n := x.noticeOf(ctx, action); n != nil {
			return subject{notice: n}
		}
		if !x.ofAnswer(action) {
			continue
		}
		p := pressedValue(action.Value)
		a, err := x.desk.answers.Answer(ctx, p.id)
		x.unkept(err)
		if a != nil {
			return subject{question: &a.Question, answer: a}
		}
		if t, err := target.Parse(p.target); err == nil {
			return subject{question: &bot.Question{Target: t}}
		}
		return subject{}
	}
	return subject{notice: x.noticeAt(ctx, x.q.RepliesTo)}
}

// ofAnswer tells whether a button stands below an answer that was given here.
func (x *exchange) ofAnswer(action bot.Action) bool {
	return action.Name == actRecheck && belongs(x.q, pressedValue(action.Value).bound)
}

// noticeOf is the alert whose button an action is; nil where it is none, or of another
// channel, or forgotten.
func (x *exchange) noticeOf(ctx context.Context, action bot.Action) *bot.Notice {
	if action.Name != watch.ActCheck || x.desk.alerts == nil {
		return nil
	}
	n, err := x.desk.alerts.Notice(ctx, action.Value)
	x.unkept(err)
	if n == nil || n.Place.ChannelKey() != x.q.Place.ChannelKey() {
		return nil
	}
	return n
}

// noticeAt is the alert that stands here as a message; nil where that is none.
func (x *exchange) noticeAt(ctx context.Context, message string) *bot.Notice {
	if x.desk.alerts == nil || message == "" || x.storeAway {
		return nil
	}
	n, err := x.desk.alerts.NoticeAt(ctx, x.q.Place, message)
	if !errors.Is(err, context.DeadlineExceeded) { // in a crowd
		x.unkept(err)
	}
	return n
}
