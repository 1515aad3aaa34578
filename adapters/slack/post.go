package slack

import (
	"context"
	"errors"
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
)

// eventType marks our messages' metadata.
const eventType = "certdesk_message"

// sent is a message on its way: what it is known by if it has to be looked for.
type sent struct {
	channel, thread, id string
	ts                  string // once it is known
	// insist: where it cannot be looked for, send it again after an error. A
	// person waits for it.
	insist bool
}

func (s *sent) metadata() api.SlackMetadata {
	return api.SlackMetadata{EventType: eventType, EventPayload: map[string]any{"id": s.id}}
}

// Post posts what nobody has asked for, and returns the message's id. key is
// the notice's own: a message with that key is posted once. A failure whose
// outcome is unknown is looked up. After bot.ErrInDoubt it may have been posted
// all the same (the history may not be read, or Slack stayed away); after any
// other error it was not: after a *bot.PutOffError it is to be tried again when
// that says. A *bot.UndeliverableError lasts until somebody acts,
// bot.ErrShutOut until the token is set right.
func (a *Adapter) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	s := &sent{channel: to.Channel, thread: to.Thread, id: key}
	send := func(m message) error {
		options := append(m.options(), api.MsgOptionMetadata(s.metadata()))
		if to.Thread != "" {
			options = append(options, api.MsgOptionTS(to.Thread))
		}
		return a.post(ctx, to.Channel, options, s)
	}
	m, err := deliver(r, send, func(err error) {
		a.Log.Error("Slack refused the blocks of a notice", "error", err, "channel", to.Channel)
	})
	if err != nil {
		err = outcome(err)
		return "", fmt.Errorf("posting in %s: %w", to.ChannelKey(), a.undelivered(to, err))
	}
	if m.Image != nil || len(m.Files) > 0 {
		if err := a.upload(ctx, to.Channel, to.Thread, m); err != nil {
			a.Log.Error("a file could not be attached", "error", a.explain(err), "channel", to.Channel)
		}
	}
	return s.ts, nil
}

// Edit puts a reply in the place of a message that was posted; its pictures and
// files stay.
func (a *Adapter) Edit(ctx context.Context, in bot.Place, ts string, r bot.Reply) error {
	_, err := deliver(r, func(m message) error {
		return a.try(ctx, func(ctx context.Context) error {
			_, _, _, err := a.api.UpdateMessageContext(ctx, in.Channel, ts, m.options()...)
			return err
		}, always)
	}, func(err error) {
		a.Log.Error("Slack refused the blocks of a notice", "error", err, "channel", in.Channel)
	})
	if err != nil {
		return fmt.Errorf("editing a message in %s: %w", in.ChannelKey(), a.undelivered(in, outcome(err)))
	}
	return nil
}

// Direct is the place of the direct messages with somebody.
func (a *Adapter) Direct(ctx context.Context, person string) (bot.Place, error) {
	id, err := a.direct(ctx, person)
	to := bot.Place{Platform: bot.Slack, Channel: id}
	return to, a.undelivered(to, err)
}

// Find looks for a message with this key among the latest of a place, and
// returns its id, "" if there is none. The error is bot.ErrInDoubt where the
// history may not be read; else looking later may help.
func (a *Adapter) Find(ctx context.Context, in bot.Place, key string) (string, error) {
	s := &sent{channel: in.Channel, thread: in.Thread, id: key}
	err := a.try(ctx, func(ctx context.Context) error { return a.find(ctx, s) }, always)
	if code(err) != "" && !passing(err) {
		err = errors.Join(bot.ErrInDoubt, err)
	}
	return s.ts, a.explain(err)
}

// outcome says what is known of a post that failed: put off, in doubt, or
// refused. A turn that came too late was not used, and what went before it was
// looked for.
func outcome(err error) error {
	if errors.Is(err, bot.ErrInDoubt) {
		return err
	}
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

// refused: Slack has answered that it did not do it.
func refused(err error) bool {
	_, late := limited(err)
	return code(err) != "" && !passing(err) || late
}

// lookBack is how many of the latest messages are looked through.
const lookBack = 100

func (a *Adapter) find(ctx context.Context, s *sent) error {
	var messages []api.Message
	if s.thread != "" {
		found, _, _, err := a.api.GetConversationRepliesContext(ctx, &api.GetConversationRepliesParameters{
			ChannelID: s.channel, Timestamp: s.thread, Limit: lookBack, IncludeAllMetadata: true,
		})
		if err != nil {
			return fmt.Errorf("looking for a message: %w", err)
		}
		messages = found
	} else {
		found, err := a.api.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{
			ChannelID: s.channel, Limit: lookBack, IncludeAllMetadata: true,
		})
		if err != nil {
			return fmt.Errorf("looking for a message: %w", err)
		}
		messages = found.Messages
	}
	for i := range messages {
		m := &messages[i]
		if m.Metadata.EventType == eventType && m.Metadata.EventPayload["id"] == s.id {
			s.ts = m.Timestamp
			return nil
		}
	}
	return nil
}

// post posts a message, in its channel's turn; s is nil for what only one
// person sees, which cannot be looked for.
func (a *Adapter) post(ctx context.Context, channel string, options []api.MsgOption, s *sent) error {
	doubt := false
	err := a.try(ctx, func(ctx context.Context) error {
		if s != nil && s.ts != "" {
			return nil
		}
		if err := a.pace.turn(ctx, channel); err != nil {
			return err
		}
		_, ts, err := a.api.PostMessageContext(ctx, channel, options...)
		if pause, ok := limited(err); ok {
			a.pace.rest(channel, pause)
		}
		if err == nil && s != nil {
			s.ts = ts
		}
		return err
	}, func(ctx context.Context, err error) bool {
		if s == nil {
			return !retry.Unanswered(err)
		}
		if a.find(ctx, s) != nil {
			doubt = !s.insist
			return s.insist && !retry.Unanswered(err)
		}
		return true // found: the next attempt sees it
	})
	if err != nil && doubt {
		return errors.Join(bot.ErrInDoubt, err)
	}
	return err
}
