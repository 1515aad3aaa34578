package slack_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// pages says of each channel what it watches; there is trouble with C5.
type pages struct{}

func (pages) Home(_ context.Context, place bot.Place, who bot.Person) (bot.Reply, error) {
	if place.Channel == "C5" {
		return bot.Reply{}, errors.New("away")
	}
	return bot.Reply{Headline: say.Literal("What " + place.Channel + " watches, for " + who.Name), Items: []bot.Item{{Code: "mail.corp.com", Text: say.Literal("fine")}}}, nil
}

func TestHome(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Working: true, Headline: say.Literal("Checking …")}, bot.Reply{Headline: say.Literal("An answer.")})
	a := newAdapter(t, fake, s, func(cfg *slack.Config) { cfg.Home = pages{} })
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	shows := func(n int, parts ...string) {
		t.Helper()
		adaptertest.Eventually(t, func() string {
			homes := fake.Homes()
			if len(homes) != n {
				return "the home tab was not published"
			}
			for _, part := range append(parts, "home-target", "home-channel") {
				if !strings.Contains(string(homes[n-1]), part) {
					return "the home tab lacks " + part + ": " + string(homes[n-1])
				}
			}
			return ""
		})
	}
	p.do(fake.OpenHome())
	shows(1, "Choose a channel")
	p.do(fake.PressHome("home-channel", "C4", nil))
	shows(2, "What C4 watches, for anna", "mail.corp.com")
	p.do(fake.OpenHome()) // it is remembered
	shows(3, "What C4 watches")
	p.do(fake.PressHome("home-channel", "C5", nil))
	shows(4, "cannot be loaded")
	// What is checked here is answered to the person, wherever the menu stands.
	p.do(fake.PressHome("home-check:", "", map[string]string{"home-target": "imap.example:993"}))
	adaptertest.Eventually(t, func() string {
		got := fake.Messages()
		if len(got) != 1 || got[0].Text != "An answer." || got[0].Channel != direct || got[0].Edits != 1 {
			raw, _ := json.Marshal(got)
			return "there stands " + string(raw)
		}
		return ""
	})
	if asked := s.Asked(); len(asked) != 1 || asked[0].Verb != "certcheck" || asked[0].Text != "imap.example:993" || !asked[0].Direct {
		t.Errorf("asked %+v", asked)
	}
}

// A home tab that Slack refuses is shown by its words.
func TestHomeRefused(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), func(cfg *slack.Config) { cfg.Home = pages{} })
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.OpenHome())
	adaptertest.Eventually(t, func() string {
		if len(fake.Homes()) == 0 {
			return "there is no home tab"
		}
		return ""
	})
	fake.Fail("views.publish", fakeslack.Fault{Error: "invalid_blocks"})
	p.do(fake.PressHome("home-channel", "C4", nil))
	adaptertest.Eventually(t, func() string {
		homes := fake.Homes()
		if len(homes) != 2 || !strings.Contains(string(homes[1]), "What C4 watches") || strings.Contains(string(homes[1]), "mail.corp.com") {
			return "the words of the home tab were not published"
		}
		return ""
	})
}
