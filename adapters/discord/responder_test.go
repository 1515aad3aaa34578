package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// An answer goes out by the acknowledgement, by the interaction's token, or to the
// channel: as what it is, who may see it, and what has become of the token demand.
func TestHowAnAnswerGoesOut(t *testing.T) {
	const (
		ackMessage, ackLater, ackLaterPress, ackUpdate, ackForm = "ack 4", "ack 5", "ack 6", "ack 7", "ack 9"
		edit, follow, remove                                    = "PATCH webhooks/1/tok/messages/@original", "POST webhooks/1/tok", "DELETE webhooks/1/tok/messages/@original"
		toChannel, openDirect, toDirect                         = "POST channels/2/messages", "POST users/@me/channels", "POST channels/7/messages"
		removeFirst, editFirst                                  = "DELETE webhooks/1/tok/messages/9", "PATCH webhooks/1/tok/messages/9"
	)
	h := say.Literal("h")
	said, mine, working := bot.Reply{Headline: h}, bot.Reply{Headline: h, Audience: bot.Asker}, bot.Reply{Headline: h, Working: true}
	instead, asked := bot.Reply{Headline: h, Replaces: true}, bot.Reply{Headline: h, Form: &bot.Form{Action: bot.Action{Name: "fix"}}}
	mineInstead := bot.Reply{Headline: h, Replaces: true, Audience: bot.Asker}
	workingInstead := bot.Reply{Headline: h, Working: true, Replaces: true}
	withFile := bot.Reply{Headline: h, Audience: bot.Asker, Files: []bot.File{{Name: "a.pem", Data: []byte("x")}}}
	command, press, filled := bot.Command, bot.ButtonAction, bot.FormSubmission
	for name, c := range map[string]struct {
		kind      bot.Kind
		change    func(r *responder)
		refuse    map[string]int // a call, and Discord's code for it
		failing   bool           // the acknowledgement
		replies   []bot.Reply
		want      []string
		ephemeral int // acknowledgements for one person alone
	}{
		"for all":                        {kind: command, replies: []bot.Reply{said}, want: []string{ackLater, edit}},
		"for one":                        {kind: command, replies: []bot.Reply{mine}, want: []string{ackMessage}, ephemeral: 1},
		"for one, in direct messages":    {kind: command, change: func(r *responder) { r.q.Direct = true }, replies: []bot.Reply{mine}, want: []string{ackLater, edit}},
		"for one, with a file":           {kind: command, replies: []bot.Reply{withFile}, want: []string{ackLater, edit}, ephemeral: 1},
		"for all who asked for one":      {kind: command, change: func(r *responder) { r.private = true }, replies: []bot.Reply{said}, want: []string{ackLater, edit}, ephemeral: 1},
		"with a first word":              {kind: command, replies: []bot.Reply{working, said}, want: []string{ackLater, edit, edit}},
		"two":                            {kind: command, replies: []bot.Reply{said, said}, want: []string{ackLater, edit, follow}},
		"the second with a first word":   {kind: command, replies: []bot.Reply{said, working, said}, want: []string{ackLater, edit, follow, follow, removeFirst}},
		"the second for one":             {kind: command, replies: []bot.Reply{said, {Headline: h, Working: true, Audience: bot.Asker}, mine, mine}, want: []string{ackLater, edit, follow, editFirst, follow}},
		"for one behind a first for all": {kind: command, replies: []bot.Reply{working, mine}, want: []string{ackLater, edit, remove, follow}},
		"a form":                         {kind: command, replies: []bot.Reply{asked}, want: []string{ackForm}},
		"a form behind a form":           {kind: filled, replies: []bot.Reply{asked}, want: []string{ackMessage}, ephemeral: 1},
		"a form that is late":            {kind: command, replies: []bot.Reply{working, asked}, want: []string{ackLater, edit, remove, follow}},
		"of a press":                     {kind: press, replies: []bot.Reply{said}, want: []string{ackMessage}},
		"of a press, for one":            {kind: press, replies: []bot.Reply{mine}, want: []string{ackMessage}, ephemeral: 1},
		"of a press, in its place":       {kind: press, replies: []bot.Reply{instead}, want: []string{ackUpdate}},
		"for one, not in its place":      {kind: press, replies: []bot.Reply{mineInstead}, want: []string{ackMessage}, ephemeral: 1},
		"for one, in the place of such":  {kind: press, change: func(r *responder) { r.ephemeral = true }, replies: []bot.Reply{mineInstead}, want: []string{ackUpdate}},
		"a first word of a press":        {kind: press, replies: []bot.Reply{working, instead}, want: []string{ackLaterPress, follow, edit, removeFirst}},
		"a first word in its place":      {kind: press, replies: []bot.Reply{workingInstead, instead}, want: []string{ackLaterPress, edit, edit}},
		"a second behind its place":      {kind: press, replies: []bot.Reply{instead, said}, want: []string{ackUpdate, follow}},
		"two of a press":                 {kind: press, replies: []bot.Reply{said, instead}, want: []string{ackMessage, follow}},
		"not acknowledged":               {kind: command, failing: true, replies: []bot.Reply{working, said}, want: []string{ackLater, toChannel}},
		"not acknowledged, for one":      {kind: command, failing: true, replies: []bot.Reply{mine}, want: []string{ackMessage, openDirect, toDirect}, ephemeral: 1},
		"while the token is good":        {kind: command, change: func(r *responder) { r.since = r.since.Add(1 - tokenLife) }, replies: []bot.Reply{said}, want: []string{ackLater, edit}},
		"when it is no more":             {kind: command, change: func(r *responder) { r.since = r.since.Add(-tokenLife) }, replies: []bot.Reply{said}, want: []string{ackLater, toChannel}},
		"when nobody knows it":           {kind: command, refuse: map[string]int{edit: 50027}, replies: []bot.Reply{said, said}, want: []string{ackLater, edit, toChannel, toChannel}},
		"refused in each form but one":   {kind: command, refuse: map[string]int{edit: 50035}, replies: []bot.Reply{said}, want: []string{ackLater, edit, edit, remove, follow}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var calls []string
			ephemeral := 0
			a := inFrontOf(t, func(call string) (int, string) {
				calls = append(calls, call)
				if code := c.refuse[call]; code != 0 {
					return http.StatusBadRequest, fmt.Sprintf(`{"code":%d}`, code)
				}
				return http.StatusOK, map[string]string{openDirect: `{"id":"7"}`}[call] + map[bool]string{true: `{"id":"9"}`}[call != openDirect]
			})
			r := &responder{
				client: a.client, now: time.Now, log: slog.New(slog.DiscardHandler), word: func(_ string, t say.Text) say.Text { return t },
				q: &bot.Request{Kind: c.kind, ID: "q", Place: bot.Place{Channel: "2"}, Asker: bot.Person{ID: "3"}}, interaction: &interaction{ID: "4", Token: "tok"},
				limits: rest.NewLimits(), since: time.Now(),
				ack: func(_ context.Context, cb callback) error {
					calls = append(calls, fmt.Sprint("ack ", int(cb.Type)))
					switch data := cb.Data.(type) {
					case later:
						ephemeral++
					case content:
						if data.Flags&(1<<6) != 0 {
							ephemeral++
						}
					}
					if c.failing {
						return errTooLate
					}
					return nil
				},
			}
			if c.change != nil {
				c.change(r)
			}
			for _, reply := range c.replies {
				if err := r.respond(t.Context(), reply); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if !slices.Equal(calls, c.want) {
				t.Errorf("%s:\n%q, want\n%q", name, calls, c.want)
			}
			if ephemeral != c.ephemeral {
				t.Errorf("%s: %d acknowledgements for one person alone, want %d", name, ephemeral, c.ephemeral)
			}
		})
	}
}

// What was announced and does not come is taken back, or said.
func TestHowAnAnswerEnds(t *testing.T) {
	for name, c := range map[string]struct {
		r    *responder
		want string
	}{
		"unanswered":                         {&responder{}, "ack 0"},
		"announced":                          {&responder{acked: true, open: true}, "DELETE webhooks/1/tok/messages/@original"},
		"announced, with others that answer": {&responder{acked: true, open: true, shared: true}, ""},
		"a first word":                       {&responder{acked: true, open: true, said: 1}, "PATCH webhooks/1/tok/messages/@original"},
		"a first word, with others":          {&responder{acked: true, open: true, said: 1, shared: true}, "PATCH webhooks/1/tok/messages/@original"},
		"a token that is lost":               {&responder{acked: true, open: true, lost: true}, ""},
		"answered":                           {&responder{acked: true, said: 1}, ""},
	} {
		for _, fails := range []bool{false, true} {
			var calls []string
			a := inFrontOf(t, func(call string) (int, string) {
				calls = append(calls, call)
				if fails {
					return http.StatusForbidden, "{}"
				}
				return http.StatusOK, "{}"
			})
			r := c.r
			r.client, r.now, r.log, r.limits = a.client, time.Now, slog.New(slog.DiscardHandler), rest.NewLimits()
			r.word = func(_ string, t say.Text) say.Text { return t }
			r.q, r.interaction = &bot.Request{ID: "q"}, &interaction{Token: "tok"}
			r.ack = func(_ context.Context, cb callback) error {
				calls = append(calls, fmt.Sprint("ack ", int(cb.Type)))
				return nil
			}
			r.finish(t.Context())
			if got := strings.Join(calls, " "); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	}
}

// Where the history may not be read it is not known whether a post was made; what
// passes is another matter.
func TestFindingAPost(t *testing.T) {
	for status, doubt := range map[int]bool{http.StatusBadRequest: true, http.StatusForbidden: true, http.StatusNotFound: true, 499: true, http.StatusInternalServerError: false} {
		synctest.Test(t, func(t *testing.T) {
			_, err := inFrontOf(t, func(string) (int, string) { return status, "{}" }).Find(t.Context(), bot.Place{Channel: "2"}, "n1", time.Now())
			if err == nil || errors.Is(err, bot.ErrInDoubt) != doubt {
				t.Errorf("status %d: %v", status, err)
			}
		})
	}
}

// A channel that certdesk does not see just now may have the post: it is looked for once
// certdesk is let in again, and that nothing arrives there is known.
func TestFindingWhereNobodyIsLetIn(t *testing.T) {
	for code, barrier := range map[int]bot.Barrier{
		discordgo.ErrCodeMissingAccess: bot.NoSuchPlace, discordgo.ErrCodeUnknownChannel: bot.NoSuchPlace, discordgo.ErrCodeUnknownGuild: bot.NotMember, discordgo.ErrCodeMissingPermissions: "",
	} {
		synctest.Test(t, func(t *testing.T) {
			_, err := inFrontOf(t, func(string) (int, string) {
				return http.StatusForbidden, fmt.Sprintf(`{"code":%d}`, code)
			}).Find(t.Context(), bot.Place{Channel: "2"}, "n1", time.Now())
			var barred *bot.UndeliverableError
			if is := errors.As(err, &barred); is != (barrier != "") || is && barred.Barrier != barrier || errors.Is(err, bot.ErrInDoubt) == is {
				t.Errorf("code %d: %v", code, err)
			}
		})
	}
}

// Right after the acknowledgement Discord may not know the interaction yet: it is asked
// a few times, for a while, and then the answer goes to the channel.
func TestAnInteractionThatIsNotKnownYet(t *testing.T) {
	for name, c := range map[string]struct {
		known   time.Duration
		channel bool
		calls   int // by the token at most
	}{"soon": {time.Second, false, 8}, "late": {settling - time.Second, false, 12}, "never": {time.Hour, true, 16}} {
		synctest.Test(t, func(t *testing.T) {
			edits, posts, began := 0, 0, time.Now()
			a := inFrontOf(t, func(call string) (int, string) {
				if call == "POST channels/2/messages" {
					posts++
					return http.StatusOK, `{"id":"9"}`
				}
				if edits++; time.Since(began) < c.known {
					return http.StatusNotFound, `{"code":10015}`
				}
				return http.StatusOK, `{"id":"9"}`
			})
			in := &interaction{ID: "4", Token: "tok"}
			r := newResponder(a.handler, in, new(data), &bot.Request{Kind: bot.Command, ID: "q", Place: bot.Place{Channel: "2"}, At: began}, func(context.Context, callback) error { return nil })
			if err := r.respond(t.Context(), bot.Reply{Headline: say.Literal("h")}); err != nil || (posts == 1) != c.channel || edits < 2 || edits > c.calls {
				t.Errorf("%s: %v after %d calls by the token and %d to the channel", name, err, edits, posts)
			}
		})
	}
}
