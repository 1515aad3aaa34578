package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
)

// conversation is what people say on a platform. Each says something somewhere, and is
// answered, or not, before the next one speaks.
type conversation struct {
	*monday
	seen int
	// tell has somebody say something, and returns the message's id.
	tell func(who, channel, thread, text string) string
}

// hears says something and waits for the one answer to it, which says all the words.
func (c *conversation) hears(who, channel, thread, text string, words ...string) (asked, answered string) {
	c.t.Helper()
	asked = c.tell(who, channel, thread, text)
	var last read
	adaptertest.Eventually(c.t, func() string {
		all := c.reads()
		if len(all) != c.seen+1 {
			return fmt.Sprintf("%q: %d answers", text, len(all)-c.seen)
		}
		last = all[len(all)-1]
		for _, word := range words {
			if !says(last.text, word) {
				return fmt.Sprintf("%q: there is no %q in %s", text, word, last.text)
			}
		}
		return ""
	})
	c.seen++
	return asked, last.id
}

// Words of the answers, each in its reader's language: the reasons, the answer, and what is said where nothing is known.
const (
	reasons   = "Serial|Seriennummer"
	expiredIs = "expired|abgelaufen"
	unknownIs = "which server you mean|welchen Server Sie meinen"
)

// On Slack an answer to a mention begins a thread: whoever asks on in it means that
// answer, and elsewhere only who has asked before.
func TestAskingOnOnSlack(t *testing.T) {
	var fake *fakeslack.Server
	var base func() string
	c := &conversation{}
	c.monday = newMonday(t, func(t *testing.T, at func() string) *town {
		fake, base = fakeslack.New(t), at
		return &town{env: fake.Env(), reads: func() []read {
			var out []read
			for _, m := range fake.Messages() {
				out = append(out, read{id: m.TS, channel: m.Channel, only: m.Only, text: m.Text + string(m.Blocks)})
			}
			return out
		}}
	})
	c.tell = func(who, channel, thread, text string) string {
		kind, said := "app_mention", "<@"+fakeslack.BotUser+"> "+text
		if strings.HasPrefix(channel, "D") {
			kind, said = "message", text
		}
		fields := map[string]any{"user": who}
		if thread != "" {
			fields["thread_ts"] = thread
		}
		d := fake.Event(kind, channel, said, fields)
		if status, body, err := fake.Send(t.Context(), base(), d); err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %s, %v", status, body, err)
		}
		var out struct {
			Event struct {
				TS string `json:"ts"`
			} `json:"event"`
		}
		if err := json.Unmarshal(d.Payload, &out); err != nil {
			t.Fatal(err)
		}
		return out.Event.TS
	}
	asked, _ := c.hears("U1", "C1", "", "check "+c.mail, expiredIs)
	c.hears("U2", "C1", asked, "why?", reasons)
	c.hears("U1", "C1", "", "is it fixed now?", expiredIs)
	c.hears("U2", "C1", "", "why?", unknownIs)
	c.hears("U1", "C1", "1700000000.000100", "why?", unknownIs)
	c.hears("U2", "DU2", "", "why?", unknownIs)
	c.hears("U2", "DU2", "", c.mail, expiredIs)
	c.hears("U2", "DU2", "", "and in Thunderbird?", "Thunderbird")
	// Nobody has asked certdesk.
	if status, _, err := fake.Send(t.Context(), base(), fake.Event("message", "C1", "why?", map[string]any{"thread_ts": asked})); err != nil || status != http.StatusOK {
		t.Fatalf("status %d, %v", status, err)
	}
	c.hears("U1", "C1", asked, "still broken?", expiredIs)
	// Nobody told certdesk which message an answer to a command became, but Slack does.
	deliver := func(d fakeslack.Delivery) {
		t.Helper()
		if status, body, err := fake.Send(t.Context(), base(), d); err != nil || status != http.StatusOK {
			t.Fatalf("status %d, %s, %v", status, body, err)
		}
	}
	deliver(fake.Command("C1", "certcheck", c.mail+" public"))
	var answer *fakeslack.Message
	adaptertest.Eventually(t, func() string {
		for _, m := range fake.Messages() {
			if m.Only == "" && m.Thread == "" && m.Channel == "C1" && strings.Contains(string(m.Blocks), "recheck") {
				answer = &m
				return ""
			}
		}
		return "no answer"
	})
	c.seen = len(c.reads())
	deliver(fake.Event("message", "C1", answer.Text, map[string]any{"user": "", "subtype": "bot_message", "bot_id": "B1", "ts": answer.TS, "blocks": answer.Blocks}))
	c.knows("U2", "C1", answer.TS, "why?", reasons)
}

// knows asks until it is understood.
func (c *conversation) knows(who, channel, thread, text, words string) {
	c.t.Helper()
	adaptertest.Eventually(c.t, func() string {
		before := len(c.reads())
		c.tell(who, channel, thread, text)
		adaptertest.Eventually(c.t, func() string {
			if len(c.reads()) == before {
				return "no answer"
			}
			return ""
		})
		if last := c.reads()[before]; !says(last.text, words) {
			return last.text
		}
		return ""
	})
	c.seen = len(c.reads())
}

// On Discord an answer stands in the channel: whoever has asked means his own, and
// whoever replies to one means that.
func TestAskingOnOnDiscord(t *testing.T) {
	var fake *fakediscord.Server
	c := &conversation{}
	c.monday = newMonday(t, func(t *testing.T, _ func() string) *town {
		fake = fakediscord.New(t)
		return &town{env: join(fake.Env(), map[string]string{"DISCORD_PUBLIC_KEY": ""}), reads: func() []read {
			var out []read
			for _, m := range fake.Messages() {
				out = append(out, read{id: m.ID, channel: m.Channel, only: m.Only, text: string(m.Body["content"]) + string(m.Body["components"])})
			}
			return out
		}}
	})
	const anna, bert = "700000000000000001", "700000000000000002"
	say := func(who, channel, text string, fields map[string]any) string {
		fields["author"] = map[string]any{"id": who, "username": "somebody"}
		id, d := fake.Say(channel, text, fields)
		adaptertest.Eventually(t, func() string {
			if fake.Listeners() == 0 {
				return "nobody listens"
			}
			return ""
		})
		if err := fake.Push(d); err != nil {
			t.Fatal(err)
		}
		return id
	}
	c.tell = func(who, channel, above, text string) string {
		fields := map[string]any{}
		if above != "" {
			for _, m := range fake.Messages() {
				if m.ID == above {
					bot := map[string]any{"id": fakediscord.BotUser, "username": "certdesk", "bot": true}
					fields["type"], fields["mentions"] = 19, []any{bot}
					fields["referenced_message"] = map[string]any{"id": above, "author": bot, "components": m.Body["components"]}
				}
			}
		} else if channel != fakediscord.Direct {
			text = "<@" + fakediscord.BotUser + "> " + text
		}
		return say(who, channel, text, fields)
	}
	_, answered := c.hears(anna, fakediscord.Channel, "", "check "+c.mail, expiredIs)
	c.hears(anna, fakediscord.Channel, "", "why?", reasons)
	c.hears(bert, fakediscord.Channel, "", "why?", unknownIs)
	c.hears(bert, fakediscord.Channel, answered, "is it fixed now?", expiredIs)
	c.tell(bert, fakediscord.Channel, answered, "thanks!")
	say(bert, fakediscord.Channel, "why?", map[string]any{})
	c.hears(bert, fakediscord.Direct, "", c.mail, expiredIs)
	c.hears(bert, fakediscord.Direct, "", "and in Thunderbird?", "Thunderbird")
	// A thread that is begun below the answer to a command is about that one.
	if err := fake.Push(fake.Command(fakediscord.Channel, "certcheck", map[string]any{"name": "target", "type": 3, "value": c.mail})); err != nil {
		t.Fatal(err)
	}
	var answer string
	adaptertest.Eventually(t, func() string {
		all := c.reads()
		if last := all[len(all)-1]; len(all) == c.seen+1 && says(last.text, expiredIs) {
			answer = last.id
			return ""
		}
		return "no answer"
	})
	c.seen++
	fake.Thread(answer, fakediscord.Channel)
	c.knows(bert, answer, "", "why?", reasons)
}
