package main

import (
	"context"
	"log/slog"
	"os"

	"certdesk/bot/serve"
	"certdesk/bot/serve/openstore"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// openForChat opens the store that the environment names. A conversation logs nothing.
func openForChat(ctx context.Context) (kept *store.Store, posts *queue.Asker, end func(), err error) {
	if kept, err = openstore.Open(ctx, os.Getenv); err != nil {
		return nil, nil, nil, err
	}
	posts, hear, err := serve.OpenZones(ctx, os.Getenv, slog.New(slog.DiscardHandler))
	if err != nil {
		kept.Close()
		return nil, nil, nil, err
	}
	return kept, posts, func() { hear(); kept.Close() }, nil
}
