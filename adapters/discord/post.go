package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/retry"
	"certdesk/bot"
)

// Post posts what nobody has asked for, and returns the message's id. key is
// the notice's own: a message with that key is posted once. A failure whose
// outcome is unknown is looked up and tried again; Discord itself knows the key
// for some minutes. After bot.ErrInDoubt it may have been posted all the same,
// after any other error it was not: after a *bot.PutOffError it is to be tried
// again when that says. A *bot.UndeliverableError lasts until
// somebody acts, bot.ErrShutOut until the token is set right.
func (a *Adapter) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	var id string
	err := deliver(r, func(m message) (err error) {
		id, err = a.client.post(ctx, channelOf(to), m, key)
		return err
	}, func(err error) {
		a.log.Error("Discord refused the components of a notice", "error", err, "channel", to.Channel)
	})
	if err != nil {
		return "", fmt.Errorf("posting in %s: %w", to.Key(), untaken(to, outcome(err)))
	}
	return id, nil
}

// Edit puts a reply in the place of a message that was posted.
func (a *Adapter) Edit(ctx context.Context, in bot.Place, id string, r bot.Reply) error {
	err := deliver(r, func(m message) error { return a.client.edit(ctx, channelOf(in), id, m) }, func(err error) {
		a.log.Error("Discord refused the components of a notice", "error", err, "channel", in.Channel)
	})
	if err != nil {
		return fmt.Errorf("editing in %s: %w", in.Key(), undelivered(in, outcome(err)))
	}
	return nil
}

// Delete deletes a message of certdesk's own; one that is not there any more is deleted.
func (a *Adapter) Delete(ctx context.Context, in bot.Place, id string) error {
	err := a.client.remove(ctx, channelOf(in), id)
	if err != nil && rest.CodeOf(err) != discordgo.ErrCodeUnknownMessage {
		return fmt.Errorf("deleting a message in %s: %w", in.Key(), explain(err))
	}
	return nil
}

// Direct is the place of the direct messages with somebody.
func (a *Adapter) Direct(ctx context.Context, person string) (bot.Place, error) {
	id, err := a.client.direct(ctx, person)
	to := bot.Place{Platform: bot.Discord, Channel: id}
	return to, undelivered(to, err)
}

// outcome says what is known of a post that failed: in doubt, put off, or not
// posted.
func outcome(err error) error {
	after, late := retry.Late(err)
	switch {
	case errors.Is(err, rest.ErrUnclear):
		return errors.Join(bot.ErrInDoubt, err)
	case errors.Is(err, rest.ErrBanned):
		return &bot.PutOffError{After: rest.RefusedWindow, Err: err}
	case passing[rest.CodeOf(err)]:
		return &bot.PutOffError{After: time.Minute, Err: err}
	case late, errors.Is(err, rest.ErrLimited):
		return &bot.PutOffError{After: after, Err: err}
	}
	return err
}

// Find looks for a message with this key among what was posted in a place since, and
// returns the ids of all, the first one first. The error is bot.ErrInDoubt where the
// history may not be read or is too long, and a *bot.UndeliverableError where certdesk is not let into
// the channel: it may be again, and can look then. Else looking later may help.
func (a *Adapter) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	found, shown, err := a.client.find(ctx, channelOf(in), key, since)
	switch barriers[rest.CodeOf(err)] {
	case bot.NotMember, bot.NoSuchPlace:
		return nil, undelivered(in, err)
	}
	if status := rest.StatusOf(err); status >= 400 && status < 500 && status != http.StatusTooManyRequests {
		err = errors.Join(bot.ErrInDoubt, err)
	}
	if err == nil && shown == 0 { // so it is too where the history may not be read
		may, err := a.mayRead(ctx, in)
		switch {
		case err != nil:
			return nil, err
		case !may:
			return nil, fmt.Errorf("%w: certdesk lacks Read Message History", bot.ErrInDoubt)
		}
	}
	return found, explain(err)
}
