package command_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/command"
)

// A slip is told with what was meant, and the example is what to type instead.
func TestSlips(t *testing.T) {
	const options = "The options are fresh, private, public, starttls, name, from and client."
	for _, tt := range []struct{ verb, text, said, example string }{
		// The value of an option.
		{"certcheck", "imap.corp.com client thunderbrid", "There is no mail program “thunderbrid”. Did you mean “thunderbird”?", "/certcheck imap.corp.com client thunderbird"},
		{"certcheck", "imap.corp.com:25 starttls smpt", "There is no protocol “smpt”. Did you mean “smtp”?", "/certcheck imap.corp.com:25 starttls smtp"},
		// A word that is no option.
		{"certcheck", "imap.corp.com:993 lang fr", "There is no option “lang”. " + options, "/certcheck imap.corp.com:993"},
		{"certcheck", "imap.corp.com:993 timeout=5s", "There is no option “timeout=5s”. " + options, "/certcheck imap.corp.com:993"},
		{"certwatch", "add imap.corp.com:993 owner anna", "There is no option “owner”. The options are warn and note.", "/certwatch add imap.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add imap.corp.com:993 note", "Something is missing after “note”.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		// An option in another language, or with two letters exchanged.
		{"certwatch", "add imap.corp.com:993 wran 14", "There is no option “wran”. Did you mean “warn”?", "/certwatch add imap.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add imap.corp.com:993 Notiz: ask", "There is no option “Notiz:”. Did you mean “note”?", "/certwatch add imap.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add imap.corp.com:993 alerte 14", "There is no option “alerte”. Did you mean “warn”?", "/certwatch add imap.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certcheck", "imap.corp.com:993 neu", "There is no option “neu”. Did you mean “fresh”?", "/certcheck imap.corp.com:993 fresh"},
		{"certcheck", "imap.corp.com:993 público", "There is no option “público”. Did you mean “public”?", "/certcheck imap.corp.com:993 public"},
		{"certcheck", "imap.corp.com:993 zone dmz", "There is no option “zone”. Did you mean “from”?", "/certcheck imap.corp.com:993 from dmz"},
		{"certcheck", "imap.corp.com:993 pour", "Something is missing after “pour”.", "/certcheck imap.corp.com:993 pour admin"},
		// The example goes on with the reader's own server.
		{"certwatch", "drop imap.corp.com:993", "There is no “drop” for watches. Did you mean “remove”?", "/certwatch remove imap.corp.com:993"},
		{"certwatch", "snoze imap.corp.com:993 7d", "There is no “snoze” for watches. Did you mean “snooze”?", "/certwatch snooze imap.corp.com:993 7d"},
		{"certwatch", "note ask", "There is no “note” for watches. Did you mean “add … note …”?", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "snooze imap.corp.com:993", "Enter which server to pause alerts for, and for how long.", "/certwatch snooze imap.corp.com:993 7d"},
		{"certwatch", "snooze imap.corp.com:993 until monday", "“monday” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze imap.corp.com:993 7d"},
		{"certwatch", "snooze imap.corp.com:993 7 moons", "“7 moons” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze imap.corp.com:993 7d"},
		{"certwatch", "snooze imap.corp.com:993 7", "“7” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze imap.corp.com:993 7d"},
		{"certwatch", "snooze imap.corp.com:993 7 days because of holidays", "Nothing can stand after the time. Leave out “because of holidays”.", "/certwatch snooze imap.corp.com:993 7 days"},
		{"certwatch", "add imap.corp.com:993 note warn 14", "Something is missing after “note”.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		// Several servers.
		{"certwatch", "add a.corp.com b.corp.com:993", "“add” takes one server, but 2 were given.", "/certwatch import a.corp.com, b.corp.com:993"},
		{"certwatch", "remove a.corp.com, b.corp.com, c.corp.com", "“remove” takes one server, but 3 were given.", "/certwatch remove a.corp.com"},
		{"certwatch", "show a.corp.com b.corp.com", "“show” takes one server, but 2 were given.", "/certwatch show a.corp.com"},
		{"certwatch", "snooze a.corp.com b.corp.com 7d", "“snooze” takes one server, but 2 were given.", "/certwatch snooze mail.corp.com 7d"},
		// A word of another command.
		{"certcheck", "add imap.corp.com", "“add” belongs to /certwatch.", "/certwatch add imap.corp.com"},
		{"certcheck", "list", "“list” belongs to /certwatch.", "/certwatch list"},
		{"certcheck", "settings", "“settings” belongs to /certdesk.", "/certdesk settings"},
		{"certwatch", "check imap.corp.com:993", "“check” belongs to /certcheck.", "/certcheck imap.corp.com:993"},
		{"certwatch", "settings", "“settings” belongs to /certdesk.", "/certdesk settings"},
		{"certwatch", "fix 0x800CCC1A", "“fix” belongs to /certfix.", "/certfix 0x800CCC1A"},
		{"certdesk", "add imap.corp.com", "“add” belongs to /certwatch.", "/certwatch add imap.corp.com"},
		{"certdesk", "check imap.corp.com", "“check” belongs to /certcheck.", "/certcheck imap.corp.com"},
		{"certdesk", "imap.corp.com:993", "“imap.corp.com:993” belongs to /certcheck.", "/certcheck imap.corp.com:993"},
		{"certdesk", "frobnicate", "There is no “frobnicate” for certdesk. There are settings and help.", "/certdesk help"},
		// A command that there is not.
		{"certceck", "imap.corp.com:993", "There is no command /certceck. Did you mean /certcheck?", "/certcheck imap.corp.com:993"},
		{"cert", "imap.corp.com", "There is no command /cert. Did you mean /certcheck?", "/certcheck imap.corp.com"},
		{"certcheckimap.corp.com:993", "", "There is no command /certcheckimap.corp.com:993. Did you mean /certcheck?", "/certcheck imap.corp.com:993"},
		{"certwach", "list", "There is no command /certwach. Did you mean /certwatch?", "/certwatch list"},
		{"certwach", "frob", "There is no command /certwach. Did you mean /certwatch?", "/certwatch help"},
		{"foo", "", "There is no command /foo. There are /certcheck, /certwatch, /certfix and /certdesk.", "/certdesk help"},
		{"", "", "There is no command /. There are /certcheck, /certwatch, /certfix and /certdesk.", "/certdesk help"},
		// A time zone.
		{"certwatch", "schedule mon-fri 08:30 Europe/Berln", "There is no time zone “Europe/Berln”. Enter its region and city, such as Europe/Berlin.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "schedule weekdays 09:00 GMT+1", "There is no time zone “GMT+1”. Enter its region and city, such as Europe/Berlin.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "quiet 22:00-07:00 UTC+2", "There is no time zone “UTC+2”. Enter its region and city, such as Europe/Berlin.", "/certwatch quiet 22:00-07:00 Europe/Berlin"},
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: tt.verb, Text: tt.text})
		var u *command.Usage
		if !errors.As(err, &u) {
			t.Errorf("/%s %s: %+v, %v", tt.verb, tt.text, got, err)
			continue
		}
		if u.Said.String() != tt.said || u.Example != tt.example {
			t.Errorf("/%s %s:\n got %q, %q\nwant %q, %q", tt.verb, tt.text, u.Said.String(), u.Example, tt.said, tt.example)
		}
	}
}

// What can be understood is done.
func TestUnderstood(t *testing.T) {
	imap := command.Check{Target: parsed(t, "imap.corp.com:993")}
	fresh := imap
	fresh.Fresh = true
	watched := parsed(t, "imap.corp.com:993")
	for _, tt := range []struct {
		q    bot.Request
		want command.Command
	}{
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993 pls"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993 for me, please"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "bitte imap.corp.com:993 fresh danke!"}, fresh},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "/certcheck imap.corp.com:993"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Options: map[string]string{"target": "imap.corp.com:993 fresh"}}, fresh},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Options: map[string]string{"target": "/certcheck imap.corp.com:993"}}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "--help"}, command.Help{Topic: "certcheck"}},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "-h"}, command.Help{Topic: "certcheck"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "--help"}, command.Help{Topic: "certwatch"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "unsnooze imap.corp.com:993"}, command.Watch{Verb: "snooze", Target: watched}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "unwatch imap.corp.com:993"}, command.Watch{Verb: "remove", Target: watched}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 note off"}, command.Watch{Verb: "add", Target: watched, NoNote: true}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 note ask Anna warn 14, 7"},
			command.Watch{Verb: "add", Target: watched, Warn: []int{14, 7}, Note: "ask Anna"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 note ask Anna; WARN: 30 and 7 days"},
			command.Watch{Verb: "add", Target: watched, Warn: []int{30, 7}, Note: "ask Anna"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 note warn Anna 14 days before"},
			command.Watch{Verb: "add", Target: watched, Note: "warn Anna 14 days before"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 note do not warn"},
			command.Watch{Verb: "add", Target: watched, Note: "do not warn"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add imap.corp.com:993 warn 30 note see warn 14"},
			command.Watch{Verb: "add", Target: watched, Warn: []int{30}, Note: "see warn 14"}},
		// What was typed in a field of its own is the note as it stands.
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Options: map[string]string{"verb": "add", "target": "imap.corp.com:993", "note": "ask Anna warn 14"}},
			command.Watch{Verb: "add", Target: watched, Note: "ask Anna warn 14"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "snooze imap.corp.com:993 7 Tage"}, command.Watch{Verb: "snooze", Target: watched, For: 7 * 24 * time.Hour}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "snooze imap.corp.com:993 pour 2 semaines"}, command.Watch{Verb: "snooze", Target: watched, For: 14 * 24 * time.Hour}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "snooze imap.corp.com:993 für 3 Stunden"}, command.Watch{Verb: "snooze", Target: watched, For: 3 * time.Hour}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "snooze imap.corp.com 993 7 días"}, command.Watch{Verb: "snooze", Target: watched, For: 7 * 24 * time.Hour}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "snooze imap.corp.com:993 aus"}, command.Watch{Verb: "snooze", Target: watched}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "schedule aus"}, command.Watch{Verb: "schedule"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "quiet désactivé"}, command.Watch{Verb: "quiet"}},
		{bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "quiet “apagado”"}, command.Watch{Verb: "quiet"}},
		{bot.Request{Kind: bot.Message, Text: "image.png"}, command.Talk{Text: "image.png"}},
		{bot.Request{Kind: bot.Message, Text: "Outlook.exe:"}, command.Talk{Text: "Outlook.exe:"}},
		{bot.Request{Kind: bot.Message, Text: "mail.corp.com.crt"}, command.Talk{Text: "mail.corp.com.crt"}},
		{bot.Request{Kind: bot.Message, Text: "check imap.corp.com:993 erneut"}, command.Talk{Text: "check imap.corp.com:993 erneut"}},
		{bot.Request{Kind: bot.Message, Text: "please watch imap.corp.com:993"}, command.Watch{Verb: "add", Target: watched}},
		{bot.Request{Kind: bot.Message, Text: "überwache imap.corp.com:993, bitte"}, command.Watch{Verb: "add", Target: watched}},
		{bot.Request{Kind: bot.Message, Text: "add imap.corp.com:993 warn 7"}, command.Watch{Verb: "add", Target: watched, Warn: []int{7}}},
		{bot.Request{Kind: bot.Message, Text: "can you remove imap.corp.com:993?"}, command.Watch{Verb: "remove", Target: watched}},
		{bot.Request{Kind: bot.Message, Text: "snooze imap.corp.com:993 7d"}, command.Watch{Verb: "snooze", Target: watched, For: 7 * 24 * time.Hour}},
		{bot.Request{Kind: bot.Message, Text: "add me to the list"}, command.Talk{Text: "add me to the list"}},
		{bot.Request{Kind: bot.Message, Text: "remove imap.corp.com:993 from my account"}, command.Talk{Text: "remove imap.corp.com:993 from my account"}},
		{bot.Request{Kind: bot.Message, Text: "list, please"}, command.Watch{Verb: "list"}},
		{bot.Request{Kind: bot.Message, Text: "digest"}, command.Watch{Verb: "digest"}},
		{bot.Request{Kind: bot.Message, Text: "list of colleagues"}, command.Talk{Text: "list of colleagues"}},
		{bot.Request{Kind: bot.Message, Text: " \u200b\u200f\u2060"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "_imap.corp.com:993_"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "~imap.corp.com:993~"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "||imap.corp.com:993||"}, imap},
		{bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "__*imap.corp.com:993*__"}, imap},
		{bot.Request{Kind: bot.Message, Text: "what is certdesk?"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "Who are you?"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "was kannst du?"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "¿Qué puedes hacer?"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "qui es-tu ?"}, command.Help{}},
		{bot.Request{Kind: bot.Message, Text: "what?"}, command.Talk{Text: "what?"}},
		{bot.Request{Kind: bot.Message, Text: "what is 0x800CCC1A?"}, command.Talk{Text: "what is 0x800CCC1A?"}},
	} {
		got, err := command.Parse(&tt.q)
		if err != nil {
			t.Errorf("%q %v: %v", tt.q.Text, tt.q.Options, err)
			continue
		}
		if diff := cmp.Diff(tt.want, ignoreInput(got)); diff != "" {
			t.Errorf("%q %v: (-want +got)\n%s", tt.q.Text, tt.q.Options, diff)
		}
	}
}

// Times are written as people speak, in the languages that certdesk speaks.
func TestTypedTimes(t *testing.T) {
	weekdays := bot.Schedule{Days: bot.Weekdays, Minute: 9 * 60, Zone: "Europe/Berlin"}
	for _, text := range []string{
		"weekdays at 9 Europe/Berlin", "weekdays 9 am Europe/Berlin", "weekdays 9 a.m. berlin", "werktags um 9 Uhr Berlin", "werktags 9:00 Uhr Europe/Berlin",
		"jours ouvrés à 9h Europe/Berlin", "jours ouvrés à 9h00 berlin", "días laborables a las 9 Europe/Berlin", "montag-freitag 9 Europe/Berlin", "every weekday at 09:00 Europe/Berlin",
		"lundi, mardi, mercredi, jeudi et vendredi 9 heures Berlin",
	} {
		if s, err := command.ParseSchedule(text); err != nil || s == nil || *s != weekdays {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
	for text, want := range map[string]bot.Schedule{
		"every day at 9":                  {Days: bot.EveryDay, Minute: 9 * 60},
		"jeden Tag um 17 Uhr":             {Days: bot.EveryDay, Minute: 17 * 60},
		"tous les jours à 8h30":           {Days: bot.EveryDay, Minute: 8*60 + 30},
		"montags 7.15 Uhr":                {Days: 1 << time.Monday, Minute: 7*60 + 15},
		"sábados 10 New_York":             {Days: 1 << time.Saturday, Minute: 10 * 60, Zone: "America/New_York"},
		"daily 12 am":                     {Days: bot.EveryDay},
		"daily 12 pm tokyo":               {Days: bot.EveryDay, Minute: 12 * 60, Zone: "Asia/Tokyo"},
		"Mo, Mi 8 Uhr":                    {Days: 1<<time.Monday | 1<<time.Wednesday, Minute: 8 * 60},
		"Mo-Fr 8 Uhr":                     {Days: bot.Weekdays, Minute: 8 * 60},
		"cada día a las 0 horas":          {Days: bot.EveryDay},
		"mondays 9:30 p.m.":               {Days: 1 << time.Monday, Minute: 21*60 + 30},
		"on mondays at 9 o'clock":         {Days: 1 << time.Monday, Minute: 9 * 60},
		"weekdays 23:59 Australia/sydney": {Days: bot.Weekdays, Minute: 23*60 + 59, Zone: "Australia/Sydney"},
	} {
		if s, err := command.ParseSchedule(text); err != nil || s == nil || *s != want {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
	for _, text := range []string{"0 9 * * 1-5", "daily 24", "daily 99", "daily -1", "daily 9h75", "daily hh", "daily 13pm", "local 9"} {
		if s, err := command.ParseSchedule(text); err == nil {
			t.Errorf("%s: %+v", text, s)
		}
	}
	night := bot.Quiet{From: 22 * 60, To: 7 * 60}
	for _, text := range []string{"quiet 22-7", "quiet 22 - 7", "quiet 22h-7h", "quiet from 22 to 7", "quiet von 22 bis 7 Uhr", "quiet 22-7 Uhr", "quiet de 22h à 7h", "quiet 10 pm - 7 am", "quiet desde 22 hasta 7"} {
		got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certwatch", Text: text})
		if w, ok := got.(command.Watch); err != nil || !ok || w.Quiet == nil || *w.Quiet != night {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

// What is said beside a server or a code tells the language as well, where nothing else
// does.
func TestComplaint(t *testing.T) {
	for text, want := range map[string]string{
		"imap.corp.com geht nicht": "de", "0x800CCC1A, warum?": "de", "imap.corp.com:993 klappt nicht mehr!": "de",
		"imap.corp.com marche pas": "fr", "ça ne fonctionne plus : 0x800CCC1A": "fr", "panne": "fr",
		"imap.corp.com no funciona": "es", "0x800CCC1A sigue fallando": "es",
		"imap.corp.com does not work": "", "0x800CCC1A": "", "geht.nicht.example": "", "geht pas": "", "": "",
	} {
		if got := command.Complaint(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// One word is enough to tell which language the bot is spoken to in.
func TestTongue(t *testing.T) {
	for text, want := range map[string]string{
		"hilfe": "de", "Hilfe, bitte!": "de", "bitte prüfe imap.corp.com:993": "de", "überwache imap.corp.com": "de", "Danke!": "de", "wer bist du?": "de",
		"aide": "fr", "à l'aide": "fr", "vérifie imap.corp.com, merci": "fr", "bonjour": "fr", "qui es-tu ?": "fr",
		"¿ayuda?": "es", "comprueba imap.corp.com por favor": "es", "¿Qué puedes hacer?": "es", "hola": "es",
		"help": "", "please check imap.corp.com": "", "imap.corp.com:993": "", "": "", "thanks": "", "bitte, merci": "", "who are you?": "", "hilfe.corp.com": "",
	} {
		if got := command.Tongue(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
