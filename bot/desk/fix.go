package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
)

// fix answers a pasted error: what it means, and the steps; with a server in
// it, that is checked as well.
func (x *exchange) fix(ctx context.Context, text string) error {
	known, ok := x.recognise(text)
	servers := x.serversOf(text, known, ok)
	if !ok && len(servers) == 0 {
		return x.unknown(ctx, text)
	}
	return x.diagnose(ctx, known, ok, servers)
}

// serversOf are the servers that a text names. Whether it is about another thing than
// before shows in what it was recognised as: somebody's remark is not, unless he has
// called certdesk in order to show it.
func (x *exchange) serversOf(text string, known Known, recognised bool) []checks.Target {
	servers := known.Servers
	if !recognised {
		servers = x.desk.recogniser.Servers(text)
	}
	saidBeside := x.q.Kind == bot.Message || x.q.Kind == bot.ChannelMessage
	x.another = recognised || known.Printed || len(servers) > 0 || !saidBeside
	return servers
}

// recognise finds an error message in a text, and notes the text's language.
func (x *exchange) recognise(text string) (Known, bool) {
	known, ok := x.desk.recogniser.Recognise(text)
	x.spoken = cmp.Or(x.spoken, known.Language)
	if ok {
		x.shows(known.Client)
	}
	return known, ok
}

// talk answers a mention, a direct message, a marked or an overheard message.
func (x *exchange) talk(ctx context.Context, text string) error {
	known, ok := x.recognise(text)
	ours := ok && len(known.Codes) > 0 // a refused sign-in is known as well, but nobody has asked
	if seen, err := x.pasted(); x.q.Kind == bot.ChannelMessage && !ours && (seen == nil || !seen.HasCertificate()) && err == nil {
		return nil // not meant for us
	}
	servers := x.serversOf(text, known, ok)
	if !ok && len(servers) == 0 {
		return x.unknown(ctx, text)
	}
	return x.diagnose(ctx, known, ok, servers)
}

// diagnose says what an error means and, with servers, what is wrong there.
func (x *exchange) diagnose(ctx context.Context, known Known, recognised bool, servers []checks.Target) error {
	seen, note := x.shownBeside()
	may := slices.DeleteFunc(slices.Clone(servers), func(t checks.Target) bool { return !x.desk.dialPolicy.Target(t).Empty() })
	if len(may) > 0 {
		these := may[:min(len(may), maxTogether)]
		answers, cached, likeliest, err := x.together(ctx, these, seen, known)
		if err != nil {
			return x.failed(ctx, err)
		}
		r := x.answerTo(ctx, answers[likeliest], cached)
		if recognised {
			r = x.despite(ctx, r, answers[likeliest], known)
		}
		r.Items = append(messages(known, recognised), r.Items...)
		r.Items = append(r.Items, x.besides(ctx, these, answers, likeliest)...)
		r.Items = append(r.Items, x.alsoNamed(may[len(these):])...)
		return x.reply(ctx, noted(r, note))
	}
	if !recognised { // and the server may not be asked
		if seen != nil {
			return x.certificate(ctx, seen)
		}
		return x.refuse(ctx, x.desk.dialPolicy.Target(servers[0]))
	}
	if seen != nil && seen.HasCertificate() && x.alone(seen).Tone == bot.Bad {
		return x.certificate(ctx, seen) // its fault is why there is an error at all
	}
	x.audit("answered", "")
	x.unnamed, x.client = true, known.Client
	steps, leftOut := x.stepsFor(ctx, known.Steps)
	w := guide.FromSteps(x.desk.newID(), known.Meaning, known.Codes, steps, x.counts(ctx), x.desk.now())
	w.Bound = binding(x.q)
	r := answer.Meant(known.Meaning, w.Steps)
	r.Footnote = answer.LeftOut(leftOut)
	if !known.Program.Empty() {
		r.Footnote = say.Join(say.S("This message comes from {program}.", say.Sub("program", known.Program)), r.Footnote)
	}
	if _, err := x.desk.walks.SaveWalk(ctx, w); err != nil {
		x.unkept(err)
	} else if len(w.Steps) > 0 {
		r.Actions = append(r.Actions, bot.Action{Name: actWalkOn, Value: w.ID, Label: say.S("Guide me"), Tone: bot.Good})
	}
	r.Items = messages(known, true)[1:]
	value := "server"
	if seen != nil {
		value = markOf(value, seen)
	}
	r.Actions = append(r.Actions, bot.Action{Name: actFix, Value: value, Label: say.S("Enter the server"), Opens: true})
	return x.reply(ctx, noted(r, note))
}

// messages are the lines that say what a pasted text means.
func messages(known Known, recognised bool) []bot.Item {
	if !recognised {
		return nil
	}
	out := []bot.Item{{Text: say.S("The message: {meaning}", say.Sub("meaning", known.Meaning))}}
	for _, also := range known.Also {
		out = append(out, bot.Item{Text: say.S("The message also says: {meaning}", say.Sub("meaning", also))})
	}
	return out
}

// alsoNamed are the other servers of a text, each with what asks about it.
func (x *exchange) alsoNamed(servers []checks.Target) []bot.Item {
	var out []bot.Item
	for _, t := range servers {
		if x.desk.dialPolicy.Target(t).Empty() {
			out = append(out, bot.Item{Code: "/certcheck " + bot.TargetName(t), Text: alsoInText()})
		}
	}
	return out
}

// unknown is said where neither an error nor a server was understood. A
// certificate that was attached, or described, still says something.
func (x *exchange) unknown(ctx context.Context, text string) error {
	seen, err := x.shown()
	switch {
	case err != nil:
		return x.refuse(ctx, said(err))
	case seen != nil:
		return x.certificate(ctx, seen)
	case x.q.Unread != "":
		return x.unreadable(ctx)
	case strings.TrimSpace(text) == "":
		return x.askForError(ctx)
	}
	if !x.another {
		if told, err := x.remarked(ctx); told {
			return err
		}
	}
	x.unnamed = true
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.S("certdesk does not know this error, and found no server name in it."),
		Items: []bot.Item{
			{Code: "/certcheck imap.corp.com:993", Text: say.S("check a server")},
			{Code: "/certfix", Text: say.S("go through the steps for an error")},
		},
		Actions: []bot.Action{{Name: actFix, Value: "server", Label: say.S("Describe the problem"), Opens: true}},
	})
}

// unreadable is said where all that somebody has sent, or what they say is about, is
// something that certdesk cannot read.
func (x *exchange) unreadable(ctx context.Context) error {
	cannot := say.S("certdesk cannot read pictures.")
	if x.q.Unread == bot.Recording {
		cannot = say.S("certdesk cannot listen to recordings.")
	}
	x.audit("refused", "")
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(cannot, say.S("Please type or paste the text of the error message, or name the server.")),
		Items:    []bot.Item{{Code: "/certcheck imap.corp.com:993", Text: say.S("check a server")}},
		Actions:  []bot.Action{{Name: actFix, Value: "server", Label: say.S("Fill in the form"), Tone: bot.Good, Opens: true}},
	})
}

// askForError begins with a question.
func (x *exchange) askForError(ctx context.Context) error {
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(say.S("Which error message do you see?"), say.S("Paste it after {command}, or fill in the form.", say.Code("command", "/certfix"))),
		Items:    []bot.Item{{Code: "/certfix The server you are connected to is using a security certificate that cannot be verified", Text: say.S("an example")}},
		Actions:  []bot.Action{{Name: actFix, Value: "server", Label: say.S("Fill in the form"), Tone: bot.Good, Opens: true}},
	})
}

// submitted is a form that was filled in.
func (x *exchange) submitted(ctx context.Context) error {
	if x.q.Action.Name == actSettings {
		return x.setSettings(ctx)
	}
	switch x.q.Action.Name {
	case incident.ActHand:
		return x.onIncident(x.handOver)(ctx)
	case incident.ActNote:
		return x.onIncident(x.writeNote)(ctx)
	}
	x.another = x.q.Action.Name == actFix
	if !x.another {
		return x.refuse(ctx, say.Join(say.S("This form is from an older version of certdesk."), say.S("Please ask again.")))
	}
	server, text := strings.TrimSpace(x.q.Options["server"]), x.q.Options["error"]
	if server == "" {
		return x.fix(ctx, text)
	}
	c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Options: map[string]string{"target": server}})
	if err != nil {
		return x.usage(ctx, err)
	}
	check, ok := c.(command.Check)
	if !ok {
		return x.unknown(ctx, server)
	}
	check.Target = secured(check.Target, x.q.Options["security"])
	question := bot.Question{Target: check.Target}
	if question.Seen, err = x.shown(); err != nil {
		return x.refuse(ctx, said(err))
	}
	known, recognised := x.recognise(text)
	a, cached, err := x.mayAsk(ctx, question, false)
	if err != nil {
		return x.failed(ctx, err)
	}
	r := x.answerTo(ctx, a, cached)
	if recognised {
		r = x.despite(ctx, r, a, known)
	}
	r.Items = append(messages(known, recognised), r.Items...)
	return x.reply(ctx, r)
}

// walkOn shows a walk that was begun with a pasted error.
func (x *exchange) walkOn(ctx context.Context) error {
	w, err := x.desk.walks.LoadWalk(ctx, x.q.Action.Value)
	x.unkept(err)
	if w == nil {
		return x.refuse(ctx, walkTooOld())
	}
	if w.Bound != "" && !belongs(x.q, w.Bound) {
		return x.elsewhere(ctx)
	}
	r := w.Say()
	r.Audience = bot.Asker
	return x.reply(ctx, r)
}
