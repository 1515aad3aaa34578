package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"

	"certdesk/adapters/discord/rest"
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
		starts := &starts{now: a.now}
		a.health.Expect(info.Shards)
		for n := range info.Shards {
			group.Go(func() error {
				return a.supervise(ctx, &session{
					token: a.token, agent: rest.UserAgent(a.client.application), intents: a.intents(), handler: a.handler, health: a.health,
					now: a.now, log: a.log, address: info.URL, shard: n, shards: info.Shards, starts: starts, restarts: restarts(),
				})
			})
		}
		return nil
	})
	return group.Wait()
}

// maxShards bounds the connections of one process; Discord gives each 2,500 servers at
// most.
const maxShards = 64

// askGateway asks until Discord says where the gateway is, and until it takes so
// many new sessions today; 0 is one for each shard. Whoever begins more is given
// another token, so that nothing works any more. ctx ending is no error.
// https://docs.discord.com/developers/events/gateway#session-start-limit-object
func (a *Adapter) askGateway(ctx context.Context, starts int) (discordgo.GatewayBotResponse, error) {
	var info discordgo.GatewayBotResponse
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxWait, Waiting: func(err error, wait time.Duration) {
		if errors.Is(err, errNoSessions) {
			a.log.Error("Discord takes no more sessions today; certdesk waits", "for", wait)
			return
		}
		a.log.Warn("Discord does not say where its gateway is", "error", explain(err), "again_in", wait)
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

// errNoSessions is returned where the day's limit of new sessions is used up.
var errNoSessions = errors.New("no more sessions are taken today")

// gatewayOnce asks where the gateway is.
func (a *Adapter) gatewayOnce(ctx context.Context) (discordgo.GatewayBotResponse, error) {
	var info discordgo.GatewayBotResponse
	err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGatewayBot, Again: rest.Always}, &info)
	if rest.StatusOf(err) == http.StatusNotFound {
		err = a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGateway, Again: rest.Always}, &info)
	}
	if err == nil {
		_, err = gatewayURL(info.URL)
	}
	info.Shards = min(max(info.Shards, 1), maxShards)
	return info, err
}

// supervise keeps one session up. The error is what does not pass by itself.
func (a *Adapter) supervise(ctx context.Context, s *session) error {
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxWait, Waiting: func(err error, wait time.Duration) {
		a.log.Warn("a connection to Discord ended", "error", err, "again_in", wait)
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
	}, s.connectAgain)
	var final *finalError
	if ctx.Err() == nil && errors.As(err, &final) {
		return final.err
	}
	return nil
}

// intents are what the gateway tells. The text of messages that do not mention
// the bot is privileged, and asked for only where support channels need it.
func (a *Adapter) intents() discordgo.Intent {
	intents := discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	if len(a.handler.support) > 0 {
		intents |= discordgo.IntentMessageContent
	}
	return intents
}
