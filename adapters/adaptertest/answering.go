package adaptertest

import (
	"context"

	"certdesk/bot"
)

// Answering is a desk that gives its replies to whatever is asked, in their order, and
// tells where one did not arrive.
type Answering []bot.Reply

// Handle is of the adapters' Desk.
func (d Answering) Handle(ctx context.Context, _ *bot.Request, respond bot.Respond) error {
	for _, r := range d {
		if err := respond(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
