package queue

import (
	"context"
	"errors"
	"testing"

	goredis "github.com/redis/go-redis/v9"
)

// said is an error as Redis says it.
type said string

func (s said) Error() string { return string(s) }
func (said) RedisError()     {}

var _ goredis.Error = said("")

func TestObstacle(t *testing.T) {
	for text, want := range map[string]Obstacle{
		"OOM command not allowed when used memory > 'maxmemory'.":                      Unwritable,
		"EXECABORT Transaction discarded because of: OOM command not allowed":          Unwritable,
		"READONLY You can't write against a read only replica.":                        Unwritable,
		"MISCONF Redis is configured to save RDB snapshots, but it's currently unable": Unwritable,
		"CLUSTERDOWN The cluster is down":                                              Unwritable,
		"NOPERM User lab has no permissions to run the 'rpush' command":                Refused,
		"WRONGPASS invalid username-password pair or user is disabled.":                Refused,
		"NOGROUP No such key 'certdesk:{zone:lab}:jobs' or consumer group 'workers'":   Lost,
		"LOADING Redis is loading the dataset in memory":                               Away,
	} {
		for name, err := range map[string]error{"alone": said(text), "among others": errors.Join(nil, said(text), said(text))} {
			if got := obstacle(err); got != want {
				t.Errorf("%q %s is %q, want %q", text, name, got, want)
			}
		}
	}
	for _, err := range []error{context.DeadlineExceeded, errors.New("dial tcp 127.0.0.1:1: connection refused")} {
		if got := obstacle(err); got != Away {
			t.Errorf("%v is %q", err, got)
		}
	}
}
