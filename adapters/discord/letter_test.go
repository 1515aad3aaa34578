package discord

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/checks/say"
)

// A link to a letter is nothing that Discord shows: its link buttons and its mark-up
// take http, https and discord alone. The letter itself stands there to copy.
func TestLetterIsText(t *testing.T) {
	lines := []say.Text{say.Literal("Dear team,"), say.Literal("please renew it.")}
	r := bot.Reply{Headline: say.Literal("A letter"), Code: []bot.Code{bot.Words(say.Literal("Problem"), lines)},
		Letter: &bot.Letter{Open: say.Literal("Open it"), Subject: say.Literal("Problem"), Lines: lines, Brief: lines}}
	said := checkBoth(t, "a letter", r)
	if strings.Contains(said, "mailto") || strings.Contains(said, "Open it") || !strings.Contains(said, "please renew it.") {
		t.Errorf("%s", said)
	}
}
