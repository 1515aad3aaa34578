package serve

import (
	"fmt"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// What a channel sees on Slack and on Discord names servers as people write them, also
// where no language was ever chosen.
func TestPostsNameServersReadably(t *testing.T) {
	t.Parallel()
	f := serveBoth(t, nil)
	f.until("not both are in", f.bothIn)
	name := "*.xn--mller-kva.example"
	news := bot.Reply{
		Headline: say.S("No certificate came from {host}.", say.Host("host", "xn--mller-kva.example")),
		Facts:    []bot.Fact{{Label: say.S("Issued to"), Value: say.Only(say.Foreign("name", name))}},
		Items:    []bot.Item{{Code: "imap.xn--mller-kva.example:993", Text: say.Only(say.Host("host", "imap.xn--mller-kva.example"))}},
	}
	for _, to := range []bot.Place{{Platform: bot.Slack, Team: "T1", Channel: "COPEN"}, {Platform: bot.Discord, Channel: fakediscord.Channel}} {
		if err := f.server.Post(t.Context(), to, news); err != nil {
			t.Errorf("%s: %v", to.Key(), err)
		}
	}
	for platform, shown := range map[string]func() string{
		"Slack": func() string {
			var all strings.Builder
			for _, m := range f.slack.Messages() {
				all.Write(m.Blocks)
			}
			return all.String()
		},
		"Discord": func() string {
			var all strings.Builder
			for _, m := range f.discord.Messages() {
				all.Write(m.Body["components"])
			}
			return strings.ReplaceAll(all.String(), `\\`, "")
		},
	} {
		adaptertest.Eventually(t, func() string {
			got := shown()
			for _, want := range []string{"No certificate came from müller.example (xn--mller-kva.example).", "*.müller.example (" + name + ")", "imap.xn--mller-kva.example:993"} {
				if !strings.Contains(got, want) {
					return fmt.Sprintf("%s does not show %q: %s", platform, want, got)
				}
			}
			if strings.Contains(got, "imap.müller") {
				return fmt.Sprintf("%s shows what is to be typed as nobody can type it: %s", platform, got)
			}
			return ""
		})
	}
}
