package command_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/target"
)

func parsed(t *testing.T, s string) checks.Target {
	t.Helper()
	out, err := target.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestParse(t *testing.T) {
	imap := parsed(t, "imap.corp.com:993")
	named := imap
	named.Name = "mail.corp.com"
	tls := imap
	tls.Mode = checks.ModeTLS
	starttls := parsed(t, "mail.corp.com:587")
	starttls.Mode, starttls.Protocol = checks.ModeSTARTTLS, "smtp"
	for _, tt := range []struct {
		verb, text string
		options    map[string]string
		want       command.Command
	}{
		{verb: "certcheck", text: "imap.corp.com:993", want: command.Check{Target: imap}},
		{verb: "/certcheck", text: " imap.corp.com:993  FRESH ", want: command.Check{Target: imap, Fresh: true}},
		{verb: "certcheck", text: "fresh private imap.corp.com:993", want: command.Check{Target: imap, Fresh: true, Audience: bot.Asker, Said: true}},
		{verb: "certcheck", text: "imap.corp.com:993 public from DMZ", want: command.Check{Target: imap, Said: true, Zone: "dmz"}},
		{verb: "certcheck", text: "imap.corp.com:993 name mail.corp.com", want: command.Check{Target: named}},
		{verb: "certcheck", text: "name mail.corp.com imap.corp.com:993", want: command.Check{Target: named}},
		{verb: "certcheck", text: "mail.corp.com:587 starttls smtp", want: command.Check{Target: starttls}},
		{verb: "certcheck", text: "help", want: command.Help{Topic: "certcheck"}},
		{verb: "certcheck", options: map[string]string{"target": "imap.corp.com:993", "fresh": "true", "private": "true", "name": "mail.corp.com"},
			want: command.Check{Target: named, Fresh: true, Audience: bot.Asker, Said: true}},
		{verb: "certcheck", options: map[string]string{"target": "mail.corp.com:587", "security": "smtp"}, want: command.Check{Target: starttls}},

		{verb: "certcheck", options: map[string]string{"target": "imap.corp.com:993", "private": "false"}, want: command.Check{Target: imap, Said: true}},
		{verb: "certcheck", options: map[string]string{"target": "imap.corp.com:993", "security": "SSL"}, want: command.Check{Target: tls}},
		{verb: "certcheck", options: map[string]string{"target": "imap.corp.com:993", "security": "auto"}, want: command.Check{Target: imap}},
		{verb: "certcheck", text: "imaps://imap.corp.com", want: ignoreInput(command.Check{Target: parsed(t, "imaps://imap.corp.com")})},
		{verb: "certhelp", want: command.Help{}},
		{verb: "/help", want: command.Help{}},

		{verb: "certfix", text: "0x800CCC1A imap.corp.com", want: command.Fix{Text: "0x800CCC1A imap.corp.com"}},
		{verb: "certfix", want: command.Fix{}},
		{verb: "certfix", text: "help", want: command.Help{Topic: "certfix"}},

		{verb: "certwatch", text: "list", want: command.Watch{Verb: "list"}},
		{verb: "certwatch", text: "LIST", want: command.Watch{Verb: "list"}},
		{verb: "certwatch", text: "help", want: command.Help{Topic: "certwatch"}},
		{verb: "certwatch", text: "add imap.corp.com:993", want: command.Watch{Verb: "add", Target: imap}},
		{verb: "certwatch", text: "add imap.corp.com:993 warn 7,30, 1d note ask Anna, room 3",
			want: command.Watch{Verb: "add", Target: imap, Warn: []int{30, 7, 1}, Note: "ask Anna, room 3"}},
		{verb: "certwatch", text: "rm imap.corp.com:993", want: command.Watch{Verb: "remove", Target: imap}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 7d", want: command.Watch{Verb: "snooze", Target: imap, For: 7 * 24 * time.Hour}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 7 days", want: command.Watch{Verb: "snooze", Target: imap, For: 7 * 24 * time.Hour}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 for 1 Week", want: command.Watch{Verb: "snooze", Target: imap, For: 7 * 24 * time.Hour}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 36hours", want: command.Watch{Verb: "snooze", Target: imap, For: 36 * time.Hour}},
		{verb: "certwatch", text: "add imap.corp.com:993 warn 30, 7 and 1 days", want: command.Watch{Verb: "add", Target: imap, Warn: []int{30, 7, 1}}},
		{verb: "certwatch", options: map[string]string{"verb": "snooze", "target": "imap.corp.com:993", "for": "12h"},
			want: command.Watch{Verb: "snooze", Target: imap, For: 12 * time.Hour}},
		{verb: "certwatch", text: `schedule "weekdays 09:00 Europe/Berlin"`,
			want: command.Watch{Verb: "schedule", Schedule: &bot.Schedule{Days: bot.Weekdays, Minute: 540, Zone: "Europe/Berlin"}}},
		{verb: "certwatch", text: "schedule off", want: command.Watch{Verb: "schedule"}},
		{verb: "certwatch", text: "schedule “daily 9am Europe/Berlin” when needed",
			want: command.Watch{Verb: "schedule", Schedule: &bot.Schedule{Days: bot.EveryDay, Minute: 540, Zone: "Europe/Berlin"}, WhenNeeded: true}},
		{verb: "certwatch", text: "schedule \"daily 9am if needed\"",
			want: command.Watch{Verb: "schedule", Schedule: &bot.Schedule{Days: bot.EveryDay, Minute: 540}, WhenNeeded: true}},
		{verb: "certwatch", text: "quiet 22:00-07:00 Europe/Berlin",
			want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{From: 1320, To: 420, Zone: "Europe/Berlin"}}},
		{verb: "certwatch", text: "quiet from 10pm to 6.30am", want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{From: 1320, To: 390}}},
		{verb: "certwatch", text: "quiet 22:00 – 07:00", want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{From: 1320, To: 420}}},
		{verb: "certwatch", text: "quiet off", want: command.Watch{Verb: "quiet"}},
		{verb: "certwatch", text: "quiet 00:00-06:00", want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{To: 360}}},
		{verb: "certwatch", text: "quiet from 00:00 to 06:00", want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{To: 360}}},
		{verb: "certwatch", text: "quiet 22:00-00:00", want: command.Watch{Verb: "quiet", Quiet: &bot.Quiet{From: 1320}}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 off", want: command.Watch{Verb: "snooze", Target: imap}},
		{verb: "certwatch", text: "snooze imap.corp.com:993 365d", want: command.Watch{Verb: "snooze", Target: imap, For: 365 * 24 * time.Hour}},
		{verb: "certwatch", text: "add imap.corp.com:993 warn 365", want: command.Watch{Verb: "add", Target: imap, Warn: []int{365}}},
		{verb: "certwatch", text: "add imap.corp.com:993 warn 1 2 3 4 5 6 7 8 9 10",
			want: command.Watch{Verb: "add", Target: imap, Warn: []int{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}}},
		{verb: "certwatch", text: "add imap.corp.com:993 note " + strings.Repeat("é", 200), want: command.Watch{Verb: "add", Target: imap, Note: strings.Repeat("é", 200)}},
		{verb: "certwatch", text: "add note:993", want: ignoreInput(command.Watch{Verb: "add", Target: parsed(t, "note:993")})},
		{verb: "certwatch", text: "add note", want: ignoreInput(command.Watch{Verb: "add", Target: parsed(t, "note")})},
		{verb: "certwatch", options: map[string]string{"verb": "add", "target": "imap.corp.com:993", "warn": "7", "note": "ask Anna"},
			want: command.Watch{Verb: "add", Target: imap, Warn: []int{7}, Note: "ask Anna"}},
		{verb: "certwatch", text: "import a.corp.com\nb.corp.com", want: command.Watch{Verb: "import", List: "a.corp.com\nb.corp.com"}},

		{verb: "certdesk", want: command.Help{Topic: "certdesk"}},
		{verb: "certdesk", options: map[string]string{"verb": "help"}, want: command.Help{Topic: "certdesk"}},
		{verb: "certdesk", text: "settings", want: command.Settings{}},
		{verb: "certdesk", text: "Setting", want: command.Settings{}},
		{verb: "certdesk", text: "config", want: command.Settings{}},
		{verb: "certdesk", text: "einstellungen", want: command.Settings{}},
		{verb: "certfix", options: map[string]string{"error": "0x800CCC1A", "target": "imap.corp.com"}, want: command.Fix{Text: " 0x800CCC1A imap.corp.com"}},
		// What was pasted behind the command is no target.
		{verb: "certcheck", text: "Your mail client could not verify the certificate of imap.corp.com, because it has expired",
			want: command.Fix{Text: "Your mail client could not verify the certificate of imap.corp.com, because it has expired"}},
		{verb: "certcheck", text: "imap.corp.com:993\nfresh", want: command.Check{Target: imap, Fresh: true}},
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: tt.verb, Text: tt.text, Options: tt.options})
		if err != nil {
			t.Errorf("/%s %s: %v", tt.verb, tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, ignoreInput(got)); diff != "" {
			t.Errorf("/%s %s %v: (-want +got)\n%s", tt.verb, tt.text, tt.options, diff)
		}
	}
}

// ignoreInput: what was typed is kept in the target, and compared nowhere.
func ignoreInput(c command.Command) command.Command {
	switch c := c.(type) {
	case command.Check:
		if c.Target.Host != "" {
			c.Target.Input = c.Target.Host + portOf(c.Target)
		}
		return c
	case command.Watch:
		if c.Target.Host != "" {
			c.Target.Input = c.Target.Host + portOf(c.Target)
		}
		return c
	}
	return c
}

func portOf(t checks.Target) string {
	if t.Port == 993 {
		return ":993"
	}
	return ":587"
}

func TestUsage(t *testing.T) {
	for _, tt := range []struct{ verb, text, sentence, example string }{
		{"certcheck", "", "Enter the server to check.", "/certcheck imap.corp.com:993"},
		{"certcheck", "fresh", "Enter the server to check.", "/certcheck imap.corp.com:993"},
		{"certcheck", "imap.corp.com name", "Something is missing after “name”.", "/certcheck imap.corp.com name mail.corp.com"},
		{"certcheck", "imap.corp.com starttls gopher", "“gopher” is not a protocol that certdesk can switch to TLS. It takes one of these: imap, pop3, smtp, lmtp, sieve, ldap, ftp, xmpp, xmpp-server, nntp, postgres and mysql.", "/certcheck imap.corp.com starttls imap"},
		{"certcheck", "imap corp com", "“imap corp com” cannot be checked: a server name has no spaces.", "/certcheck imap.corp.com:993"},
		{"certcheck", "<@U024BE7LH|bob>", "“<@U024BE7LH|bob>” cannot be checked: it names a person or a channel, not a server.", "/certcheck imap.corp.com:993"},
		{"certwatch", "quiet", "Enter when the quiet hours start and end.", "/certwatch quiet 22:00-07:00 Europe/Berlin"},
		{"certwatch", "quiet 22:00", "Quiet hours need a start and an end.", "/certwatch quiet 22:00-07:00 Europe/Berlin"},
		{"certwatch", "quiet 25:00-26:00", "“25:00-26:00” is neither a range of hours nor a time zone.", "/certwatch quiet 22:00-07:00 Europe/Berlin"},
		{"certwatch", "", "Choose what to do with the watches of this channel: add, list, show, remove, snooze, schedule, quiet, digest, export or import.", "/certwatch list"},
		{"certwatch", "lst", "There is no “lst” for watches. Did you mean “list”?", "/certwatch list"},
		{"certwatch", "mail.corp.com", "Choose what to do with mail.corp.com: add, show, remove or snooze.", "/certwatch add mail.corp.com"},
		{"certwatch", "add", "Enter the server for “add”.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn soon", "“soon” is not a number of days from 1 to 365.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add anna@corp.com", "A watch is for a server, and anna@corp.com is a mailbox.", "/certwatch add mail.corp.com"},
		{"certwatch", "snooze a.corp.com", "Enter which server to pause alerts for, and for how long.", "/certwatch snooze a.corp.com 7d"},
		{"certcheck", "imap.corp.com for anna", "An answer is for the user or for the admin.", "/certcheck imap.corp.com for admin"},
		{"certcheck", "imap.corp.com name a@corp.com:1", "“a@corp.com:1” is not a name that a certificate can have.", "/certcheck imap.corp.com:993 name mail.corp.com"},
		// It has every option that there is, so that it was not pasted.
		{"certcheck", "imap.corp.com fresh private starttls imap name mail.corp.com from dmz for admin client outlok",
			"There is no mail program “outlok”. Did you mean “outlook”?", "/certcheck imap.corp.com:993 client outlook"},
		{"certdesk", "setings", "There is no “setings” for certdesk. Did you mean “settings”?", "/certdesk settings"},
		{"certdesk", "hlp", "There is no “hlp” for certdesk. Did you mean “help”?", "/certdesk help"},
		{"certwatch", "frobnicate", "There is no “frobnicate” for watches. There are add, list, show, remove, snooze, schedule, quiet, digest, export and import.", "/certwatch help"},
		{"certwatch", "li", "There is no “li” for watches. Did you mean “list”?", "/certwatch list"},
		{"certwatch", "lxxt", "There is no “lxxt” for watches. Did you mean “list”?", "/certwatch list"},
		{"certwatch", "überwachen", "Enter the server for “add”.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add imap corp com", "“imap corp com” cannot be watched: a server name has no spaces.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn days 7", "“days” is not a number of days from 1 to 365.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn 366", "“366” is not a number of days from 1 to 365.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn 0", "“0” is not a number of days from 1 to 365.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn", "After “warn”, enter one to 10 numbers of days.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com warn 1 2 3 4 5 6 7 8 9 10 11", "After “warn”, enter one to 10 numbers of days.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "add a.corp.com note " + strings.Repeat("é", 201), "The note is longer than 200 characters.", "/certwatch add mail.corp.com:993 warn 30,14,7,1 note renew with the hoster"},
		{"certwatch", "snooze 7 days", "Enter the server for “snooze”.", "/certwatch snooze mail.corp.com 7d"},
		{"certwatch", "snooze for 7d", "Enter the server for “snooze”.", "/certwatch snooze mail.corp.com 7d"},
		{"certwatch", "snooze a.corp.com 0d", "“0d” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze a.corp.com 7d"},
		{"certwatch", "snooze a.corp.com 366d", "“366d” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze a.corp.com 7d"},
		{"certwatch", "snooze a.corp.com long", "“long” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze a.corp.com 7d"},
		{"certwatch", "schedule", "Enter when the digest is due.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "schedule when needed", "Enter when the digest is due.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "schedule 00:00 10:00", "A digest has one time of day, but two were given.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "snooze a.corp.com 7 moons", "“7 moons” is not a time. Enter hours, days or weeks up to a year: 12h, 7d, 2w.", "/certwatch snooze a.corp.com 7d"},
		{"certwatch", "schedule sometimes", "“sometimes” is neither a day, a time nor a time zone.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "schedule weekdays", "The time of day is missing.", `/certwatch schedule "weekdays 09:00 Europe/Berlin"`},
		{"certwatch", "list all", "“list” takes nothing after it.", "/certwatch list"},
		{"certchek", "imap.corp.com", "There is no command /certchek. Did you mean /certcheck?", "/certcheck imap.corp.com"},
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: tt.verb, Text: tt.text})
		var usage *command.Usage
		if !errors.As(err, &usage) {
			t.Errorf("/%s %s: %+v, %v", tt.verb, tt.text, got, err)
			continue
		}
		if usage.Said.String() != tt.sentence || usage.Example != tt.example {
			t.Errorf("/%s %s:\n got %q, %q\nwant %q, %q", tt.verb, tt.text, usage.Said.String(), usage.Example, tt.sentence, tt.example)
		}
	}
}

func TestMessages(t *testing.T) {
	imap := parsed(t, "imap.corp.com:993")
	for text, want := range map[string]command.Command{
		"imap.corp.com:993":              command.Check{Target: imap},
		"check imap.corp.com:993":        command.Check{Target: imap},
		"Check: imap.corp.com:993 fresh": command.Check{Target: imap, Fresh: true},
		"/certcheck imap.corp.com:993":   command.Check{Target: imap},
		"help":                           command.Help{},
		"":                               command.Help{},
		"watch list":                     command.Watch{Verb: "list"},
		"settings":                       command.Settings{},
		"Einstellungen, bitte":           command.Settings{},
		"settings of imap":               command.Talk{Text: "settings of imap"},
		"fresh please":                   command.Talk{Text: "fresh please"},
		"check your mail, please":        command.Talk{Text: "check your mail, please"},
		"The server you are connected to is using a security certificate that cannot be verified.": command.Talk{Text: "The server you are connected to is using a security certificate that cannot be verified."},
		"Hello": command.Help{},
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

// TestOverheard: what was not said to certdesk is no command, whatever it reads
// like.
func TestOverheard(t *testing.T) {
	for _, kind := range []bot.Kind{bot.ChannelMessage, bot.MessageAction} {
		for _, text := range []string{"help", "check imap.corp.com:993", "imap.corp.com:993", "watch list"} {
			got, err := command.Parse(&bot.Request{Kind: kind, Text: text})
			if diff := cmp.Diff(command.Command(command.Talk{Text: text}), got); diff != "" || err != nil {
				t.Errorf("%v %q: %v (-want +got)\n%s", kind, text, err, diff)
			}
		}
	}
}

func TestParseSchedule(t *testing.T) {
	for text, want := range map[string]string{
		`"weekdays 09:00 Europe/Berlin"`: "weekdays 09:00 Europe/Berlin",
		"daily 9am":                      "daily 09:00 ",
		"12:05am America/New_York":       "daily 00:05 America/New_York",
		"12pm":                           "daily 12:00 ",
		"mon,wed,fri 7:30 Asia/Tokyo":    "mon,wed,fri 07:30 Asia/Tokyo",
		"mon-fri 17:45":                  "weekdays 17:45 ",
		"sat-sun 8.15":                   "weekends 08:15 ",
		"fri-mon 8:15":                   "mon,fri,sat,sun 08:15 ",
		"every day at 10:00":             "daily 10:00 ",
		"00:00":                          "daily 00:00 ",
		"23:59":                          "daily 23:59 ",
		"1am":                            "daily 01:00 ",
		"11.30pm":                        "daily 23:30 ",
		"9":                              "daily 09:00 ",
	} {
		got, err := command.ParseSchedule(text)
		if err != nil || got == nil || got.String() != want {
			t.Errorf("%q: %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"24:00", "25:00", "-1:00", "9:60", "9:5", "0am", "13pm", "9:00 10:00", "9:00 Mars/Olympus", "soon"} {
		if got, err := command.ParseSchedule(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestHelpListsWhatIsAllowed(t *testing.T) {
	all := command.Lines("", func(string) bool { return true })
	some := command.Lines("", func(name string) bool { return name != "certwatch" })
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d of %d lines", len(some), len(all))
	}
	watches := command.Lines("certwatch", func(string) bool { return true })
	for _, line := range all {
		if first := len(watches) > 3 && reflect.DeepEqual(line, watches[3]); first {
			t.Errorf("the help for all is as long as that for one: %v", line)
		}
	}
	if len(watches) < 9 {
		t.Errorf("the help for watches has %d lines", len(watches))
	}
	for _, line := range watches {
		// Each line is itself understood.
		verb, rest, _ := cut(line.Code)
		if _, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: verb, Text: rest}); err != nil {
			t.Errorf("%s: %v", line.Code, err)
		}
	}
}

func cut(s string) (string, string, bool) {
	for i := range s {
		if s[i] == ' ' {
			return s[1:i], s[i+1:], true
		}
	}
	return s[1:], "", false
}

func FuzzParse(f *testing.F) {
	f.Add("certcheck", "imap.corp.com:993 fresh")
	f.Add("certwatch", "add mail.corp.com warn 30,14 note x")
	f.Add("certwatch", "schedule weekdays 09:00 Europe/Berlin")
	f.Fuzz(func(t *testing.T, verb, text string) {
		for _, kind := range []bot.Kind{bot.Command, bot.Message} {
			got, err := command.Parse(&bot.Request{Kind: kind, Verb: verb, Text: text})
			if (got == nil) == (err == nil) {
				t.Errorf("%q: %v, %v", text, got, err)
			}
		}
	})
}

// TestMeantForCertdesk: a word of certdesk's own is a command without a slash as well,
// whose mistake is told.
func TestMeantForCertdesk(t *testing.T) {
	for text, want := range map[string]string{
		"watch add":                    "Enter the server for “add”.",
		"certcheck":                    "Enter the server to check.",
		"certcheck your mail, please":  "“your mail” cannot be checked: a server name has no spaces.",
		"/certchek imap.corp.com, hey": "There is no command /certchek. Did you mean /certcheck?",
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Message, Text: text})
		var usage *command.Usage
		if !errors.As(err, &usage) || usage.Said.String() != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

// TestTypedOptions: what a form of the platform brings is refused as if it were typed.
func TestTypedOptions(t *testing.T) {
	for want, options := range map[string]map[string]string{
		"“gopher” is not a protocol":              {"target": "imap.corp.com", "security": "gopher"},
		"“a b” is not a name":                     {"target": "imap.corp.com", "name": "a b"},
		"An answer is for the user or for the ad": {"target": "imap.corp.com", "for": "anna"},
		"There is no mail program “outlok”. Did":  {"target": "imap.corp.com", "client": "outlok"},
		"“imap corp” cannot be checked":           {"target": "imap corp"},
	} {
		got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Options: options})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: %+v, %v", options, got, err)
		}
	}
	if got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certfix", Options: map[string]string{"client": "outlok"}}); err == nil {
		t.Errorf("%+v", got)
	}
	tls := parsed(t, "imap.corp.com:993")
	tls.Mode = checks.ModeTLS
	got, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993 starttls none"})
	if diff := cmp.Diff(command.Command(command.Check{Target: tls}), ignoreInput(got)); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	auto, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993 starttls auto"})
	if diff := cmp.Diff(command.Command(command.Check{Target: parsed(t, "imap.corp.com:993")}), ignoreInput(auto)); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// TestDuration: a time is a number and one of the words that people write for hours,
// days and weeks.
func TestDuration(t *testing.T) {
	const day = 24 * time.Hour
	for typed, want := range map[string]time.Duration{
		"12h": 12 * time.Hour, "1hr": time.Hour, "10hrs": 10 * time.Hour, "1hour": time.Hour, "9Hours": 9 * time.Hour,
		"90d": 90 * day, "1day": day, "7days": 7 * day,
		"2w": 14 * day, "2wk": 14 * day, "2wks": 14 * day, "1week": 7 * day, "2weeks": 14 * day, "10000h": 10000 * time.Hour,
	} {
		if got, ok := command.Duration(typed); !ok || got != want {
			t.Errorf("%q is %s, %v; want %s", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "7", "d", "7moons", "-7d", "7.5d", "10001h", "99999999999999999999h"} {
		if got, ok := command.Duration(typed); ok {
			t.Errorf("%q is %s", typed, got)
		}
	}
}

// TestNearest: of two candidates that are as near, the first is offered.
func TestNearest(t *testing.T) {
	for word, want := range map[string]string{"cat": "cart", "lost": "list", "zzz": "cart"} {
		if got := command.Nearest(word, []string{"cart", "cats", "list"}); got != want {
			t.Errorf("%q is nearest to %q, want %q", word, got, want)
		}
	}
}

func TestCheckFor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"imap.corp.com:993 for admin": true, "imap.corp.com:993 FOR Administrator": true,
		"imap.corp.com:993 for user": false, "imap.corp.com:993": false,
	} {
		c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: text})
		check, ok := c.(command.Check)
		if err != nil || !ok || check.Admin != want {
			t.Errorf("%q is %+v, %v", text, c, err)
		}
	}
	for _, text := range []string{"imap.corp.com:993 for", "imap.corp.com:993 for everybody"} {
		if c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "certcheck", Text: text}); err == nil {
			t.Errorf("%q is %+v", text, c)
		}
	}
}
