package serve

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Posts that do not arrive are counted by platform and reason, and those that arrive
// are not.
func TestFailedPostsAreCounted(t *testing.T) {
	t.Parallel()
	f := serveBoth(t, nil)
	f.until("not both are in", f.bothIn)
	f.slack.Close("CNOTIN", "not_in_channel")
	f.slack.Close("COLD", "is_archived")
	f.discord.Forbid("333333333333333333", 50001)
	news := bot.Reply{Headline: say.S("certdesk is busy with many questions.")}
	for _, test := range []struct {
		to   bot.Place
		lost string // the reason; "" where it arrives
	}{
		{bot.Place{Platform: bot.Slack, Team: "T1", Channel: "CNOTIN"}, "not-member"},
		{bot.Place{Platform: bot.Slack, Team: "T1", Channel: "CNOTIN"}, "not-member"},
		{bot.Place{Platform: bot.Slack, Team: "T1", Channel: "COLD"}, "archived"},
		{bot.Place{Platform: bot.Slack, Team: "T1", Channel: "COPEN"}, ""},
		{bot.Place{Platform: bot.Discord, Channel: "333333333333333333"}, "no-such-place"},
		{bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, ""},
	} {
		if err := f.server.Post(t.Context(), test.to, news); (err == nil) != (test.lost == "") {
			t.Errorf("%s: %v", test.to.Key(), err)
		}
	}
	page := httptest.NewRecorder()
	f.server.routes().ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	var told []string
	for line := range strings.Lines(page.Body.String()) {
		if strings.HasPrefix(line, "certdesk_posts_failed_total{") {
			told = append(told, strings.TrimSpace(line))
		}
	}
	want := []string{
		`certdesk_posts_failed_total{platform="discord",reason="no-such-place"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="archived"} 1`,
		`certdesk_posts_failed_total{platform="slack",reason="not-member"} 2`,
	}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("counted\n%s", strings.Join(told, "\n"))
	}
}
