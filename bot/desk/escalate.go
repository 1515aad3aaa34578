package desk

import (
	"cmp"
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks/say"
)

// escalatedFor is for how long a report is not posted again.
const escalatedFor = 24 * time.Hour

// escalate hands the mail administrator everything that is known: in the admin
// channel if there is one, else as a file to pass on.
func (x *exchange) escalate(ctx context.Context, a *bot.Answer, tried []say.Text) error {
	asker := cmp.Or(say.Clean(x.q.Asker.Name, 60), x.q.Asker.ID)
	report := answer.Escalation(a, asker, x.q.Place.ChannelKey(), tried, x.desk.now())
	x.audit("escalated", verdictOf(a))
	if x.desk.adminChannel == nil || x.desk.poster == nil {
		report.Headline = say.S("Please send this report file to your mail administrator.")
		report.Audience = bot.Asker
		return x.reply(ctx, report)
	}
	if x.desk.adminChannel.Platform == x.q.Place.Platform { // there a name can be shown for each id
		by := bot.Item{Text: say.S("Asked by"), Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: x.q.Asker.ID}}}
		report.Items = append(report.Items, by)
		if !x.q.Direct {
			report.Items = append(report.Items, bot.Item{Text: say.S("Asked in"), Mentioned: &bot.Mentions{{Kind: bot.MentionChannel, ID: x.q.Place.Channel}}})
		}
		report.Footnote = say.S("Asked on {moment}.", say.Moment("moment", x.desk.now()))
	}
	// A second press, by anybody, posts nothing: the report is there already.
	key := "escalated/" + a.ID + "/" + x.desk.adminChannel.Key()
	if x.desk.incidents != nil {
		all, err := x.desk.incidents.Escalated(ctx, x.person(), a)
		x.unkept(err)
		if err == nil && len(all) > 0 { // of an incident one report is enough
			key = "escalated/" + all[0].MessageID() + "/" + x.desk.adminChannel.Key()
		}
	}
	first, err := x.desk.leases.Begin(ctx, key, escalatedFor)
	x.unkept(err)
	if err == nil && !first {
		return x.reply(ctx, bot.Reply{Tone: bot.Good, Audience: bot.Asker,
			Headline: say.Join(say.S("The administrators already have this report."), say.S("There is no need to send it again."))})
	}
	if err := x.desk.poster.Post(ctx, *x.desk.adminChannel, report); err != nil {
		x.unkept(x.desk.leases.End(ctx, key)) // the next press tries again
		x.desk.log.Error("an escalation could not be posted", "error", err, "request", x.q.ID)
		report.Headline = say.Join(say.S("certdesk could not post in the administrators' channel."), say.S("Please send them the file yourself."))
		report.Audience = bot.Asker
		return x.reply(ctx, report)
	}
	return x.reply(ctx, bot.Reply{Tone: bot.Good, Audience: bot.Asker,
		Headline: say.Join(say.S("The administrators now have your full report."), say.S("There is no need to send them anything else."))})
}
