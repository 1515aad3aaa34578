package discord

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

// suggesting knows these names everywhere, and keeps where it was asked and what for.
type suggesting struct {
	names []bot.Suggestion
	place bot.Place
	typed string
	// inChannel: somebody types in a channel; inPost: in a forum's post; else in a
	// thread.
	inChannel, inPost bool
}

func (s *suggesting) Suggest(_ context.Context, place bot.Place, typed string) ([]bot.Suggestion, error) {
	s.place, s.typed = place, typed
	return s.names, nil
}

// completed is what is shown while somebody types a value into an option.
func completed(t *testing.T, s *suggesting, options []typed) []*choice {
	t.Helper()
	h := &handler{
		suggest: s, fence: newFence(nil, nil, time.Now, nil), log: slog.New(slog.DiscardHandler),
		channels: newChannels(nil, nil),
	}
	h.channels.known.Put("200", above{id: "100", forum: s.inPost})
	in := &interaction{GuildID: "1", ChannelID: "200"}
	if !s.inChannel {
		in.Channel.Type, in.Channel.ParentID = channelNewsThread, "100"
	}
	var list choices
	h.complete(t.Context(), in, &data{Options: options}, func(_ context.Context, c callback) error {
		if c.Type != discordgo.InteractionApplicationCommandAutocompleteResult {
			t.Errorf("answered with the type %d", c.Type)
		}
		list = c.Data.(choices)
		return nil
	})
	return list.Choices
}

// While a server's name is typed, names are shown as long as they can be typed whole,
// with how the server is; the thread that somebody types in is a part of its channel.
func TestSuggestions(t *testing.T) {
	s := &suggesting{names: []bot.Suggestion{
		{Name: strings.Repeat("a", maxChoice), Tone: bot.Bad}, {Name: strings.Repeat("b", maxChoice+1)}, {Name: ""},
		{Name: "imap.corp.com", Tone: bot.Good, Until: time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)},
	}}
	for i := range maxChoices {
		s.names = append(s.names, bot.Suggestion{Name: fmt.Sprintf("host%d.corp.com", i)})
	}
	target := typed{Name: "target", Value: []byte(`" ima "`), Focused: true}
	got := completed(t, s, []typed{target})
	if len(got) != maxChoices || got[0].Value != s.names[0].Name || len([]rune(got[0].Name)) != maxChoice || got[1].Name != "imap.corp.com  ✅  2027-03-03" || got[2].Name != "host0.corp.com" {
		t.Errorf("%d names, and first %+v", len(got), got[:min(len(got), 3)])
	}
	if s.typed != "ima" || s.place != (bot.Place{Platform: bot.Discord, Team: "1", Channel: "100", Thread: "200"}) {
		t.Errorf("asked for %q in %+v", s.typed, s.place)
	}
	for _, c := range []struct {
		inChannel, inPost bool
		want              bot.Place
	}{
		{false, true, bot.Place{Platform: bot.Discord, Team: "1", Channel: "200"}},
		// Of a channel nothing has to be asked, and so nothing that is known counts.
		{true, false, bot.Place{Platform: bot.Discord, Team: "1", Channel: "200"}},
	} {
		s.inChannel, s.inPost = c.inChannel, c.inPost
		if completed(t, s, []typed{target}); s.place != c.want {
			t.Errorf("%+v: asked in %+v", c, s.place)
		}
	}
	within := func(options ...typed) typed { return typed{Name: "group", Options: options} }
	for name, c := range map[string]struct {
		options []typed
		some    bool
	}{
		"an option of a verb":     {[]typed{within(target)}, true},
		"of a verb of a group":    {[]typed{{Name: "note"}, within(within(target))}, true},
		"deeper than there is":    {[]typed{within(within(within(target)))}, false},
		"another option":          {[]typed{{Name: "note", Focused: true}}, false},
		"none":                    {nil, false},
		"one that is not typed":   {[]typed{{Name: "target"}}, false},
		"another, and a server's": {[]typed{{Name: "note", Focused: true}, {Name: "target"}}, false},
	} {
		if got := completed(t, s, c.options); len(got) > 0 != c.some || got == nil {
			t.Errorf("%s: %d names", name, len(got))
		}
	}
}
