//go:build !race

package main

import (
	"encoding/json"
	"log/slog"
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot/command"
	"certdesk/bot/diagnosis"
	"certdesk/checks/say"
)

// TestCommandsInAllLanguages: every name and description of what can be typed
// is in every language, within Discord's limits, and no two options of a command
// have one name.
func TestCommandsInAllLanguages(t *testing.T) {
	oneWord := regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	for _, lang := range []string{"de", "fr", "es"} {
		var look func(s command.Syntax)
		look = func(s command.Syntax) {
			names := make(map[string]bool)
			name := func(n say.Text, within map[string]bool) {
				said := diagnosis.Word(lang, n).String()
				if within[said] || !oneWord.MatchString(said) {
					t.Errorf("%s: the name %q is no word, or twice", lang, said)
				}
				within[said] = true
			}
			does := func(d say.Text) {
				if said := diagnosis.Word(lang, d).String(); said == d.String() || utf8.RuneCountInString(said) > 100 {
					t.Errorf("%s: %q", lang, said)
				}
			}
			if s.OnMessage {
				if said := diagnosis.Word(lang, s.Name).String(); said == s.Name.String() || utf8.RuneCountInString(said) > 32 {
					t.Errorf("%s: %q", lang, said)
				}
				return
			}
			does(s.Does)
			for _, o := range s.Options {
				name(o.Name, names)
				does(o.Does)
			}
			for _, v := range s.Verbs {
				name(v.Name, names)
				look(v)
			}
		}
		for _, s := range command.Table() {
			look(s)
		}
	}
}

// TestDiscordIsToldAllLanguages: what Discord keeps has the words of the
// phrasebook.
func TestDiscordIsToldAllLanguages(t *testing.T) {
	fake := fakediscord.New(t)
	a, err := discord.New(discord.Config{
		Desk: noDesk{}, Token: fakediscord.Token, ApplicationID: fakediscord.Application,
		APIURL: fake.APIURL(), HTTP: fake.Client(), Word: diagnosis.Word, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Name    string
		Options []struct {
			Name  string
			Names map[string]string `json:"name_localizations"`
			Does  map[string]string `json:"description_localizations"`
		}
	}
	if err := json.Unmarshal(fake.Commands(""), &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Name != "certcheck" {
			continue
		}
		target := c.Options[0]
		if target.Name != "target" || target.Names["de"] != "ziel" || target.Names["fr"] != "cible" || target.Names["es-ES"] != "destino" || target.Names["es-419"] != "destino" || len(target.Does) != 4 {
			t.Errorf("%+v", target)
		}
		return
	}
	t.Errorf("no certcheck in %+v", all)
}
