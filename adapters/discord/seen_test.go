package discord_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

type fields = map[string]any

const code = "0x800CCC1A imap.corp.com"

// What people see of a message is read: forwards, the fields of a ticket's
// embed, the texts of components; where somebody marks it, and where they
// forward it to certdesk.
func TestWhatPeopleSeeIsRead(t *testing.T) {
	t.Parallel()
	embed := []any{fields{"author": fields{"name": "Helpdesk"}, "title": "Ticket 7", "fields": []any{fields{"name": "Error", "value": code, "inline": true}}}}
	components := []any{fields{"type": 17, "components": []any{fields{"type": 9, "components": []any{fields{"type": 10, "content": "It says **" + code + "**"}}}}}}
	for name, c := range map[string]fields{
		"an embed's field":        {"embeds": embed},
		"an embed's small print":  {"embeds": []any{fields{"footer": fields{"text": code}}}},
		"components":              {"components": components, "flags": 1 << 15},
		"a forward":               {"message_reference": fields{"type": 1}, "message_snapshots": []any{fields{"message": fields{"content": code}}}},
		"a forward of an embed":   {"message_snapshots": []any{fields{"message": fields{"content": "", "embeds": embed}}}},
		"a forward of components": {"message_snapshots": []any{fields{"message": fields{"content": "", "components": components}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
			deliver := byGateway(t, fake, newAdapter(t, fake, s, false))
			_, direct := fake.Say(fakediscord.Direct, "", c)
			deliver(fake.Mark(fakediscord.Channel, "", c), false)
			deliver(direct, false)
			adaptertest.Eventually(t, func() string {
				if n := len(s.Asked()); n != 2 {
					return fmt.Sprintf("asked %d times", n)
				}
				return ""
			})
			for _, q := range s.Asked() {
				if !strings.Contains(q.Text, code) {
					t.Errorf("%s: read %q", q.Kind, q.Text)
				}
			}
		})
	}
}

// The preview of a link beside what somebody typed is not what they said.
func TestPreviewsAreNotSaid(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	deliver := byGateway(t, fake, newAdapter(t, fake, s, false))
	_, d := fake.Say(fakediscord.Direct, "check https://imap.corp.com", fields{"embeds": []any{fields{"type": "link", "title": "Welcome to other.corp.com"}}})
	deliver(d, false)
	adaptertest.Eventually(t, func() string {
		if len(s.Asked()) == 0 {
			return "not asked"
		}
		return ""
	})
	if q := s.Asked()[0]; q.Text != "check https://imap.corp.com" {
		t.Errorf("read %q", q.Text)
	}
}

// What was said to certdesk and is edited is answered anew, once an edit; what
// Discord tells anew for itself is not.
func TestEditsAreAnsweredAnew(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	deliver := byGateway(t, fake, newAdapter(t, fake, s, false))
	mention := "<@" + fakediscord.BotUser + "> check "
	id, d := fake.Say(fakediscord.Channel, mention+"imap.crop.com", nil)
	deliver(d, false)
	update := func(text string, edited any) {
		t.Helper()
		_, d := fake.Say(fakediscord.Channel, text, fields{"id": id, "edited_timestamp": edited})
		d.Event = "MESSAGE_UPDATE"
		deliver(d, false)
	}
	at := func(ago time.Duration) string { return time.Now().Add(-ago).UTC().Format(time.RFC3339Nano) }
	first := at(time.Second)
	update(mention+"imap.crop.com", nil) // a preview was found
	update(mention+"imap.corp.com", first)
	update(mention+"imap.corp.com", first)            // with a preview
	update(mention+"imap.corp.com", at(48*time.Hour)) // pinned
	update("never mind", at(0))
	update(mention+"smtp.corp.com", at(0))
	adaptertest.Eventually(t, func() string {
		if n := len(s.Asked()); n < 3 {
			return fmt.Sprintf("asked %d times", n)
		}
		return ""
	})
	read := make(map[string]int)
	for _, q := range s.Asked() {
		read[q.Text]++
	}
	if len(s.Asked()) != 3 || read["check imap.crop.com"] != 1 || read["check imap.corp.com"] != 1 || read["check smtp.corp.com"] != 1 {
		t.Errorf("asked %v", read)
	}
}
