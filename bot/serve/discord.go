package serve

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/bot/diagnosis"
	"certdesk/bot/serve/settings"
)

// discordSettings are what the settings say of Discord.
type discordSettings struct {
	token, applicationID, publicKey, apiURL, guildID string
	// guilds are those whose members may use the bot; none: all it is in.
	guilds []string
}

func readDiscord(e *settings.Environment) *discordSettings {
	return &discordSettings{
		token: e.Text("DISCORD_TOKEN", ""), applicationID: e.Text("DISCORD_APPLICATION_ID", ""),
		publicKey: e.Text("DISCORD_PUBLIC_KEY", ""), apiURL: e.Text("DISCORD_API_URL", "https://discord.com/api/v10/"),
		guildID: e.Text("DISCORD_GUILD_ID", ""), guilds: settings.Parsed(e, "DISCORD_GUILDS", e.Text("DISCORD_GUILD_ID", ""), parseGuilds),
	}
}

// parseGuilds reads ids of Discord servers: "80351110224678912, 81384788765712384".
func parseGuilds(list string) ([]string, error) {
	var out []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if strings.Trim(word, "0123456789") != "" {
			return nil, fmt.Errorf("%q is not the id of a server: those are numbers such as 80351110224678912", word)
		}
		out = append(out, word)
	}
	return out, nil
}

func (c *discordSettings) platform() bot.Platform { return bot.Discord }
func (c *discordSettings) configured() bool       { return c.token != "" }
func (c *discordSettings) needed() string         { return "DISCORD_TOKEN with DISCORD_APPLICATION_ID" }
func (c *discordSettings) tokens() []string       { return []string{c.token, c.applicationID, c.publicKey} }
func (c *discordSettings) secrets() []string      { return []string{c.token} }

// check tells e what is missing of Discord's settings, and what is something else.
func (c *discordSettings) check(e *settings.Environment) {
	if c.token == "" && (c.publicKey != "" || c.applicationID != "") {
		e.Fail("DISCORD_TOKEN", "is missing: Discord is configured without it")
	}
	if c.token != "" && c.applicationID == "" {
		e.Fail("DISCORD_APPLICATION_ID", "is missing: Discord is configured without it")
	}
	if strings.HasPrefix(c.token, "Bot ") {
		e.Fail("DISCORD_TOKEN", "begins with the word Bot; the token alone is meant")
	} else if slackTokenKind(c.token) != "" {
		e.Fail("DISCORD_TOKEN", "is a token of Slack")
	}
	if id := c.applicationID; id != "" && !bot.Discord.Traits().Person.Fits(id) {
		e.Fail("DISCORD_APPLICATION_ID", "is not an id of Discord: those are numbers such as 80351110224678912, without a comma or an exponent")
	}
	if k := c.publicKey; k != "" {
		if raw, err := hex.DecodeString(k); err != nil || len(raw) != 32 {
			e.Fail("DISCORD_PUBLIC_KEY", "is not a public key: that is 64 digits and letters from a to f")
		}
	}
	e.CheckToken("DISCORD_TOKEN", c.token)
	e.CheckAPI("DISCORD_API_URL", c.apiURL)
}

func (c *discordSettings) remarks() []string { return nil }

func (c *discordSettings) adapter(in *surroundings, with *settings.Settings) (adapter, error) {
	suggest := &suggestions{desk: in.front, watches: in.watches}
	a, err := discord.New(discord.Config{
		Desk: suggest, Suggest: suggest, Token: c.token, ApplicationID: c.applicationID, PublicKey: c.publicKey,
		GuildID: c.guildID, Guilds: c.guilds, APIURL: c.apiURL, Word: diagnosis.Word,
		HTTP:            platformClient(in.metrics.Limits(bot.Discord)),
		SupportChannels: channelsOf(with.Support, bot.Discord),
		Now:             time.Now, Log: in.log,
	})
	if err != nil {
		return nil, err
	}
	return &onDiscord{a}, nil
}

// onDiscord is the adapter as serve runs it.
type onDiscord struct{ *discord.Adapter }

func (a *onDiscord) Platform() bot.Platform { return bot.Discord }
func (a *onDiscord) Prefix() string         { return "/discord/" }

// Run registers the commands, and listens by the gateway; in HTTP mode Discord
// calls.
func (a *onDiscord) Run(ctx context.Context) error { return a.Adapter.Listen(ctx) }

// Refused tells Discord's no from no answer.
func (a *onDiscord) Refused(err error) bool {
	var problem *discord.Problem
	return errors.As(err, &problem)
}
