package redis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"certdesk/store"
)

var (
	//go:embed put.lua
	putSource string
	//go:embed delete.lua
	deleteSource string
	//go:embed list.lua
	listSource string
	//go:embed claim.lua
	claimSource string

	putScript    = redis.NewScript(putSource)
	deleteScript = redis.NewScript(deleteSource)
	listScript   = redis.NewScript(listSource)
	claimScript  = redis.NewScript(claimSource)
)

// base is what the keys of a kind begin with.
func base(kind string) string { return prefix + "{" + kind + "}:" }

// Get returns a record, or store.ErrNotFound.
func (s *Store) Get(ctx context.Context, kind, key string) (store.Record, error) {
	fields, err := s.client.HMGet(ctx, base(kind)+"r:"+key, "v", "n", "g", "d", "e").Result()
	if err != nil {
		return store.Record{}, fmt.Errorf("reading %s %s: %w", kind, key, err)
	}
	if fields[1] == nil {
		return store.Record{}, store.ErrNotFound
	}
	return record(kind, key, fields), nil
}

// Put writes a record. Redis itself forgets it when it expires; the lists are
// tidied by whoever comes across the gap.
func (s *Store) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	version, err := putScript.Run(ctx, s.client, []string{base(r.Kind) + "n"},
		base(r.Kind), r.Key, r.Group, r.Value, store.Milliseconds(r.Due), store.Milliseconds(r.Expires), int(p), r.Version).Int64()
	if err != nil {
		return 0, fmt.Errorf("writing %s %s: %w", r.Kind, r.Key, err)
	}
	if version == 0 {
		return 0, store.ErrConflict
	}
	return version, nil
}

// Delete forgets a record.
func (s *Store) Delete(ctx context.Context, kind, key string) (bool, error) {
	n, err := deleteScript.Run(ctx, s.client, []string{base(kind) + "n"}, base(kind), key).Int64()
	if err != nil {
		return false, fmt.Errorf("deleting %s %s: %w", kind, key, err)
	}
	return n == 1, nil
}

// List returns records of a group in the order of their keys.
func (s *Store) List(ctx context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	return s.list(ctx, kind, "g:"+group, after, limit)
}

// All returns records of a kind in the order of their keys.
func (s *Store) All(ctx context.Context, kind, after string, limit int) ([]store.Record, error) {
	return s.list(ctx, kind, "keys", after, limit)
}

func (s *Store) list(ctx context.Context, kind, index, after string, limit int) ([]store.Record, error) {
	from := "-"
	if after != "" {
		from = "(" + after
	}
	return s.many(ctx, kind, listScript, from, index, limit)
}

// Claim returns records that are due and puts them off.
func (s *Store) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	return s.many(ctx, kind, claimScript, store.Milliseconds(now), store.Milliseconds(now.Add(lease)), limit)
}

// many runs a script that returns a key and five fields for each record.
func (s *Store) many(ctx context.Context, kind string, script *redis.Script, args ...any) ([]store.Record, error) {
	rows, err := script.Run(ctx, s.client, []string{base(kind) + "n"}, append([]any{base(kind)}, args...)...).Slice()
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", kind, err)
	}
	out := make([]store.Record, 0, len(rows))
	for _, row := range rows {
		fields, ok := row.([]any)
		if !ok || len(fields) != 6 {
			return nil, errors.New("listing " + kind + ": Redis answered something else")
		}
		key, _ := fields[0].(string)
		out = append(out, record(kind, key, fields[1:]))
	}
	return out, nil
}

// record reads the fields v, n, g, d, e.
func record(kind, key string, fields []any) store.Record {
	text := func(i int) string {
		s, _ := fields[i].(string)
		return s
	}
	number := func(i int) int64 {
		n, _ := strconv.ParseInt(text(i), 10, 64)
		return n
	}
	return store.Record{
		Kind: kind, Key: key, Group: text(2), Value: []byte(text(0)),
		Version: number(1), Due: store.Time(number(3)), Expires: store.Time(number(4)),
	}
}
