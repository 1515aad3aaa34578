package slack

import (
	"context"
	"errors"
	"fmt"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
)

// Post posts what nobody has asked for, and returns the message's id. key is
// the notice's own: a message with that key is posted once. A failure whose
// outcome is unknown is looked up. After bot.ErrInDoubt it may have been posted
// all the same (the history may not be read, or Slack stayed away); after any
// other error it was not: after a *bot.PutOffError it is to be tried again when
// that says. A *bot.UndeliverableError lasts until somebody acts,
// bot.ErrShutOut until the token is set right.
func (a *Adapter) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	s := &sent{channel: to.Channel, thread: to.Thread, id: key}
	write := func(m message) error {
		options := append(m.options(), api.MsgOptionMetadata(s.metadata()))
		if s.thread != "" {
			options = append(options, api.MsgOptionTS(s.thread))
		}
		return a.client.post(ctx, to.Channel, options, s)
	}
	send := func(m message) error {
		err := write(m)
		if s.thread != "" && unthreadable(err) {
			a.log.Info("a notice goes to the channel, for its thread takes none", "error", explain(err), "channel", to.Channel)
			s.thread = ""
			err = write(m)
		}
		return err
	}
	m, err := deliver(r, render(r), send, func(err error) {
		a.log.Error("Slack refused the blocks of a notice", "error", err, "channel", to.Channel)
	})
	if err != nil {
		err = outcome(err)
		return "", fmt.Errorf("posting in %s: %w", to.ChannelKey(), undelivered(to, err))
	}
	if err := a.client.upload(ctx, to.Channel, s.thread, m); err != nil {
		a.log.Error("a file could not be attached", "error", explain(err), "channel", to.Channel)
	}
	return s.ts, nil
}

// Edit puts a reply in the place of a message that was posted; its pictures and
// files stay.
func (a *Adapter) Edit(ctx context.Context, in bot.Place, ts string, r bot.Reply) error {
	_, err := deliver(r, render(r), func(m message) error {
		return a.client.try(ctx, func(ctx context.Context) error {
			_, _, _, err := a.client.api.UpdateMessageContext(ctx, in.Channel, ts, m.options()...)
			return err
		}, always)
	}, func(err error) {
		a.log.Error("Slack refused the blocks of a notice", "error", err, "channel", in.Channel)
	})
	if err != nil {
		return fmt.Errorf("editing a message in %s: %w", in.ChannelKey(), undelivered(in, outcome(err)))
	}
	return nil
}

// Delete deletes a message of certdesk's own; one that is not there any more is deleted.
func (a *Adapter) Delete(ctx context.Context, in bot.Place, ts string) error {
	if err := a.client.remove(ctx, in.Channel, ts); err != nil {
		return fmt.Errorf("deleting a message in %s: %w", in.ChannelKey(), explain(err))
	}
	return nil
}

// Direct is the place of the direct messages with somebody.
func (a *Adapter) Direct(ctx context.Context, person string) (bot.Place, error) {
	id, err := a.client.direct(ctx, person)
	if code(err) == "missing_scope" {
		id, err = person, nil // which stands for them where something is posted
	}
	to := bot.Place{Platform: bot.Slack, Channel: id}
	return to, undelivered(to, err)
}

// Find looks for a message with this key among what was posted in a place since, and
// returns the ids of all, the first one first. The error is bot.ErrInDoubt where the
// history may not be read or is too long, and a *bot.UndeliverableError where certdesk is not let into
// the channel: it may be again, and can look then. Else looking later may help.
func (a *Adapter) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	if person := bot.Slack.Traits().Person; person.Fits(in.Channel) { // Direct could not open them
		return nil, fmt.Errorf("%w: certdesk may not read its direct messages with %s", bot.ErrInDoubt, in.Channel)
	}
	s := &sent{channel: in.Channel, thread: in.Thread, id: key, since: since}
	var found []string
	err := a.client.try(ctx, func(ctx context.Context) (err error) {
		found, err = a.client.find(ctx, s)
		return err
	}, always)
	switch barriers[code(err)] {
	case bot.NotMember, bot.NoSuchPlace:
		return nil, undelivered(in, err)
	}
	if code(err) != "" && !passing(err) {
		err = errors.Join(bot.ErrInDoubt, err)
	}
	return found, explain(err)
}

// outcome says what is known of a post that failed: put off, in doubt, or
// refused. A turn that came too late was not used, and what went before it was
// looked for.
func outcome(err error) error {
	if after, late := retry.Late(err); late {
		return &bot.PutOffError{After: after, Err: err}
	}
	if pause, ok := limited(err); ok {
		return &bot.PutOffError{After: pause, Err: err}
	}
	if !refused(err) && !retry.Untouched(err) {
		return errors.Join(bot.ErrInDoubt, err)
	}
	return err
}
