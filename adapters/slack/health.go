package slack

import (
	"context"
	"fmt"
)

// Trouble is what keeps certdesk from working on Slack, in a sentence for the
// operator; "" if nothing does that is known of.
func (a *Adapter) Trouble() string { return a.health.Trouble() }

// WasIn tells whether Slack has let certdesk in since the adapter was made: what
// it refuses later is no wrong setting at the start.
func (a *Adapter) WasIn() bool { return a.health.WasIn() }

// Refusals tells of calls for which Slack did not take the token, as sentences;
// those that nobody takes are told once.
func (a *Adapter) Refusals() <-chan error { return a.health.Refusals() }

// Explain turns what was refused into a sentence for the operator.
func (a *Adapter) Explain(err error) error { return explain(err) }

// Check asks Slack whether it takes the bot's token, and the app's where there
// is one. The error is a sentence.
func (a *Adapter) Check(ctx context.Context) error {
	_, err := a.client.api.AuthTestContext(ctx)
	a.client.answered(err)
	if err != nil {
		return fmt.Errorf("asking Slack about SLACK_BOT_TOKEN: %w", explain(err))
	}
	if !a.socketMode {
		return nil
	}
	if _, _, err := a.client.api.StartSocketModeContext(ctx); err != nil {
		return fmt.Errorf("asking Slack for a connection with SLACK_APP_TOKEN: %w", explain(err))
	}
	return nil
}
