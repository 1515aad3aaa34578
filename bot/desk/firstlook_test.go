package desk_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestFirstLook: what is known before all is, is said, and the answer takes its
// place. What was pressed is replaced once.
func TestFirstLook(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.ProgressAfter = time.Millisecond })
	proceed := make(chan struct{})
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		<-proceed
		return expired(q), nil
	}
	b.checker.look = func(q bot.Question) *bot.Answer {
		a := expired(q)
		a.Reports[0].Verdict, a.Reports[0].Summary = checks.VerdictTrusted, say.Literal("imap.corp.com is fine as far as it was seen.")
		return a
	}
	h := &heard{}
	h.on = func(r bot.Reply) {
		if !r.Footnote.Empty() && strings.Contains(r.Footnote.String(), "a quick first result") {
			close(proceed)
		}
	}
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Asker: bot.Person{ID: "U1"}, Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	// "Checking" comes first even where the first look was there sooner: a
	// platform that cannot edit it shows no other word before the answer.
	if len(h.replies) != 3 || !h.replies[0].Working || h.replies[0].Headline.String() != "Checking imap.corp.com:993 …" {
		t.Fatalf("said %+v", h.replies)
	}
	look, end := h.replies[1], h.replies[2]
	if !look.Working || look.Headline.String() != "imap.corp.com is fine as far as it was seen." || len(look.Actions) != 0 || look.Audience != bot.Asker {
		t.Errorf("the first look: %+v", look)
	}
	if end.Working || end.Headline.String() != "The certificate of imap.corp.com has expired." || len(end.Actions) == 0 || strings.Contains(end.Footnote.String(), "a quick first result") {
		t.Errorf("the answer: %+v", end)
	}
}
