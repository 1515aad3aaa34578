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

// OpenStore opens Redis where REDIS_URL names one, else the embedded store.
func OpenStore(ctx context.Context, getenv func(string) string) (*store.Store, error) {
	address, err := redisURL(getenv)
	if err != nil {
		return nil, err
	}
	if address != "" {
		backend, err := redis.Open(ctx, address)
		if err != nil {
			return nil, fmt.Errorf("REDIS_URL: %w", err)
		}
		return store.New(backend, time.Now), nil
	}
	folder, err := dataFolder(getenv)
	if err != nil {
		return nil, err
	}
	backend, err := sqlite.Open(ctx, folder, time.Now)
	if err != nil {
		return nil, fmt.Errorf("CERTDESK_DATA: %w", err)
	}
	return store.New(backend, time.Now), nil
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
	for name, parameter := range map[string]string{"REDIS_CA_FILE": "ca_file", "REDIS_CERT_FILE": "cert_file", "REDIS_KEY_FILE": "key_file"} {
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
	if folder := getenv("CERTDESK_DATA"); folder != "" {
		return folder, nil
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
