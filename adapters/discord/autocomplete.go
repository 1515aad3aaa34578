package discord

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// choices is the list that is shown while somebody types.
type choices struct {
	Choices []*choice `json:"choices"`
}

// suggestWithin is how long a suggestion is worth waiting for.
const suggestWithin = 1500 * time.Millisecond

// complete answers while a server's name is typed.
func (h *handler) complete(ctx context.Context, in *interaction, d *data, ack acknowledge) {
	list := choices{Choices: []*choice{}}
	if focused := focusedOption(d.Options, 0); focused != nil && h.suggest != nil && focused.Name == "target" &&
		!h.fence.stranger(ctx, in.GuildID, in.asker().ID, in.group()) {
		ctx, cancel := context.WithTimeout(ctx, suggestWithin)
		place := in.place()
		if place.Thread != "" {
			place, _ = h.channels.place(ctx, place)
		}
		names, err := h.suggest.Suggest(ctx, place, focused.said())
		cancel()
		if err != nil {
			h.log.Info("nothing could be suggested", "error", err)
		}
		for _, s := range names {
			// A name that is too long is left out: cut, it would name another server.
			if len(list.Choices) == maxChoices || s.Name == "" || plaintext.Size(s.Name) > maxChoice {
				continue
			}
			list.Choices = append(list.Choices, &choice{Name: plaintext.Short(labelled(s), maxChoice), Value: s.Name})
		}
	}
	if err := ack(ctx, callback{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: list}); err != nil {
		h.log.Info("suggestions did not reach Discord", "error", explain(err))
	}
}

// labelled is a suggestion as it is shown: how the server is and until when, in
// no language.
func labelled(s bot.Suggestion) string {
	out := s.Name
	if mark := strings.TrimSpace(plaintext.Sign(s.Tone)); mark != "" {
		out += "  " + mark
	}
	if !s.Until.IsZero() {
		out += "  " + s.Until.UTC().Format(time.DateOnly)
	}
	return out
}

func focusedOption(options []typed, depth int) *typed {
	for i := range options {
		if options[i].Focused {
			return &options[i]
		}
		if depth < 2 {
			if o := focusedOption(options[i].Options, depth+1); o != nil {
				return o
			}
		}
	}
	return nil
}
