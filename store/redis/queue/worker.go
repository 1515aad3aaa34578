package queue

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/checks/wiring"
)

// WorkerConfig is what a worker needs; all of it.
type WorkerConfig struct {
	// Address is that of Redis, as REDIS_URL has it.
	Address string
	Zone    string
	// Name tells workers of a zone apart; no two may share one.
	Name string
	// AtOnce is how many jobs run at the same time, 1 or more.
	AtOnce int
	// Drain is how long jobs under way may take after the end was asked for.
	Drain time.Duration
	// Answer turns a question into an answer, before ctx ends.
	Answer func(ctx context.Context, question []byte) []byte
	Log    *slog.Logger
}

// Worker takes the jobs of one zone.
type Worker struct {
	zone   string
	name   string
	atOnce int
	drain  time.Duration
	answer func(ctx context.Context, question []byte) []byte
	log    *slog.Logger

	client goredis.UniversalClient
	waits  goredis.UniversalClient // for XREADGROUP alone
	stream string
	outage outage
	// ahead is how far Redis's clock is ahead of ours, in nanoseconds.
	ahead atomic.Int64
	// arrived: it has joined its zone; leaving: it takes nothing new.
	arrived, leaving atomic.Bool

	mu        sync.Mutex
	held      map[string]bool // the jobs under way
	reclaimed time.Time       // when it was last looked for jobs of others
}

// NewWorker makes a worker; it begins with Run. The error names what is missing, or
// is about the address.
func NewWorker(c WorkerConfig) (*Worker, error) {
	if err := wiring.Complete("a worker", wiring.Parts{"Zone": c.Zone != "", "Name": c.Name != "", "AtOnce": c.AtOnce >= 1, "Answer": c.Answer != nil, "Log": c.Log != nil}); err != nil {
		return nil, err
	}
	client, waits, err := connect(c.Address, 2)
	if err != nil {
		return nil, err
	}
	return &Worker{
		zone: c.Zone, name: c.Name, atOnce: c.AtOnce, drain: c.Drain, answer: c.Answer, log: c.Log,
		client: client, waits: waits, stream: jobsKey(c.Zone),
		outage: outage{log: c.Log}, held: make(map[string]bool),
	}, nil
}

// Close ends the connections, after Run.
func (w *Worker) Close() error { return errors.Join(w.client.Close(), w.waits.Close()) }

// job is a question with its time.
type job struct {
	id         string
	question   string
	until      time.Time // by our clock
	deliveries int64
}
