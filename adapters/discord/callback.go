package discord

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"
)

// callback is the first answer to an interaction, its acknowledgement. The zero
// callback is none: another process answers.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// Types of callbacks.
const (
	callbackPong        = 1
	callbackMessage     = 4
	callbackLater       = 5 // "certdesk is thinking"
	callbackUpdateLater = 6
	callbackUpdate      = 7
	callbackChoices     = 8
	callbackForm        = 9
)

// later is the data of callbackLater, which takes nothing else.
type later struct {
	Flags int `json:"flags,omitempty"`
}

// acknowledge sends a callback and returns when Discord has it.
type acknowledge func(ctx context.Context, c callback) error

// byCallback acknowledges an interaction of the gateway.
func (a *Adapter) byCallback(in *interaction) acknowledge {
	return func(ctx context.Context, c callback) error {
		if c.Type == 0 {
			return nil
		}
		err := a.client.do(ctx, call{
			Method: http.MethodPost, URL: discordgo.EndpointInteractionResponse(in.ID, in.Token),
			Body: c, Limits: newLimits(), Again: always,
		}, nil)
		if codeOf(err) == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged {
			return nil // the attempt before was not as lost as it seemed
		}
		return err
	}
}
