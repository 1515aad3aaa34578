package command_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/command"
)

// People write to a bot as to a colleague.
func TestSpoken(t *testing.T) {
	imap := command.Check{Target: parsed(t, "imap.corp.com:993")}
	fresh := imap
	fresh.Fresh = true
	dmz := fresh
	dmz.Zone, dmz.Target.Name = "dmz", "imap.corp.com"
	const outlook = "The server you are connected to is using a security certificate that cannot be verified."
	for text, want := range map[string]command.Command{
		": imap.corp.com:993":                                       imap,
		", please check imap.corp.com:993":                          imap,
		"certdesk check imap.corp.com:993":                          imap,
		"hey certdesk could you check imap.corp.com:993 please?":    imap,
		"Hi @certdesk, can you check imap.corp.com:993? Thanks!":    imap,
		"certdesk: imap.corp.com:993?":                              imap,
		"— check imap.corp.com:993 —":                               imap,
		"please, please check “imap.corp.com:993” fresh, thank you": fresh,
		"Hallo certdesk, bitte prüfe imap.corp.com:993, danke":      imap,
		"Bonjour, vérifie imap.corp.com:993 s'il te plaît":          imap,
		"Hola, comprueba imap.corp.com:993 por favor":               imap,
		"¡imap.corp.com:993!":                                       imap,
		"certdesk: " + outlook:                                      command.Talk{Text: "certdesk: " + outlook},
		"help me please":                                            command.Help{},
		"hilfe":                                                     command.Help{},
		"Hilfe, bitte!":                                             command.Help{},
		"aide":                                                      command.Help{},
		"à l'aide":                                                  command.Help{},
		"¿ayuda?":                                                   command.Help{},
		"?":                                                         command.Help{},
		": help":                                                    command.Help{},
		"certdesk":                                                  command.Help{},
		"please help me with imap.corp.com":                         command.Talk{Text: "please help me with imap.corp.com"},
		"please watch list":                                         command.Watch{Verb: "list"},
		"watch your step":                                           command.Talk{Text: "watch your step"},
		"good morning, check your mail please":                      command.Talk{Text: "good morning, check your mail please"},
		"hey, /certcheck imap.corp.com:993":                         imap,
		// Options belong to the server before them, however many they are.
		"imap.corp.com:993 name imap.corp.com for user from dmz fresh": dmz,
		"imap.corp.com:993\nbroken":                                    command.Talk{Text: "imap.corp.com:993\nbroken"},
		"can you check whether imap.corp.com:993 is fine":              command.Talk{Text: "can you check whether imap.corp.com:993 is fine"},
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, ignoreInput(got)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

// What was mistyped, and a second server, are said, by slash or by mention.
func TestWhatWasMeant(t *testing.T) {
	for text, want := range map[string][2]string{
		"imap.corp.com frsh":                 {"There is no option “frsh”. Did you mean “fresh”?", "/certcheck imap.corp.com fresh"},
		"imap.corp.com form dmz":             {"There is no option “form”. Did you mean “from”?", "/certcheck imap.corp.com from dmz"},
		"privat imap.corp.com:993":           {"There is no option “privat”. Did you mean “private”?", "/certcheck private imap.corp.com:993"},
		"imap.corp.com:587 startls smtp":     {"There is no option “startls”. Did you mean “starttls”?", "/certcheck imap.corp.com:587 starttls smtp"},
		"imap.corp.com smtp.corp.com":        {"One command checks one server, but 2 were given. Check each of them separately.", "/certcheck imap.corp.com"},
		"imap.corp.com, smtp.corp.com:465":   {"One command checks one server, but 2 were given. Check each of them separately.", "/certcheck imap.corp.com"},
		"imap.corp.com and smtp.corp.com":    {"One command checks one server, but 2 were given. Check each of them separately.", "/certcheck imap.corp.com"},
		"a.corp.com b.corp.com c.corp.com:1": {"One command checks one server, but 3 were given. Check each of them separately.", "/certcheck a.corp.com"},
	} {
		for _, q := range []bot.Request{
			{Kind: bot.Command, Verb: "certcheck", Text: text}, {Kind: bot.Message, Text: "please check " + text},
		} {
			_, err := command.Parse(&q)
			var u *command.Usage
			if !errors.As(err, &u) || u.Said.String() != want[0] || u.Example != want[1] {
				t.Errorf("%s %q: %+v", q.Kind, text, u)
			}
		}
	}
}

// Quotes, dashes and the case of a zone are as phones and word processors make
// them.
func TestTypedSchedules(t *testing.T) {
	weekdays := bot.Schedule{Days: bot.Weekdays, Minute: 9 * 60, Zone: "Europe/Berlin"}
	for _, text := range []string{
		`"weekdays 09:00 Europe/Berlin"`, "‘weekdays 09:00 Europe/Berlin’", "«weekdays 09:00 Europe/Berlin»", "« weekdays 09:00 Europe/Berlin »",
		"„weekdays 09:00 Europe/Berlin“", "‚weekdays 09:00 Europe/Berlin‘", "`weekdays 09:00 Europe/Berlin`",
		"Mon–Fri 09:00 Europe/Berlin", "Mon—Fri 09:00 europe/berlin", "monday−friday 9am EUROPE/BERLIN", "mon-fri 09:00 eUrOpE/bErLiN",
	} {
		if s, err := command.ParseSchedule(text); err != nil || s == nil || *s != weekdays {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
	for word, want := range map[string]string{
		"europe/berlin": "Europe/Berlin", "america/new_york": "America/New_York", "America/port-au-prince": "America/Port-au-Prince",
		"europe/isle_of_man": "Europe/Isle_of_Man", "africa/dar_es_salaam": "Africa/Dar_es_Salaam", "utc": "UTC", "cet": "CET", "UTC": "UTC",
		"local": "", "": "", "atlantis/capital": "", "../../etc/passwd": "",
	} {
		if got, ok := command.ParseZone(word); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", word, got, ok)
		}
		if _, err := time.LoadLocation(want); want != "" && err != nil {
			t.Error(err)
		}
	}
	quiet, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "quiet ‘22:00—07:00 europe/paris’"})
	if w, ok := quiet.(command.Watch); err != nil || !ok || w.Quiet == nil || *w.Quiet != (bot.Quiet{From: 22 * 60, To: 7 * 60, Zone: "Europe/Paris"}) {
		t.Errorf("%+v, %v", quiet, err)
	}
}
