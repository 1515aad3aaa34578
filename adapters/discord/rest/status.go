package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/retry"
)

// Errors of calls. Others are Discord's refusals (*discordgo.RESTError) and those
// of the network.
var (
	// ErrLimited: Discord takes the call later.
	//lint:ignore ST1005 Discord is a name
	ErrLimited = errors.New("Discord asks to wait before the next call of this kind")
	// ErrUnclear: the call may have done its work.
	ErrUnclear = errors.New("it is not known whether Discord did it")
	errUnsent  = errors.New("the call was not made")
)

// CodeOf is Discord's own number for an error, 0 for others.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes
func CodeOf(err error) int {
	var refused *discordgo.RESTError
	if errors.As(err, &refused) && refused.Message != nil {
		return refused.Message.Code
	}
	return 0
}

// StatusOf is the status with which Discord answered, 0 without an answer.
func StatusOf(err error) int {
	var refused *discordgo.RESTError
	switch {
	case errors.As(err, &refused):
		return refused.Response.StatusCode
	case errors.Is(err, ErrLimited):
		return http.StatusTooManyRequests
	}
	return 0
}

// certain tells whether a call that failed had no effect: Discord has refused it, or it
// was never sent.
func certain(err error) bool {
	status := StatusOf(err)
	return status > 0 && status < 500 || retry.Untouched(err) || errors.Is(err, errUnsent) || errors.Is(err, ErrBanned)
}

// passing failures may be over at the next attempt.
func passing(err error) bool {
	return (!certain(err) || retry.Untouched(err)) && !errors.Is(err, context.Canceled)
}
