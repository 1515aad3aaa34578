package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/store"
)

// paths words each step with the program's name; a browser has no step 6.
type paths struct{}

func (paths) Report(r checks.Report, p *programs.Program) checks.Report {
	numbers := make([]int, len(r.Steps))
	for i := range r.Steps {
		numbers[i] = r.Steps[i].Number
	}
	r.Steps, r.LeftOut = paths{}.Steps(numbers, p)
	r.Cure, r.Act = 10, checks.ActServer
	return r
}

func (paths) Steps(numbers []int, p *programs.Program) (steps []checks.Step, leftOut []checks.LeftOutStep) {
	for _, n := range numbers {
		if p.ID == "browser" && n == 6 {
			leftOut = append(leftOut, checks.LeftOutStep{Number: n, Title: programs.Title(n), Why: say.Literal("it has none")})
			continue
		}
		steps = append(steps, checks.Step{Number: n, Title: programs.Title(n), Why: say.Literal("Why."), Actions: []say.Text{say.Literal("in " + string(p.ID))}})
	}
	return steps, leftOut
}

func withPrograms(t *testing.T) *bench {
	t.Helper()
	return newBench(t, func(c *desk.Config) {
		c.Paths, c.People = paths{}, c.Answers.(*store.Store)
	})
}

// told is the program whose paths a reply has; "" where it has none.
func told(r *bot.Reply) string {
	steps := slices.Clone(r.Steps)
	if r.Cure != nil {
		steps = append(steps, *r.Cure)
	}
	for _, s := range steps {
		for _, a := range s.Actions {
			return strings.TrimPrefix(a.String(), "in ")
		}
	}
	return ""
}

func wantProgram(t *testing.T, what string, r bot.Reply, want string) {
	t.Helper()
	if got := told(&r); got != want {
		t.Errorf("%s: told for %q, want %q", what, got, want)
	}
}

const server = "imap.corp.com:993"

// channel is where the bench says and presses.
var channel = bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}

// TestWhoseProgram goes through where the reader's program comes from, each before the
// next: what was typed, the pasted text, what this person chose last, the channel's
// settings, and Outlook for Windows.
func TestWhoseProgram(t *testing.T) {
	b := withPrograms(t)
	wantProgram(t, "nobody has said anything", b.say(t, "certcheck", server), "outlook")
	if r := b.say(t, "certdesk", "settings client em-client"); r.Tone != bot.Good || !strings.Contains(r.Items[len(r.Items)-1].Text.String(), "eM Client") {
		t.Errorf("the channel's program: %+v", r)
	}
	wantProgram(t, "the channel's", b.say(t, "certcheck", server), "em-client")
	wantProgram(t, "the pasted text before the channel's", b.say(t, "certfix", "0x800CCC1A"), "outlook")
	wantProgram(t, "typed", b.say(t, "certcheck", server+" client Thunderbird"), "thunderbird")
	wantProgram(t, "chosen last, before the channel's", b.say(t, "certcheck", server), "thunderbird")
	wantProgram(t, "the pasted text, before what was chosen", b.say(t, "certfix", "0x800CCC1A imap.corp.com:993"), "outlook")
	wantProgram(t, "typed before the pasted text", b.say(t, "certfix", "0x800CCC1A client ios"), "ios")
	wantProgram(t, "an option of that name", b.send(t, &bot.Request{Kind: bot.Command, Verb: "certfix", Text: "0x800CCC1A", Options: map[string]string{"client": "android"}}), "android")
	b.backend.Close()
	b.open(t, func(c *desk.Config) { c.Paths, c.People = paths{}, c.Answers.(*store.Store) })
	wantProgram(t, "kept over a restart", b.say(t, "certcheck", server), "android")
	if r := b.say(t, "certcheck", server+" client thunderbrid"); r.Audience != bot.Asker || !strings.Contains(r.Headline.String(), "thunderbird") || !strings.Contains(r.Items[0].Code, "client thunderbird") {
		t.Errorf("a program that nobody knows: %+v", r)
	}
	// Another person has chosen nothing.
	h := &heard{}
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: channel, Asker: bot.Person{ID: "U2"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	wantProgram(t, "somebody else", h.last(t), "em-client")
}

// A paste that speaks of clients names none.
func TestClientInAPaste(t *testing.T) {
	b := withPrograms(t)
	wantProgram(t, "a paste", b.say(t, "certfix", "error 0x800CCC1A: the mail client outlook cannot connect"), "outlook")
	r := b.say(t, "certcheck", "error 0x800CCC1A: your mail client could not verify the certificate of this server, please look")
	if r.Audience == bot.Asker && strings.Contains(r.Headline.String(), "no mail program") {
		t.Errorf("a paste is taken for an option: %+v", r)
	}
}

// The menu below an answer changes it in its place, is kept, and does not offer what
// is shown already.
func TestChooseInTheMenu(t *testing.T) {
	b := withPrograms(t)
	first := b.say(t, "certcheck", server)
	if offers(first, "I use: Outlook for Windows (classic)") {
		t.Error("the program that is shown is offered")
	}
	r := b.press(t, first, "I use: Thunderbird")
	wantProgram(t, "chosen", r, "thunderbird")
	if !r.Replaces || r.Headline.String() != first.Headline.String() || b.checker.calls.Load() != 1 {
		t.Errorf("replaces: %v, after %d checks: %+v", r.Replaces, b.checker.calls.Load(), r)
	}
	for _, p := range programs.All() {
		label := "I use: " + p.Name.String()
		if shown := p.ID == "thunderbird"; offers(r, label) == shown {
			t.Errorf("%q is offered: %v", label, !shown)
		}
	}
	wantProgram(t, "asked again", b.say(t, "certcheck", server), "thunderbird")
	// What is shown next is for the program that the message was told for, whoever
	// presses, and whatever they have chosen since.
	wantProgram(t, "all steps", b.press(t, r, "Show all steps"), "thunderbird")
	b.say(t, "certcheck", server+" client ios")
	wantProgram(t, "all steps of the older message", b.press(t, r, "Show all steps"), "thunderbird")
	walk := b.press(t, r, "Guide me")
	wantProgram(t, "the walk", walk, "thunderbird")
	browser := b.press(t, r, "I use: Browser (webmail)")
	all := b.press(t, browser, "Show all steps")
	if !strings.Contains(all.Footnote.String(), "Step 6 is left out: it has none.") {
		t.Errorf("nothing is said of the step that a browser does not have: %+v", all)
	}
	walk = b.press(t, browser, "Guide me")
	if !slices.ContainsFunc(walk.Items, func(i bot.Item) bool { return strings.Contains(i.Text.String(), "Skipped step 6") }) {
		t.Errorf("the walk says nothing of it: %+v", walk.Items)
	}
	// An answer that is forgotten is asked for again, for the program that was chosen.
	b.clock = b.clock.Add(48 * time.Hour)
	wantProgram(t, "forgotten", b.press(t, r, "I use: eM Client"), "em-client")
}

func offers(r bot.Reply, label string) bool {
	return slices.ContainsFunc(r.Actions, func(a bot.Action) bool { return a.Label.String() == label })
}

// On a terminal the programs are a number further.
func TestChooseOnATerminal(t *testing.T) {
	b := withPrograms(t)
	ask := func(q *bot.Request) bot.Reply {
		t.Helper()
		q.Place, q.Direct, q.Asker = bot.Place{Platform: bot.Console, Team: "local", Channel: "terminal"}, true, bot.Person{ID: "terminal"}
		h := &heard{}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
		return h.last(t)
	}
	press := func(r bot.Reply, label string) bot.Reply {
		t.Helper()
		i := slices.IndexFunc(r.Actions, func(a bot.Action) bool { return a.Label.String() == label })
		if i < 0 {
			t.Fatalf("there is no %q in %+v", label, r.Actions)
		}
		return ask(&bot.Request{Kind: bot.ButtonAction, Action: r.Actions[i]})
	}
	r := ask(&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server})
	if offers(r, "I use: Thunderbird") {
		t.Error("a terminal lists all programs below each answer")
	}
	list := press(r, "Another mail program …")
	if len(list.Actions) != len(programs.All())-1 {
		t.Errorf("%d programs are listed", len(list.Actions))
	}
	wantProgram(t, "chosen", press(list, "I use: Thunderbird"), "thunderbird")
}

// Where nothing can be kept, an answer is told all the same.
type noPeople struct{}

func (noPeople) ClientOf(context.Context, bot.Platform, string) (string, error) {
	return "", errors.New("the database is away")
}
func (noPeople) SetClient(context.Context, bot.Platform, string, string) error {
	return errors.New("the database is away")
}

func TestProgramWithoutAStore(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Paths, c.People = paths{}, noPeople{} })
	r := b.say(t, "certcheck", server)
	wantProgram(t, "nobody can tell", r, "outlook")
	if !strings.Contains(r.Footnote.String(), "cannot reach its database") {
		t.Errorf("nothing is said of it: %q", r.Footnote.String())
	}
	wantProgram(t, "typed", b.say(t, "certcheck", server+" client ios"), "ios")
}

// A web server's answer offers no mail programs.
func TestNoProgramsForAWebServer(t *testing.T) {
	b := withPrograms(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Reports[0].Case = &checks.Case{ReachedBy: checks.ByBrowser}
		return a, nil
	}
	for _, a := range b.say(t, "certcheck", "www.corp.com:443").Actions {
		if strings.HasPrefix(a.Name, "use-") || a.Name == "client" {
			t.Errorf("it offers %q", a.Label.String())
		}
	}
}

// A form without room for the program leaves it as it is; one with it sets it.
func TestProgramInTheForm(t *testing.T) {
	b := withPrograms(t)
	b.say(t, "certdesk", "settings client ios")
	fill := func(fields map[string]string) {
		t.Helper()
		form := b.say(t, "certdesk", "settings").Form
		if r := b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: fields}); r.Tone != bot.Good {
			t.Fatalf("%+v", r)
		}
	}
	client := func() string {
		t.Helper()
		c, err := b.cfg.Watches.Channel(t.Context(), channel)
		if err != nil {
			t.Fatal(err)
		}
		return c.Client
	}
	fill(map[string]string{"language": "de"})
	if got := client(); got != "ios" {
		t.Errorf("a form without the field has made it %q", got)
	}
	fill(map[string]string{"client": "android"})
	if got := client(); got != "android" {
		t.Errorf("the form has made it %q", got)
	}
	fill(map[string]string{"client": "outlook"})
	if got := client(); got != "" {
		t.Errorf("that of most readers is kept as %q", got)
	}
	b.say(t, "certdesk", "settings client thunderbird")
	b.say(t, "certdesk", "settings client off")
	if got := client(); got != "" {
		t.Errorf("off has made it %q", got)
	}
}
