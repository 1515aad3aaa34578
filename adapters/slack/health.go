package slack

import (
	"context"
	"fmt"

	api "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"certdesk/adapters/connection"
)

// answered notes what Slack said to a call with the bot's token.
func (a *Adapter) answered(err error) {
	if err == nil || code(err) != "" {
		a.health.Answered(err, fatal(err) && code(err) != "missing_scope")
	}
}

// link is one of the connections of Socket Mode.
type link struct{ *connection.Health }

// note takes the client's word for whether its connection is open.
func (l *link) note(e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeHello:
		l.Open(l)
	case socketmode.EventTypeConnecting:
		l.Down(l, nil)
	case socketmode.EventTypeConnectionError:
		var why error
		if failed, ok := e.Data.(*api.ConnectionErrorEvent); ok {
			why = failed.ErrorObj
		}
		l.Down(l, why)
	}
}

// Trouble is what keeps certdesk from working on Slack, in a sentence for the
// operator; "" if nothing does that is known of.
func (a *Adapter) Trouble() string { return a.health.Trouble(a.AppToken != "") }

// WasIn tells whether Slack has let certdesk in since the adapter was made: what
// it refuses later is no wrong setting at the start.
func (a *Adapter) WasIn() bool { return a.health.WasIn(a.AppToken != "") }

// Refusals tells of calls for which Slack did not take the token, as sentences;
// those that nobody takes are told once.
func (a *Adapter) Refusals() <-chan error { return a.health.Refusals() }

// Explain turns what was refused into a sentence for the operator.
func (a *Adapter) Explain(err error) error { return a.explain(err) }

// Check asks Slack whether it takes the bot's token, and the app's where there
// is one. The error is a sentence.
func (a *Adapter) Check(ctx context.Context) error {
	_, err := a.api.AuthTestContext(ctx)
	a.answered(err)
	if err != nil {
		return fmt.Errorf("asking Slack about SLACK_BOT_TOKEN: %w", a.explain(err))
	}
	if a.AppToken == "" {
		return nil
	}
	if _, _, err := a.api.StartSocketModeContext(ctx); err != nil {
		return fmt.Errorf("asking Slack for a connection with SLACK_APP_TOKEN: %w", a.explain(err))
	}
	return nil
}
