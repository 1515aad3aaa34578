package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/sqlite"
)

// openStore opens Redis where REDIS_URL names one, else the embedded store.
func openStore(ctx context.Context, getenv func(string) string) (*store.Store, error) {
	if address := getenv("REDIS_URL"); address != "" {
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
