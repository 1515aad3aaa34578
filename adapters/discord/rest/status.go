package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/retry"
)

// Errors of calls. Others are Discord's refusals (see errors.go) and those of
// the network.
var (
	//lint:ignore ST1005 Discord is a name
	ErrLimited = errors.New("Discord asks to wait before the next call of this kind")
	errUnsent  = errors.New("the call was not made")
	ErrUnclear = errors.New("it is not known whether Discord did it")
)

// CodeOf is Discord's own number for an error, 0 for others.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes
func CodeOf(err error) int {
	var said *discordgo.RESTError
	if errors.As(err, &said) && said.Message != nil {
		return said.Message.Code
	}
	return 0
}

// StatusOf is the status with which Discord answered, 0 without an answer.
func StatusOf(err error) int {
	var said *discordgo.RESTError
	switch {
	case errors.As(err, &said):
		return said.Response.StatusCode
	case errors.Is(err, ErrLimited):
		return http.StatusTooManyRequests
	}
	return 0
}

// certain: Discord did not do it.
func certain(err error) bool {
	status := StatusOf(err)
	return status > 0 && status < 500 || retry.Untouched(err) || errors.Is(err, errUnsent) || errors.Is(err, ErrBanned)
}

// passing failures may be over at the next attempt.
func passing(err error) bool {
	return (!certain(err) || retry.Untouched(err)) && !errors.Is(err, context.Canceled)
}
