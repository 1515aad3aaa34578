package desk_test

import (
	"context"
	"sync/atomic"
	"testing"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/desk"
)

// lines counts what is kept of who asked what.
type lines struct{ n atomic.Int32 }

func (l *lines) Record(_ context.Context, entries ...audit.Entry) error {
	l.n.Add(int32(len(entries)))
	return nil
}

// A stranger gets one sentence whatever they do: nothing is looked at, posted
// or written down.
func TestStrangersGetOneSentence(t *testing.T) {
	post, audit := &poster{}, &lines{}
	b := newBench(t, func(c *desk.Config) {
		c.AdminChannel, c.Poster, c.Audit = &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, post, audit
	})
	r := b.say(t, "certcheck", "imap.corp.com:993")
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, asked := audit.n.Load(), b.checker.calls.Load()
	requests := []*bot.Request{
		{Kind: bot.Command, Verb: "certcheck", Text: "imap.other.com from all"},
		{Kind: bot.Command, Verb: "certwatch", Text: "add imap.other.com"},
		{Kind: bot.Command, Verb: "certwatch", Text: "list"},
		{Kind: bot.Command, Verb: "certfix", Text: "0x800CCC1A imap.other.com"},
		{Kind: bot.Message, Text: "check imap.other.com"},
		{Kind: bot.MessageAction, Text: "0x800CCC1A imap.other.com"},
		{Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "imap.other.com"}},
	}
	for _, a := range r.Actions {
		requests = append(requests, &bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID())})
	}
	for _, q := range requests {
		q.Stranger = true
		said := b.send(t, q)
		if said.Audience != bot.Asker || said.Headline.Empty() || len(said.Items)+len(said.Actions)+len(said.Files)+len(said.Facts) > 0 || said.Form != nil || !said.Footnote.Empty() {
			t.Errorf("%s %s%s: %+v", q.Kind, q.Text, q.Action.Name, said)
		}
	}
	h := &heard{}
	q := &bot.Request{Kind: bot.ChannelMessage, Text: "0x800CCC1A", Stranger: true, Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: "U1"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil || len(h.replies) > 0 {
		t.Errorf("overheard: %v, %+v", err, h.replies)
	}
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b.checker.calls.Load() != asked || len(post.posted) > 0 || audit.n.Load() != before {
		t.Errorf("%d checks, %d posts, %d lines for strangers", b.checker.calls.Load()-asked, len(post.posted), audit.n.Load()-before)
	}
	if all, err := b.cfg.Watches.Watches(t.Context(), bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}); err != nil || len(all) > 0 {
		t.Errorf("watched for a stranger: %+v, %v", all, err)
	}
}
