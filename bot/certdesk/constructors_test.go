package main

import (
	"regexp"
	"testing"

	"certdesk/adapters/discord"
	"certdesk/adapters/slack"
	"certdesk/bot/desk"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
)

// TestConstructorsNameWhatIsMissing: who wires a part wrongly reads which one.
func TestConstructorsNameWhatIsMissing(t *testing.T) {
	names := regexp.MustCompile(`^an? .+ lacks its [A-Z]\w+$`)
	for what, build := range map[string]func() error{
		"desk":    func() error { _, err := desk.New(desk.Config{}); return err },
		"watcher": func() error { _, err := watch.New(watch.Config{}); return err },
		"keeper":  func() error { _, err := incident.NewKeeper(incident.Config{}); return err },
		"slack":   func() error { _, err := slack.New(slack.Config{}); return err },
		"discord": func() error { _, err := discord.New(discord.Config{}); return err },
	} {
		if err := build(); err == nil || !names.MatchString(err.Error()) {
			t.Errorf("a %s without parts: %v", what, err)
		}
	}
}
