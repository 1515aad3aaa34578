package slack_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Where Slack refuses the blocks the words arrive with the buttons, and where it
// refuses those too, the words alone.
func TestBlocksRefused(t *testing.T) {
	t.Parallel()
	said := bot.Reply{
		Tone: bot.Bad, Headline: say.Literal("It has expired."), Facts: []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("<imap.example>")}},
		Actions: []bot.Action{{Name: "recheck", Value: "a1", Label: say.Literal("Check again")}},
	}
	for method, send := range map[string]func(*person, *slack.Adapter){
		"response":         func(p *person, _ *slack.Adapter) { p.Command("certcheck", "imap.example") },
		"chat.postMessage": func(p *person, _ *slack.Adapter) { p.Mention("check imap.example") },
		"a notice": func(p *person, a *slack.Adapter) {
			if _, err := a.Post(p.t.Context(), bot.Place{Platform: bot.Slack, Channel: channel}, said, "n1"); err != nil {
				p.t.Error(err)
			}
		},
	} {
		for _, word := range []string{"invalid_blocks", "msg_blocks_too_long"} {
			for times := 1; times <= 2; times++ {
				t.Run(fmt.Sprint(method, " ", word, " ", times), func(t *testing.T) {
					t.Parallel()
					fake := fakeslack.New(t)
					a := newAdapter(t, fake, adaptertest.Scripted(said))
					fail := method
					if method == "a notice" {
						fail = "chat.postMessage"
					}
					fake.Fail(fail, slices.Repeat([]fakeslack.Fault{{Error: word}}, times)...)
					p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
					send(p, a)
					got := settled(t, fake, a)
					if len(got) != 1 {
						t.Fatalf("there stands %+v", got)
					}
					seen := p.See()[0]
					if times == 1 && (!strings.Contains(seen.Text, "Issued to: <imap.example>") || fmt.Sprint(seen.Buttons) != "[recheck:a1]") {
						t.Errorf("there stands %+v", seen)
					}
					if times == 2 && (len(got[0].Blocks) > 0 || !strings.Contains(got[0].Text, "Issued to: &lt;imap.example&gt;")) {
						t.Errorf("there stands %+v", got)
					}
				})
			}
		}
	}
}

// A response_url takes five messages within half an hour; what comes after that
// goes by the Web API.
func TestResponseURLIsUsedUp(t *testing.T) {
	t.Parallel()
	var many []bot.Reply
	for i := range 6 {
		many = append(many, bot.Reply{Headline: say.Literal(fmt.Sprint("Answer ", i))})
	}
	for name, c := range map[string]struct {
		passes    time.Duration
		responses int
	}{"five": {0, 5}, "half an hour": {31 * time.Minute, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var later atomic.Int64
			fake, s := fakeslack.New(t), adaptertest.Scripted()
			s.Answers(func(*bot.Request) []bot.Reply { later.Store(int64(c.passes)); return many })
			a := newAdapter(t, fake, s, func(cfg *slack.Config) {
				cfg.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
			})
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			p.Command("certcheck", "imap.example")
			if got := settled(t, fake, a); len(got) != 6 || fake.Calls("response") != c.responses || fake.Calls("chat.postMessage") != 6-c.responses {
				t.Errorf("%d messages, %d by response_url, %d by API", len(got), fake.Calls("response"), fake.Calls("chat.postMessage"))
			}
		})
	}
}

// A channel that takes no message: whoever asked there has the answer in their
// direct messages, and what to do about it.
func TestClosedChannel(t *testing.T) {
	t.Parallel()
	for word, sentence := range map[string]string{"not_in_channel": "/invite @certdesk", "is_archived": "archived", "restricted_action": "settings"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Working: true, Headline: say.Literal("Checking …")}, bot.Reply{Headline: say.Literal("An answer.")})
			fake.Close(channel, word)
			a := newAdapter(t, fake, s)
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			p.Mention("check imap.example")
			if got := settled(t, fake, a); len(got) != 1 || got[0].Channel != direct || got[0].Text != "An answer." || !strings.Contains(string(got[0].Blocks), sentence) {
				t.Errorf("there stands %+v", got)
			}
		})
	}
}
