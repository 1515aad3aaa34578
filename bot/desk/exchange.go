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

// exchange is one request and what is said to it: what it has read and decided
// so far is known to its further steps.
type exchange struct {
	desk    *Desk
	q       *bot.Request
	respond bot.Respond
	started time.Time
	// storeAway: something could not be read or kept.
	storeAway bool
	// channel is what the channel has set, once channelRead.
	channel     bot.Channel
	channelRead bool
	// program is the reader's mail program, nil until it is known (client.go).
	program *programs.Program
	// spoken is the language of what was asked, where it told.
	spoken string
	// private is the audience of the answer, for what is said of it before.
	private bot.Audience
	// inPlace: what is said takes the place of the message whose button was
	// pressed; covered: a first word ("Checking …") stands there already.
	inPlace, covered bool
	// told is the answer that is told next, which whoever asks on means then.
	told *bot.Answer
	// posted: what is said takes the place of what nobody had asked for, and is in
	// the language of that.
	posted bool
}

// unkept notes that the store failed, and says nothing more of it.
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
