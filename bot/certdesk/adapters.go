package main

import (
	"context"
	"fmt"

	"certdesk/bot"
)

// addAdapters makes the platforms that are configured.
func (s *server) addAdapters() error { return nil }

// poster is an adapter that can post unasked.
type poster interface {
	Post(ctx context.Context, to bot.Place, r bot.Reply) error
	Platform() bot.Platform
}

// Post hands a reply to the platform of its place.
func (s *server) Post(ctx context.Context, to bot.Place, r bot.Reply) error {
	for _, a := range s.adapters {
		if p, ok := a.(poster); ok && p.Platform() == to.Platform {
			return p.Post(ctx, to, r)
		}
	}
	return fmt.Errorf("nothing serves %s", to.Platform)
}
