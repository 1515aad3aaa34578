// Package redis keeps the bot's records in Redis (or Valkey): the store for
// several processes, on one machine or many.
//
// Each method is one Lua script or one command, so that it is atomic whatever
// dies (https://redis.io/docs/latest/develop/programmability/eval-intro/). All
// keys of a kind carry one hash tag, so that a script finds them on one node of
// a cluster. A URL decides between a single server, Sentinel and Cluster.
//
// Keys, with the prefix "certdesk:":
//
//	{kind}:r:KEY   hash: v value, n version, g group, d due, e expires
//	{kind}:keys    sorted set of all keys, in the order of bytes
//	{kind}:g:GROUP the same for a group
//	{kind}:due     sorted set of keys by due time
//	{kind}:n       the last version given
//	limit:{KEY}    a rate limit
//	log:{LOG}      stream, a log
//
// Files: open.go opens the store, address.go reads where the server is, redis.go connects,
// guard.go bounds every wait, examine.go looks at the server's settings, records.go,
// log.go and the scripts (*.lua) are the methods of store.Backend.
package redis

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	prefix = "certdesk:"
	// commandTimeout bounds one command and dialTimeout a new connection; what people
	// wait for has guard's bound, which is closer.
	commandTimeout = 5 * time.Second
	dialTimeout    = 5 * time.Second
)

// Store is a connection to Redis. It is safe for concurrent use.
type Store struct {
	client redis.UniversalClient
	guard  *guard

	mu       sync.Mutex
	warnings []string
	evicts   bool
}

// Connect makes a client for an address as Open has it, with at most size
// connections to one server; 0 is the library's choice. Nothing is sent yet. The
// caller closes the client.
func Connect(address string, size int) (redis.UniversalClient, error) {
	options, cluster, err := parseURL(address)
	if err != nil {
		return nil, err
	}
	if size > 0 {
		options.PoolSize = size
	}
	options.ContextTimeoutEnabled = true
	options.ClientName, options.DisableIdentity = "certdesk", true
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = dialTimeout, commandTimeout, commandTimeout
	options.MaxRetries, options.DialerRetries = 1, 1
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled} // not known to Valkey
	options.IsClusterMode = cluster
	return redis.NewUniversalClient(options), nil
}

// DiscardLog keeps the library from writing each failed connection to stderr, many
// a second while a server is away: every error is returned to us, and is said once
// by whoever can say what follows from it. The library has one logger for the whole
// process, so that main calls this, once, before any client is made.
func DiscardLog() { redis.SetLogger(silent{}) }

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// causes are what the server says against a write, by the word that its answer
// begins with (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors).
var causes = []struct{ word, meaning string }{
	{"OOM", "Redis has no memory left (maxmemory)"},
	{"READONLY", "this Redis is a replica and takes no writes; REDIS_URL should lead to the master, by Sentinel if it moves"},
	{"CLUSTERDOWN", "a part of the Redis cluster is down"},
	{"MISCONF", "Redis cannot write its data to disk"},
	{"NOREPLICAS", "Redis has too few replicas to take writes"},
	{"LOADING", "Redis is reading its data from disk"},
	{"MASTERDOWN", "the master of this Redis is down"},
	{"NOAUTH", "Redis wants a password"},
	{"WRONGPASS", "Redis refuses the user or the password"},
	{"NOPERM", "the user of certdesk is not allowed what it needs; see deploy/redis.acl"},
}

// Explain says what an answer of the server means.
func (s *Store) Explain(err error) string {
	for _, c := range causes {
		if redis.HasErrorPrefix(err, c.word) {
			return c.meaning
		}
	}
	return ""
}

// Ping tells whether the server can be reached.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("reaching Redis: %w", err)
	}
	return nil
}

// Close ends the connections.
func (s *Store) Close() error {
	s.guard.close()
	err := s.client.Close()
	s.guard.wait()
	return err
}
