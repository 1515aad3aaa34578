package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A message is answered below it; a first word becomes the answer, and what is said
// after that stands by itself.
func TestHowAMessageIsAnswered(t *testing.T) {
	const post, edit, direct = "POST channels/2/messages", "PATCH channels/2/messages/9", "POST users/@me/channels"
	h := say.Literal("h")
	said, working, form := bot.Reply{Headline: h}, bot.Reply{Headline: h, Working: true}, bot.Reply{Headline: h, Form: &bot.Form{}}
	for name, c := range map[string]struct {
		replies []bot.Reply
		refuse  []int // what Discord says to each edit: a code, 0 where it does it
		want    []string
	}{
		"at once":                    {replies: []bot.Reply{said}, want: []string{post}},
		"with a first word":          {replies: []bot.Reply{working, said}, want: []string{post, edit}},
		"with two first words":       {replies: []bot.Reply{working, working, said}, want: []string{post, edit, edit}},
		"twice":                      {replies: []bot.Reply{working, said, said}, want: []string{post, edit, post}},
		"with a first word each":     {replies: []bot.Reply{working, said, working, said}, want: []string{post, edit, post, edit}},
		"with a form":                {replies: []bot.Reply{form}, want: []string{post}},
		"the first word was deleted": {replies: []bot.Reply{working, said, said}, refuse: []int{10008}, want: []string{post, edit, post, post}},
		"the edit is refused":        {replies: []bot.Reply{working, said, said}, refuse: []int{30046}, want: []string{post, edit, post, "DELETE channels/2/messages/9", post}},
		"the channel was closed":     {replies: []bot.Reply{working, said, said}, refuse: []int{50013}, want: []string{post, edit, direct, "POST channels/9/messages", edit}},
	} {
		var calls []string
		edits, failed := 0, 0
		a := inFrontOf(t, func(call string) (int, string) {
			calls = append(calls, call)
			if call == edit {
				if edits++; edits <= len(c.refuse) && c.refuse[edits-1] != 0 {
					return http.StatusBadRequest, fmt.Sprintf(`{"code":%d}`, c.refuse[edits-1])
				}
			}
			return http.StatusOK, `{"id":"9"}`
		})
		q := &bot.Request{ID: "q", Message: "4", Place: bot.Place{Channel: "2"}}
		r := &answerer{client: a.client, word: a.handler.word, log: slog.New(slog.DiscardHandler), q: q}
		for _, reply := range c.replies {
			if r.respond(t.Context(), reply) != nil {
				failed++
			}
		}
		if !slices.Equal(calls, c.want) || failed != 0 {
			t.Errorf("%s: %d failed, calls\n%q, want\n%q", name, failed, calls, c.want)
		}
	}
}

// slow is a desk that thinks for a while, and says nothing.
type slow struct{}

func (slow) Handle(context.Context, *bot.Request, bot.Respond) error {
	time.Sleep(time.Second)
	return nil
}

// Of what the desk leaves unsaid an announcement stays only where another process
// may answer: those that listen to the gateway all hear the same.
func TestADeskThatSaysNothing(t *testing.T) {
	for key, want := range map[string]string{
		"":                       "POST interactions/4/tok/callback",
		strings.Repeat("0a", 32): "DELETE webhooks/1/tok/messages/@original",
	} {
		synctest.Test(t, func(t *testing.T) {
			var calls []string
			journal := new(adaptertest.Journal)
			a := inFrontOf(t, func(call string) (int, string) {
				calls = append(calls, call)
				return http.StatusOK, "{}"
			}, func(c *Config) { c.PublicKey, c.Desk, c.Log = key, slow{}, slog.New(journal) })
			in := &interaction{ID: "4", Token: "tok", Type: interactionCommand, GuildID: "8", ChannelID: "2", Data: []byte(`{"type":1,"name":"certcheck"}`)}
			ack := a.handler.client.byCallback(in)
			if key != "" { // the answer to the request that Discord makes
				ack = func(context.Context, callback) error { return nil }
			}
			if err := a.handler.take(in, ack); err != nil {
				t.Fatal(err)
			}
			a.handler.underWay.Wait()
			if got := strings.Join(calls, " "); got != want || len(journal.Said()) > 0 {
				t.Errorf("called %q, want %q, and logged %q", got, want, journal.Said())
			}
		})
	}
}
