package discord_test

import (
	"encoding/json"
	"slices"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A reply to an answer tells which it is by the buttons below that. Discord calls the
// bot by it, unless whoever replies has switched that off; a reply to somebody else is
// nothing of ours.
func TestReplyToAnAnswer(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	desk := adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer."), Actions: []bot.Action{
		{Name: "walk", Value: "a1.b", Label: say.Literal("Guide me")}, {Name: "recheck", Value: "a1.b imap.example:993", Label: say.Literal("Check again"), More: true},
		{Name: "details", Value: "a1.b", Label: say.Literal("Details"), More: true},
	}})
	a := newAdapter(t, fake, desk, false)
	deliver := byGateway(t, fake, a)
	_, first := fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> check imap.example:993", nil)
	deliver(first, false)
	var answer fakediscord.Message
	adaptertest.Eventually(t, func() string {
		for _, m := range fake.Messages() {
			answer = m
			return ""
		}
		return "there is no answer"
	})
	components := json.RawMessage(answer.Body["components"])
	by := func(id string) map[string]any {
		return map[string]any{"id": answer.ID, "author": map[string]any{"id": id, "username": "x"}, "components": components}
	}
	bare := map[string]any{"id": "1234", "author": map[string]any{"id": fakediscord.BotUser, "username": "x"}} // an overview has no buttons
	calls := []any{map[string]any{"id": fakediscord.BotUser, "username": "certdesk"}}
	mention := "<@" + fakediscord.BotUser + "> "
	for _, c := range []struct {
		text   string
		fields map[string]any
		kind   bot.Kind // "" is nothing of ours
		above  bool
		to     string
	}{
		{"and on 465?", map[string]any{"type": 19, "referenced_message": by(fakediscord.BotUser), "mentions": calls}, bot.ChannelMessage, true, answer.ID},
		{mention + "and on 465?", map[string]any{"type": 19, "referenced_message": by(fakediscord.BotUser), "mentions": calls}, bot.Message, true, answer.ID},
		{"and on 465?", map[string]any{"type": 19, "referenced_message": by(fakediscord.BotUser)}, "", false, ""},
		{"and on 465?", map[string]any{"type": 19, "referenced_message": by("700000000000000099"), "mentions": calls}, "", false, ""},
		{mention + "and on 465?", map[string]any{"type": 19, "referenced_message": by("700000000000000099")}, bot.Message, false, ""},
		{mention + "and on 465?", map[string]any{"type": 19, "referenced_message": nil}, bot.Message, false, ""}, // it was deleted
		{"is it fixed?", map[string]any{"type": 19, "referenced_message": bare, "mentions": calls}, bot.ChannelMessage, false, "1234"},
		{mention + "is it fixed?", map[string]any{"type": 19, "referenced_message": bare}, bot.Message, false, "1234"},
	} {
		before := len(desk.Asked())
		_, said := fake.Say(fakediscord.Channel, c.text, c.fields)
		deliver(said, false)
		_, end := fake.Say(fakediscord.Channel, mention+"end", nil)
		deliver(end, false)
		adaptertest.Eventually(t, func() string {
			all := desk.Asked()[before:]
			if !slices.ContainsFunc(all, func(q bot.Request) bool { return q.Text == "end" }) {
				return "not all was heard"
			}
			if c.kind != "" && len(all) < 2 {
				return "it was not heard"
			}
			return ""
		})
		var heard *bot.Request
		for _, q := range desk.Asked()[before:] {
			if q.Text != "end" {
				heard = &q
			}
		}
		switch {
		case c.kind == "" && heard != nil, c.kind != "" && (heard == nil || heard.Kind != c.kind):
			t.Errorf("%q %v: heard %+v", c.text, c.fields, heard)
		case heard != nil:
			named := slices.ContainsFunc(heard.Above, func(a bot.Action) bool { return a.ID() == "recheck:a1.b imap.example:993" })
			if heard.RepliesTo != c.to {
				t.Errorf("%q %v: a reply to %q, want %q", c.text, c.fields, heard.RepliesTo, c.to)
			}
			if named != c.above || c.above && len(heard.Above) != 3 {
				t.Errorf("%q %v: above are %+v", c.text, c.fields, heard.Above)
			}
		}
	}
}
