package desk

import (
	"context"
	"errors"
	"strings"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/incident"
	"certdesk/checks/say"
)

// tellMe notes that the asker wants to hear when it works.
func (x *exchange) tellMe(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil || x.desk.incidents == nil {
		return x.forgotten(ctx)
	}
	r := bot.Reply{Audience: bot.Asker, Tone: bot.Good}
	w := incident.Waiter{Person: x.person(), Place: x.q.Place, Language: x.language(ctx, r)}
	waited, ended, err := x.desk.incidents.Wait(ctx, w, a)
	switch {
	case errors.Is(err, incident.ErrFull):
		r.Tone, r.Headline = bot.Warning, say.S("Too many people wait for this server already. Please check again later.")
	case err != nil:
		return x.incidentsAway(ctx, err)
	case len(waited) > 0:
		r.Headline = say.S("certdesk will tell you when {host} works again, for seven days at most.", say.Host("host", waited[0].Cause.Server()))
	case len(ended) > 0:
		r.Headline = say.S("{host} works again since {since}.", say.Host("host", ended[0].Cause.Server()), say.Moment("since", ended[0].Ended))
	default:
		r.Tone, r.Headline = bot.Neutral, say.S("There is nothing to wait for in this answer.")
	}
	x.audit("answered", verdictOf(a))
	return x.reply(ctx, r)
}

// onIncident wraps what a button of an incident does: it loads the incident, checks that
// the button was pressed where the incident was shown and that the person may press it.
func (x *exchange) onIncident(do func(context.Context, *incident.Incident) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if x.desk.incidents == nil {
			return x.incidentGone(ctx)
		}
		key, _, _ := strings.Cut(x.q.Action.Value, " ")
		i, err := x.desk.incidents.Get(ctx, key)
		if err != nil {
			return x.incidentsAway(ctx, err)
		}
		if i == nil || i.Opened.IsZero() {
			return x.incidentGone(ctx)
		}
		here, err := x.belongsToIncident(ctx, i)
		switch {
		case err != nil:
			return x.incidentsAway(ctx, err)
		case !here:
			return x.elsewhere(ctx)
		case !x.desk.roles.May(x.q, access.Tend):
			x.audit("refused", "")
			return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Only certdesk administrators can do that."), Items: x.admins()})
		}
		return do(ctx, i)
	}
}

// belongsToIncident tells whether a button was pressed where the incident is told:
// its channel may have got another id since.
func (x *exchange) belongsToIncident(ctx context.Context, i *incident.Incident) (bool, error) {
	if i.At(x.q.Place) {
		return true, nil
	}
	n, err := x.incidentNotice(ctx, i)
	return n != nil && n.Place.ChannelKey() == x.q.Place.ChannelKey(), err
}

// incidentNotice is the notice of an incident's message, nil if there is none.
func (x *exchange) incidentNotice(ctx context.Context, i *incident.Incident) (*bot.Notice, error) {
	if x.desk.alerts == nil {
		return nil, nil
	}
	return x.desk.alerts.Notice(ctx, i.MessageID())
}

func (x *exchange) takeIncident(ctx context.Context, i *incident.Incident) error {
	if !i.Known() {
		return x.incidentOver(ctx)
	}
	i, mine, err := x.desk.incidents.Take(ctx, i.Key(), x.person())
	switch {
	case err != nil:
		return x.incidentsAway(ctx, err)
	case i == nil:
		return x.incidentGone(ctx)
	case !mine:
		x.audit("refused", "")
		return x.reply(ctx, bot.Reply{Audience: bot.Asker,
			Headline: say.S("{name} has had it since {since}.", say.Foreign("name", i.Owner.Name), say.Moment("since", i.Taken))})
	}
	return x.updateIncident(ctx, i)
}

// updateIncident shows what is now, in the place of the message that was pressed:
// the incident's own, or a word where it was a reminder.
func (x *exchange) updateIncident(ctx context.Context, i *incident.Incident) error {
	x.audit("answered", "")
	r := i.Message(x.desk.incidents.MayAnnounce(i))
	n, err := x.incidentNotice(ctx, i)
	x.unkept(err)
	if i.Owner != nil && n != nil && n.Message != "" && x.q.Message != "" && n.Message != x.q.Message {
		r = bot.Reply{Tone: bot.Good, Headline: say.Join(say.S("Incident at {host}, since {since}.", say.Host("host", i.Cause.Server()), say.Moment("since", i.Began)),
			say.S("{name} is on it.", say.Foreign("name", i.Owner.Name)))}
	}
	r.Replaces, x.posted = true, true
	return x.reply(ctx, r)
}

// Fields of the forms of an incident.
const (
	fieldWho  = "who"
	fieldNote = "note"
)

func (x *exchange) openHandOver(ctx context.Context, i *incident.Incident) error {
	if !i.Known() {
		return x.incidentOver(ctx)
	}
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Who takes it over?"), Form: &bot.Form{
		Action: bot.Action{Name: incident.ActHand, Value: i.Key()}, Title: say.S("Hand over"), Submit: say.S("Hand over"),
		Fields: []bot.Field{
			{Name: fieldWho, Label: say.S("Who takes it over?"), Required: true},
			{Name: fieldNote, Label: say.S("What should the others know?"), Long: true},
		},
	}})
}

func (x *exchange) openNote(ctx context.Context, i *incident.Incident) error {
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("What should the others know?"), Form: &bot.Form{
		Action: bot.Action{Name: incident.ActNote, Value: i.Key()}, Title: say.S("Note"), Submit: say.S("Add the note"),
		Fields: []bot.Field{{Name: fieldNote, Label: say.S("What should the others know?"), Long: true, Required: true}},
	}})
}

// writeNote and handOver take what the forms say.
func (x *exchange) writeNote(ctx context.Context, i *incident.Incident) error {
	text := strings.TrimSpace(x.q.Options[fieldNote])
	if text == "" {
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Please write something in the form.")})
	}
	i, err := x.desk.incidents.Write(ctx, i.Key(), incident.Note{By: x.person(), Text: text})
	return x.changedIncident(ctx, i, err)
}

func (x *exchange) handOver(ctx context.Context, i *incident.Incident) error {
	to := say.Clean(strings.TrimSpace(x.q.Options[fieldWho]), 60)
	switch {
	case !i.Known():
		return x.incidentOver(ctx)
	case to == "":
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Please write something in the form.")})
	}
	key := i.Key()
	if text := strings.TrimSpace(x.q.Options[fieldNote]); text != "" {
		if _, err := x.desk.incidents.Write(ctx, key, incident.Note{By: x.person(), Text: text}); err != nil {
			return x.incidentsAway(ctx, err)
		}
	}
	i, err := x.desk.incidents.HandOver(ctx, key, to)
	return x.changedIncident(ctx, i, err)
}

// changedIncident shows whoever filled in a form what is now; the message itself is
// edited behind that.
func (x *exchange) changedIncident(ctx context.Context, i *incident.Incident, err error) error {
	if err != nil {
		return x.incidentsAway(ctx, err)
	}
	if i == nil {
		return x.incidentGone(ctx)
	}
	x.audit("answered", "")
	return x.reply(ctx, i.Details(false))
}

func (x *exchange) announceIncident(ctx context.Context, i *incident.Incident) error {
	if !i.Known() {
		return x.incidentOver(ctx)
	}
	if !x.desk.incidents.MayAnnounce(i) {
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("No support channel is set, so there is nowhere to post a notice.")})
	}
	i, first, err := x.desk.incidents.Announce(ctx, i.Key(), x.person())
	switch {
	case err != nil:
		return x.incidentsAway(ctx, err)
	case i == nil:
		return x.incidentGone(ctx)
	case !first:
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("The notice is in the support channel already.")})
	}
	return x.updateIncident(ctx, i)
}

func (x *exchange) detailIncident(ctx context.Context, i *incident.Incident) error {
	x.audit("answered", "")
	return x.reply(ctx, i.Details(x.desk.roles.May(x.q, access.Tend)))
}

func (x *exchange) incidentOver(ctx context.Context) error {
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("This incident is over.")})
}

func (x *exchange) incidentGone(ctx context.Context) error {
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("certdesk no longer knows this incident. Please check the server again.")})
}

func (x *exchange) incidentsAway(ctx context.Context, err error) error {
	x.unkept(err)
	x.audit("failed", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
		Headline: say.S("The incidents cannot be reached just now, so nothing was changed. Please try again in a minute.")})
}
