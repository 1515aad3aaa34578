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
// Files: redis.go connects and checks, guard.go bounds every wait, records.go, log.go and the scripts
// (*.lua) are the methods of store.Backend.
package redis

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"certdesk/store"
)

const (
	prefix = "certdesk:"
	// attempt bounds one command, so that an answer in the chat does not wait for
	// a store that hangs.
	attempt     = 2 * time.Second
	dialTimeout = 2 * time.Second
)

// Store is a connection to Redis. It is safe for concurrent use.
type Store struct {
	client   redis.UniversalClient
	guard    *guard
	warnings []string
}

var _ store.Backend = (*Store)(nil)

// Open connects to the server of a URL:
//
//	redis://user:password@host:6379/0           one server (rediss: with TLS)
//	redis+sentinel://:password@host:26379,host2:26379/MASTER?db=0
//	redis+cluster://user:password@host:6379,host2:6379
//
// The server need not be there yet: what it cannot be asked fails, until it is.
// Warnings are known only if it is. The caller closes the store.
func Open(ctx context.Context, address string) (*Store, error) {
	client, err := Connect(address, 0)
	if err != nil {
		return nil, err
	}
	s := &Store{client: client}
	s.guard = &guard{ask: func(ctx context.Context) error { return s.client.Ping(ctx).Err() }}
	s.client.AddHook(s.guard)
	s.warnings = s.examine(ctx)
	return s, nil
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
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = dialTimeout, attempt, attempt
	options.MaxRetries, options.DialerRetries = 1, 1
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled} // not known to Valkey
	options.IsClusterMode = cluster
	hush()
	return redis.NewUniversalClient(options), nil
}

// hush keeps the library from writing each failed connection to stderr, many a
// second while a server is away: every error is returned to us, and is said
// once by whoever can say what follows from it.
var hush = sync.OnceFunc(func() { redis.SetLogger(silent{}) })

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// parseURL reads the three forms.
func parseURL(address string) (options *redis.UniversalOptions, cluster bool, err error) {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		return nil, false, errors.New("the address of Redis is not a URL; write it like redis://127.0.0.1:6379/0")
	}
	form := ""
	if base, kind, ok := strings.Cut(scheme, "+"); ok {
		scheme, form = base, kind
	}
	if scheme != "redis" && scheme != "rediss" && scheme != "unix" || form != "" && form != "sentinel" && form != "cluster" {
		return nil, false, errors.New("the address of Redis begins with redis://, rediss://, redis+sentinel:// or redis+cluster://")
	}
	// Several hosts are no host of a URL: the first stands for all while parsing.
	credentials, hosts := "", rest
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		credentials, hosts = rest[:at+1], rest[at+1:]
	}
	tail := ""
	if i := strings.IndexAny(hosts, "/?"); i >= 0 {
		hosts, tail = hosts[:i], hosts[i:]
	}
	addrs := strings.Split(hosts, ",")
	master := ""
	if form == "sentinel" {
		path, query, _ := strings.Cut(strings.TrimPrefix(tail, "/"), "?")
		master, tail = path, ""
		if query != "" {
			tail = "?" + query
		}
		if master == "" {
			return nil, false, errors.New("the address of Sentinel lacks the name of the master; write it like redis+sentinel://host:26379/mymaster")
		}
	}
	if scheme == "unix" {
		addrs, tail = addrs[:1], rest[strings.LastIndex(rest, "@")+1:]
		credentials = rest[:strings.LastIndex(rest, "@")+1]
		addrs[0] = ""
	}
	one, err := redis.ParseURL(scheme + "://" + credentials + addrs[0] + tail)
	if err != nil {
		// Its words may hold the password.
		return nil, false, errors.New("the address of Redis cannot be read; write it like redis://:password@127.0.0.1:6379/0")
	}
	if scheme != "unix" && len(addrs) > 1 {
		for i, addr := range addrs {
			if !strings.Contains(addr, ":") {
				addrs[i] = addr + ":" + one.Addr[strings.LastIndex(one.Addr, ":")+1:]
			}
		}
	} else {
		addrs = []string{one.Addr}
	}
	options = &redis.UniversalOptions{
		Addrs: addrs, DB: one.DB, Username: one.Username, Password: one.Password,
		TLSConfig: one.TLSConfig, PoolSize: one.PoolSize, MasterName: master,
	}
	if form == "sentinel" {
		query, _ := url.ParseQuery(strings.TrimPrefix(tail, "?")) // ParseURL has read it already
		options.SentinelPassword = query.Get("sentinel_password")
	}
	if scheme == "unix" {
		options.DialerRetries = one.DialerRetries
		options.Dialer = one.Dialer
	}
	return options, form == "cluster", nil
}

// examine asks the server for settings that endanger what is kept.
func (s *Store) examine(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	var out []string
	ask := func(setting string) string {
		values, err := s.client.ConfigGet(ctx, setting).Result()
		if err != nil {
			return "" // away, or not allowed to us: nothing is known
		}
		return values[setting]
	}
	if policy := ask("maxmemory-policy"); policy != "" && policy != "noeviction" {
		out = append(out, fmt.Sprintf("Redis has maxmemory-policy %s and may throw away watches when memory runs short; set it to noeviction.", policy))
	}
	if ask("appendonly") == "no" {
		out = append(out, "Redis has appendonly off and may forget what happened since its last snapshot when it stops; set appendonly to yes.")
	}
	return out
}

// Warnings are settings of the server that endanger what is kept.
func (s *Store) Warnings() []string { return s.warnings }

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
