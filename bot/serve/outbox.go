package serve

import (
	"context"
	"fmt"
	"time"

	"certdesk/bot"
	"certdesk/bot/diagnosis"
)

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

// worded words a message that all in a channel see, in the channel's language.
func (o outbox) worded(ctx context.Context, in bot.Place, r bot.Reply) bot.Reply {
	channel, err := o.server.kept.Channel(ctx, in)
	if err != nil {
		return diagnosis.Translate("", r)
	}
	return diagnosis.Translate(channel.Language, r)
}

func (o outbox) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	a := o.server.on(in.Platform)
	if a == nil {
		return nil, fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Find(ctx, in, key, since)
}

func (o outbox) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	a := o.server.on(in.Platform)
	if a == nil {
		return fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Edit(ctx, in, message, o.worded(ctx, in, r))
}

func (o outbox) Delete(ctx context.Context, in bot.Place, message string) error {
	a := o.server.on(in.Platform)
	if a == nil {
		return fmt.Errorf("nothing serves %s", in.Platform)
	}
	return a.Delete(ctx, in, message)
}

func (o outbox) Direct(ctx context.Context, p bot.Platform, person string) (bot.Place, error) {
	a := o.server.on(p)
	if a == nil {
		return bot.Place{}, fmt.Errorf("nothing serves %s", p)
	}
	return a.Direct(ctx, person)
}
