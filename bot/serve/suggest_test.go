package serve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

type watchedHosts []string

func (w watchedHosts) Watches(context.Context, bot.Place) ([]bot.Watch, error) {
	var out []bot.Watch
	for _, host := range w {
		out = append(out, bot.Watch{Target: checks.Target{Host: host, Port: 993}})
	}
	if w == nil {
		return nil, errors.New("the store is away")
	}
	return out, nil
}

func namesOf(all []bot.Suggestion) (names []string) {
	for _, s := range all {
		names = append(names, s.Name)
	}
	return names
}

type silentDesk struct{}

func (silentDesk) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }

func TestSuggest(t *testing.T) {
	s := &suggestions{desk: silentDesk{}, watches: watchedHosts{"mail.corp.com", "imap.corp.com"}}
	here := bot.Place{Platform: bot.Discord, Team: "1", Channel: "2"}
	for _, name := range []string{"old.corp.com", "imap.corp.com:993", "Old.corp.com", ""} {
		if err := s.Handle(t.Context(), &bot.Request{Place: here, Options: map[string]string{"target": name}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	there := here
	there.Channel = "3"
	for _, c := range []struct {
		place       bot.Place
		typed, want string
	}{
		{here, "", "Old.corp.com imap.corp.com:993 mail.corp.com:993"},
		{here, "MA", "mail.corp.com:993 imap.corp.com:993"},
		{here, "nowhere", ""},
		{there, "old", ""},
		{there, "imap", "imap.corp.com:993"},
	} {
		got, err := s.Suggest(t.Context(), c.place, c.typed)
		if err != nil || strings.Join(namesOf(got), " ") != strings.TrimSpace(c.want) {
			t.Errorf("%q: %q, %v; want %q", c.typed, got, err, c.want)
		}
	}
	// Names with letters beyond ASCII are found by whatever is typed of them.
	s.watches = watchedHosts{"mail.corp.com", "imap.xn--mnchen-3ya.example", "xn--mnchen-3ya.example", "xn--mller-kva.example"}
	for typed, want := range map[string]string{
		"münch":               "xn--mnchen-3ya.example:993 imap.xn--mnchen-3ya.example:993",
		"MÜNCHEN.ex":          "xn--mnchen-3ya.example:993 imap.xn--mnchen-3ya.example:993",
		"mu\u0308nch":         "xn--mnchen-3ya.example:993 imap.xn--mnchen-3ya.example:993",
		"münchen.example:993": "xn--mnchen-3ya.example:993 imap.xn--mnchen-3ya.example:993",
		"xn--m":               "xn--mnchen-3ya.example:993 xn--mller-kva.example:993 imap.xn--mnchen-3ya.example:993",
		"mü":                  "xn--mnchen-3ya.example:993 xn--mller-kva.example:993 imap.xn--mnchen-3ya.example:993",
		"zürich":              "",
	} {
		if got, err := s.Suggest(t.Context(), bot.Place{Platform: bot.Discord, Channel: "9"}, typed); err != nil || strings.Join(namesOf(got), " ") != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	s.watches = watchedHosts(nil)
	if got, err := s.Suggest(t.Context(), here, "old"); err != nil || len(got) != 1 {
		t.Errorf("without a store: %q, %v", got, err)
	}
	if _, err := s.Suggest(t.Context(), there, "old"); err == nil {
		t.Error("without a store and anything else no error is told")
	}
}

type oneWatch bot.Watch

func (w oneWatch) Watches(context.Context, bot.Place) ([]bot.Watch, error) {
	return []bot.Watch{bot.Watch(w)}, nil
}

// A server that is watched is suggested with how it was at its last check.
func TestSuggestTellsHowItIs(t *testing.T) {
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	watch := bot.Watch{Target: checks.Target{Host: "mail.corp.com", Port: 993}}
	for verdict, tone := range map[checks.Verdict]bot.Tone{
		"": bot.Neutral, checks.VerdictTrusted: bot.Good, checks.VerdictWarning: bot.Warning,
		checks.VerdictUntrusted: bot.Bad, checks.VerdictUnreachable: bot.Bad, checks.VerdictUnknown: bot.Unknown,
	} {
		want := bot.Suggestion{Name: "mail.corp.com:993", Tone: tone}
		if verdict != "" {
			want.Until = end
			watch.State = &bot.WatchState{Endpoints: []bot.WatchedEndpoint{{Name: "mail.corp.com:993", Verdict: verdict, Leaf: bot.Leaf{SHA256: "a", NotAfter: end}}}}
		} else {
			watch.State = nil
		}
		s := &suggestions{desk: silentDesk{}, watches: oneWatch(watch)}
		if got, err := s.Suggest(t.Context(), bot.Place{}, "mail"); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v, %v", verdict, got, err)
		}
	}
}

// TestLately: of each channel the latest names are remembered, and not of endless
// channels.
func TestLately(t *testing.T) {
	s := &suggestions{desk: silentDesk{}, watches: watchedHosts{}}
	ask := func(channel, name string) {
		t.Helper()
		q := &bot.Request{Place: bot.Place{Platform: bot.Slack, Channel: channel}, Options: map[string]string{"target": name}}
		if err := s.Handle(t.Context(), q, nil); err != nil {
			t.Fatal(err)
		}
	}
	of := func(channel string) []string {
		t.Helper()
		got, err := s.Suggest(t.Context(), bot.Place{Platform: bot.Slack, Channel: channel}, "")
		if err != nil {
			t.Fatal(err)
		}
		return namesOf(got)
	}
	for i := range maxLately + 5 {
		ask("C1", fmt.Sprintf("h%d.example", i))
	}
	if got := of("C1"); len(got) != maxLately || got[0] != "h29.example" || got[maxLately-1] != "h5.example" {
		t.Errorf("remembered %q", got)
	}
	for i := range maxLatelyChannels {
		ask(fmt.Sprint("D", i), "h.example")
	}
	if n := len(s.lately); n > maxLatelyChannels {
		t.Errorf("%d channels are remembered", n)
	}
	if got := of("D999"); len(got) != 1 {
		t.Errorf("of the last channel %q", got)
	}
}
