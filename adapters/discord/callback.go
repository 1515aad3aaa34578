package discord

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
)

// callback is the acknowledgement of an interaction. The zero callback sends none,
// because another process answers.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// later is the data of a deferred answer (Discord shows "certdesk is thinking …"), which
// may hold nothing but flags.
type later struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

// acknowledge sends a callback and returns when Discord has it.
type acknowledge func(ctx context.Context, c callback) error

// byCallback acknowledges an interaction of the gateway.
func (c *client) byCallback(in *interaction) acknowledge {
	return func(ctx context.Context, ack callback) error {
		if ack.Type == 0 {
			return nil
		}
		err := c.rest.Do(ctx, rest.Call{
			Method: http.MethodPost, URL: discordgo.EndpointInteractionResponse(in.ID, in.Token),
			Body: ack, Limits: rest.NewLimits(), Again: rest.Always,
		}, nil)
		if rest.CodeOf(err) == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged {
			return nil // it is acknowledged already: an earlier attempt had arrived
		}
		return err
	}
}
