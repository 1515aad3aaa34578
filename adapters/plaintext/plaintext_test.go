package plaintext_test

import (
	"testing"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
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
		Headline: "It has expired\u202e.", Facts: []bot.Fact{{Label: "Issued to", Value: "mail.example"}},
		Items:    []bot.Item{{Code: "old.example:465", Text: "expired"}, {Text: "only text"}},
		Findings: []bot.Finding{{Title: "The name does not match", Detail: "It is for another server."}}, StepsTitle: "What to do:",
		Steps: []bot.Step{{Number: 9, Title: "Accept it", Why: "You trust the server.", Caution: "Ask first.", Actions: []string{"Choose Yes."}}},
		Code:  []bot.Code{{Title: "To see it:", Text: "openssl \\\r\n\t-connect a\n"}}, Footnote: "Checked\nnow.",
	})
	if got != want {
		t.Errorf("%s", got)
	}
}
