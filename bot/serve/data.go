package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

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
			setting: "REDIS_URL", address: redisURL,
			open: func(ctx context.Context, address string) (store.Backend, error) {
				return backend(redis.Open(ctx, address))
			},
			backup: "Redis is backed up by its append-only file or RDB",
		},
		{
			setting: "CERTDESK_DATA", address: dataFolder,
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

// redisURL is REDIS_URL, "" where there is none.
func redisURL(getenv func(string) string) (string, error) {
	e := &environment{getenv: getenv, readFile: os.ReadFile}
	address := e.redisURL()
	return address, errors.Join(e.errs...)
}

// redisURL is REDIS_URL with the files for TLS that stand beside it. The files
// themselves are read when Redis is connected to.
func (e *environment) redisURL() string {
	address := e.text("REDIS_URL", "")
	files := url.Values{}
	for name, parameter := range filesOfRedis {
		if path := strings.TrimSpace(e.getenv(name)); path != "" {
			files.Set(parameter, path)
		}
	}
	if address == "" || len(files) == 0 {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + files.Encode()
	}
	return address + "?" + files.Encode()
}

// OpenZones leads to the workers of other zones, and listens who of them is
// alive until end is called, which is after the last question: workers answer
// while the bot drains. Without Redis there is nobody: nil.
func OpenZones(ctx context.Context, getenv func(string) string, log *slog.Logger) (posts *queue.Asker, end func(), err error) {
	address, err := redisURL(getenv)
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

// dataFolder is where the embedded store lives: CERTDESK_DATA, else the place
// of the operating system for a program's state (XDG Base Directory 0.8).
func dataFolder(getenv func(string) string) (string, error) {
	e := &environment{getenv: getenv, readFile: os.ReadFile}
	if folder := e.text("CERTDESK_DATA", ""); folder != "" || len(e.errs) > 0 {
		return folder, errors.Join(e.errs...)
	}
	if folder := getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "certdesk"), nil
	}
	if runtime.GOOS == "linux" {
		if home := getenv("HOME"); home != "" {
			return filepath.Join(home, ".local", "state", "certdesk"), nil
		}
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for certdesk's state; set CERTDESK_DATA: %w", err)
	}
	return filepath.Join(folder, "certdesk"), nil
}
