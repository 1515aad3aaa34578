package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	api "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"

	"certdesk/adapters/connection"
	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
)

// connections are open side by side: Slack closes each from time to time and
// its successor opens after that, so that one alone would miss something.
const connections = 2

// steady is how long a connection must last to have been of use. Slack ends one sooner
// where it would end the next one at once as well, as when Socket Mode was switched off
// (link_disabled).
const steady = 5 * time.Second

// pingsWithin is how long a connection may show no sign of life.
const pingsWithin = 30 * time.Second

// Listen runs Socket Mode until ctx ends. A connection that fails comes back,
// with growing waits; only a token that Slack refuses ends it.
// https://docs.slack.dev/apis/events-api/using-socket-mode
func (a *Adapter) Listen(ctx context.Context) error {
	if !a.socketMode {
		return errors.New("SLACK_APP_TOKEN is missing: Socket Mode needs it")
	}
	group, ctx := errgroup.WithContext(ctx)
	for n := range connections {
		group.Go(func() error {
			if retry.Wait(ctx, time.Duration(n)*200*time.Millisecond) != nil {
				return nil
			}
			return a.supervise(ctx)
		})
	}
	return group.Wait()
}

// Waits between the attempts of a connection.
const (
	firstWait = time.Second
	maxWait   = time.Minute
)

// supervise keeps one connection up. The error is what does not pass by itself.
func (a *Adapter) supervise(ctx context.Context) error {
	var began time.Time
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxWait, Waiting: func(err error, wait time.Duration) {
		a.log.Warn("a connection to Slack ended", "error", err, "again_in", wait)
	}}, func(ctx context.Context) error {
		began = time.Now()
		err := a.connect(ctx)
		if ctx.Err() == nil && !errors.Is(err, errRenewed) {
			a.health.Lost(err)
		}
		return err
	}, func(err error) retry.Next { return connectAgain(err, time.Since(began)) })
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("listening to Slack: %w", explain(err))
}

// connectAgain is what follows a connection that lasted so long.
func connectAgain(why error, lasted time.Duration) retry.Next {
	switch {
	case errors.Is(why, errRenewed):
		return retry.After(0)
	case fatal(why):
		return retry.Stop()
	case lasted > 2*steady:
		return retry.Again().Afresh() // it was well for a while
	}
	return retry.Again()
}

var (
	// errRenewed: the connection was ended so that it is opened anew.
	errRenewed = errors.New("the connection was old")
	errEnded   = errors.New("the connection ended")
	errBrief   = errors.New("the connection was ended as soon as it was open")
)

// connect runs a client until it gives up, or is old while the other connection
// is open. It reconnects by itself when Slack says so, or does not say anything.
// What was on the way at the end is delivered again by the other connection.
func (a *Adapter) connect(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	link := &link{health: a.health, dismissed: make(chan error, 1)}
	heard := ear{func(reason string) {
		if err := a.dismissed(reason); err != nil {
			select {
			case link.dismissed <- err:
			default: // the first reason is enough
			}
		}
	}}
	client := socketmode.New(a.client.api, socketmode.OptionPingInterval(pingsWithin), socketmode.OptionDebug(true), socketmode.OptionLog(heard))
	done := make(chan error, 1)
	go func() { done <- client.RunContext(ctx) }()
	defer a.health.Down(link, nil)
	defer func() {
		cancel()
		for { // until it has ended, so that nothing is left behind
			select {
			case <-client.Events:
			case <-done:
				return
			}
		}
	}()
	old := time.NewTimer(retry.Jitter(a.lifetime))
	defer old.Stop()
	for {
		select {
		case <-old.C:
			if a.health.Leave(link) {
				return errRenewed
			}
			old.Reset(retry.Jitter(a.lifetime / 10)) // the other is away
		case err := <-done:
			done <- err
			if err == nil {
				return errEnded
			}
			return err
		case event := <-client.Events:
			link.note(event)
			if err := link.futile(event); err != nil {
				return err
			}
			a.envelope(ctx, client, event)
		}
	}
}

// dismissals are why Slack ends a connection, for those who can do something
// about it. Others ("warning", "refresh_requested") are Slack's own upkeep.
// https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect
var dismissals = map[string]string{
	"too_many_websockets": "Slack has more connections of this app than it takes (10): end other processes with the same SLACK_APP_TOKEN",
	"link_disabled":       "Socket Mode is switched off: switch it on under Socket Mode in the app's settings, or set SLACK_SIGNING_SECRET for HTTP mode",
}

// ear is the client's log, from which it learns why Slack ends a connection: slack-go
// tells that nowhere else. Everything else in the log is thrown away.
type ear struct{ hear func(reason string) }

// Output is called by the client for each line.
func (e ear) Output(_ int, line string) error {
	_, frame, found := strings.Cut(line, "Received WebSocket message: ")
	if !found || !strings.Contains(frame, "disconnect") {
		return nil
	}
	var said struct {
		Type   string `json:"type"`
		Reason string `json:"reason"`
	}
	if json.Unmarshal([]byte(strings.TrimSpace(frame)), &said) == nil && said.Type == "disconnect" {
		e.hear(said.Reason)
	}
	return nil
}

// dismissed is why Slack ends a connection, if somebody has to act; nil for Slack's own
// upkeep.
func (a *Adapter) dismissed(reason string) error {
	sentence, ours := dismissals[reason]
	if !ours {
		a.log.Info("Slack ends a connection", "reason", plaintext.Short(reason, 60))
		return nil
	}
	err := fmt.Errorf("%s (%s)", sentence, reason)
	a.log.Warn("Slack ends a connection", "error", err)
	return err
}

// envelope is what comes by the socket, as far as it is read.
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// envelope takes one event of the socket, and acknowledges what was taken.
func (a *Adapter) envelope(ctx context.Context, client *socketmode.Client, event socketmode.Event) {
	var e envelope
	switch data := event.Data.(type) {
	case *socketmode.ErrorBadMessage:
		// slack-go gives up on a whole event for a block that it does not know.
		if json.Unmarshal(data.Message, &e) != nil {
			a.log.Warn("an envelope of Slack could not be read", "error", data.Cause)
			return
		}
	case *socketmode.ErrorWriteFailed:
		a.log.Warn("an acknowledgement was lost; Slack will repeat the delivery", "error", data.Cause)
		return
	default:
		if event.Type == socketmode.EventTypeConnectionError {
			a.log.Warn("Slack could not be reached", "error", fmt.Sprintf("%v", event.Data))
		}
		if event.Request == nil {
			return
		}
		if n := event.Request.RetryAttempt; n > 0 {
			a.log.Info("Slack repeats a delivery", "attempt", n, "reason", event.Request.RetryReason, "type", event.Request.Type)
		}
		e = envelope{ID: event.Request.EnvelopeID, Type: event.Request.Type, Payload: event.Request.Payload}
	}
	if e.ID == "" {
		return
	}
	said := a.take(e)
	if _, busy := said.(later); busy {
		return // not acknowledged: Slack delivers it again
	}
	if event.Request == nil || !event.Request.AcceptsResponsePayload {
		said = nil
	}
	if err := client.AckCtx(ctx, e.ID, said); err != nil {
		a.log.Warn("a delivery could not be acknowledged; Slack will repeat it", "error", err)
	}
}

// take handles what an envelope carries.
func (a *Adapter) take(e envelope) ack {
	switch e.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slashCommand
		if err := json.Unmarshal(e.Payload, &c); err != nil {
			a.log.Warn("a command of Slack could not be read", "error", err)
			return nil
		}
		return a.handler.command(c, e.ID)
	case socketmode.RequestTypeInteractive:
		return a.handler.takePayload(e.Payload, e.ID)
	case socketmode.RequestTypeEventsAPI:
		return a.handler.takeEvent(e.Payload, e.ID)
	}
	return nil
}

// link is one of the connections of Socket Mode. When it breaks the client opens it
// again.
type link struct {
	health *connection.Health
	opened time.Time // when it was opened last
	// dismissed has why Slack ended it, where that is for somebody to mend.
	dismissed chan error
}

// note updates the health of the connection with what the client reports.
func (l *link) note(e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeConnected:
		l.opened = time.Now()
	case socketmode.EventTypeHello:
		l.health.Open(l)
	case socketmode.EventTypeConnecting:
		l.health.Down(l, nil)
	case socketmode.EventTypeConnectionError:
		l.health.Down(l, connectionError(e))
	}
}

// futile is why the client is to be stopped, which would otherwise go on trying at once
// and for ever; nil where it may go on.
func (l *link) futile(e socketmode.Event) error {
	switch e.Type {
	case socketmode.EventTypeConnecting:
		if l.opened.IsZero() || time.Since(l.opened) >= steady {
			return nil
		}
		select {
		case why := <-l.dismissed:
			return why
		default:
			return errBrief
		}
	case socketmode.EventTypeConnectionError:
		if err := connectionError(e); fatal(err) {
			return err
		}
	}
	return nil
}

// connectionError is what an event of that type tells; nil where it does not.
func connectionError(e socketmode.Event) error {
	if failed, ok := e.Data.(*api.ConnectionErrorEvent); ok {
		return failed.ErrorObj
	}
	return nil
}
