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
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// fix answers a pasted error: what it means, and the steps; with a server in
// it, that is checked as well.
func (s *session) fix(ctx context.Context, text string) error {
	known, ok := s.recognise(text)
	servers := known.Servers
	if !ok {
		servers = s.Recogniser.Servers(text)
		if len(servers) == 0 {
			return s.unknown(ctx, text)
		}
	}
	return s.diagnose(ctx, known, ok, servers)
}

// recognise finds an error message in a text, and notes the text's language.
func (s *session) recognise(text string) (Known, bool) {
	known, ok := s.Recogniser.Recognise(text)
	s.spoken = cmp.Or(s.spoken, known.Language)
	if ok {
		s.shows(known.Client)
	}
	return known, ok
}

// talk answers a mention, a direct message, a marked or an overheard message.
func (s *session) talk(ctx context.Context, text string) error {
	known, ok := s.recognise(text)
	ours := ok && len(known.Codes) > 0 // a refused sign-in is known as well, but nobody has asked
	if seen, err := s.pasted(); s.q.Kind == bot.ChannelMessage && !ours && (seen == nil || !seen.HasCertificate()) && err == nil {
		return nil // not meant for us
	}
	servers := known.Servers
	if !ok {
		servers = s.Recogniser.Servers(text)
	}
	if !ok && len(servers) == 0 {
		return s.unknown(ctx, text)
	}
	return s.diagnose(ctx, known, ok, servers)
}

// diagnose says what an error means and, with servers, what is wrong there.
func (s *session) diagnose(ctx context.Context, known Known, recognised bool, servers []checks.Target) error {
	seen, note := s.shownBeside()
	may := slices.DeleteFunc(slices.Clone(servers), func(t checks.Target) bool { return !s.DialPolicy.Target(t).Empty() })
	if len(may) > 0 {
		these := may[:min(len(may), maxTogether)]
		answers, cached, likeliest, err := s.together(ctx, these, seen, known)
		if err != nil {
			return s.failed(ctx, err)
		}
		r := s.answerTo(ctx, answers[likeliest], cached)
		r.Items = append(messages(known, recognised), r.Items...)
		r.Items = append(r.Items, s.besides(ctx, these, answers, likeliest)...)
		r.Items = append(r.Items, s.alsoNamed(may[len(these):])...)
		return s.reply(ctx, noted(r, note))
	}
	if !recognised { // and the server may not be asked
		if seen != nil {
			return s.certificate(ctx, seen)
		}
		return s.refuse(ctx, s.DialPolicy.Target(servers[0]))
	}
	if seen != nil && seen.HasCertificate() && s.alone(seen).Tone == bot.Bad {
		return s.certificate(ctx, seen) // its fault is why there is an error at all
	}
	s.audit(ctx, "answered", "")
	steps, leftOut := s.stepsFor(ctx, known.Steps)
	w := guide.FromSteps(s.NewID(), known.Meaning, known.Codes, steps, s.counts(ctx), s.Now())
	w.Bound = binding(s.q)
	r := answer.Meant(known.Meaning, w.Steps)
	r.Footnote = say.Join(known.Program, answer.LeftOut(leftOut))
	if _, err := s.Walks.SaveWalk(ctx, w); err != nil {
		s.unkept(err)
	} else if len(w.Steps) > 0 {
		r.Actions = append(r.Actions, bot.Action{Name: actWalkOn, Value: w.ID, Label: say.S("Guide me"), Tone: bot.Good})
	}
	r.Items = messages(known, true)[1:]
	value := "server"
	if seen != nil {
		value = markOf(value, seen)
	}
	r.Actions = append(r.Actions, bot.Action{Name: actFix, Value: value, Label: say.S("Enter the server"), Opens: true})
	return s.reply(ctx, noted(r, note))
}

// stepsFor are steps for an error text of which no server is known, in the reader's
// program.
func (s *session) stepsFor(ctx context.Context, numbers []int) ([]bot.Step, []checks.LeftOutStep) {
	if s.Paths == nil {
		var out []bot.Step
		for _, n := range numbers {
			out = append(out, bot.Step{Number: n, Title: programs.Title(n)})
		}
		return out, nil
	}
	steps, leftOut := s.Paths.Steps(numbers, s.reader(ctx))
	return answer.Steps(steps), leftOut
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

func alsoInText() say.Text { return say.S("check this server, which is also in the text") }

// alsoNamed are the other servers of a text, each with what asks about it.
func (s *session) alsoNamed(servers []checks.Target) []bot.Item {
	var out []bot.Item
	for _, t := range servers {
		if s.DialPolicy.Target(t).Empty() {
			out = append(out, bot.Item{Code: "/certcheck " + bot.TargetName(t), Text: alsoInText()})
		}
	}
	return out
}

// unknown is said where neither an error nor a server was understood. A
// certificate that was attached, or described, still says something.
func (s *session) unknown(ctx context.Context, text string) error {
	seen, err := s.shown()
	switch {
	case err != nil:
		return s.refuse(ctx, said(err))
	case seen != nil:
		return s.certificate(ctx, seen)
	case strings.TrimSpace(text) == "":
		return s.askForError(ctx)
	}
	s.audit(ctx, "refused", "")
	return s.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.S("certdesk does not know this error, and found no server name in it."),
		Items: []bot.Item{
			{Code: "/certcheck imap.corp.com:993", Text: say.S("check a server")},
			{Code: "/certfix", Text: say.S("go through the steps for an error")},
		},
		Actions: []bot.Action{{Name: actFix, Value: "server", Label: say.S("Describe the problem"), Opens: true}},
	})
}

// askForError begins with a question.
func (s *session) askForError(ctx context.Context) error {
	return s.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(say.S("Which error message do you see?"), say.S("Paste it after {command}, or fill in the form.", say.Code("command", "/certfix"))),
		Items:    []bot.Item{{Code: "/certfix The server you are connected to is using a security certificate that cannot be verified", Text: say.S("an example")}},
		Actions:  []bot.Action{{Name: actFix, Value: "server", Label: say.S("Fill in the form"), Tone: bot.Good, Opens: true}},
	})
}

// submitted is a form that was filled in.
func (s *session) submitted(ctx context.Context) error {
	if s.q.Action.Name == actSettings {
		return s.setSettings(ctx)
	}
	switch s.q.Action.Name {
	case incident.ActHand:
		return s.onIncident(s.handOver)(ctx)
	case incident.ActNote:
		return s.onIncident(s.writeNote)(ctx)
	}
	if s.q.Action.Name != actFix {
		return s.refuse(ctx, say.Join(say.S("This form is from an older version of certdesk."), say.S("Please ask again.")))
	}
	server, text := strings.TrimSpace(s.q.Options["server"]), s.q.Options["error"]
	if server == "" {
		return s.fix(ctx, text)
	}
	c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Options: map[string]string{"target": server}})
	if err != nil {
		return s.usage(ctx, err)
	}
	check, ok := c.(command.Check)
	if !ok {
		return s.unknown(ctx, server)
	}
	check.Target = secured(check.Target, s.q.Options["security"])
	if sentence := s.DialPolicy.Target(check.Target); !sentence.Empty() {
		return s.refuse(ctx, sentence)
	}
	question := bot.Question{Target: check.Target}
	if question.Seen, err = s.shown(); err != nil {
		return s.refuse(ctx, said(err))
	}
	known, recognised := s.recognise(text)
	a, cached, err := s.ask(ctx, question, false)
	if err != nil {
		return s.failed(ctx, err)
	}
	r := s.answerTo(ctx, a, cached)
	r.Items = append(messages(known, recognised), r.Items...)
	return s.reply(ctx, r)
}

// walkOn shows a walk that was begun with a pasted error.
func (s *session) walkOn(ctx context.Context) error {
	w, err := s.Walks.LoadWalk(ctx, s.q.Action.Value)
	s.unkept(err)
	if w == nil {
		return s.refuse(ctx, walkTooOld())
	}
	if w.Bound != "" && !belongs(s.q, w.Bound) {
		return s.elsewhere(ctx)
	}
	r := w.Say()
	r.Audience = bot.Asker
	return s.reply(ctx, r)
}
