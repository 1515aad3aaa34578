package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks/say"
)

// TestRetellSaysWhatIsNow: between two who ask the same, time goes by, the channel chooses
// a language, and the store goes away. Each is told in the answer that is remembered.
func TestRetellSaysWhatIsNow(t *testing.T) {
	b := newBench(t, func(c *desk.Config) {
		c.Translate = func(language string, r bot.Reply) bot.Reply {
			r.Headline, r.Footnote = say.Join(say.Literal(language+":"), r.Headline), say.Join(say.Literal(language+":"), r.Footnote)
			return r
		}
		c.TTLs = desk.TTLs{Trusted: time.Hour, Faulty: time.Hour, Unreachable: time.Hour}
	})
	place := bot.Place{Platform: bot.Discord, Team: "G1", Channel: "C1"}
	ask := func(id string) bot.Reply {
		t.Helper()
		h := &heard{}
		q := &bot.Request{Place: place, Asker: bot.Person{ID: id, Name: id, Locale: "fr"}, Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993"}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
		return h.last(t)
	}
	ask("anna")
	b.clock = now.Add(5 * time.Minute)
	first := ask("bert")
	b.clock = now.Add(20 * time.Minute)
	second := ask("carl")
	if first.Template == nil || first.Template != second.Template {
		t.Error("the second is made anew")
	}
	for r, want := range map[*bot.Reply]string{&first: "5 minutes ago", &second: "20 minutes ago"} {
		if said := r.Footnote.String(); !strings.HasPrefix(said, "fr: ") || !strings.Contains(said, want) {
			t.Errorf("the footnote says %q, want %q", said, want)
		}
	}
	if first.Actions[0].Value == second.Actions[0].Value {
		t.Errorf("both have the button %q", first.Actions[0].Value)
	}
	if err := b.cfg.Watches.SetChannel(t.Context(), bot.Channel{Place: place, Language: "de"}); err != nil {
		t.Fatal(err)
	}
	if r := ask("dora"); !strings.HasPrefix(r.Headline.String(), "de: ") || !strings.HasPrefix(r.Footnote.String(), "de: ") {
		t.Errorf("said is %q with %q", r.Headline.String(), r.Footnote.String())
	}
	if n := b.checker.calls.Load(); n != 1 {
		t.Errorf("checked %d times", n)
	}
}

// TestRetellWithoutStore: what could not be noted is told below an answer that was told
// before as well.
func TestRetellWithoutStore(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Leases = unnoted{c.Leases} })
	ask := func(id, request string) bot.Reply {
		t.Helper()
		h := &heard{}
		q := &bot.Request{ID: request, Place: bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C1"}, Asker: bot.Person{ID: id}, Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993"}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
		return h.last(t)
	}
	ask("anna", "")
	for request, away := range map[string]bool{"": false, "1": true} {
		if r := ask("bert", request); r.Template == nil || strings.Contains(r.Footnote.String(), "cannot reach its database") != away {
			t.Errorf("with the request %q the footnote is %q", request, r.Footnote.String())
		}
	}
}

// unnoted cannot note that a request was seen.
type unnoted struct{ desk.Leases }

func (unnoted) Once(context.Context, string, time.Duration) (bool, error) {
	return false, errors.New("the disk is full")
}
