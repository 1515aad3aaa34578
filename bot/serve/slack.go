package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/serve/settings"
)

// slackSettings are what the settings say of Slack.
type slackSettings struct{ botToken, appToken, signingSecret, apiURL string }

func readSlack(e *settings.Environment) *slackSettings {
	return &slackSettings{
		botToken: e.Text("SLACK_BOT_TOKEN", ""), appToken: e.Text("SLACK_APP_TOKEN", ""),
		signingSecret: e.Text("SLACK_SIGNING_SECRET", ""), apiURL: e.Text("SLACK_API_URL", "https://slack.com/api/"),
	}
}

func (c *slackSettings) platform() bot.Platform { return bot.Slack }
func (c *slackSettings) configured() bool       { return c.botToken != "" }
func (c *slackSettings) needed() string {
	return "SLACK_BOT_TOKEN with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"
}
func (c *slackSettings) tokens() []string  { return []string{c.botToken, c.appToken, c.signingSecret} }
func (c *slackSettings) secrets() []string { return c.tokens() }

// check tells e what is missing of Slack's settings, and what is something else.
func (c *slackSettings) check(e *settings.Environment) {
	if c.botToken == "" && (c.appToken != "" || c.signingSecret != "") {
		e.Fail("SLACK_BOT_TOKEN", "is missing: Slack is configured without it")
	}
	if c.botToken != "" && c.appToken == "" && c.signingSecret == "" {
		e.Fail("SLACK_APP_TOKEN", "(Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing")
	}
	if c.appToken != "" && !strings.HasPrefix(c.appToken, "xapp-") {
		e.Fail("SLACK_APP_TOKEN", "is not an app token: those begin with xapp-")
	}
	if t := c.botToken; t != "" && !strings.HasPrefix(t, "xoxb-") && !strings.HasPrefix(t, "xoxe.xoxb-") {
		e.Fail("SLACK_BOT_TOKEN", "is %s", cmp.Or(slackTokenKind(t), "not a bot's token: those begin with xoxb-"))
	}
	if k := slackTokenKind(c.signingSecret); k != "" {
		e.Fail("SLACK_SIGNING_SECRET", "is %s; the signing secret stands under Basic Information", k)
	}
	e.CheckToken("SLACK_BOT_TOKEN", c.botToken)
	e.CheckToken("SLACK_APP_TOKEN", c.appToken)
	e.CheckToken("SLACK_SIGNING_SECRET", c.signingSecret)
	e.CheckAPI("SLACK_API_URL", c.apiURL)
}

// lengthOfSigningSecret is what all of Slack have.
const lengthOfSigningSecret = 32

func (c *slackSettings) remarks() []string {
	if n := len(c.signingSecret); n > 0 && n != lengthOfSigningSecret {
		return []string{fmt.Sprintf("SLACK_SIGNING_SECRET has %d characters; those of Slack have %d, and with another one nothing of Slack is let in", n, lengthOfSigningSecret)}
	}
	return nil
}

// tokenKinds are what Slack's tokens begin with
// (https://docs.slack.dev/authentication/tokens).
var tokenKinds = []struct{ prefix, kind string }{
	{"xapp-", "an app-level token, which belongs in SLACK_APP_TOKEN"},
	{"xoxp-", "the token of a person; the bot's begins with xoxb-"},
	{"xoxe-", "a refresh token; the bot's begins with xoxb-"},
	{"xoxb-", "the bot's token, which belongs in SLACK_BOT_TOKEN"},
}

// slackTokenKind tells what a token of Slack is; "" if it is none.
func slackTokenKind(token string) string {
	for _, k := range tokenKinds {
		if strings.HasPrefix(token, k.prefix) {
			return k.kind
		}
	}
	return ""
}

func (c *slackSettings) adapter(in *surroundings, with *settings.Settings) (adapter, error) {
	a, err := slack.New(slack.Config{
		Word: diagnosis.Word,
		Desk: in.front, Home: in.home, BotToken: c.botToken, AppToken: c.appToken, SigningSecret: c.signingSecret, APIURL: c.apiURL,
		HTTP:            platformClient(in.metrics.Limits(bot.Slack)),
		SupportChannels: channelsOf(with.Support, bot.Slack), Groups: slackGroups(with),
		Moved: in.moved,
		Now:   time.Now, Log: in.log,
	})
	if err != nil {
		return nil, err
	}
	return &onSlack{Adapter: a, socket: c.appToken != ""}, nil
}

// slackGroups are the user groups of Slack among the admins.
func slackGroups(s *settings.Settings) []string {
	var out []string
	for _, admin := range s.Admins {
		if p, _ := bot.ParsePlace(admin); p.Platform == bot.Slack && strings.HasPrefix(p.Channel, p.Platform.Traits().Group) {
			out = append(out, p.Channel)
		}
	}
	return out
}

// onSlack is the adapter as serve runs it.
type onSlack struct {
	*slack.Adapter
	socket bool
}

func (a *onSlack) Platform() bot.Platform { return bot.Slack }
func (a *onSlack) Prefix() string         { return "/slack/" }

// Warnings has none: a Slack app is its workspace's own.
func (a *onSlack) Warnings(context.Context) []string { return nil }

// Run listens by Socket Mode; in HTTP mode Slack calls.
func (a *onSlack) Run(ctx context.Context) error {
	if a.socket {
		return a.Adapter.Listen(ctx)
	}
	<-ctx.Done()
	return nil
}

// Refused tells Slack's no from no answer.
func (a *onSlack) Refused(err error) bool {
	var problem *slack.Problem
	return errors.As(err, &problem)
}
