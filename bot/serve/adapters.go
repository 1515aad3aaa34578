package serve

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"certdesk/adapters/discord"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/bot/diagnosis"
)

// adapter is a platform that is served.
type adapter interface {
	Platform() bot.Platform
	// Handler serves the paths that begin with Prefix; nil if the platform calls
	// none.
	Handler() http.Handler
	Prefix() string
	// Run serves until ctx ends. An error is a sentence for the operator: it does
	// not pass by itself.
	Run(ctx context.Context) error
	// WasIn tells whether the platform has let certdesk in; Refusals tells when it
	// does not take the token any more, and Explain makes a sentence of that.
	WasIn() bool
	Refusals() <-chan error
	Explain(err error) error
	// Trouble is what keeps it from working, in a sentence; "" if nothing does.
	Trouble() string
	// Check asks the platform whether it lets certdesk in. The error is a sentence.
	Check(ctx context.Context) error
	// Warnings are what the operator should know that keeps nothing from working.
	Warnings(ctx context.Context) []string
	// Drain waits until everything acknowledged is answered, or ctx.
	Drain(ctx context.Context) error
	// Post posts what nobody has asked for, under a key by which Find finds it;
	// both return the message's id. bot.ErrInDoubt is said where it is not known.
	Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (message string, err error)
	Find(ctx context.Context, in bot.Place, key string) (message string, err error)
	// Edit puts a reply in the place of a message that was posted, Direct opens the
	// direct messages with somebody.
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
	Direct(ctx context.Context, person string) (bot.Place, error)
	// MayPost tells whether a post would arrive: nil, a *bot.UndeliverableError, or
	// an error where it is not known.
	MayPost(ctx context.Context, to bot.Place) error
}

// addAdapters makes the platforms that are configured.
func (s *server) addAdapters() error {
	for _, p := range []struct {
		name       bot.Platform
		configured bool
		build      func(*settings) (adapter, error)
		tokens     func(*settings) []string
	}{
		{bot.Slack, s.settings.slack.configured(), s.slackAdapter, func(s *settings) []string {
			return []string{s.slack.botToken, s.slack.appToken, s.slack.signingSecret}
		}},
		{bot.Discord, s.settings.discord.configured(), s.discordAdapter, func(s *settings) []string {
			return []string{s.discord.token, s.discord.applicationID, s.discord.publicKey}
		}},
	} {
		if !p.configured {
			continue
		}
		a, err := p.build(s.settings)
		if err != nil {
			return err
		}
		s.adapters = append(s.adapters, newPlatform(s, p.name, a, p.build, p.tokens))
	}
	return nil
}

func (s *server) slackAdapter(with *settings) (adapter, error) {
	c := with.slack
	a, err := slack.New(slack.Config{
		Word: diagnosis.Word,
		Desk: s.front, Home: s.desk, BotToken: c.botToken, AppToken: c.appToken, SigningSecret: c.signingSecret, APIURL: c.apiURL,
		HTTP:            platformClient(s.metrics.Limits(bot.Slack)),
		SupportChannels: channelsOf(with.support, bot.Slack), Groups: with.groups(),
		Moved: s.moved,
		Now:   time.Now, Log: s.log,
	})
	if err != nil {
		return nil, err
	}
	return &onSlack{Adapter: a, socket: c.appToken != ""}, nil
}

func (s *server) discordAdapter(with *settings) (adapter, error) {
	c := with.discord
	suggest := &suggestions{desk: s.front, watches: s.kept}
	a, err := discord.New(discord.Config{
		Desk: suggest, Suggest: suggest, Token: c.token, ApplicationID: c.applicationID, PublicKey: c.publicKey,
		GuildID: c.guildID, Guilds: c.guilds, APIURL: c.apiURL, Word: diagnosis.Word,
		HTTP:            platformClient(s.metrics.Limits(bot.Discord)),
		SupportChannels: channelsOf(with.support, bot.Discord),
		Now:             time.Now, Log: s.log,
	})
	if err != nil {
		return nil, err
	}
	return &onDiscord{a}, nil
}

func channelsOf(places []bot.Place, platform bot.Platform) []string {
	var out []string
	for _, p := range places {
		if p.Platform == platform {
			out = append(out, p.Channel)
		}
	}
	return out
}

// groups are the user groups of Slack among the admins.
func (s *settings) groups() []string {
	var out []string
	for _, admin := range s.admins {
		if id, ok := strings.CutPrefix(admin, "slack:S"); ok {
			out = append(out, "S"+id)
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

// Warnings: a Slack app is its workspace's own.
func (a *onSlack) Warnings(context.Context) []string { return nil }

// Run listens by Socket Mode; in HTTP mode Slack calls.
func (a *onSlack) Run(ctx context.Context) error {
	if a.socket {
		return a.Listen(ctx)
	}
	<-ctx.Done()
	return nil
}

// on is the platform of a place; nil if this process does not serve it.
func (s *server) on(p bot.Platform) *platform {
	for _, a := range s.adapters {
		if a.Platform() == p {
			return a
		}
	}
	return nil
}

// onDiscord is the adapter as serve runs it.
type onDiscord struct{ *discord.Adapter }

func (a *onDiscord) Platform() bot.Platform { return bot.Discord }
func (a *onDiscord) Prefix() string         { return "/discord/" }

// Run registers the commands, and listens by the gateway; in HTTP mode Discord
// calls.
func (a *onDiscord) Run(ctx context.Context) error { return a.Listen(ctx) }

// moved keeps what a channel has, where its platform has given it another id.
func (s *server) moved(ctx context.Context, from, to bot.Place) error {
	n, err := s.kept.MoveChannel(ctx, from, to)
	if err == nil {
		s.log.Info("moved what is kept of a channel", "channel", from.ChannelKey(), "to", to.ChannelKey(), "watches", n)
	}
	return err
}

// Post hands a reply to the platform of its place.
func (s *server) Post(ctx context.Context, to bot.Place, r bot.Reply) error {
	_, err := outbox{s}.Post(ctx, to, r, newID())
	return err
}

// MayPost asks the platform of a place whether a post would arrive there.
func (s *server) MayPost(ctx context.Context, to bot.Place) error {
	a := s.on(to.Platform)
	if a == nil {
		return fmt.Errorf("nothing serves %s", to.Platform)
	}
	return a.MayPost(ctx, to)
}

// outbox posts notices.
type outbox struct{ *server }

func (o outbox) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	a := o.on(to.Platform)
	if a == nil {
		return "", fmt.Errorf("nothing serves %s", to.Platform)
	}
	message, err := a.Post(ctx, to, o.worded(ctx, to, r), key)
	o.metrics.Unposted(to.Platform, err)
	return message, err
}

// worded is what all see in a channel, in the channel's own language.
func (o outbox) worded(ctx context.Context, in bot.Place, r bot.Reply) bot.Reply {
	channel, err := o.kept.Channel(ctx, in)
	if err != nil || channel.Language == "" {
		return r
	}
	return diagnosis.Translate(channel.Language, r)
}

func (o outbox) Find(ctx context.Context, in bot.Place, key string) (string, error) {
	a := o.on(in.Platform)
	if a == nil {
		return "", fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Find(ctx, in, key)
}

func (o outbox) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	a := o.on(in.Platform)
	if a == nil {
		return fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Edit(ctx, in, message, o.worded(ctx, in, r))
}

func (o outbox) Direct(ctx context.Context, p bot.Platform, person string) (bot.Place, error) {
	a := o.on(p)
	if a == nil {
		return bot.Place{}, fmt.Errorf("nothing serves %s", p)
	}
	return a.Direct(ctx, person)
}
