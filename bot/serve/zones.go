package serve

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/bot/zone"
	"certdesk/store/redis/queue"
)

// OpenZones leads to the workers of other zones, and listens who of them is
// alive until end is called, which is after the last question: workers answer
// while the bot drains. Without Redis there is nobody: nil.
func OpenZones(ctx context.Context, getenv func(string) string, log *slog.Logger) (posts *queue.Asker, end func(), err error) {
	address, err := settings.RedisURL(getenv)
	if err != nil || address == "" {
		return nil, func() {}, err
	}
	if posts, err = queue.NewAsker(address, log); err != nil {
		return nil, nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return posts, listen(ctx, posts), nil
}

func listen(ctx context.Context, posts *queue.Asker) (end func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { posts.Listen(ctx) })
	return func() {
		cancel()
		wg.Wait()
		posts.Close() // nothing is under way
	}
}

// zones lets questions be answered from wherever they name: from here by c,
// from other zones through Redis. posts is nil without Redis.
func zones(c zone.Checker, own string, posts *queue.Asker, log *slog.Logger) *zone.Asker {
	a := &zone.Asker{Here: c, Own: own, Labels: telemetry.Labels, Log: log}
	if posts != nil {
		a.Posts = posts
	}
	return a
}
