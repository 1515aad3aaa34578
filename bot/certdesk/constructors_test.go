//go:build !race

package main

import (
	"reflect"
	"regexp"
	"testing"

	"certdesk/adapters/discord"
	"certdesk/adapters/mail"
	"certdesk/adapters/slack"
	"certdesk/adapters/webhook"
	"certdesk/bot/admission"
	"certdesk/bot/cli"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/watch"
	"certdesk/store/redis/queue"
)

// TestConstructorsNameWhatIsMissing: who wires a part wrongly reads which one.
func TestConstructorsNameWhatIsMissing(t *testing.T) {
	names := regexp.MustCompile(`^an? .+ lacks its [A-Z]\w+$`)
	for what, build := range map[string]func() error{
		"front":   func() error { _, err := cli.NewFront(cli.FrontConfig{}); return err },
		"desk":    func() error { _, err := desk.New(desk.Config{}); return err },
		"watcher": func() error { _, err := watch.New(watch.Config{}); return err },
		"keeper":  func() error { _, err := incident.NewKeeper(incident.Config{}); return err },
		"guard":   func() error { _, err := keeping.New(keeping.Config{}); return err },
		"gate":    func() error { _, err := admission.New(admission.Config{}); return err },
		"worker":  func() error { _, err := queue.NewWorker(queue.WorkerConfig{}); return err },
		"slack":   func() error { _, err := slack.New(slack.Config{}); return err },
		"discord": func() error { _, err := discord.New(discord.Config{}); return err },
		"mailer":  func() error { _, err := mail.New(mail.Config{}); return err },
		"webhook": func() error {
			_, err := webhook.New(webhook.Config{URL: "https://tickets.corp.com/hooks"})
			return err
		},
	} {
		if err := build(); err == nil || !names.MatchString(err.Error()) {
			t.Errorf("a %s without parts: %v", what, err)
		}
	}
}

// TestSettingsStayInside: what a part was made with is nobody else's to read or
// change: neither an adapter's keys nor the clock of a desk.
func TestSettingsStayInside(t *testing.T) {
	for _, made := range []reflect.Type{
		reflect.TypeFor[slack.Adapter](), reflect.TypeFor[discord.Adapter](), reflect.TypeFor[mail.Mailer](), reflect.TypeFor[webhook.Sender](),
		reflect.TypeFor[watch.Watcher](), reflect.TypeFor[incident.Keeper](), reflect.TypeFor[keeping.Keeper](), reflect.TypeFor[admission.Gate](),
		reflect.TypeFor[queue.Worker](), reflect.TypeFor[desk.Desk](), reflect.TypeFor[diagnosis.Checker](), reflect.TypeFor[cli.Front](),
	} {
		for n := range made.NumField() {
			if f := made.Field(n); f.IsExported() || f.Anonymous {
				t.Errorf("%s has the field %s for everybody", made, f.Name)
			}
		}
	}
}
