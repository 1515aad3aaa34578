// Package rest calls Discord's REST API by discordgo, with limits that can be
// called off, and without doing again what Discord may have done.
//
//	client.go     calls, buckets, retries
//	transport.go  below discordgo: addresses, and what answers say of limits
//	status.go     what Discord said to a call
package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/retry"
	"certdesk/bot"
	"certdesk/checks/wiring"
)

// Client calls Discord's REST API by discordgo: its endpoints, its buckets, its
// errors. What it does by itself is to wait no longer than a context lasts, and
// to decide whether a call is made again. It is safe for concurrent use.
// https://docs.discord.com/developers/reference
type Client struct {
	token, agent string
	http         *http.Client
	// answered is Config.Answered.
	answered   func(error)
	maxBuckets int

	mu      sync.Mutex
	session *discordgo.Session // never opened: the adapter holds the gateway itself
	limits  *Limits            // of the session
}

// Call is one call. URL is one of discordgo's endpoints.
type Call struct {
	Method, URL string
	// Bucket is what limits are counted by; "" is the method and the URL.
	Bucket string
	// Body is written as JSON; nil is no body, and then Files are not sent either.
	Body  any
	Files []bot.File
	// Limits are those of an interaction, whose calls do not count for the bot;
	// nil are the bot's own.
	Limits *Limits
	// Again decides, after a call that may or may not have done its work,
	// whether to do it again; nil never does.
	Again Retry
}

// Retry decides whether to do a call again whose outcome is not known.
type Retry func(ctx context.Context, err error) bool

// Always does it again: doing it twice does no harm.
func Always(context.Context, error) bool { return true }

// IfAnswered does it again unless Discord may still be working on it.
func IfAnswered(_ context.Context, err error) bool { return !retry.Unanswered(err) }

// policy is how often a call is tried, and after which waits; 429 is not counted,
// for Discord says itself when to come again.
var policy = retry.Policy{First: 250 * time.Millisecond, Max: 2 * time.Second, MaxAttempts: 5}

// UserAgent is in the form that Discord asks for: an address, which is that of
// the application, and a version.
func UserAgent(application string) string {
	return "DiscordBot (https://discord.com/developers/applications/" + application + ", 1)"
}

// Config is what a client needs; all of it but Answered.
type Config struct {
	Token, ApplicationID string
	// APIURL ends in a slash.
	APIURL string
	HTTP   *http.Client
	Now    func() time.Time
	// Answered is called with how each attempt with the bot's token ended: nil, or the
	// error that Do would return. It is not called for attempts that were not sent, nor
	// for those with an interaction's token. A nil Answered is not called.
	Answered func(error)
}

// New makes a client. The error names what is missing.
func New(cfg Config) (*Client, error) {
	if err := wiring.Complete("a client of Discord's API", wiring.Parts{
		"Token": cfg.Token != "", "ApplicationID": cfg.ApplicationID != "", "APIURL": cfg.APIURL != "", "HTTP": cfg.HTTP != nil, "Now": cfg.Now != nil,
	}); err != nil {
		return nil, err
	}
	return &Client{
		token: "Bot " + cfg.Token, agent: UserAgent(cfg.ApplicationID), answered: cfg.Answered, maxBuckets: maxBuckets,
		http: &http.Client{
			Transport: newTransport(cfg.APIURL, cfg.HTTP.Transport, cfg.Now), Timeout: cfg.HTTP.Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// maxBuckets bounds the memory that the buckets of channels take: discordgo
// keeps each for ever, so that above that a new session begins with none.
const maxBuckets = 10_000

// current is the session and its limits.
func (c *Client) current() (*discordgo.Session, *Limits) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session == nil || c.limits.full(c.maxBuckets) {
		session, err := discordgo.New(c.token)
		if err != nil {
			panic("a session is plain data: " + err.Error())
		}
		session.Client, session.UserAgent, session.StateEnabled = c.http, c.agent, false
		c.session, c.limits = session, &Limits{buckets: session.Ratelimiter}
	}
	return c.session, c.limits
}

// Do calls Discord until it is done, and reads the response into out unless that
// is nil. See Try for the errors.
func (c *Client) Do(ctx context.Context, call Call, out any) error {
	body, contentType, err := call.encode()
	if err != nil {
		return err
	}
	address, _, _ := strings.Cut(call.URL, "?")
	key := cmp.Or(call.Bucket, call.Method+" "+address)
	return c.Try(ctx, call.Limits, key, call.Again, func(s *discordgo.Session, l *Limits, options ...discordgo.RequestOption) error {
		resp, err := s.RequestWithLockedBucket(call.Method, call.URL, contentType, body, l.buckets.LockBucket(key), 0, options...)
		if err != nil || out == nil || len(resp) == 0 {
			return err
		}
		if err := json.Unmarshal(resp, out); err != nil {
			return fmt.Errorf("reading Discord's response: %w", err)
		}
		return nil
	})
}

// encode makes the body of a call: none without Body, JSON without files, else a form
// of several parts, of which Body is the first.
// https://docs.discord.com/developers/reference#uploading-files
func (c *Call) encode() (body []byte, contentType string, err error) {
	switch {
	case c.Body == nil:
		return nil, "", nil
	case len(c.Files) == 0:
		contentType = "application/json"
		body, err = json.Marshal(c.Body)
	default:
		var files []*discordgo.File
		for _, f := range c.Files {
			files = append(files, &discordgo.File{Name: f.Name, Reader: bytes.NewReader(f.Data)})
		}
		contentType, body, err = discordgo.MultipartBodyWithJSON(c.Body, files)
	}
	if err != nil {
		return nil, "", fmt.Errorf("writing a call: %w", err)
	}
	return body, contentType, nil
}

// Try makes a call until it is done: after 429 when Discord says, after a
// failure that left nothing behind with growing waits, and in doubt only if
// again allows it. l are an interaction's own limits, nil the bot's; key is the
// bucket. The error is ErrUnclear where the call may have done its work.
func (c *Client) Try(ctx context.Context, l *Limits, key string, again Retry, do func(*discordgo.Session, *Limits, ...discordgo.RequestOption) error) error {
	unclear := false
	err := retry.Do(ctx, policy, func(ctx context.Context) error {
		err := c.once(ctx, l, key, do)
		if l == nil && c.answered != nil && !errors.Is(err, errUnsent) {
			c.answered(err)
		}
		unclear = unclear || err != nil && !certain(err)
		return err
	}, func(err error) retry.Next {
		switch {
		case errors.Is(err, ErrLimited) && !errors.Is(err, errUnsent):
			return retry.After(0) // the bucket knows how long to wait
		case passing(err) && retry.Untouched(err):
			return retry.Again()
		case passing(err) && again != nil:
			return retry.Again().If(func(ctx context.Context) bool { return again(ctx, err) })
		}
		return retry.Stop()
	})
	if err != nil && unclear {
		return fmt.Errorf("%w: %w", ErrUnclear, err)
	}
	return err
}

// once makes one attempt, when its turn has come.
func (c *Client) once(ctx context.Context, l *Limits, key string, do func(*discordgo.Session, *Limits, ...discordgo.RequestOption) error) error {
	session, own := c.current()
	if l == nil {
		l = own
	}
	done, err := l.turn(ctx, key)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnsent, err)
	}
	defer done()
	err = do(session, l, discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	var refused *discordgo.RESTError
	var tooMany *discordgo.RateLimitError
	switch {
	case err == nil, errors.As(err, &refused):
		return err
	case errors.As(err, &tooMany):
		return ErrLimited // its text has the address, and so an interaction's token
	}
	return fmt.Errorf("calling Discord: %w", retry.WithoutAddress(err))
}

// Limits are buckets with one limit over all of them. In a bucket one call
// follows another, as discordgo has it; unlike there, whoever waits for that can
// be called off.
// https://docs.discord.com/developers/topics/rate-limits
type Limits struct {
	buckets *discordgo.RateLimiter

	mu    sync.Mutex
	turns map[string]chan struct{}
}

// NewLimits are those of one interaction.
func NewLimits() *Limits { return &Limits{buckets: discordgo.NewRatelimiter()} }

// turn waits until a call may be made, but not if that is longer than ctx
// lasts. done ends the turn.
func (l *Limits) turn(ctx context.Context, key string) (done func(), err error) {
	l.mu.Lock()
	turn := l.turns[key]
	if turn == nil {
		if l.turns == nil {
			l.turns = make(map[string]chan struct{})
		}
		turn = make(chan struct{}, 1)
		l.turns[key] = turn
	}
	l.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for err == nil {
		wait := l.buckets.GetWaitTime(l.buckets.GetBucket(key), 1)
		if wait <= 0 {
			return func() { <-turn }, nil
		}
		if end, bounded := ctx.Deadline(); bounded && time.Until(end) <= wait {
			err = fmt.Errorf("%w: %w", ErrLimited, &retry.LateError{After: wait})
			break
		}
		err = retry.Wait(ctx, wait)
	}
	<-turn
	return nil, err
}

// full tells that there are more than max buckets. While a limit over all of them
// lasts it is false: beginning anew would forget that limit.
func (l *Limits) full(max int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.turns) > max && l.buckets.GetWaitTime(new(discordgo.Bucket), 0) == 0
}
