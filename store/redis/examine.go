package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// setting is one of the server's that endangers what is kept.
type setting struct {
	// name is what CONFIG GET calls it. Where that is not allowed, as on servers that
	// others run, INFO tells the same: in a section, as a field of another name.
	name, section, field string
	// warning is what a value means, "" for one under which all endures.
	warning func(value string) string
}

// policy is the setting by which the server may evict.
const policy = "maxmemory-policy"

var settings = []setting{
	{policy, "memory", "maxmemory_policy", func(v string) string {
		switch {
		case v == "noeviction":
			return ""
		case strings.HasPrefix(v, "volatile-"): // what has an end: watches have none
			return fmt.Sprintf("Redis has maxmemory-policy %s and may throw away incidents, and what it knows of alerts that were posted, when memory runs short; set it to noeviction.", v)
		}
		return fmt.Sprintf("Redis has maxmemory-policy %s and may throw away watches when memory runs short; set it to noeviction.", v)
	}},
	{"appendonly", "persistence", "aof_enabled", func(v string) string {
		if v == "no" || v == "0" {
			return "Redis has appendonly off (no) and may forget what happened since its last snapshot when it stops; set appendonly to yes."
		}
		return ""
	}},
}

// errHidden: the server does not let its settings be seen.
var errHidden = errors.New("neither CONFIG GET nor INFO may be asked")

// Examine finds out again how far away the server is, and asks it for settings
// that endanger what is kept: they may be changed while it runs. Of a cluster every
// master is asked. Where it does not answer, what was known stays; where it does not
// let us ask, that is a warning, too.
func (s *Store) Examine(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, pastGuard{}, true), commandTimeout)
	defer cancel()
	if err := s.guard.measure(ctx); err != nil {
		return
	}
	var out []string
	evicts := false
	for _, asked := range settings {
		values, err := s.values(ctx, asked)
		switch {
		case errors.Is(err, errHidden):
			out = append(out, fmt.Sprintf("The %s of Redis was not looked at, since the user of certdesk may ask neither CONFIG GET nor INFO; "+
				"see to it that it is as the operations manual says, or allow +info.", asked.name))
		case err != nil:
			return
		}
		for _, value := range values {
			if warning := asked.warning(value); warning != "" {
				out = append(out, warning)
				evicts = evicts || asked.name == policy
				break
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.warnings, s.evicts = out, evicts
}

// values are those that a setting has, on each server that keeps something.
func (s *Store) values(ctx context.Context, asked setting) (out []string, err error) {
	cluster, is := s.client.(*redis.ClusterClient)
	if !is {
		value, err := valueOf(ctx, s.client, asked)
		if err != nil {
			return nil, err
		}
		return []string{value}, nil
	}
	var mu sync.Mutex // masters are asked side by side
	err = cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error {
		value, err := valueOf(ctx, master, asked)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		out = append(out, value)
		return nil
	})
	return out, err
}

// valueOf asks one server. The error is errHidden where that is not allowed.
func valueOf(ctx context.Context, server redis.Cmdable, asked setting) (string, error) {
	values, err := server.ConfigGet(ctx, asked.name).Result()
	if value, told := values[asked.name]; told {
		return value, nil
	}
	if err != nil && !isAnswer(err) {
		return "", fmt.Errorf("asking for %s: %w", asked.name, err)
	}
	told, err := server.Info(ctx, asked.section).Result()
	if err != nil && !isAnswer(err) {
		return "", fmt.Errorf("asking for %s: %w", asked.field, err)
	}
	for line := range strings.Lines(told) {
		if value, is := strings.CutPrefix(line, asked.field+":"); is {
			return strings.TrimSpace(value), nil
		}
	}
	return "", errHidden
}

// isAnswer tells a refusal of the server from one that did not answer.
func isAnswer(err error) bool {
	var refusal redis.Error
	return errors.As(err, &refusal)
}

// Warnings are settings of the server that endanger what is kept, as they were
// examined last.
func (s *Store) Warnings() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.warnings
}

// Evicts tells whether the server was last seen to have a policy by which it throws
// away what is kept when memory runs short.
func (s *Store) Evicts() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.evicts
}
