package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"

	"certdesk/adapters/attempt"
	"certdesk/adapters/inert"
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
		info, err := a.askGateway(ctx)
		if err != nil {
			return err
		}
		starts := &starts{now: a.Now}
		a.health.expect(info.Shards)
		for n := range info.Shards {
			group.Go(func() error {
				return a.supervise(ctx, &session{Adapter: a, address: info.URL, shard: n, shards: info.Shards, starts: starts})
			})
		}
		return nil
	})
	return group.Wait()
}

// gatewayInfo says where the gateway is, and how a bot is to connect.
type gatewayInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining  *int  `json:"remaining"`
		ResetAfter int64 `json:"reset_after"` // ms
	} `json:"session_start_limit"`
}

// mostShards: each serves 2,500 servers.
const mostShards = 64

// askGateway asks until Discord says where the gateway is. ctx ending is no
// error.
func (a *Adapter) askGateway(ctx context.Context) (gatewayInfo, error) {
	for back := firstWait; ; back = min(2*back, mostWait) {
		var info gatewayInfo
		err := a.client.do(ctx, call{Method: http.MethodGet, URL: discordgo.EndpointGatewayBot, Again: always}, &info)
		if statusOf(err) == http.StatusNotFound {
			err = a.client.do(ctx, call{Method: http.MethodGet, URL: discordgo.EndpointGateway, Again: always}, &info)
		}
		if err == nil {
			_, err = gatewayURL(info.URL)
		}
		switch {
		case ctx.Err() != nil:
			return gatewayInfo{}, nil
		case statusOf(err) == http.StatusUnauthorized:
			return info, fmt.Errorf("asking Discord for its gateway: %w", explain(err))
		case err == nil:
			info.Shards = min(max(info.Shards, 1), mostShards)
			if left := info.Limit.Remaining; left != nil && *left < info.Shards && info.Limit.ResetAfter > 0 {
				pause := min(time.Duration(info.Limit.ResetAfter)*time.Millisecond, 24*time.Hour)
				a.Log.Error("Discord takes no more sessions today; certdesk waits", "for", pause)
				if attempt.Wait(ctx, pause) != nil {
					return gatewayInfo{}, nil
				}
			}
			return info, nil
		}
		a.Log.Warn("Discord does not say where its gateway is", "error", explain(err), "again_in", back)
		if attempt.Wait(ctx, attempt.Jitter(back)) != nil {
			return gatewayInfo{}, nil
		}
	}
}

// gatewayURL is an address with what certdesk speaks.
func gatewayURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "wss" && u.Scheme != "ws" {
		return "", fmt.Errorf("the gateway's address %q is none", inert.Short(address, 200))
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
)

// supervise keeps one session up.
func (a *Adapter) supervise(ctx context.Context, s *session) error {
	back := firstWait
	for ctx.Err() == nil {
		err := s.connect(ctx)
		a.health.down(s.shard, err)
		if ctx.Err() != nil {
			return nil
		}
		if sentence := fatal(err); sentence != "" {
			return errors.New(sentence)
		}
		if s.missed { // it may have moved
			// https://docs.discord.com/developers/events/gateway#connecting
			info, err := a.askGateway(ctx)
			if err != nil || ctx.Err() != nil {
				return err
			}
			s.address, s.missed = info.URL, false
		}
		if s.ready {
			back = firstWait // it was well for a while
			if errors.Is(err, errReconnect) {
				a.Log.Debug("Discord moves a session")
				continue // asked for: at once
			}
		}
		pause := attempt.Jitter(back)
		if errors.Is(err, errSession) {
			pause = time.Second + attempt.Jitter(4*time.Second) // as Discord asks
		}
		a.Log.Warn("a connection to Discord ended", "error", err, "again_in", pause)
		if attempt.Wait(ctx, pause) != nil {
			return nil
		}
		back = min(2*back, mostWait)
	}
	return nil
}

// starts keeps the sessions of several shards apart: Discord takes one new
// session in five seconds.
type starts struct {
	now func() time.Time

	mu   sync.Mutex
	next time.Time
}

const betweenStarts = 5 * time.Second

func (s *starts) turn(ctx context.Context) error {
	s.mu.Lock()
	now := s.now()
	at := s.next
	if at.Before(now) {
		at = now
	}
	s.next = at.Add(betweenStarts)
	s.mu.Unlock()
	return attempt.Wait(ctx, at.Sub(now))
}
