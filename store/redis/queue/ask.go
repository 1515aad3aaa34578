package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"slices"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/bot/zone"
)

// Asker posts jobs and waits for their answers. It is safe for concurrent use.
type Asker struct {
	client goredis.UniversalClient
	waits  goredis.UniversalClient // for BLPOP and the heartbeats
	roster *roster
	outage outage
}

var _ zone.Posts = (*Asker)(nil)

// NewAsker makes an asker for an address as REDIS_URL has it; Listen makes it
// hear who is alive. The caller closes it.
func NewAsker(address string, log *slog.Logger) (*Asker, error) {
	client, waits, err := connect(address, waiters)
	if err != nil {
		return nil, err
	}
	return &Asker{client: client, waits: waits, roster: newRoster(), outage: outage{log: log}}, nil
}

// Close ends the connections, after Listen.
func (a *Asker) Close() error { return errors.Join(a.client.Close(), a.waits.Close()) }

// askTime is how long is waited for an answer where ctx has no deadline.
const askTime = 30 * time.Second

// Ask posts a question and waits for the answer until ctx ends, or until the
// zone's last worker has died. Its deadline is the job's. Redis may go and come back
// meanwhile.
func (a *Asker) Ask(ctx context.Context, name string, question []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	id, err := a.post(ctx, name, question)
	if err != nil {
		return nil, fmt.Errorf("posting a question to %s: %w: %w", name, zone.ErrAway, err)
	}
	answer, err := a.await(ctx, name, id)
	if err != nil {
		a.withdraw(ctx, name, id)
		return nil, fmt.Errorf("waiting for %s: %w", name, err)
	}
	return answer, nil
}

// post posts a question and returns the job's id. Redis may be away at first: a
// restart takes a moment, for which nobody should have to ask again. A question
// whose acknowledgement was lost with the connection is posted twice, which does no
// harm.
func (a *Asker) post(ctx context.Context, name string, question []byte) (id string, err error) {
	deadline, _ := ctx.Deadline()
	var p pause
	for {
		id, err = a.client.XAdd(ctx, &goredis.XAddArgs{
			Stream: jobsKey(name), MaxLen: backlog, Approx: true,
			Values: []any{"q", question, "ms", time.Until(deadline).Milliseconds()},
		}).Result()
		if err == nil || refused(err) {
			return id, err
		}
		if p.wait(ctx); ctx.Err() != nil {
			return "", err
		}
	}
}

// await waits for the answer of a job. Redis may go and come back meanwhile.
func (a *Asker) await(ctx context.Context, name, id string) ([]byte, error) {
	key := answerKey(name, id)
	var p pause
	for {
		said, err := a.waits.BLPop(ctx, block, key).Result()
		switch {
		case err == nil:
			p.reset()
			if len(said) != 2 || said[1] == "" {
				return nil, fmt.Errorf("%s was answered with something else", key)
			}
			if answer, ok := cutPlus(said[1]); ok {
				return answer, nil
			}
			return nil, zone.ErrDropped
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, goredis.Nil):
			p.reset()
			if a.roster.deserted(name, time.Now()) {
				return nil, zone.ErrNobody
			}
		default:
			// The end of ctx in the middle of a wait is a timeout of the connection.
			var late net.Error
			if p.wait(ctx); ctx.Err() != nil && errors.As(err, &late) && late.Timeout() {
				return nil, ctx.Err()
			} else if ctx.Err() != nil {
				return nil, fmt.Errorf("%w: %w", zone.ErrAway, err)
			}
		}
	}
}

func cutPlus(said string) ([]byte, bool) {
	if said[0] != '+' {
		return nil, false
	}
	return []byte(said[1:]), true
}

// withdraw takes back a job that nobody waits for any more. If it is under way
// that does no harm.
func (a *Asker) withdraw(ctx context.Context, name, id string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	a.client.XDel(ctx, jobsKey(name), id) // else its deadline ends it
}

// Living are the zones with a living worker, in order.
func (a *Asker) Living(ctx context.Context) ([]string, error) {
	if err := a.roster.settled(ctx); err != nil {
		return nil, err
	}
	// Silence is that of the workers or that of Redis.
	if a.roster.quiet(time.Now()) > settle {
		ping, cancel := context.WithTimeout(ctx, settle)
		defer cancel()
		if err := a.client.Ping(ping).Err(); err != nil {
			return nil, fmt.Errorf("%w: %w", zone.ErrAway, err)
		}
	}
	return slices.Sorted(maps.Keys(a.roster.living(time.Now()))), nil
}

// Workers counts the living workers by zone, as far as they were heard.
func (a *Asker) Workers() map[string]int { return a.roster.living(time.Now()) }

// Listen hears the workers' heartbeats until ctx ends. Without it no zone is
// alive.
func (a *Asker) Listen(ctx context.Context) {
	var p pause
	for ctx.Err() == nil {
		err := a.listen(ctx, &p)
		a.roster.listening(time.Time{})
		if ctx.Err() == nil {
			a.outage.gone(ofListening, err)
			p.wait(ctx)
		}
	}
}

// listen hears until the connection breaks.
func (a *Asker) listen(ctx context.Context, p *pause) error {
	sub := a.waits.PSubscribe(ctx, allAlive)
	defer sub.Close()
	a.roster.hear(time.Now())
	for {
		// go-redis does not see the end of ctx while it waits.
		m, err := sub.ReceiveTimeout(ctx, block)
		var nothing net.Error
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &nothing) && nothing.Timeout():
			quiet := a.roster.quiet(time.Now())
			if quiet > 2*silence {
				return fmt.Errorf("listening to the zones: %w", err)
			}
			if quiet > silence {
				sub.Ping(ctx) // the answer is heard, or its lack
			}
			continue
		case err != nil:
			return fmt.Errorf("listening to the zones: %w", err)
		}
		now := time.Now()
		a.roster.hear(now)
		switch m := m.(type) {
		case *goredis.Subscription:
			a.roster.listening(now)
			a.outage.there(ofListening)
			p.reset()
		case *goredis.Message:
			a.roster.note(m.Channel, m.Payload, now)
		}
	}
}
