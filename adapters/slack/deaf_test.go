package slack

import (
	"context"
	"errors"
	"net/http"

	"certdesk/bot"
)

// deaf is a desk that says nothing.
type deaf struct{}

func (deaf) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }

// nowhere is a network without anybody.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("there is no network here")
}
