package bot_test

import (
	"testing"

	"certdesk/bot"
)

func TestParsePlace(t *testing.T) {
	for word, want := range map[string]bot.Place{
		"slack:C024BE7LH":           {Platform: bot.Slack, Channel: "C024BE7LH"},
		"discord:80351110224678912": {Platform: bot.Discord, Channel: "80351110224678912"},
		"console:terminal":          {Platform: bot.Console, Channel: "terminal"},
		"slack:a:b":                 {Platform: bot.Slack, Channel: "a:b"},
		"mail:ops@corp.com":         {}, // where nobody asks
		"teams:19":                  {},
		"Slack:C1":                  {},
		"slack:":                    {},
		"slack":                     {},
		":C1":                       {},
		"":                          {},
	} {
		got, ok := bot.ParsePlace(word)
		if got != want || ok != (want != bot.Place{}) {
			t.Errorf("%q is %+v, %v", word, got, ok)
		}
		if ok && got.Written() != word {
			t.Errorf("%q is written %q", word, got.Written())
		}
	}
}

// TestPlatformsAreWhole: what settings and sentences take from the table is there.
func TestPlatformsAreWhole(t *testing.T) {
	for _, p := range bot.Platforms() {
		if p.Name == "" || p.Asked == p.Carried || p.Platform.Traits().Name != p.Name {
			t.Errorf("%+v", p)
		}
		if !p.Served {
			continue
		}
		for _, form := range []bot.IDForm{p.Channel, p.Person} {
			place, ok := bot.ParsePlace(form.Example)
			if !ok || place.Platform != p.Platform || !form.Fits(place.Channel) || form.Fits("#helpdesk") {
				t.Errorf("%s: %q is no example", p.Name, form.Example)
			}
		}
	}
	if unknown := bot.Platform("teams").Traits(); unknown.Name != "teams" || unknown.Asked || unknown.Carried {
		t.Errorf("%+v", unknown)
	}
	for want, form := range map[string]func(*bot.Traits) bot.IDForm{
		"slack:C024BE7LH or discord:80351110224678912": func(p *bot.Traits) bot.IDForm { return p.Channel },
		"slack:U024BE7LH or discord:80351110224678912": func(p *bot.Traits) bot.IDForm { return p.Person },
	} {
		if got := bot.PlaceExamples(form); got != want {
			t.Errorf("examples are %q, want %q", got, want)
		}
	}
}

// TestPlaceKeys: a channel is the same in whatever thread and workspace; a thread is
// a place of its own.
func TestPlaceKeys(t *testing.T) {
	for _, c := range []struct {
		place        bot.Place
		key, channel string
	}{
		{bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C2"}, "slack/C2", "slack/C2"},
		{bot.Place{Platform: bot.Slack, Team: "T3", Channel: "C2", Thread: "17.5"}, "slack/C2/17.5", "slack/C2"},
	} {
		if key, channel := c.place.Key(), c.place.ChannelKey(); key != c.key || channel != c.channel {
			t.Errorf("%+v is %q in %q", c.place, key, channel)
		}
	}
}
