package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"certdesk/bot/serve/settings"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/queue"
	"certdesk/store/sqlite"
)

// database is a store that may be had: a package in store/ and a row of databases.
type database struct {
	// setting says where it is.
	setting string
	// address is what that says, or what is meant without it; "" for another store.
	address func(getenv func(string) string) (string, error)
	open    func(ctx context.Context, address string) (store.Backend, error)
	// read opens it beside a process that may have it in use; nil where open does.
	read func(address string) (store.Backend, error)
	// backup tells how it is backed up; "" where certdesk does that itself.
	backup string
}

// databases are all there are. The first that has an address is used.
func databases() []database {
	return []database{
		{
			setting: "REDIS_URL", address: settings.RedisURL,
			open: func(ctx context.Context, address string) (store.Backend, error) {
				return backend(redis.Open(ctx, address))
			},
			backup: "Redis is backed up by its append-only file or RDB",
		},
		{
			setting: "CERTDESK_DATA", address: settings.DataFolder,
			open: func(ctx context.Context, folder string) (store.Backend, error) {
				return backend(sqlite.Open(ctx, folder, time.Now))
			},
			read: func(folder string) (store.Backend, error) { return backend(sqlite.OpenToRead(folder, time.Now)) },
		},
	}
}

// backend is nothing where there is an error, and not a typed nil.
func backend[B store.Backend](b B, err error) (store.Backend, error) {
	if err != nil {
		return nil, err
	}
	return b, nil
}

// chosen is the database that the environment names.
func chosen(getenv func(string) string) (d database, address string, err error) {
	for _, d = range databases() {
		if address, err = d.address(getenv); err != nil || address != "" {
			return d, address, err
		}
	}
	return d, "", errors.New("no store is set")
}

// OpenStore opens the store that the environment names: Redis by REDIS_URL, else
// the embedded one. An error of a store begins with its setting.
func OpenStore(ctx context.Context, getenv func(string) string) (*store.Store, error) {
	d, address, err := chosen(getenv)
	if err != nil {
		return nil, err
	}
	b, err := d.open(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.setting, err)
	}
	return store.New(b, time.Now), nil
}

// openToRead opens the store of the environment, beside a serve that may have it
// in use.
func openToRead(ctx context.Context, getenv func(string) string) (*store.Store, error) {
	d, address, err := chosen(getenv)
	if err != nil {
		return nil, err
	}
	if d.read == nil {
		return OpenStore(ctx, getenv)
	}
	b, err := d.read(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.setting, err)
	}
	return store.New(b, time.Now), nil
}

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
