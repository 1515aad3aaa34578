package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

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
	// Refused tells the platform's no from no answer.
	Refused(err error) bool
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

// connection is what the settings say of a platform: one file each (slack.go,
// discord.go), and one row of connections.
type connection interface {
	platform() bot.Platform
	// configured tells whether the platform is to be served; needed says with which
	// settings it would be.
	configured() bool
	needed() string
	// check tells what is wrong with its settings.
	check(e *environment)
	// remarks are what cannot be wrong for certain.
	remarks() []string
	// adapter makes the adapter, tokens are the settings with which another one is
	// needed, and secrets those that stay out of what is written.
	adapter(s *server, with *settings) (adapter, error)
	tokens() []string
	secrets() []string
}

// connections reads the settings of each platform.
func (e *environment) connections() []connection {
	return []connection{
		readSlack(e),
		readDiscord(e),
	}
}

// addAdapters makes the platforms that are configured.
func (s *server) addAdapters() error {
	for _, c := range s.settings.connections {
		if !c.configured() {
			continue
		}
		a, err := c.adapter(s, s.settings)
		if err != nil {
			return err
		}
		s.adapters = append(s.adapters, newPlatform(s, c, a))
	}
	return nil
}

// connection is what the settings say of a platform.
func (s *settings) connection(p bot.Platform) connection {
	return s.connections[slices.IndexFunc(s.connections, func(c connection) bool { return c.platform() == p })]
}

// checkAPI looks at the address at which a platform is asked.
func checkAPI(e *environment, name, address string) {
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || !isPort(u.Port()) {
		e.fail(name, "is not an address such as https://slack.com/api/")
	}
}

// checkWhole looks for what a token never has.
func checkWhole(e *environment, name, token string) {
	switch {
	case strings.HasPrefix(token, "Bot "):
	case strings.IndexFunc(token, unicode.IsSpace) >= 0:
		e.fail(name, "has a space or a line break in it: more than the token was copied")
	case strings.IndexFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0:
		e.fail(name, "has a character that no token has: a placeholder, or a copy that was cut short")
	}
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

// on is the platform of a place; nil if this process does not serve it.
func (s *server) on(p bot.Platform) *platform {
	for _, a := range s.adapters {
		if a.Platform() == p {
			return a
		}
	}
	return nil
}

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
type outbox struct{ server *server }

func (o outbox) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	a := o.server.on(to.Platform)
	if a == nil {
		return "", fmt.Errorf("nothing serves %s", to.Platform)
	}
	message, err := a.Post(ctx, to, o.worded(ctx, to, r), key)
	o.server.metrics.Unposted(to.Platform, err)
	return message, err
}

// worded is what all see in a channel, in the channel's own language.
func (o outbox) worded(ctx context.Context, in bot.Place, r bot.Reply) bot.Reply {
	channel, err := o.server.kept.Channel(ctx, in)
	if err != nil || channel.Language == "" {
		return r
	}
	return diagnosis.Translate(channel.Language, r)
}

func (o outbox) Find(ctx context.Context, in bot.Place, key string) (string, error) {
	a := o.server.on(in.Platform)
	if a == nil {
		return "", fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Find(ctx, in, key)
}

func (o outbox) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	a := o.server.on(in.Platform)
	if a == nil {
		return fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Edit(ctx, in, message, o.worded(ctx, in, r))
}

func (o outbox) Direct(ctx context.Context, p bot.Platform, person string) (bot.Place, error) {
	a := o.server.on(p)
	if a == nil {
		return bot.Place{}, fmt.Errorf("nothing serves %s", p)
	}
	return a.Direct(ctx, person)
}
