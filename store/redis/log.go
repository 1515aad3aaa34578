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
	//go:embed take.lua
	takeSource string
	takeScript = redis.NewScript(takeSource)
)

// Take counts against a limit.
func (s *Store) Take(ctx context.Context, key string, l store.Limit, now time.Time) (time.Duration, error) {
	every := max(l.Every, time.Microsecond).Microseconds()
	wait, err := takeScript.Run(ctx, s.client, []string{prefix + "limit:{" + key + "}"}, now.UnixMicro(), every, max(l.Burst, 1)).Int64()
	if err != nil {
		return 0, fmt.Errorf("counting %s: %w", key, err)
	}
	return time.Duration(wait) * time.Microsecond, nil
}

// Append adds to a log: a stream, cut to max entries.
func (s *Store) Append(ctx context.Context, log string, max int, entries ...store.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for _, e := range entries {
			p.XAdd(ctx, &redis.XAddArgs{
				Stream: prefix + "log:{" + log + "}",
				MaxLen: int64(max),
				Values: []any{"at", e.At.UnixMilli(), "v", e.Value},
			})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("writing the log %s: %w", log, err)
	}
	return nil
}

// Tail returns the newest entries of a log.
func (s *Store) Tail(ctx context.Context, log string, limit int) ([]store.Entry, error) {
	messages, err := s.client.XRevRangeN(ctx, prefix+"log:{"+log+"}", "+", "-", int64(limit)).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("reading the log %s: %w", log, err)
	}
	out := make([]store.Entry, 0, len(messages))
	for _, m := range messages {
		at, _ := m.Values["at"].(string)
		value, _ := m.Values["v"].(string)
		ms, _ := strconv.ParseInt(at, 10, 64)
		out = append(out, store.Entry{ID: m.ID, At: store.Time(ms), Value: []byte(value)})
	}
	return out, nil
}
