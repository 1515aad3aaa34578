package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// Escalate pressed twice posts once; what did not arrive is tried again.
func TestEscalatedOnce(t *testing.T) {
	post := &poster{err: errors.New("away")}
	b := newBench(t, func(c *desk.Config) {
		c.AdminChannel, c.Poster = &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, post
	})
	r := b.say(t, "certcheck", "imap.corp.com:993")
	if said := b.press(t, r, "Ask an admin"); len(said.Files) != 1 {
		t.Errorf("not posted, and no file: %+v", said)
	}
	post.posted, post.err = nil, nil
	if said := b.press(t, r, "Ask an admin"); !strings.Contains(said.Headline.String(), "now have your full report") {
		t.Errorf("the first: %+v", said)
	}
	for range 2 {
		if said := b.press(t, r, "Ask an admin"); !strings.Contains(said.Headline.String(), "already") || len(said.Files) > 0 {
			t.Errorf("again: %+v", said)
		}
	}
	if len(post.posted) != 1 {
		t.Fatalf("posted %d times", len(post.posted))
	}
	// Who asked and where are shown by name, not by id.
	var mentioned []bot.Mention
	for _, i := range post.posted[0].Items {
		mentioned = append(mentioned, i.Mentions()...)
	}
	want := []bot.Mention{{Kind: bot.MentionPerson, ID: "U1"}, {Kind: bot.MentionChannel, ID: "C"}}
	if !slices.Equal(mentioned, want) || strings.Contains(post.posted[0].Footnote.String(), "slack/") {
		t.Errorf("mentioned %v, footnote %q", mentioned, post.posted[0].Footnote.String())
	}
}
