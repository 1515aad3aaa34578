package slack_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

type fields = map[string]any

const code = "0x800CCC1A imap.corp.com"

// What people see of a message is read: attachments with fields, sections of
// ticket systems, messages that are passed on; where somebody marks it, and
// where they send it to certdesk.
func TestWhatPeopleSeeIsRead(t *testing.T) {
	t.Parallel()
	section := []any{
		fields{"type": "header", "text": fields{"type": "plain_text", "text": "Ticket 7"}},
		fields{"type": "section", "text": fields{"type": "mrkdwn", "text": "From <mailto:anna@corp.com|anna@corp.com>"}, "fields": []any{
			fields{"type": "mrkdwn", "text": "*Error*"}, fields{"type": "mrkdwn", "text": "0x800CCC1A <http://imap.corp.com|imap.corp.com>"},
		}},
		fields{"type": "unheard_of", "text": 7},
	}
	for name, c := range map[string]fields{
		"an attachment's text":   {"attachments": []any{fields{"title": "Ticket 7", "text": code}}},
		"an attachment's fields": {"attachments": []any{fields{"fields": []any{fields{"title": "Error", "value": code, "short": true}}}}},
		"only its fallback":      {"attachments": []any{fields{"fallback": code}}},
		"an attachment's blocks": {"attachments": []any{fields{"blocks": section}}},
		"a section's fields":     {"blocks": section},
		"a context":              {"blocks": []any{fields{"type": "context", "elements": []any{fields{"type": "mrkdwn", "text": code}}}}},
		"a message passed on":    {"attachments": []any{fields{"is_share": true, "is_msg_unfurl": true, "text": code, "author_name": "Bob"}}},
		"its blocks": {"attachments": []any{fields{"is_share": true, "fallback": "[no preview]",
			"message_blocks": []any{fields{"team": "T1", "channel": "C1", "ts": "1.1", "message": fields{"blocks": section}}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, newAdapter(t, fake, s))}
			p.do(fake.Mark(channel, "1.2", "").With(fields{"message": c}))
			p.do(fake.Event("message", "D7", "", c))
			adaptertest.Eventually(t, func() string {
				if n := len(s.Asked()); n != 2 {
					return fmt.Sprintf("asked %d times", n)
				}
				return ""
			})
			for _, q := range s.Asked() {
				if !strings.Contains(q.Text, code) || strings.Count(q.Text, "0x800CCC1A") != 1 {
					t.Errorf("%s: read %q", q.Kind, q.Text)
				}
			}
		})
	}
}

// Beside typed words, what somebody passes on counts, and the preview of a link
// does not.
func TestPreviewsAreNotSaid(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	preview := fields{"title": "Welcome", "text": "to other.corp.com", "from_url": "https://imap.corp.com"}
	p.do(fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> check imap.corp.com", fields{"attachments": []any{preview}}))
	p.do(fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> what is this?", fields{"attachments": []any{fields{"is_share": true, "text": code}}}))
	settled(t, fake, a)
	read := make(map[string]bool)
	for _, q := range s.Asked() {
		read[q.Text] = true
	}
	if len(read) != 2 || !read["check imap.corp.com"] || !read["what is this?\n"+code] {
		t.Errorf("read %v", read)
	}
}

// What was said to certdesk and is edited is answered anew, once an edit; what
// Slack tells anew for itself is not.
func TestEditsAreAnsweredAnew(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	mention := "<@" + fakeslack.BotUser + "> check "
	first := fake.Event("app_mention", channel, mention+"imap.crop.com", nil)
	p.do(first)
	var sent struct{ Event struct{ TS string } }
	if err := json.Unmarshal(first.Payload, &sent); err != nil {
		t.Fatal(err)
	}
	at := func(ago time.Duration) string { return fmt.Sprintf("%d.000100", time.Now().Add(-ago).Unix()) }
	change := func(text string, edited, before any) {
		t.Helper()
		e := fake.Event("message", channel, "", fields{"subtype": "message_changed", "user": nil,
			"message":          fields{"type": "message", "user": fakeslack.User, "text": text, "ts": sent.Event.TS, "edited": edited},
			"previous_message": fields{"type": "message", "user": fakeslack.User, "ts": sent.Event.TS, "edited": before}})
		p.do(e)
	}
	edit := func(ts string) fields { return fields{"user": fakeslack.User, "ts": ts} }
	one, two := at(2*time.Second), at(0)
	change(mention+"imap.crop.com", nil, nil) // a preview was found
	change(mention+"imap.corp.com", edit(one), nil)
	change(mention+"imap.corp.com", edit(one), edit(one)) // with a preview
	p.do(fake.Event("app_mention", channel, mention+"imap.corp.com", fields{"ts": sent.Event.TS, "edited": edit(one)}))
	change(mention+"old.corp.com", edit(at(48*time.Hour)), nil)
	change("never mind", edit(at(time.Second)), edit(one))
	change(mention+"smtp.corp.com", edit(two), edit(one))
	settled(t, fake, a)
	read := make(map[string]int)
	for _, q := range s.Asked() {
		read[q.Text]++
	}
	if len(s.Asked()) != 3 || read["check imap.crop.com"] != 1 || read["check imap.corp.com"] != 1 || read["check smtp.corp.com"] != 1 {
		t.Errorf("asked %v", read)
	}
}
