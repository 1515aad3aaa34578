package desk

import (
	"cmp"
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// exchange is one request and everything said in reply to it. What one step has read or
// decided stands here for the later steps.
type exchange struct {
	desk    *Desk
	q       *bot.Request
	respond bot.Respond
	started time.Time
	// storeAway is set once the store has failed during this request; the answer then
	// says so.
	storeAway bool
	// channel holds the channel's settings, once channelRead is true.
	channel     bot.Channel
	channelRead bool
	// program is the reader's mail program, nil until it is known (client.go).
	program *programs.Program
	// spoken is the language that the request is written in; "" where its words do not
	// tell.
	spoken string
	// private is who will see the answer. Progress messages, which come before it, go to
	// the same people.
	private bot.Audience
	// inPlace: replies replace the message whose button was pressed. covered: a first
	// word ("Checking …") has replaced it already.
	inPlace, covered bool
	// told is the answer that is told next, which whoever asks on means then.
	told *bot.Answer
	// another: somebody has asked about another thing than before, so that who asks on
	// behind this does not mean what was talked of before, even where told stays nil.
	another bool
	// unnamed: the server is still to be named of an error that client shows, "" where that
	// is not known.
	unnamed bool
	client  string
	// wanted is the question that is asked; unanswered is the same where no answer came
	// about, so that whoever tries again means it.
	wanted, unanswered *bot.Question
	// tongue is the language that somebody has asked for in so many words, "" for none, once
	// tongueRead is true.
	tongue     string
	tongueRead bool
	// posted: replies replace a message that nobody had asked for (an alert), and are in
	// the language of that message.
	posted bool
}

// unkept records a failure of the store; the request goes on without it.
func (x *exchange) unkept(err error) {
	if err != nil {
		x.storeAway = true
		x.desk.outage.failed(context.Background(), x.desk.log, "the store failed", err)
	}
}

// asker is the name of whoever asks.
func (x *exchange) asker() string {
	return cmp.Or(say.Clean(x.q.Asker.Name, 60), x.q.Asker.ID, "Somebody")
}

// person is whoever asks, as incidents know him.
func (x *exchange) person() incident.Person {
	return incident.Person{Platform: x.q.Place.Platform, ID: x.q.Asker.ID, Name: x.asker()}
}

// channelPlace is the channel without the thread.
func (x *exchange) channelPlace() bot.Place {
	return bot.Place{Platform: x.q.Place.Platform, Team: x.q.Place.Team, Channel: x.q.Place.Channel}
}
