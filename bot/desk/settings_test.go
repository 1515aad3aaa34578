package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// The settings of a channel are a form, which shows what is set and keeps all
// of it or nothing.
func TestSettings(t *testing.T) {
	var spoken []string
	b := newBench(t, func(c *desk.Config) {
		c.Translate = func(language string, r bot.Reply) bot.Reply { spoken = append(spoken, language); return r }
	})
	here := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	open := func() *bot.Form {
		t.Helper()
		r := b.say(t, "certdesk", "settings")
		if r.Form == nil || len(r.Form.Fields) != 6 || len(r.Form.Title.String()) > 24 || len(r.Form.Action.ID()) > bot.MaxAction {
			t.Fatalf("%+v", r)
		}
		return r.Form
	}
	fill := func(form *bot.Form, fields map[string]string) bot.Reply {
		return b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: fields})
	}
	form := open()
	good := map[string]string{"language": "de", "zone": "europe/berlin", "overview": "Mon–Fri 9:00 when needed", "quiet": "22:00-07:00", "warn": "60, 14, 2"}
	if r := fill(form, good); r.Tone != bot.Good || len(r.Items) != 6 {
		t.Fatalf("%+v", r)
	}
	channel, err := b.cfg.Watches.Channel(t.Context(), here)
	if err != nil || channel.Language != "de" || channel.Zone != "Europe/Berlin" || channel.Digest.String() != "weekdays 09:00 Europe/Berlin" ||
		!channel.SilentWhenFine || channel.Quiet.String() != "22:00-07:00 Europe/Berlin" || daysLike(channel.Warn) != "60 14 2" || channel.Due.IsZero() {
		t.Errorf("kept %+v, %v", channel, err)
	}
	for i, want := range []string{"de", "Europe/Berlin", "weekdays 09:00 Europe/Berlin when needed", "22:00-07:00 Europe/Berlin", "60,14,2"} {
		if got := open().Fields[i].Value; got != want {
			t.Errorf("the form shows %q, want %q", got, want)
		}
	}
	for field, wrong := range map[string]string{"zone": "Atlantis", "overview": "soonish", "quiet": "atnight", "warn": "many"} {
		fields := map[string]string{"language": "fr"}
		fields[field] = wrong
		if r := fill(form, fields); r.Audience != bot.Asker || !strings.Contains(r.Headline.String(), wrong[:4]) {
			t.Errorf("%s %q: %+v", field, wrong, r)
		}
	}
	if channel, err := b.cfg.Watches.Channel(t.Context(), here); err != nil || channel.Language != "de" || channel.Quiet == nil {
		t.Errorf("a wrong form has changed %+v, %v", channel, err)
	}

	// Whatever catalogue there is can be chosen, by its own name.
	if !slices.ContainsFunc(form.Fields[0].Choices, func(c bot.Choice) bool { return c.Value == "nl" && c.Label.String() == "Nederlands" }) {
		t.Errorf("the languages are %+v", form.Fields[0].Choices)
	}
	if r := fill(form, map[string]string{"language": "nl"}); r.Tone != bot.Good || !mentions(r, "Language: Nederlands") {
		t.Errorf("another language: %+v", r)
	}
	if r := fill(form, good); r.Tone != bot.Good {
		t.Errorf("%+v", r)
	}

	// What all see is in the channel's language, the days are those of new watches.
	b.say(t, "certwatch", "add mail.corp.com:993")
	if spoken[len(spoken)-1] != "de" {
		t.Errorf("the channel's answer is in %q", spoken[len(spoken)-1])
	}
	b.say(t, "certwatch", "show")
	if spoken[len(spoken)-1] == "de" {
		t.Error("what one person sees is in the channel's language")
	}
	w, err := b.cfg.Watches.Watch(t.Context(), here, "mail.corp.com:993")
	if err != nil || w == nil || daysLike(w.Warn) != "60 14 2" {
		t.Errorf("watched %+v, %v", w, err)
	}

	if r := fill(form, map[string]string{"language": "own", "overview": "off", "quiet": "off"}); r.Tone != bot.Good {
		t.Errorf("emptied: %+v", r)
	}
	if channel, err := b.cfg.Watches.Channel(t.Context(), here); err != nil || channel.Language != "" || channel.Digest != nil || channel.Quiet != nil || channel.Warn != nil || !channel.Due.IsZero() {
		t.Errorf("emptied: %+v, %v", channel, err)
	}

	// A form of another channel, and somebody who is no admin, change nothing.
	h := &heard{}
	q := &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: good, Place: bot.Place{Platform: bot.Slack, Channel: "C9"}, Asker: bot.Person{ID: "U1"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil || !strings.HasPrefix(h.last(t).Headline.String(), "This button belongs") {
		t.Errorf("of another channel: %+v, %v", h.replies, err)
	}
	b.cfg.Roles.Admins = []string{"slack:U9"}
	for _, r := range []bot.Reply{b.say(t, "certdesk", "settings"), fill(form, good)} {
		if r.Form != nil || !strings.HasPrefix(r.Headline.String(), "Only certdesk administrators") {
			t.Errorf("no admin: %+v", r)
		}
	}
	if r := b.say(t, "certdesk", "help"); !mentions(r, "/certdesk settings") || !mentions(r, "who added it, and admins") {
		t.Errorf("help: %+v", r)
	}
	if r := b.say(t, "certdesk", "setings"); !strings.Contains(r.Headline.String(), "“settings”") {
		t.Errorf("mistyped: %+v", r)
	}
}

func daysLike(days []int) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(days)), " "), "[]")
}

func mentions(r bot.Reply, text string) bool {
	for _, i := range r.Items {
		if strings.Contains(i.Code+" "+i.Text.String(), text) {
			return true
		}
	}
	return false
}

// TestHoursInTheChannelsZone: hours that are typed without a time zone are in
// that of the channel, those with one in their own.
func TestHoursInTheChannelsZone(t *testing.T) {
	b := newBench(t)
	if r := b.say(t, "certwatch", "schedule weekdays 09:00"); r.Headline.String() != "Digest for this channel: weekdays at 09:00, UTC." {
		t.Errorf("%+v", r)
	}
	place := bot.Place{Platform: bot.Slack, Channel: "C"}
	channel, err := b.cfg.Watches.Channel(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	channel.Place, channel.Zone = place, "Europe/Berlin"
	if err := b.cfg.Watches.SetChannel(t.Context(), channel); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"schedule weekdays 09:00":            "Digest for this channel: weekdays at 09:00, Europe/Berlin.",
		"schedule weekdays 09:00 Asia/Tokyo": "Digest for this channel: weekdays at 09:00, Asia/Tokyo.",
		"quiet 22:00-07:00":                  "Quiet hours for this channel: 22:00 to 07:00, Europe/Berlin.",
		"quiet 22:00-07:00 UTC":              "Quiet hours for this channel: 22:00 to 07:00, UTC.",
	} {
		if r := b.say(t, "certwatch", text); r.Headline.String() != want {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

// TestHelpLeadsToDocs: where the operator has pages about certdesk, help leads
// there.
func TestHelpLeadsToDocs(t *testing.T) {
	links := func(r bot.Reply) (out []string) {
		for i := range r.Items {
			for _, m := range r.Items[i].Mentions() {
				if m.Kind == bot.MentionLink {
					out = append(out, m.ID)
				}
			}
		}
		return out
	}
	const docs = "https://wiki.corp.com/certdesk"
	with := newBench(t, func(c *desk.Config) { c.Docs = docs })
	for verb, text := range map[string]string{"certdesk": "help", "certcheck": "help", "certwatch": "help"} {
		if got := links(with.say(t, verb, text)); len(got) != 1 || got[0] != docs {
			t.Errorf("%s %s: %v", verb, text, got)
		}
	}
	if got := links(newBench(t).say(t, "certdesk", "help")); got != nil {
		t.Errorf("without docs: %v", got)
	}
}
