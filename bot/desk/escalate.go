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
func (s *session) escalate(ctx context.Context, a *bot.Answer, tried []say.Text) error {
	asker := cmp.Or(say.Clean(s.q.Asker.Name, 60), s.q.Asker.ID)
	report := answer.Escalation(a, asker, s.q.Place.ChannelKey(), tried, s.Now())
	s.audit(ctx, "escalated", verdictOf(a))
	if s.AdminChannel == nil || s.Poster == nil {
		report.Headline = say.S("Please send this report file to your mail administrator.")
		report.Audience = bot.Asker
		return s.reply(ctx, report)
	}
	if s.AdminChannel.Platform == s.q.Place.Platform { // there a name can be shown for each id
		by := bot.Item{Text: say.S("Asked by"), Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: s.q.Asker.ID}}}
		report.Items = append(report.Items, by)
		if !s.q.Direct {
			report.Items = append(report.Items, bot.Item{Text: say.S("Asked in"), Mentioned: &bot.Mentions{{Kind: bot.MentionChannel, ID: s.q.Place.Channel}}})
		}
		report.Footnote = say.S("Asked on {moment}.", say.Moment("moment", s.Now()))
	}
	// Pressed twice, by whomever: the report is there already.
	key := "escalated/" + a.ID + "/" + s.AdminChannel.Key()
	if s.Incidents != nil {
		all, err := s.Incidents.Escalated(ctx, s.person(), a)
		s.unkept(err)
		if err == nil && len(all) > 0 { // of an incident one report is enough
			key = "escalated/" + all[0].MessageID() + "/" + s.AdminChannel.Key()
		}
	}
	first, err := s.Flights.Begin(ctx, key, escalatedFor)
	s.unkept(err)
	if err == nil && !first {
		return s.reply(ctx, bot.Reply{Tone: bot.Good, Audience: bot.Asker,
			Headline: say.Join(say.S("The administrators already have this report."), say.S("There is no need to send it again."))})
	}
	if err := s.Poster.Post(ctx, *s.AdminChannel, report); err != nil {
		s.unkept(s.Flights.End(ctx, key)) // the next press tries again
		s.Log.Error("an escalation could not be posted", "error", err, "request", s.q.ID)
		report.Headline = say.Join(say.S("certdesk could not post in the administrators' channel."), say.S("Please send them the file yourself."))
		report.Audience = bot.Asker
		return s.reply(ctx, report)
	}
	return s.reply(ctx, bot.Reply{Tone: bot.Good, Audience: bot.Asker,
		Headline: say.Join(say.S("The administrators now have your full report."), say.S("There is no need to send them anything else."))})
}
