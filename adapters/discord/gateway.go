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
				return a.supervise(ctx, &session{Adapter: a, address: info.URL, shard: n, shards: info.Shards, starts: starts})
			})
		}
		return nil
	})
	return group.Wait()
}

// mostShards: each serves 2,500 servers.
const mostShards = 64

// askGateway asks until Discord says where the gateway is, and until it takes so
// many new sessions today; 0 is one for each shard. Whoever begins more is given
// another token, so that nothing works any more. ctx ending is no error.
// https://docs.discord.com/developers/events/gateway#session-start-limit-object
func (a *Adapter) askGateway(ctx context.Context, starts int) (discordgo.GatewayBotResponse, error) {
	for back := firstWait; ; back = min(2*back, mostWait) {
		var info discordgo.GatewayBotResponse
		err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGatewayBot, Again: rest.Always}, &info)
		if rest.StatusOf(err) == http.StatusNotFound {
			err = a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGateway, Again: rest.Always}, &info)
		}
		if err == nil {
			_, err = gatewayURL(info.URL)
		}
		info.Shards = min(max(info.Shards, 1), mostShards)
		limit := info.SessionStartLimit
		switch {
		case ctx.Err() != nil:
			return info, nil
		case rest.StatusOf(err) == http.StatusUnauthorized:
			return info, fmt.Errorf("asking Discord for its gateway: %w", explain(err))
		case err != nil:
			a.Log.Warn("Discord does not say where its gateway is", "error", explain(err), "again_in", back)
			retry.Wait(ctx, retry.Jitter(back))
		case limit.Total > 0 && limit.Remaining < cmp.Or(starts, info.Shards):
			pause := min(max(time.Duration(limit.ResetAfter)*time.Millisecond, firstWait), 24*time.Hour)
			a.Log.Error("Discord takes no more sessions today; certdesk waits", "for", pause)
			retry.Wait(ctx, pause)
		default:
			return info, nil
		}
	}
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
	mostWait  = time.Minute
	// A new session is begun after five seconds at most, as Discord asks, and
	// ever later while none of them lasts: a thousand a day are allowed.
	firstStartWait = 4 * time.Second
	mostStartWait  = 10 * time.Minute
)

// supervise keeps one session up.
func (a *Adapter) supervise(ctx context.Context, s *session) error {
	back := firstWait
	for ctx.Err() == nil {
		err := s.connect(ctx)
		why := err
		if errors.Is(err, errReconnect) {
			why = nil // that is no fault
		}
		a.health.Down(s.shard, why)
		if ctx.Err() != nil {
			return nil
		}
		if sentence := fatal(err); sentence != "" {
			return errors.New(sentence)
		}
		if s.ready {
			back = firstWait // it was well for a while
			if errors.Is(err, errReconnect) {
				a.Log.Debug("Discord moves a session")
				continue // asked for: at once
			}
		}
		pause := retry.Jitter(back)
		if s.id == "" && !s.begun.IsZero() {
			pause = max(pause, s.untilNext(a.Now()))
		}
		a.Log.Warn("a connection to Discord ended", "error", err, "again_in", pause)
		if retry.Wait(ctx, pause) != nil {
			return nil
		}
		back = min(2*back, mostWait)
		if s.missed || s.id == "" { // the gateway may have moved, or take no more sessions
			// https://docs.discord.com/developers/events/gateway#connecting
			info, err := a.askGateway(ctx, 1)
			if err != nil || ctx.Err() != nil {
				return err
			}
			s.address, s.missed = info.URL, false
		}
	}
	return nil
}

// untilNext is how long to wait before a new session.
func (s *session) untilNext(now time.Time) time.Duration {
	if s.startWait == 0 || now.Sub(s.begun) > mostStartWait {
		s.startWait = firstStartWait // it is the first, or the last one lasted
	}
	pause := time.Second + retry.Jitter(s.startWait)
	s.startWait = min(2*s.startWait, mostStartWait)
	return pause
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
