package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// The click paths of an answer are those of the reader's own mail program. Which that
// is, the first of these tells: what was typed or chosen now, or stands in the button
// that was pressed; the pasted text; what this person chose last; the channel's
// settings; else it is that of most readers.

// People keeps what people have chosen.
type People interface {
	// ClientOf returns the mail program that somebody has chosen last, "" if none.
	ClientOf(ctx context.Context, p bot.Platform, id string) (string, error)
	SetClient(ctx context.Context, p bot.Platform, id, client string) error
}

// Paths words steps for a mail program (package fixes).
type Paths interface {
	// Report is a report with the click paths of a program.
	Report(r checks.Report, p *programs.Program) checks.Report
	// Steps are the steps for an error text of which no server is known.
	Steps(numbers []int, p *programs.Program) (steps []checks.Step, leftOut []checks.LeftOutStep)
}

// Names of the buttons that change the program of an answer: the menu's entries are
// actUse with a program's ID behind it; where there is no menu, actClient lists them.
const (
	actUse    = "use-"
	actClient = "client"
)

// peopleWithin bounds what an answer waits for to know its reader's program.
const peopleWithin = 2 * time.Second

// reader is the mail program of whoever asks.
func (s *session) reader(ctx context.Context) *programs.Program {
	if s.program != nil {
		return s.program
	}
	s.program = programs.Default()
	for _, id := range []func(context.Context) string{s.ownClient, s.channelClient} {
		if p, ok := programs.Lookup(id(ctx)); ok {
			s.program = p
			break
		}
	}
	return s.program
}

func (s *session) ownClient(ctx context.Context) string {
	if s.People == nil || s.q.Asker.ID == "" || s.storeAway {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	id, err := s.People.ClientOf(ctx, s.q.Place.Platform, s.q.Asker.ID)
	s.unkept(err)
	return id
}

func (s *session) channelClient(ctx context.Context) string {
	if s.q.Direct {
		return ""
	}
	return s.channelSettings(ctx).Client
}

// choose is a program that was named in so many words: it is kept for the next time.
func (s *session) choose(ctx context.Context, id programs.ID) {
	p, ok := programs.Lookup(string(id))
	if !ok {
		return
	}
	s.program = p
	if s.People != nil && s.q.Asker.ID != "" {
		s.unkept(s.People.SetClient(ctx, s.q.Place.Platform, s.q.Asker.ID, string(p.ID)))
	}
}

// shows notes the program whose message a text is, where nobody has named one.
func (s *session) shows(client string) {
	if p := programs.OfClient(client); p != nil && s.program == nil {
		s.program = p
	}
}

// toReader is an answer with the click paths of whoever asks. The answer itself, which
// all who ask the same share, stays as it is.
func (s *session) toReader(ctx context.Context, a *bot.Answer) *bot.Answer {
	p := s.reader(ctx)
	if s.Paths == nil {
		return a
	}
	told := *a
	told.Reports = slices.Clone(a.Reports)
	for i := range told.Reports {
		told.Reports[i] = s.Paths.Report(told.Reports[i], p)
	}
	return &told
}

// clientActions are the programs that an answer can be told for instead. On a
// terminal, where each is a number, they are a number further.
func (s *session) clientActions(a *bot.Answer, r *checks.Report) []bot.Action {
	if s.Paths == nil || len(r.Steps)+len(r.LeftOut) == 0 || r.Case == nil || r.Case.ReachedBy != checks.ByMailProgram {
		return nil
	}
	if !s.q.Place.Platform.Traits().Menus {
		return []bot.Action{{Name: actClient, Value: s.actionValue(a), Label: say.S("Another mail program …"), More: true}}
	}
	return s.clientChoices(a)
}

// clientChoices are a button each, but for the program that is told.
func (s *session) clientChoices(a *bot.Answer) []bot.Action {
	var out []bot.Action
	for _, p := range programs.All() {
		if s.program != nil && p.ID == s.program.ID {
			continue
		}
		name := actUse + string(p.ID)
		out = append(out, bot.Action{Name: name, Value: s.valueFor(a, nil, len(name)), Label: say.S("I use: {program}", say.Sub("program", p.Name)), More: true})
	}
	return out
}

// listClients answers with a button for each program.
func (s *session) listClients(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	s.reader(ctx)
	r := bot.Reply{Audience: bot.Asker, Headline: say.S("Which mail program is it about?"), Actions: s.clientChoices(a)}
	for i := range r.Actions {
		r.Actions[i].More = false
	}
	return s.reply(ctx, r)
}

// useClient tells the answer for another program, in its place.
func (s *session) useClient(ctx context.Context) error {
	id, _ := strings.CutPrefix(s.q.Action.Name, actUse)
	if _, ok := programs.Lookup(id); !ok {
		return s.refuse(ctx, buttonTooOld())
	}
	s.choose(ctx, programs.ID(id))
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	s.inPlace = s.inPlace || s.q.Place.Platform.Traits().Edits
	s.audit(ctx, "answered", verdictOf(a))
	return s.reply(ctx, s.answerTo(ctx, a, s.Now().Sub(a.At) > time.Minute))
}
