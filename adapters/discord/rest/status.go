package rest

import (
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"
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
