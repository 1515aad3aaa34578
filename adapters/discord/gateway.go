package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
)

// Listen tells Discord the commands and listens until ctx ends: by the gateway,
// or with a public key by HTTP alone, where Discord calls. A connection that
// fails comes back, with growing waits; only what does not pass by itself, such
// as a token that Discord refuses, ends it.
// https://docs.discord.com/developers/events/gateway
func (a *Adapter) Listen(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.keepRegistering(ctx) })
	group.Go(func() error { a.tellGuilds(ctx); return nil })
	if a.key != nil {
		<-ctx.Done()
		return group.Wait()
	}
	group.Go(func() error {
		info, err := a.askGateway(ctx, 0)
		if err != nil || ctx.Err() != nil {
			return err
		}
		starts := &starts{now: a.Now}
		a.health.Expect(info.Shards)
		for n := range info.Shards {
			group.Go(func() error {
				return a.supervise(ctx, &session{Adapter: a, address: info.URL, shard: n, shards: info.Shards, starts: starts, restarts: restarts()})
			})
		}
		return nil
	})
	return group.Wait()
}

// maxShards: each serves 2,500 servers.
const maxShards = 64

// askGateway asks until Discord says where the gateway is, and until it takes so
// many new sessions today; 0 is one for each shard. Whoever begins more is given
// another token, so that nothing works any more. ctx ending is no error.
// https://docs.discord.com/developers/events/gateway#session-start-limit-object
func (a *Adapter) askGateway(ctx context.Context, starts int) (discordgo.GatewayBotResponse, error) {
	var info discordgo.GatewayBotResponse
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxWait, Waiting: func(err error, wait time.Duration) {
		if errors.Is(err, errNoSessions) {
			a.Log.Error("Discord takes no more sessions today; certdesk waits", "for", wait)
			return
		}
		a.Log.Warn("Discord does not say where its gateway is", "error", explain(err), "again_in", wait)
	}}, func(ctx context.Context) (err error) {
		info, err = a.gatewayOnce(ctx)
		if limit := info.SessionStartLimit; err == nil && limit.Total > 0 && limit.Remaining < cmp.Or(starts, info.Shards) {
			return errNoSessions
		}
		return err
	}, func(err error) retry.Next {
		switch {
		case errors.Is(err, errNoSessions):
			return retry.After(min(max(time.Duration(info.SessionStartLimit.ResetAfter)*time.Millisecond, firstWait), 24*time.Hour))
		case rest.StatusOf(err) == http.StatusUnauthorized:
			return retry.Stop()
		}
		return retry.Again()
	})
	if err != nil && ctx.Err() == nil {
		return info, fmt.Errorf("asking Discord for its gateway: %w", explain(err))
	}
	return info, nil
}

// errNoSessions: as many new sessions as Discord allows in a day were begun.
var errNoSessions = errors.New("no more sessions are taken today")

// gatewayOnce asks where the gateway is.
func (a *Adapter) gatewayOnce(ctx context.Context) (discordgo.GatewayBotResponse, error) {
	var info discordgo.GatewayBotResponse
	err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGatewayBot, Again: rest.Always}, &info)
	if rest.StatusOf(err) == http.StatusNotFound {
		err = a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGateway, Again: rest.Always}, &info)
	}
	if err == nil {
		_, err = gatewayURL(info.URL)
	}
	info.Shards = min(max(info.Shards, 1), maxShards)
	return info, err
}

// gatewayURL is an address with what certdesk speaks.
func gatewayURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "wss" && u.Scheme != "ws" {
		return "", fmt.Errorf("the gateway's address %q is none", plaintext.Short(address, 200))
	}
	if u.Path == "" {
		u.Path = "/"
	}
	query := u.Query()
	query.Set("v", "10")
	query.Set("encoding", "json")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// Waits between the attempts of a connection.
const (
	firstWait = time.Second
	maxWait   = time.Minute
	// A new session is begun after five seconds at most, as Discord asks, and
	// ever later while none of them lasts: a thousand a day are allowed.
	firstStartWait = 4 * time.Second
	maxStartWait   = 10 * time.Minute
)

// restarts are the waits before new sessions.
func restarts() retry.Backoff { return retry.Backoff{First: firstStartWait, Max: maxStartWait} }

// supervise keeps one session up. The error is what does not pass by itself.
func (a *Adapter) supervise(ctx context.Context, s *session) error {
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxWait, Waiting: func(err error, wait time.Duration) {
		a.Log.Warn("a connection to Discord ended", "error", err, "again_in", wait)
	}}, func(ctx context.Context) error {
		if s.astray { // the gateway may have moved, or take no more sessions
			// https://docs.discord.com/developers/events/gateway#connecting
			info, err := a.askGateway(ctx, 1)
			switch {
			case err != nil:
				return &finalError{err}
			case ctx.Err() != nil:
				return ctx.Err()
			}
			s.address, s.missed = info.URL, false
		}
		err := s.connect(ctx)
		s.astray = s.missed || s.id == ""
		why := err
		if errors.Is(err, errReconnect) {
			why = nil // that is no fault
		}
		a.health.Down(s.shard, why)
		if sentence := fatal(err); sentence != "" {
			return &finalError{errors.New(sentence)}
		}
		return err
	}, func(err error) retry.Next {
		var final *finalError
		switch {
		case errors.As(err, &final):
			return retry.Stop()
		case s.ready && errors.Is(err, errReconnect):
			a.Log.Debug("Discord moves a session")
			return retry.After(0).Afresh() // asked for: at once
		}
		next := retry.Again()
		if s.ready {
			next = next.Afresh() // it was well for a while
		}
		if s.id == "" && !s.begun.IsZero() {
			next = next.AtLeast(s.untilNext(a.Now()))
		}
		return next
	})
	var final *finalError
	if ctx.Err() == nil && errors.As(err, &final) {
		return final.err
	}
	return nil
}

// finalError is one that does not pass by itself.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }

func (e *finalError) Unwrap() error { return e.err }

// untilNext is how long to wait before a new session.
func (s *session) untilNext(now time.Time) time.Duration {
	if now.Sub(s.begun) > maxStartWait {
		s.restarts.Reset() // the last one lasted
	}
	return time.Second + s.restarts.Next()
}

// starts keeps the sessions of several shards apart: Discord takes one new
// session in five seconds.
type starts struct {
	now func() time.Time

	mu   sync.Mutex
	next time.Time
}

const betweenStarts = 5 * time.Second

// turn waits until a session may begin.
func (s *starts) turn(ctx context.Context) error {
	s.mu.Lock()
	now := s.now()
	at := s.next
	if at.Before(now) {
		at = now
	}
	s.next = at.Add(betweenStarts)
	s.mu.Unlock()
	return retry.Wait(ctx, at.Sub(now))
}
