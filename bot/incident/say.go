package incident

import (
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Names of the buttons of an incident; their value is its key.
const (
	ActTake    = "incident-take"
	ActHand    = "incident-hand"
	ActNote    = "incident-note"
	ActPost    = "incident-post"
	ActDetails = "incident-details"
)

const (
	// maxShown is how many notes its message shows, maxListed how many names and
	// servers its details.
	maxShown  = 3
	maxListed = 30
)

// Words are what a notice of an incident says now, and the revision that this
// is; nil where there is nothing to say any more.
func (k *Keeper) Words(ctx context.Context, n *bot.Notice) (*bot.Reply, int, error) {
	if n.Kind == bot.NoticeWorks {
		r := k.translate(n.Language, works(n))
		return &r, 0, nil
	}
	i, err := k.store.Incident(ctx, n.Incident)
	if err != nil || i == nil {
		return nil, 0, err
	}
	var r bot.Reply
	switch n.Kind {
	case bot.NoticeIncident:
		r = i.Message(k.MayAnnounce(i))
	case bot.NoticeForUsers:
		r = i.forUsers()
	case bot.NoticeReminder:
		if !i.Known() || i.Owner != nil || !i.latest(n, i.reminderParts()) {
			return nil, 0, nil
		}
		r = bot.Reply{Tone: bot.Warning, Headline: say.S("Nobody is on the incident at {host} yet.", i.server()), Items: i.crowd()}
		r.Actions = []bot.Action{i.take(), i.details()}
	case bot.NoticeRelapse:
		if !i.Known() || !i.latest(n, i.relapseParts()) {
			return nil, 0, nil
		}
		r = bot.Reply{Tone: bot.Bad, Headline: say.S("{host} does not work again, since {since}.", i.server(), say.Moment("since", i.Back)), Items: i.state()}
		r.Actions = []bot.Action{i.details()}
		if i.Owner == nil {
			r.Actions = slices.Insert(r.Actions, 0, i.take())
		}
	default:
		return nil, 0, nil
	}
	return &r, i.Revision, nil
}

func (i *Incident) server() say.Arg { return say.Host("host", i.Cause.Server()) }

func (i *Incident) take() bot.Action {
	return bot.Action{Name: ActTake, Value: i.Key(), Label: say.S("I have it"), Tone: bot.Good}
}

func (i *Incident) details() bot.Action {
	return bot.Action{Name: ActDetails, Value: i.Key(), Label: say.S("Show details")}
}

// Message is what stands in the admins' channel. mayPost: there is somewhere to
// tell the users.
func (i *Incident) Message(mayPost bool) bot.Reply {
	r := bot.Reply{Tone: bot.Bad, Headline: say.S("Incident at {host}, since {since}.", i.server(), say.Moment("since", i.Began))}
	switch {
	case !i.Ended.IsZero():
		r.Tone = bot.Good
		r.Headline = say.S("Resolved: {host} works again since {since}.", i.server(), say.Moment("since", i.Ended))
	case !i.Lapsed.IsZero():
		r.Tone = bot.Unknown
		r.Headline = say.S("{host} still did not work when certdesk stopped looking on {date}.", i.server(), say.Date("date", i.Lapsed))
	}
	if !i.Summary.Empty() {
		r.Findings = []bot.Finding{{Title: say.S("Diagnosis"), Detail: i.Summary, Tone: bot.Bad}}
		if i.Over() {
			r.Findings[0].Title, r.Findings[0].Tone = say.S("Before"), bot.Neutral
		}
	}
	r.Items = append(i.state(), i.crowd()...)
	r.Items = append(r.Items, i.zones()...)
	r.Items = append(r.Items, i.missed()...)
	for _, n := range i.Notes[max(0, len(i.Notes)-maxShown):] {
		r.Items = append(r.Items, noteItem(n))
	}
	if i.PostedBy != nil && len(i.Posts) > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.S("A notice for the users is in the support channel.")})
	}
	if i.Known() {
		if i.Owner == nil {
			r.Actions = append(r.Actions, i.take())
		} else {
			r.Actions = append(r.Actions, bot.Action{Name: ActHand, Value: i.Key(), Label: say.S("Hand over"), Opens: true})
		}
		r.Actions = append(r.Actions, bot.Action{Name: ActNote, Value: i.Key(), Label: say.S("Note"), Opens: true})
		if mayPost && i.PostedBy == nil {
			r.Actions = append(r.Actions, bot.Action{Name: ActPost, Value: i.Key(), Label: say.S("Post a notice")})
		}
	}
	r.Actions = append(r.Actions, i.details())
	return r
}

// state is who has it.
func (i *Incident) state() []bot.Item {
	var out []bot.Item
	switch {
	case i.Owner != nil:
		out = append(out, bot.Item{Tone: bot.Good, Text: say.S("{name} is on it.", owner(i))})
	case !i.Known():
	case i.HandedTo != "":
		out = append(out, bot.Item{Tone: bot.Warning, Text: say.S("It was handed over to {name}, who has not taken it yet.", say.Foreign("name", i.HandedTo))})
	default:
		out = append(out, bot.Item{Tone: bot.Warning, Text: say.S("Nobody is on it yet.")})
	}
	if i.Relapses > 0 {
		out = append(out, bot.Item{Text: say.N("It came back {n} time.", "It came back {n} times.", i.Relapses)})
	}
	return out
}

// crowd counts who is concerned.
func (i *Incident) crowd() []bot.Item {
	var out []bot.Item
	switch n := len(i.Askers); {
	case n >= maxAskers:
		out = append(out, bot.Item{Text: say.S("More than {n} people have asked.", say.Count("n", n-1))})
	case n > 0:
		out = append(out, bot.Item{Text: say.N("{n} person has asked.", "{n} people have asked.", n)})
	case i.Alerted.Channel != "":
		out = append(out, bot.Item{Text: say.S("An alert told of it; nobody has asked.")})
	}
	if n := len(i.Waiting); n > 0 {
		out = append(out, bot.Item{Text: say.N("{n} person will be told when it works.", "{n} people will be told when it works.", n)})
	}
	return out
}

// zones are from where it was seen, where that is not here alone.
func (i *Incident) zones() []bot.Item {
	named := slices.DeleteFunc(slices.Clone(i.Zones), func(z string) bool { return z == "" })
	switch {
	case len(named) == 0:
		return nil
	case len(named) < len(i.Zones):
		return []bot.Item{{Text: say.N("Seen from here, and from the zone {zones}.", "Seen from here, and from the zones {zones}.", len(named), say.Foreigns("zones", maxZones, named))}}
	}
	return []bot.Item{{Text: say.N("Seen from the zone {zones}.", "Seen from the zones {zones}.", len(named), say.Foreigns("zones", maxZones, named))}}
}

// missed are those who were to hear of it outside of chat, and did not.
func (i *Incident) missed() []bot.Item {
	var out []bot.Item
	for _, to := range i.Missed {
		text := say.S("An event was not delivered to the webhook. The certdesk log says why.")
		if to.Platform == bot.Mail {
			text = say.S("Mail to {address} was not delivered. The certdesk log says why.", say.Foreign("address", to.Channel))
		}
		out = append(out, bot.Item{Tone: bot.Warning, Text: text})
	}
	return out
}

func noteItem(n Note) bot.Item {
	return bot.Item{Text: say.S("Note by {name}: {note}", say.Foreign("name", n.By.Name), say.Note("note", n.Text))}
}

func owner(i *Incident) say.Arg { return say.Foreign("name", i.Owner.Name) }

// Line is the first line of an answer to somebody who meets it: that it is known,
// since when, and who has it.
func (i *Incident) Line() say.Text {
	if i.Owner != nil {
		return say.S("This has been known since {since}, and {name} is on it.", say.Moment("since", i.Began), owner(i))
	}
	return say.S("This has been known since {since}; nobody is on it yet.", say.Moment("since", i.Began))
}

// forUsers is the notice in a support channel: one sentence, and who is on it.
func (i *Incident) forUsers() bot.Reply {
	switch {
	case !i.Ended.IsZero():
		return bot.Reply{Tone: bot.Good, Headline: say.S("The problem with {host} is over: it works again since {since}.", i.server(), say.Moment("since", i.Ended))}
	case i.Owner != nil:
		return bot.Reply{Tone: bot.Warning, Headline: say.S("{host} has a problem that has been known since {since}, and {name} is on it.", i.server(), say.Moment("since", i.Began), owner(i))}
	}
	return bot.Reply{Tone: bot.Warning, Headline: say.S("{host} has a problem that has been known since {since}.", i.server(), say.Moment("since", i.Began))}
}

// works tells somebody who wanted to hear it that a server works.
func works(n *bot.Notice) bot.Reply {
	r := bot.Reply{Tone: bot.Good, Headline: say.S("{host} works again since {since}. You wanted to know.",
		say.Host("host", n.Cause.Server()), say.Moment("since", n.Raised))}
	if n.Person == "" { // in a channel, as direct messages do not reach him
		r.Headline = say.S("{host} works again since {since}.", say.Host("host", n.Cause.Server()), say.Moment("since", n.Raised))
		r.Items = []bot.Item{{Text: say.S("This is for:"), Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: n.For}}}}
	}
	return r
}

// Details are all that is known of it. Names of those who asked are for the eyes
// of admins.
func (i *Incident) Details(names bool) bot.Reply {
	r := i.Message(false)
	r.Audience, r.Actions, r.Items = bot.Asker, nil, append(i.state(), i.crowd()...)
	var servers []string
	for _, t := range i.Targets {
		servers = append(servers, bot.TargetName(checks.Target{Host: t.Host, Port: t.Port}))
	}
	if len(servers) > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.S("Servers: {hosts}.", say.Hosts("hosts", maxTargets, servers))})
	}
	var codes []string
	for _, c := range i.Codes {
		codes = append(codes, string(c))
	}
	if len(codes) > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.S("Findings: {codes}.", say.Terms("codes", maxCodes, codes))})
	}
	r.Items = append(r.Items, i.zones()...)
	if names {
		var who []string
		for _, asker := range slices.Backward(i.Askers) {
			who = append(who, asker.Name)
		}
		if len(who) > 0 {
			r.Items = append(r.Items, bot.Item{Text: say.S("Asked by: {names}.", say.Foreigns("names", maxListed, who))})
		}
	}
	for _, n := range i.Notes {
		r.Items = append(r.Items, noteItem(n))
	}
	if !i.Looked.IsZero() {
		r.Footnote = say.S("certdesk last looked at it on {at}.", say.Moment("at", i.Looked))
	}
	return r
}
