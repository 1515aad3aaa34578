package console

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// scripted answers each request with what is on its list, and keeps them.
type scripted struct {
	asked   []*bot.Request
	replies []bot.Reply
}

func (s *scripted) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	s.asked = append(s.asked, q)
	r := s.replies[0]
	s.replies = s.replies[1:]
	if err := respond(ctx, bot.Reply{Working: true, Headline: say.Literal("Checking …")}); err != nil {
		return err
	}
	return respond(ctx, r)
}

func TestConversation(t *testing.T) {
	button := bot.Action{Name: "fix", Value: "server", Label: say.Literal("Describe it"), Opens: true}
	desk := &scripted{replies: []bot.Reply{
		{Headline: say.Literal("First"), Actions: []bot.Action{{Name: "recheck", Value: "1", Label: say.Literal("Again")}, button}},
		{Headline: say.Literal("Fill in"), Form: &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Fields: []bot.Field{
			{Name: "server", Label: say.Literal("Server"), Hint: say.Literal("imap.corp.com")}, {Name: "error", Label: say.Literal("Message")}, {Name: "file", Label: say.Literal("File"), File: true},
		}}},
		{Headline: say.Literal("Third"), Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}},
		{Headline: say.Literal("Fourth")},
	}}
	var out strings.Builder
	script := "/certcheck  imap.corp.com:993 \n# a remark\n7\n2\nimap.corp.com\n\nThe target principal\\nname is incorrect\nquit\nnever read\n"
	c := &Chat{Desk: desk, Lines: NewScript(strings.NewReader(script), &out), Out: &out, Now: time.Now, User: bot.Person{ID: "u"}}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(desk.asked) != 4 {
		t.Fatalf("%d requests", len(desk.asked))
	}
	first, second, third, fourth := desk.asked[0], desk.asked[1], desk.asked[2], desk.asked[3]
	if first.Kind != bot.Command || first.Verb != "certcheck" || first.Text != "imap.corp.com:993" || !first.Direct {
		t.Errorf("%+v", first)
	}
	if second.Kind != bot.ButtonAction || second.Action.ID() != button.ID() {
		t.Errorf("%+v", second)
	}
	if third.Kind != bot.FormSubmission || third.Options["server"] != "imap.corp.com" || len(third.Options) != 1 || third.Action.ID() != "fix:form" {
		t.Errorf("%+v", third)
	}
	if fourth.Kind != bot.Message || fourth.Text != "The target principal\nname is incorrect" {
		t.Errorf("%+v", fourth)
	}
	for _, want := range []string{"[1] Again   [2] Describe it", "There is no button 7.", "Server (imap.corp.com): imap.corp.com", "The file chain.pem is attached.", "Checking"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

// typed is a conversation of what is typed into it, at a desk that answers with two
// buttons.
func typed(out io.Writer, lines ...string) (*Chat, *scripted) {
	desk := &scripted{replies: slices.Repeat([]bot.Reply{{Headline: say.Literal("Answered"), Actions: []bot.Action{
		{Name: "first", Label: say.Literal("First")}, {Name: "second", Label: say.Literal("Second")},
	}}}, len(lines))}
	return &Chat{
		Desk: desk, Lines: NewScript(strings.NewReader(strings.Join(lines, "\n")), io.Discard), Out: out, Now: time.Now,
		User: bot.Person{ID: "u", Name: "U"},
	}, desk
}

func TestWhatALineMeans(t *testing.T) {
	for line, want := range map[string]bot.Request{
		"imap.corp.com":                {Kind: bot.Message, Text: "imap.corp.com"},
		"1":                            {Kind: bot.ButtonAction, Action: bot.Action{Name: "first"}},
		" 2 ":                          {Kind: bot.ButtonAction, Action: bot.Action{Name: "second"}},
		"[2]":                          {Kind: bot.ButtonAction, Action: bot.Action{Name: "second"}},
		"/certhelp":                    {Kind: bot.Command, Verb: "certhelp"},
		"/certcheck\u00a0\timap.c.com": {Kind: bot.Command, Verb: "certcheck", Text: "imap.c.com"},
		"/ certcheck imap.c.com":       {Kind: bot.Command, Text: "certcheck imap.c.com"},
	} {
		c, desk := typed(io.Discard, "hello", line)
		after := 0
		c.After = func(context.Context) { after++ }
		if err := c.Run(t.Context()); err != nil || len(desk.asked) != 2 || after != 2 {
			t.Errorf("%q: %v, %d requests, %d told unasked", line, err, len(desk.asked), after)
			continue
		}
		got := desk.asked[1]
		if got.Kind != want.Kind || got.Verb != want.Verb || got.Text != want.Text || got.Action.Name != want.Action.Name {
			t.Errorf("%q: %+v, want %+v", line, got, want)
		}
	}
}

// What the terminal itself answers reaches nobody else, and leaves the buttons.
func TestWhatTheTerminalAnswers(t *testing.T) {
	for line, want := range map[string]string{
		"0": "THERE IS NO BUTTON 0.", "[3]": "THERE IS NO BUTTON 3.", "-1": "THERE IS NO BUTTON -1.", "/as  Zoë Ünal ": "YOU ARE ZOË ÜNAL NOW.",
	} {
		var out strings.Builder
		c, desk := typed(&out, "hello", line, "2", "bye", "hello again")
		c.Speaker = shouting{}
		if err := c.Run(t.Context()); err != nil || len(desk.asked) != 2 || desk.asked[1].Action.Name != "second" {
			t.Errorf("%q: %v, %d requests", line, err, len(desk.asked))
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q: %q is not in\n%s", line, want, out.String())
		}
		if strings.HasPrefix(line, "/as") && (desk.asked[1].Asker.Name != "Zoë Ünal" || desk.asked[1].Asker.ID != "zoë ünal") {
			t.Errorf("%q: asked by %+v", line, desk.asked[1].Asker)
		}
	}
}

// shouting is a language.
type shouting struct{}

func (shouting) Text(t say.Text) say.Text { return say.Literal(strings.ToUpper(t.String())) }

func TestFilesAreSaved(t *testing.T) {
	for want, fail := range map[string]error{"Written to /tmp/chain.pem": nil, "The file chain.pem could not be written.": errFull} {
		var out strings.Builder
		c, desk := typed(&out, "hello")
		desk.replies[0].Files = []bot.File{{Name: "chain.pem"}}
		c.Save = func(f bot.File) (string, error) { return "/tmp/" + f.Name, fail }
		if err := c.Run(t.Context()); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%v: %q is not in\n%s", err, want, out.String())
		}
	}
}

// A form that is left, or left empty, asks for nothing.
func TestAFormCanBeLeft(t *testing.T) {
	form := &bot.Form{Fields: []bot.Field{{Name: "server", Label: say.Literal("Server")}, {Name: "error", Label: say.Literal("Message")}}}
	for name, lines := range map[string][]string{"empty": {"hello", "", " ", "quit"}, "left": {"hello", "imap.corp.com"}} {
		c, desk := typed(io.Discard, lines...)
		desk.replies[0].Form = form
		if err := c.Run(t.Context()); err != nil || len(desk.asked) != 1 {
			t.Errorf("%s: %v, %d requests", name, err, len(desk.asked))
		}
	}
}

// A command in place of a field leaves the form, and is done.
func TestACommandLeavesAForm(t *testing.T) {
	form := &bot.Form{Action: bot.Action{Name: "fix"}, Fields: []bot.Field{{Name: "server", Label: say.Literal("Server")}, {Name: "error", Label: say.Literal("Message")}}}
	for name, tt := range map[string]struct {
		lines []string
		want  []bot.Kind
	}{
		"command":      {[]string{"hello", "imap.corp.com", "/certwatch list"}, []bot.Kind{bot.Message, bot.Command}},
		"cancel":       {[]string{"hello", "imap.corp.com", "cancel", "and on"}, []bot.Kind{bot.Message, bot.Message}},
		"quit":         {[]string{"hello", "quit", "and on"}, []bot.Kind{bot.Message, bot.Message}},
		"another path": {[]string{"hello", "imap.corp.com", "/usr/bin/mail says no"}, []bot.Kind{bot.Message, bot.FormSubmission}},
	} {
		var out strings.Builder
		c, desk := typed(&out, tt.lines...)
		c.Speaker = shouting{}
		desk.replies[0].Form = form
		if err := c.Run(t.Context()); err != nil {
			t.Error(err)
		}
		var kinds []bot.Kind
		for i := range desk.asked {
			kinds = append(kinds, desk.asked[i].Kind)
		}
		if !slices.Equal(kinds, tt.want) || !strings.Contains(out.String(), "TYPE CANCEL TO LEAVE THE FORM") {
			t.Errorf("%s: %v, want %v, in\n%s", name, kinds, tt.want, out.String())
		}
	}
}

// What stands in a field stays there, and a menu is chosen from by what it shows.
func TestAFormKeepsWhatStandsInIt(t *testing.T) {
	fields := []bot.Field{
		{Name: "server", Label: say.Literal("Server"), Hint: say.Literal("a name"), Value: "imap.corp.com:993"},
		{Name: "language", Label: say.Literal("Language"), Value: "de", Choices: []bot.Choice{{Value: "de", Label: say.Literal("Deutsch")}, {Value: "fr", Label: say.Literal("Français")}}},
		{Name: "error", Label: say.Literal("Message")},
	}
	for name, tt := range map[string]struct {
		lines []string
		want  map[string]string
	}{
		"one is typed":    {[]string{"", "", "0x800CCC1A"}, map[string]string{"server": "imap.corp.com:993", "language": "de", "error": "0x800CCC1A"}},
		"one is chosen":   {[]string{"", "français", ""}, map[string]string{"server": "imap.corp.com:993", "language": "fr"}},
		"by its value":    {[]string{"smtp.corp.com", "fr", ""}, map[string]string{"server": "smtp.corp.com", "language": "fr"}},
		"nothing is said": {[]string{"", "", ""}, nil},
	} {
		var out strings.Builder
		c, desk := typed(io.Discard, append([]string{"hello"}, tt.lines...)...)
		c.Lines = NewScript(strings.NewReader("hello\n"+strings.Join(tt.lines, "\n")+"\n"), &out)
		desk.replies[0].Form = &bot.Form{Action: bot.Action{Name: "fix"}, Fields: fields}
		if err := c.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, prompt := range []string{"Server (a name) [imap.corp.com:993]: ", "Language (Deutsch, Français) [Deutsch]: ", "Message: "} {
			if !strings.Contains(out.String(), prompt) {
				t.Errorf("%s: %q is not in\n%s", name, prompt, out.String())
			}
		}
		if tt.want == nil {
			if len(desk.asked) != 1 {
				t.Errorf("%s: %d requests", name, len(desk.asked))
			}
			continue
		}
		if len(desk.asked) != 2 || !maps.Equal(desk.asked[1].Options, tt.want) {
			t.Errorf("%s: %+v", name, desk.asked[len(desk.asked)-1].Options)
		}
	}
}

// Who reads "[2] Show details" types one or the other.
func TestAButtonByItsLabel(t *testing.T) {
	for line, want := range map[string]string{"show details": "second", "Show Details": "second", "another mail program": "third", "2.": "second", "2)": "second", "show": ""} {
		c, desk := typed(io.Discard, "hello", line)
		desk.replies[0].Actions = []bot.Action{
			{Name: "first", Label: say.Literal("Guide me")}, {Name: "second", Label: say.Literal("Show details")}, {Name: "third", Label: say.Literal("Another mail program …")},
		}
		if err := c.Run(t.Context()); err != nil || len(desk.asked) != 2 || desk.asked[1].Action.Name != want {
			t.Errorf("%q: %v, %+v", line, err, desk.asked)
		}
	}
}

// What keeps a conversation from going on ends it, whenever it comes.
func TestAConversationEndsInItsError(t *testing.T) {
	failing := func(at int, fail error) error {
		c, desk := typed(&failingAfter{writes: at, err: fail}, "hello", "/as Zoë", "7", "imap.corp.com", "again")
		desk.replies[0].Files = []bot.File{{Name: "chain.pem"}}
		return c.Run(t.Context())
	}
	at := 0
	for failing(at, errFull) != nil {
		if err := failing(at, errFull); !errors.Is(err, errFull) {
			t.Errorf("the writer that fails at its write %d: %v", at, err)
		}
		at++
	}
	if at < 10 {
		t.Errorf("no error once there were %d writes", at)
	}
	for n := range 3 { // lines that are read before one cannot be
		c, desk := typed(io.Discard, "hello")
		desk.replies[0].Form = &bot.Form{Fields: []bot.Field{{Name: "a", Label: say.Literal("A")}, {Name: "b", Label: say.Literal("B")}}}
		c.Lines = NewScript(io.MultiReader(strings.NewReader(strings.Repeat("hello\n", n)), iotest.ErrReader(errFull)), io.Discard)
		if err := c.Run(t.Context()); !errors.Is(err, errFull) {
			t.Errorf("after %d lines: %v", n, err)
		}
		c.Lines = NewScript(strings.NewReader("hello"), full{})
		if err := c.Run(t.Context()); !errors.Is(err, errFull) {
			t.Errorf("a line that cannot be shown: %v", err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	c, desk := typed(io.Discard, "hello")
	if err := c.Run(ended); err != nil || len(desk.asked) != 0 {
		t.Errorf("its time over: %v, %d requests", err, len(desk.asked))
	}
}

// failingAfter takes so many writes.
type failingAfter struct {
	writes int
	err    error
}

func (f *failingAfter) Write(b []byte) (int, error) {
	if f.writes--; f.writes < 0 {
		return 0, f.err
	}
	return len(b), nil
}
