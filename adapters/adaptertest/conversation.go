// Package adaptertest holds the conversation that every adapter of a chat
// platform must be able to hold: what people do there reaches the desk as the
// right bot.Request, once, and each bot.Reply reaches the right people.
//
// An adapter's test starts it in front of a fake of its platform
// (adaptertest/fakeslack) and passes Run the hands and eyes of a person there; and
// Alerts (alerts.go) a channel to post in. script.go has what such a test needs
// besides, replies.go and golden.go replies and what they look like.
package adaptertest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Desk is what an adapter asks; Script is one for tests.
type Desk interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

// Shown is a message as people see it.
type Shown struct {
	ID, Thread string
	// Private is seen by the asker alone.
	Private bool
	// Text is all that can be read in it; Buttons are the ids of its actions.
	Text    string
	Buttons []string
	Edits   int
}

// Person is somebody on the platform: what they can do, and what they see. Each
// action returns when the platform has its acknowledgement.
type Person interface {
	Command(verb, text string)
	// Mention and Direct say something to the bot; Overhear says it in a support
	// channel. They return the message's id.
	Mention(text string) string
	Direct(text string) string
	Overhear(text string) string
	Mark(text string)
	// Reword changes what was said to the bot in a mention just now.
	Reword(message, text string)
	// Stranger types a command, and says a mention, as somebody for whom the bot
	// does not work.
	Stranger(command bool, text string)
	Press(message, action string)
	// Fill fills in the form that is open.
	Fill(fields map[string]string)
	// Again delivers the last thing once more, as a platform in doubt does.
	Again()
	See() []Shown
	Forms() int
	Files() []bot.File
}

// sees waits for exactly these messages, by a part of their text, in order.
func sees(t *testing.T, p Person, want ...string) []Shown {
	t.Helper()
	var seen []Shown
	Eventually(t, func() string {
		seen = p.See()
		if len(seen) != len(want) {
			return fmt.Sprintf("%d messages, want %d: %+v", len(seen), len(want), seen)
		}
		for i := range want {
			if !strings.Contains(seen[i].Text, want[i]) {
				return fmt.Sprintf("message %d is %q, want %q", i, seen[i].Text, want[i])
			}
		}
		return ""
	})
	return seen
}

// asked waits for the only request.
func asked(t *testing.T, s *Script) bot.Request {
	t.Helper()
	Eventually(t, func() string {
		if n := len(s.Asked()); n == 0 {
			return "the desk was not asked"
		}
		return ""
	})
	all := s.Asked()
	if len(all) != 1 {
		t.Fatalf("the desk was asked %d times: %+v", len(all), all)
	}
	return all[0]
}

// settle is long enough for something that must not happen to happen.
const settle = 300 * time.Millisecond

// Start begins a fresh platform and adapter, which asks a desk.
type Start func(t *testing.T, d Desk) Person

// Run holds the conversation.
func Run(t *testing.T, start Start) {
	commands(t, start)
	messages(t, start)
	strangers(t, start)
	actions(t, start)
	files(t, start)
}

// begin starts with a desk that gives an answer.
func (start Start) begin(t *testing.T, answer func(*bot.Request) []bot.Reply) (*Script, Person) {
	s := new(Script)
	s.Answers(answer)
	return s, start(t, s)
}

// diagnosis is an answer with a button that asks again and one that opens a form.
func diagnosis() bot.Reply {
	return bot.Reply{
		Tone: bot.Bad, Headline: say.Literal("imap.example presents a certificate for another name."),
		Facts:   []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.example")}},
		Steps:   []bot.Step{{Number: 2, Title: say.Literal("Check the names"), Actions: []say.Text{say.Literal("Open File")}}},
		Actions: []bot.Action{{Name: "recheck", Value: "a1 imap.example:993", Label: say.Literal("Check again")}, {Name: "fix", Value: "server", Label: say.Literal("Form"), Opens: true}},
	}
}

// commands: what is typed behind a slash.
func commands(t *testing.T, start Start) {
	t.Run("command to all", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Command("certcheck", "imap.example:993 fresh")
		seen := sees(t, p, "imap.example presents")
		if seen[0].Private || len(seen[0].Buttons) != 2 || seen[0].Buttons[0] != "recheck:a1 imap.example:993" {
			t.Errorf("shown as %+v", seen[0])
		}
		for _, part := range []string{"Issued to", "mail.example", "Check the names", "Open File"} {
			if !strings.Contains(seen[0].Text, part) {
				t.Errorf("%q is not shown in %q", part, seen[0].Text)
			}
		}
		q := asked(t, s)
		if q.Kind != bot.Command || q.Verb != "certcheck" || q.Text != "imap.example:993 fresh" && q.Options["target"] == "" || q.ID == "" || q.Place.Channel == "" || q.Asker.ID == "" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	t.Run("command to the asker", func(t *testing.T) {
		_, p := start.begin(t, saying(bot.Reply{Audience: bot.Asker, Headline: say.Literal("No server is named.")}))
		p.Command("certcheck", "")
		if seen := sees(t, p, "No server is named."); !seen[0].Private {
			t.Error("a typing error was shown to everybody")
		}
	})
	t.Run("twice delivered, once answered", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Command("certcheck", "imap.example")
		sees(t, p, "imap.example presents")
		p.Again()
		p.Again()
		time.Sleep(settle)
		sees(t, p, "imap.example presents")
		asked(t, s)
	})
	t.Run("command with a first look", func(t *testing.T) {
		_, p := start.begin(t, saying(bot.Reply{Working: true, Headline: say.Literal("Checking imap.example …")},
			with(diagnosis(), func(r *bot.Reply) { r.Working, r.Actions = true, nil }), diagnosis()))
		p.Command("certcheck", "imap.example")
		Eventually(t, func() string {
			var answers []Shown
			for _, m := range p.See() {
				// Where a first word cannot be taken back, it stays; an answer stands once.
				if !strings.Contains(m.Text, "Checking imap.example") {
					answers = append(answers, m)
				}
			}
			if len(answers) != 1 || len(answers[0].Buttons) != 2 {
				return fmt.Sprintf("shown as %+v, want one answer with its buttons", answers)
			}
			return ""
		})
	})
}

// messages: what is said to certdesk, or where it listens.
func messages(t *testing.T, start Start) {
	t.Run("mention with a first word", func(t *testing.T) {
		s, p := start.begin(t, saying(bot.Reply{Working: true, InThread: true, Headline: say.Literal("Checking imap.example …")}, with(diagnosis(), func(r *bot.Reply) { r.InThread = true })))
		id := p.Mention("check imap.example")
		seen := sees(t, p, "imap.example presents") // in the first word's place
		if seen[0].Thread != id || seen[0].Edits != 1 || seen[0].Private {
			t.Errorf("shown as %+v, want in the thread of %s", seen[0], id)
		}
		if q := asked(t, s); q.Kind != bot.Message || q.Text != "check imap.example" || q.Direct {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	t.Run("mention with a first look", func(t *testing.T) {
		look := with(diagnosis(), func(r *bot.Reply) {
			r.Working, r.InThread, r.Actions, r.Footnote = true, true, nil, say.Literal("This is a first look.")
		})
		_, p := start.begin(t, saying(bot.Reply{Working: true, InThread: true, Headline: say.Literal("Checking imap.example …")}, look,
			with(diagnosis(), func(r *bot.Reply) { r.InThread, r.Headline = true, say.Literal("imap.example presents it to all.") })))
		p.Mention("check imap.example")
		if seen := sees(t, p, "imap.example presents it to all."); seen[0].Edits != 2 || len(seen[0].Buttons) != 2 || strings.Contains(seen[0].Text, "first look") {
			t.Errorf("shown as %+v, want one message, edited twice", seen[0])
		}
	})
	t.Run("mention that is reworded", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		id := p.Mention("check imap.crop.example")
		sees(t, p, "imap.example presents")
		asked(t, s)
		s.Answers(saying(bot.Reply{Headline: say.Literal("smtp.example is another one.")}))
		p.Reword(id, "check smtp.example")
		sees(t, p, "imap.example presents", "smtp.example is another one.")
		p.Again()
		time.Sleep(settle)
		if q := asked(t, s); q.Kind != bot.Message || q.Text != "check smtp.example" || q.Message != id {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	unmentioned(t, start)
}

// unmentioned: what reaches the desk though nobody mentions it.
func unmentioned(t *testing.T, start Start) {
	t.Run("direct message", func(t *testing.T) {
		s, p := start.begin(t, saying(bot.Reply{Audience: bot.Asker, InThread: true, Headline: say.Literal("This is no error that certdesk knows.")}))
		p.Direct("hello")
		sees(t, p, "This is no error")
		if q := asked(t, s); q.Kind != bot.Message || !q.Direct || q.Text != "hello" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	t.Run("overheard", func(t *testing.T) {
		s, p := start.begin(t, saying(with(diagnosis(), func(r *bot.Reply) { r.InThread = true })))
		id := p.Overhear("0x800CCC1A")
		if seen := sees(t, p, "imap.example presents"); seen[0].Thread != id {
			t.Errorf("shown as %+v, want in the thread of %s", seen[0], id)
		}
		p.Again()
		time.Sleep(settle)
		sees(t, p, "imap.example presents")
		if q := asked(t, s); q.Kind != bot.ChannelMessage || q.Text != "0x800CCC1A" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	t.Run("marked message", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Mark("Outlook says 0x800CCC1A")
		sees(t, p, "imap.example presents")
		if q := asked(t, s); q.Kind != bot.MessageAction || q.Text != "Outlook says 0x800CCC1A" || q.Message == "" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
}

// strangers: people for whom certdesk does not work.
func strangers(t *testing.T, start Start) {
	for name, command := range map[string]bool{"stranger's command": true, "stranger's mention": false} {
		t.Run(name, func(t *testing.T) {
			s, p := start.begin(t, saying(bot.Reply{Audience: bot.Asker, Headline: say.Literal("certdesk does not work here.")}))
			p.Stranger(command, "imap.example")
			sees(t, p, "certdesk does not work here.")
			if q := asked(t, s); !q.Stranger || q.Barrier != nil || len(q.Files) > 0 {
				t.Errorf("the desk was asked %+v", q)
			}
		})
	}
}

// actions: buttons, and the forms that they open.
func actions(t *testing.T, start Start) {
	t.Run("button that replaces", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Command("certcheck", "imap.example")
		first := sees(t, p, "imap.example presents")
		s.Answers(saying(bot.Reply{Tone: bot.Good, Headline: say.Literal("All is well again."), Replaces: true}))
		p.Press(first[0].ID, "recheck:a1 imap.example:993")
		if seen := sees(t, p, "All is well again."); seen[0].Edits != 1 || len(seen[0].Buttons) != 0 {
			t.Errorf("shown as %+v", seen[0])
		}
		if q := asked(t, s); q.Kind != bot.ButtonAction || q.Action.Name != "recheck" || q.Action.Value != "a1 imap.example:993" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
	t.Run("button that adds for the asker", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Command("certcheck", "imap.example")
		first := sees(t, p, "imap.example presents")
		s.Answers(saying(bot.Reply{Audience: bot.Asker, Headline: say.Literal("The details.")}))
		p.Press(first[0].ID, "recheck:a1 imap.example:993")
		if seen := sees(t, p, "imap.example presents", "The details."); !seen[1].Private {
			t.Errorf("shown as %+v", seen[1])
		}
	})
	t.Run("form", func(t *testing.T) {
		s, p := start.begin(t, saying(diagnosis()))
		p.Command("certcheck", "imap.example")
		first := sees(t, p, "imap.example presents")
		s.Answers(saying(bot.Reply{Audience: bot.Asker, Headline: say.Literal("Describe it"), Form: &bot.Form{
			Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal("Certificate problem"), Submit: say.Literal("Diagnose"),
			Fields: []bot.Field{{Name: "server", Label: say.Literal("Server"), Required: true}, {Name: "error", Label: say.Literal("What it says"), Long: true}},
		}}))
		p.Press(first[0].ID, "fix:server")
		Eventually(t, func() string {
			if p.Forms() == 0 {
				return "no form was opened"
			}
			return ""
		})
		s.Answers(saying(bot.Reply{Audience: bot.Asker, Headline: say.Literal("Thank you.")}))
		p.Fill(map[string]string{"server": "imap.example", "error": "0x800CCC1A"})
		sees(t, p, "imap.example presents", "Thank you.")
		if q := asked(t, s); q.Kind != bot.FormSubmission || q.Action.ID() != "fix:form" || q.Options["server"] != "imap.example" || q.Options["error"] != "0x800CCC1A" {
			t.Errorf("the desk was asked %+v", q)
		}
	})
}

// files: what comes with an answer, and what is too long for one.
func files(t *testing.T, start Start) {
	t.Run("file", func(t *testing.T) {
		_, p := start.begin(t, saying(bot.Reply{Headline: say.Literal("The chain."), Files: []bot.File{{Name: "chain.pem", Data: []byte("-----BEGIN")}}}))
		p.Command("certcheck", "imap.example")
		Eventually(t, func() string {
			if files := p.Files(); len(files) != 1 || files[0].Name != "chain.pem" || string(files[0].Data) != "-----BEGIN" {
				return fmt.Sprintf("files: %+v", files)
			}
			return ""
		})
	})
	t.Run("more than a message holds", func(t *testing.T) {
		long := with(diagnosis(), func(r *bot.Reply) {
			for i := range 200 {
				r.Steps = append(r.Steps, bot.Step{Number: i, Title: say.Literal("A step"), Why: say.Literal(strings.Repeat("because ", 100))})
			}
		})
		_, p := start.begin(t, saying(long))
		p.Command("certcheck", "imap.example")
		sees(t, p, "imap.example presents")
		Eventually(t, func() string {
			if files := p.Files(); len(files) != 1 || strings.Count(string(files[0].Data), "A step") != 200 {
				return fmt.Sprintf("the rest is not in a file: %d files", len(files))
			}
			return ""
		})
	})
}

func with(r bot.Reply, change func(*bot.Reply)) bot.Reply {
	change(&r)
	return r
}
