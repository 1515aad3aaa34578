// Package openstore opens the store that the environment names: Redis, or the embedded
// one in a folder.
package openstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"certdesk/bot/serve/settings"
	"certdesk/store"
	"certdesk/store/redis"
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

// Settings are those by which a store is chosen.
func Settings() []string {
	var out []string
	for _, d := range databases() {
		out = append(out, d.setting)
	}
	return out
}

// Open opens the store that the environment names: Redis by REDIS_URL, else the
// embedded one, which one process may have in use. An error of a store begins with its
// setting. The caller closes it.
func Open(ctx context.Context, getenv func(string) string) (*store.Store, error) {
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

// ToRead opens the store of the environment beside a serve that may have it in use, to
// read alone.
func ToRead(ctx context.Context, getenv func(string) string) (*store.Store, error) {
	d, address, err := chosen(getenv)
	if err != nil {
		return nil, err
	}
	if d.read == nil {
		return Open(ctx, getenv)
	}
	b, err := d.read(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.setting, err)
	}
	return store.New(b, time.Now), nil
}

// EmbeddedFolder is the folder of the embedded store. Where the environment names another
// one, the error says how that is backed up.
func EmbeddedFolder(getenv func(string) string) (string, error) {
	d, address, err := chosen(getenv)
	if err == nil && d.backup != "" {
		return "", fmt.Errorf("%s is set: %s; \"certdesk store export\" writes what lasts from either store", d.setting, d.backup)
	}
	return address, err
}
