package redis

import (
	"context"

	"certdesk/store"
)

var _ store.Backend = (*Store)(nil)

// Open connects to the server of a URL:
//
//	redis://user:password@host:6379/0           one server (rediss: with TLS)
//	redis+sentinel://:password@host:26379,host2:26379/MASTER?db=0
//	redis+cluster://user:password@host:6379,host2:6379
//
// with, after a question mark, ca_file, cert_file and key_file (PEM) for TLS by
// a private authority, and sentinel_username and sentinel_password.
//
// The server need not be there yet: what it cannot be asked fails, until it is.
// Warnings are known only if it is. The caller closes the store.
func Open(ctx context.Context, address string) (*Store, error) {
	client, err := Connect(address, 0)
	if err != nil {
		return nil, err
	}
	s := &Store{client: client}
	s.guard = &guard{patience: minPatience, ask: func(ctx context.Context) error { return s.client.Ping(ctx).Err() }}
	s.client.AddHook(s.guard)
	s.Examine(ctx)
	return s, nil
}
