package plaintext_test

import (
	"testing"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

func TestOf(t *testing.T) {
	const want = `It has expired�.
Issued to: mail.example
- old.example:465  expired
- only text

The name does not match
It is for another server.

What to do:

9. Accept it
   You trust the server.
   Caution: Ask first.
   - Choose Yes.

To see it:
openssl \
	-connect a

Checked now.
`
	got := plaintext.Of(bot.Reply{
		Headline: say.Literal("It has expired\u202e."), Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.example")}},
		Items:    []bot.Item{{Code: "old.example:465", Text: say.Literal("expired")}, {Text: say.Literal("only text")}},
		Findings: []bot.Finding{{Title: say.Literal("The name does not match"), Detail: say.Literal("It is for another server.")}}, StepsTitle: say.Literal("What to do:"),
		Steps: []bot.Step{{Number: 9, Title: say.Literal("Accept it"), Why: say.Literal("You trust the server."), Caution: say.Literal("Ask first."), Actions: []say.Text{say.Literal("Choose Yes.")}}},
		Code:  []bot.Code{{Title: say.Literal("To see it:"), Text: "openssl \\\r\n\t-connect a\n"}}, Footnote: say.Literal("Checked\nnow."),
	})
	if got != want {
		t.Errorf("%s", got)
	}
}

// A diagnosis says what to do before it says what was seen, and what helps comes
// before the other steps.
func TestOfDiagnosis(t *testing.T) {
	act, cure := say.Literal("Your provider has to act."), &bot.Step{Number: 10, Title: say.Literal("Send them this report")}
	for _, c := range []struct {
		act  say.Text
		cure *bot.Step
		want string
	}{
		{act, cure, "Your provider has to act.\n10. Send them this report\n"},
		{act, nil, "Your provider has to act.\n"},
		{nil, cure, "10. Send them this report\n"},
	} {
		got := plaintext.Of(bot.Reply{
			Headline: say.Literal("It has expired."), Act: c.act, Cure: c.cure, StepsTitle: say.Literal("Before that:"),
			Steps: []bot.Step{{Number: 2, Title: say.Literal("Check the name")}},
			Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("mail.example")}}, Footnote: say.Literal("Checked now."),
		})
		if want := "It has expired.\n" + c.want + "\nBefore that:\n2. Check the name\nIssued to: mail.example\n\nChecked now.\n"; got != want {
			t.Errorf("%s", got)
		}
	}
}

// What a reply does not have leaves no line behind.
func TestOfLittle(t *testing.T) {
	got := plaintext.Of(bot.Reply{Headline: say.Literal("All is well."), StepsTitle: say.Literal("What to do:"), Footnote: say.Literal("Checked now.")})
	if got != "All is well.\n\nChecked now.\n" {
		t.Errorf("%q", got)
	}
}
