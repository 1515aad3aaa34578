package watchlist_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watchlist"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

func TestThereAndBack(t *testing.T) {
	target := func(s string) checks.Target {
		got, err := target.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []bot.Watch{
		{Place: bot.Place{Platform: bot.Slack, Channel: "C1"}, Target: target("mail.corp.com:993"), Warn: []int{30, 7},
			Note: "=cmd|' /C calc'!A0, \"quoted\"\nand more", OwnerName: "'Anna", Added: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)},
		{Place: bot.Place{Platform: bot.Discord, Channel: "80351110224678912"}, Target: target("[2001:db8::1]:465"),
			SnoozedUntil: time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)},
		{Place: bot.Place{Platform: bot.Slack, Channel: "C2"}, Target: target("smtp.corp.com")},
	}
	for i := range want {
		want[i].Note = say.Clean(want[i].Note, 200)
	}
	for _, name := range []string{"watches.csv", "watches.yaml", "watches.YML"} {
		var out bytes.Buffer
		if err := watchlist.Write(name, &out, want); err != nil {
			t.Fatal(err)
		}
		got, err := watchlist.Read(name, bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out.String())
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got\n%+v\nwant\n%+v\nby\n%s", name, got, want, out.String())
		}
		if name == "watches.csv" && strings.Contains(out.String(), ",\"=cmd") {
			t.Errorf("a spreadsheet would run this:\n%s", out.String())
		}
	}
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a.yaml", "watches:\n  - target: mail.corp.com\n    port: 3\n", "line 3: there is no field “port”"},
		{"a.yaml", "watches:\n  - target: mail corp com\n", "entry 1, “mail corp com”: "},
		{"a.yaml", "watches:\n  - target: a.corp.com\n  - target: anna@corp.com\n", "entry 2, “anna@corp.com”: this is a mailbox"},
		{"a.yaml", "watches:\n  - target: a.corp.com\n    channel: C1\n", "“C1” is not a channel"},
		{"a.yaml", "watches:\n  - target: a.corp.com\n    warn: [0]\n", "“0” is not a number of days"},
		{"a.yaml", "- a.corp.com\n", "line 1: this is no list of watches"},
		{"a.csv", "server\na.corp.com\n", "there is no column “server”"},
		{"a.csv", "note\nx\n", "names no column target"},
		{"a.csv", "target,warn\na.corp.com,soon\n", "“soon” is not a number of days"},
		{"a.csv", "target,added\na.corp.com,yesterday\n", "“yesterday” is not a time"},
	} {
		if _, err := watchlist.Read(test.name, strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q in it", test.text, err, test.want)
		}
	}
	for name, text := range map[string]string{
		"b.csv":  "\ufeffTarget, warn\r\nmail.corp.com:993, \"7;30\"\r\n",
		"b.yaml": "# ours\nwatches:\n  - target: MAIL.corp.com:993\n    warn: [7, 30]\n",
	} {
		got, err := watchlist.Read(name, strings.NewReader(text))
		if err != nil || len(got) != 1 || got[0].Name() != "mail.corp.com:993" || !reflect.DeepEqual(got[0].Warn, []int{30, 7}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for _, name := range []string{"empty.csv", "empty.yaml"} {
		if got, err := watchlist.Read(name, strings.NewReader("")); err != nil || len(got) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(true, "target,warn\na.corp.com,7\n")
	f.Add(false, "watches:\n  - target: mail.corp.com\n    warn: [7]\n")
	f.Fuzz(func(t *testing.T, asCSV bool, text string) {
		name := "f.yaml"
		if asCSV {
			name = "f.csv"
		}
		watches, err := watchlist.Read(name, strings.NewReader(text))
		if err != nil {
			return
		}
		for i := range watches {
			if watches[i].Target.Host == "" {
				t.Errorf("%q gives a watch of nothing", text)
			}
		}
	})
}
