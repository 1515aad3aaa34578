package discord

import (
	"context"
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/plaintext"
)

// Trouble is what keeps certdesk from working on Discord, in a sentence for the
// operator; "" if nothing does that is known of.
func (a *Adapter) Trouble() string { return a.health.Trouble() }

// WasIn tells whether Discord has let certdesk in since the adapter was made:
// what it refuses later is no wrong setting at the start.
func (a *Adapter) WasIn() bool { return a.health.WasIn() }

// Refusals tells of calls for which Discord did not take the token; those that
// nobody takes are told once.
func (a *Adapter) Refusals() <-chan error { return a.health.Refusals() }

// Explain turns what was refused into a sentence for the operator.
func (a *Adapter) Explain(err error) error { return explain(err) }

// Check asks Discord whether it takes the token, and whether that is the
// application's. The error is a sentence.
func (a *Adapter) Check(ctx context.Context) error {
	var me struct {
		ID string `json:"id"`
	}
	err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointApplication("@me")}, &me)
	if err != nil {
		return fmt.Errorf("asking Discord about DISCORD_TOKEN: %w", explain(err))
	}
	if me.ID != a.client.application {
		return &Problem{Sentence: fmt.Sprintf("DISCORD_TOKEN belongs to the application %s, and DISCORD_APPLICATION_ID is another one", plaintext.Short(me.ID, 40))}
	}
	return nil
}
