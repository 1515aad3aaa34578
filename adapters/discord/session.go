package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"certdesk/adapters/connection"
	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
)

// session is a session with the gateway. It outlives its connections: a new connection
// resumes it where the last one broke off, so that no event is missed.
type session struct {
	token, agent string // agent is what certdesk calls itself
	intents      discordgo.Intent
	handler      *handler
	health       *connection.Health
	now          func() time.Time
	log          *slog.Logger

	address       string // where sessions begin
	shard, shards int
	starts        *starts

	missed bool // the last connection to that address failed
	astray bool // the address is to be asked for before the next connection

	id, resumeAt string // "" where a new session is to begin
	seq          atomic.Int64
	self         string // the bot's own id
	ready        bool   // this connection is or was of use

	begun    time.Time // when the last new session was asked for
	restarts retry.Backoff
}

// Operations of the gateway.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// closeCode is the status with which certdesk closes a connection, and which the gateway
// echoes. Any other than 1000 and 1001 keeps the session.
const closeCode = 4000

const (
	// helloWithin bounds the beginning of a connection.
	helloWithin = 15 * time.Second
	writeWithin = 10 * time.Second
	// closeWithin bounds the end of a connection that certdesk ends.
	closeWithin = time.Second
	// maxFrame bounds one event: that of a large server is large.
	maxFrame = 64 << 20
)

var (
	errReconnect = errors.New("the gateway asks to connect again")
	errSession   = errors.New("the gateway does not know the session any more")
	errSilent    = errors.New("the gateway does not answer heartbeats")
)

// fatal is what to do about the end of a connection that would repeat itself; "" for
// others.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
func fatal(err error) string {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return ""
	}
	switch closed.Code {
	case 4004:
		return "Discord does not accept the token: correct DISCORD_TOKEN"
	case 4010, 4011:
		return "certdesk is in more servers than when it started, and Discord wants it to connect anew: restart it"
	case 4012, 4013:
		return "Discord does not speak this certdesk's version of its gateway any more: install a newer certdesk"
	case 4014:
		return "Discord does not let certdesk read messages: switch on Message Content Intent under Bot in the Developer Portal, or take Discord's channels out of CERTDESK_SUPPORT_CHANNELS"
	}
	return ""
}

// finalError is an error that would repeat itself until somebody acts.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }

func (e *finalError) Unwrap() error { return e.err }

// conn is one connection.
type conn struct {
	ws *websocket.Conn
	mu sync.Mutex // of writing
	// acked: the last heartbeat was answered.
	acked atomic.Bool
}

func (c *conn) send(op int, data any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeWithin)) // an error shows in the write
	if err := c.ws.WriteJSON(map[string]any{"op": op, "d": data}); err != nil {
		return fmt.Errorf("speaking to the gateway: %w", err)
	}
	return nil
}

// answered tells whether the last heartbeat was, and begins to wait for the next
// answer.
func (c *conn) answered() bool { return c.acked.Swap(false) }

// end closes the connection. What the gateway had sent before it read the goodbye
// is still read: heard is closed when that is done.
func (c *conn) end(heard <-chan struct{}) {
	c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeCode, ""), time.Now().Add(closeWithin))
	select {
	case <-heard:
	case <-time.After(closeWithin):
	}
	c.ws.Close()
}

// connect runs one connection until it ends, and says why.
func (s *session) connect(ctx context.Context) error {
	s.ready = false
	c, err := s.dial(ctx)
	if err != nil {
		return err
	}
	return s.converse(ctx, c)
}

// dial opens a connection, where the session is to be resumed or else where
// sessions begin.
func (s *session) dial(ctx context.Context) (*conn, error) {
	address, resuming := s.address, s.resumeAt != ""
	if resuming {
		address = s.resumeAt
	}
	address, err := gatewayURL(address)
	if err != nil {
		s.resumeAt = ""
		return nil, err
	}
	if s.id == "" {
		if err := s.starts.turn(ctx); err != nil {
			return nil, err
		}
	}
	dialer := websocket.Dialer{HandshakeTimeout: helloWithin, Proxy: http.ProxyFromEnvironment}
	ws, _, err := dialer.DialContext(ctx, address, http.Header{"User-Agent": {s.agent}})
	if err != nil {
		if s.resumeAt = ""; !resuming { // the address may be what is wrong
			s.missed = true
		}
		return nil, fmt.Errorf("connecting to the gateway: %w", err)
	}
	s.missed = false
	ws.SetReadLimit(maxFrame)
	c := &conn{ws: ws}
	c.acked.Store(true)
	return c, nil
}

// converse speaks with the gateway until one side ends the connection or ctx does,
// and closes it. Three goroutines share it: this one reads, one sends heartbeats,
// and one waits for the end, because only closing the connection ends a read.
func (s *session) converse(ctx context.Context, c *conn) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	heard := make(chan struct{}) // closed when nobody reads any more
	deaf := sync.OnceFunc(func() { close(heard) })
	defer deaf()
	wg.Go(func() {
		<-ctx.Done()
		c.end(heard)
	})
	c.ws.SetReadDeadline(time.Now().Add(helloWithin))
	pause, err := s.greet(c)
	if err != nil {
		return err
	}
	var beating error
	wg.Go(func() {
		defer cancel()
		beating = s.beat(ctx, c, pause)
	})
	listening := s.listen(c, pause)
	deaf()
	cancel()
	wg.Wait()
	if beating != nil && !endedByDiscord(listening) {
		return beating // what was read is that the connection was closed for that
	}
	s.after(listening)
	return listening
}

// endedByDiscord tells whether what reading ended with is Discord's own decision.
func endedByDiscord(err error) bool {
	var closed *websocket.CloseError
	return errors.Is(err, errReconnect) || errors.Is(err, errSession) || errors.As(err, &closed) && closed.Code != closeCode
}

// after forgets the session where Discord has done so. After any other end it is
// worth taking up: where Discord has forgotten it all the same, it says so.
func (s *session) after(err error) {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return
	}
	switch closed.Code {
	case 4003, 4005, 4007, 4009:
		s.forget()
	}
}

func (s *session) forget() {
	s.id, s.resumeAt = "", ""
	s.seq.Store(0)
}

// greet waits for the gateway's first word, and begins or takes up the session.
// It returns the time between heartbeats.
func (s *session) greet(c *conn) (time.Duration, error) {
	var first discordgo.Event
	if err := c.ws.ReadJSON(&first); err != nil {
		return 0, fmt.Errorf("waiting for the gateway's first word: %w", err)
	}
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // ms
	}
	if first.Operation != opHello || json.Unmarshal(first.RawData, &hello) != nil || hello.Interval <= 0 {
		return 0, errors.New("the gateway's first word is not what it should be")
	}
	pause := time.Duration(min(hello.Interval, 10*60*1000)) * time.Millisecond
	if s.id != "" {
		return pause, c.send(opResume, map[string]any{"token": s.token, "session_id": s.id, "seq": s.seq.Load()})
	}
	s.begun = s.now()
	identify := map[string]any{
		"token": s.token, "intents": s.intents,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "certdesk", "device": "certdesk"},
	}
	if s.shards > 1 {
		identify["shard"] = []int{s.shard, s.shards}
	}
	return pause, c.send(opIdentify, identify)
}

// line is the part of a connection that heartbeats need.
type line interface {
	send(op int, data any) error
	answered() bool
}

// beat sends heartbeats until ctx ends. The first comes at a random moment, so
// that not all bots beat together.
// https://docs.discord.com/developers/events/gateway#sending-heartbeats
func (s *session) beat(ctx context.Context, c line, pause time.Duration) error {
	for next := time.Duration(rand.Float64() * float64(pause)); ; next = pause {
		if retry.Wait(ctx, next) != nil {
			return nil
		}
		if !c.answered() {
			return errSilent
		}
		if err := c.send(opHeartbeat, s.last()); err != nil {
			return err
		}
	}
}

// last is the number of the last event, null before the first.
func (s *session) last() any {
	if n := s.seq.Load(); n > 0 {
		return n
	}
	return nil
}

// listen takes what the gateway says until the connection ends. What cannot be
// read is passed over.
func (s *session) listen(c *conn, pause time.Duration) error {
	for {
		c.ws.SetReadDeadline(time.Now().Add(3 * pause)) // heartbeats are answered
		messageType, raw, err := c.ws.ReadMessage()
		if err != nil {
			return fmt.Errorf("listening to the gateway: %w", err)
		}
		var f discordgo.Event
		if messageType != websocket.TextMessage || json.Unmarshal(raw, &f) != nil {
			s.log.Warn("the gateway said something that cannot be read", "bytes", len(raw))
			continue
		}
		if f.Sequence > 0 {
			s.seq.Store(f.Sequence)
		}
		switch f.Operation {
		case opDispatch:
			s.dispatch(&f)
		case opHeartbeat:
			if err := c.send(opHeartbeat, s.last()); err != nil {
				return err
			}
		case opHeartbeatAck:
			c.acked.Store(true)
		case opReconnect:
			return errReconnect
		case opInvalidSession:
			var resumable bool
			if json.Unmarshal(f.RawData, &resumable) != nil || !resumable {
				s.forget()
			}
			return errSession
		}
	}
}

// dispatch takes an event. No event, however strange, ends the bot.
func (s *session) dispatch(f *discordgo.Event) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("an event of Discord ended in a panic", "panic", p, "event", f.Type)
		}
	}()
	s.event(f)
}

// event takes a dispatch of the gateway: the session's own beginning, and what people do.
// https://docs.discord.com/developers/events/gateway-events
func (s *session) event(f *discordgo.Event) {
	switch f.Type {
	case "READY":
		var ready struct {
			User     user   `json:"user"`
			ID       string `json:"session_id"`
			ResumeAt string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(f.RawData, &ready); err != nil {
			s.log.Warn("the beginning of a session could not be read", "error", err)
			return
		}
		s.id, s.resumeAt, s.self, s.ready = ready.ID, ready.ResumeAt, ready.User.ID, true
		s.health.Open(s.shard)
		s.log.Info("listening to Discord", "as", plaintext.Short(ready.User.Name, 100))
	case "RESUMED":
		s.ready = true
		s.health.Open(s.shard)
	case "INTERACTION_CREATE":
		s.handler.takeRaw(f.RawData)
	case "MESSAGE_CREATE":
		s.handler.takeMessage(f.RawData, s.self, false)
	case "MESSAGE_UPDATE":
		s.handler.takeMessage(f.RawData, s.self, true)
	}
}

// gatewayURL adds the version and the encoding that certdesk speaks to an address.
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

// connectAgain decides what follows the end of a connection.
func (s *session) connectAgain(why error) retry.Next {
	var final *finalError
	switch {
	case errors.As(why, &final):
		return retry.Stop()
	case s.ready && errors.Is(why, errReconnect):
		s.log.Debug("Discord moves a session")
		return retry.After(0).Afresh() // Discord asked for it, so at once
	}
	next := retry.Again()
	if s.ready {
		next = next.Afresh() // it was well for a while
	}
	if s.id == "" && !s.begun.IsZero() {
		next = next.AtLeast(s.untilNext(s.now()))
	}
	return next
}

// untilNext is how long to wait before a new session.
func (s *session) untilNext(now time.Time) time.Duration {
	if now.Sub(s.begun) > maxStartWait {
		s.restarts.Reset() // the last one lasted
	}
	return time.Second + s.restarts.Next()
}
