package discord_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A form that is sent twice as it was (a double click, a try again) is answered once,
// and nothing is left of the second time. Sent with something else in it, or opened
// anew, it is another question.
func TestFormSentTwice(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]bool{"http": true, "gateway": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			form := &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal("Describe"), Fields: []bot.Field{{Name: "server", Label: say.Literal("Server")}, {Name: "error", Label: say.Literal("Error")}}}
			desk := new(adaptertest.Script)
			desk.Answers(func(q *bot.Request) []bot.Reply {
				if q.Kind == bot.FormSubmission {
					return []bot.Reply{{Headline: say.Literal("An answer about " + q.Options["server"])}}
				}
				return []bot.Reply{{Form: form}}
			})
			a := newAdapter(t, fake, desk, way)
			deliver := byGateway
			if way {
				deliver = byHTTP
			}
			do := deliver(t, fake, a)
			open := func() {
				n := len(fake.Forms())
				do(fake.Command(fakediscord.Channel, "certdesk"), false)
				adaptertest.Eventually(t, func() string {
					if len(fake.Forms()) == n {
						return "no form was opened"
					}
					return ""
				})
			}
			fields := map[string]string{"server": "imap.example", "error": "0x800CCC1A"}
			other := maps.Clone(fields)
			other["server"] = "smtp.example"
			open()
			for range 3 {
				do(fake.Submit(fakediscord.Channel, fields), false)
			}
			do(fake.Submit(fakediscord.Channel, other), false)
			open()
			do(fake.Submit(fakediscord.Channel, fields), false)
			adaptertest.Eventually(t, func() string {
				var texts []string
				for _, m := range fake.Messages() {
					if !m.Deleted {
						texts = append(texts, string(m.Body["components"])+string(m.Body["content"])+string(m.Body["embeds"]))
					}
				}
				all := strings.Join(texts, "\n")
				if len(texts) != 3 || strings.Count(all, "imap.example") != 2 || strings.Count(all, "smtp.example") != 1 || fake.Thinking() != 0 {
					return "shown are " + all
				}
				return ""
			})
			forms := slices.DeleteFunc(desk.Asked(), func(q bot.Request) bool { return q.Kind != bot.FormSubmission })
			if len(forms) != 3 || forms[0].Action.ID() != "fix:form" {
				t.Errorf("%d forms were answered: %+v", len(forms), forms)
			}
		})
	}
}
