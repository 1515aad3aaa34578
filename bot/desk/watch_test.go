package desk_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/store"
)

// TestAddAgain: adding a watch again changes what is said with it, and nothing
// that somebody else has set; the reply says what that was.
func TestAddAgain(t *testing.T) {
	place := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	until := now.AddDate(0, 0, 9)
	for _, test := range []struct {
		add, want string
		button    bool
		change    func(*bot.Watch)
	}{
		{add: "add imap.corp.com:993", want: "This channel already watches imap.corp.com:993. Nothing was changed."},
		{button: true, want: "This channel already watches imap.corp.com:993. Nothing was changed."},
		{add: "add IMAP.corp.com:993 note ask Bob", want: "This channel already watches imap.corp.com:993. The note was changed.",
			change: func(w *bot.Watch) { w.Note = "ask Bob" }},
		{add: "add imap.corp.com:993 warn 10 3", want: "This channel already watches imap.corp.com:993. The days were changed.",
			change: func(w *bot.Watch) { w.Warn = []int{10, 3} }},
		{add: "add imap.corp.com:993 warn 5 note x", want: "This channel already watches imap.corp.com:993. The days were changed. The note was changed.",
			change: func(w *bot.Watch) { w.Warn, w.Note = []int{5}, "x" }},
	} {
		b := newBench(t)
		kept := store.New(b.backend, time.Now)
		b.say(t, "certwatch", "add imap.corp.com:993 warn 30,7 note renew with the hoster")
		if _, err := kept.EditWatch(t.Context(), place, "imap.corp.com:993", func(w *bot.Watch) {
			w.SnoozedUntil, w.SnoozedBy, w.Handled, w.Owner = until, "Bob", "Anna", "U0BOSS"
		}); err != nil {
			t.Fatal(err)
		}
		want, err := kept.Watch(t.Context(), place, "imap.corp.com:993")
		if err != nil {
			t.Fatal(err)
		}
		var r bot.Reply
		if test.button {
			r = b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "Watch this server")
		} else {
			r = b.say(t, "certwatch", test.add)
		}
		if r.Headline.String() != test.want {
			t.Errorf("%s: %q", test.add, r.Headline.String())
		}
		if test.change != nil {
			test.change(want)
		}
		got, err := kept.Watch(t.Context(), place, "imap.corp.com:993")
		if err != nil || got.Note != want.Note || len(got.Warn) != len(want.Warn) || !got.SnoozedUntil.Equal(until) || got.SnoozedBy != "Bob" || got.Handled != "Anna" || got.Owner != "U0BOSS" {
			t.Errorf("%s: %+v, %v", test.add, got, err)
		}
		for i := range got.Warn {
			if got.Warn[i] != want.Warn[i] {
				t.Errorf("%s: warns %v", test.add, got.Warn)
			}
		}
	}
}

// TestWatchWithoutPort: where one watch fits, it is meant; where several do,
// nothing is done.
func TestWatchWithoutPort(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	b.say(t, "certwatch", "add mail.corp.com:465")
	b.say(t, "certwatch", "add mail.corp.com:993")
	if r := b.say(t, "certwatch", "show imap.corp.com"); !strings.HasPrefix(r.Headline.String(), "imap.corp.com:993: ") {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "snooze imap.corp.com 2d"); r.Headline.String() != "Alerts for imap.corp.com:993 are snoozed until 25 November 2026." {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "snooze imap.corp.com off"); r.Headline.String() != "Alerts for imap.corp.com:993 are on again." {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "list"); strings.Contains(r.Items[0].Text.String(), "nooze") {
		t.Errorf("%+v", r)
	}
	for _, verb := range []string{"remove", "show"} {
		if r := b.say(t, "certwatch", verb+" mail.corp.com"); r.Headline.String() != "This channel watches several ports on mail.corp.com. Choose one of them:" || len(r.Items) != 2 || r.Audience != bot.Asker {
			t.Errorf("%s: %+v", verb, r)
		}
	}
	// Another port was named: that is not the one.
	if r := b.say(t, "certwatch", "remove imap.corp.com:143"); r.Headline.String() != "This channel does not watch imap.corp.com:143. Did you mean imap.corp.com:993?" {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "remove imap.corp.com"); r.Headline.String() != "This channel no longer watches imap.corp.com:993." {
		t.Errorf("%+v", r)
	}
}

// A name that is like none of the channel's is not taken for one of them.
func TestUnlikeAnyWatch(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	for _, text := range []string{"remove elsewhere", "snooze everything 7d", "show www.elsewhere.example"} {
		r := b.say(t, "certwatch", text)
		if strings.Contains(r.Headline.String(), "Did you mean") || len(r.Items) != 1 || r.Items[0].Code != "/certwatch list" {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

// A note can be taken away again, and nothing else with it.
func TestNoteOff(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993 warn 14 note ask Anna")
	if r := b.say(t, "certwatch", "add imap.corp.com:993 note off"); r.Headline.String() != "This channel already watches imap.corp.com:993. The note was changed." || len(r.Items) != 1 {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "show imap.corp.com:993"); len(r.Items) != 1 || r.Items[0].Text.String() != "Alerts 14 days before expiry" {
		t.Errorf("%+v", r.Items)
	}
}

// A silence that ends today says at what time, when it begins and in the list.
func TestSnoozeForHours(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	if r := b.say(t, "certwatch", "snooze imap.corp.com 2h"); r.Headline.String() != "Alerts for imap.corp.com:993 are snoozed until 23 November 2026 at 14:00 UTC." {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "list"); !strings.Contains(r.Items[0].Text.String(), "until 23 November 2026 at 14:00 UTC") {
		t.Errorf("%+v", r)
	}
}

// TestSnoozePastTheEnd: a silence that covers the end of the certificate says so.
func TestSnoozePastTheEnd(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	kept := store.New(b.backend, time.Now)
	if _, err := kept.EditWatch(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C"}, "imap.corp.com:993", func(w *bot.Watch) {
		w.State = &bot.WatchState{Endpoints: []bot.WatchedEndpoint{{Name: "imap.corp.com:993", Leaf: bot.Leaf{SHA256: "l", NotAfter: now.AddDate(0, 0, 90)},
			Further: []bot.FurtherEnd{{Leaf: bot.Leaf{SHA256: "ca", NotAfter: now.AddDate(0, 0, 2)}, Authority: true}}}}}
	}); err != nil {
		t.Fatal(err)
	}
	for typed, careful := range map[string]bool{"1d": false, "7d": true} {
		r := b.say(t, "certwatch", "snooze imap.corp.com:993 "+typed)
		if got := len(r.Items) > 0 && strings.HasPrefix(r.Items[0].Text.String(), "Careful: the certificate expires on 25 November 2026"); got != careful {
			t.Errorf("%s: %+v", typed, r)
		}
	}
}

// TestFileWatch: a watch of the operator's file says so, and is not removed in
// the chat for a minute.
func TestFileWatch(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	kept := store.New(b.backend, time.Now)
	place := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	if _, err := kept.EditWatch(t.Context(), place, "imap.corp.com:993", func(w *bot.Watch) { w.Owner = bot.FileOwner }); err != nil {
		t.Fatal(err)
	}
	if r := b.say(t, "certwatch", "list"); !strings.Contains(r.Items[0].Text.String(), "It is in the watch file.") {
		t.Errorf("%+v", r)
	}
	r := b.say(t, "certwatch", "remove imap.corp.com")
	if r.Headline.String() != "imap.corp.com:993 is in the file that CERTDESK_WATCH_FILE names, so you cannot remove it here." || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
	if w, err := kept.Watch(t.Context(), place, "imap.corp.com:993"); w == nil || err != nil {
		t.Errorf("it was removed: %v", err)
	}
}

// TestImport: a list as the export writes it, servers alone, or a file; with the
// rights of somebody who adds them one by one.
func TestImport(t *testing.T) {
	from := newBench(t)
	from.say(t, "certwatch", "add imap.corp.com:993 warn 30,7 note =ask Anna, room 3")
	from.say(t, "certwatch", "add mail.corp.com:465")
	exported := from.say(t, "certwatch", "export").Files[0]
	exported.Data = []byte(strings.ReplaceAll(string(exported.Data), "slack:C,", "slack:ANOTHER,"))
	for name, c := range map[string]struct {
		text  string
		files []bot.File
		want  string
		list  []string
		note  string
	}{
		"the export, pasted":   {text: string(exported.Data), want: "This channel now watches 2 servers from the list.", list: []string{"imap.corp.com:993", "mail.corp.com:465"}, note: "=ask Anna, room 3"},
		"the export, attached": {files: []bot.File{exported}, want: "This channel now watches 2 servers from the list.", list: []string{"imap.corp.com:993", "mail.corp.com:465"}, note: "=ask Anna, room 3"},
		"in a block of code":   {text: "```\n" + string(exported.Data) + "```", want: "This channel now watches 2 servers from the list.", list: []string{"imap.corp.com:993", "mail.corp.com:465"}},
		"servers alone":        {text: "imap.corp.com:993\nhttps://webmail.corp.com/ # the new one\n\nmail.corp.com", want: "This channel now watches 3 servers from the list.", list: []string{"imap.corp.com:993", "mail.corp.com", "webmail.corp.com:443"}},
		"with commas":          {text: "imap.corp.com:993, mail.corp.com:465;a.corp.com", want: "This channel now watches 3 servers from the list.", list: []string{"a.corp.com", "imap.corp.com:993", "mail.corp.com:465"}},
		"YAML":                 {text: "watches:\n  - target: imap.corp.com:993\n    note: x\n", want: "This channel now watches 1 server from the list.", list: []string{"imap.corp.com:993"}, note: "x"},
		"one is forbidden":     {text: "imap.corp.com:993, 127.0.0.1:993", want: "This channel now watches 1 server from the list. 1 server cannot be watched:", list: []string{"imap.corp.com:993"}},
		"nothing":              {want: "Paste the servers after “import”, or attach the list as a file."},
		"nonsense":             {text: "imap.corp.com:993, what is this", want: "certdesk cannot read the list: entry 2, “what is this”: a server name has no spaces."},
	} {
		b := newBench(t)
		r := b.send(t, &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "import " + c.text, Files: c.files})
		if !strings.HasPrefix(r.Headline.String(), c.want) {
			t.Errorf("%s: %q", name, r.Headline.String())
		}
		kept := store.New(b.backend, time.Now)
		all, err := kept.Watches(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C"})
		if err != nil || len(all) != len(c.list) {
			t.Errorf("%s: %+v, %v", name, all, err)
			continue
		}
		for i := range all {
			if all[i].Name() != c.list[i] {
				t.Errorf("%s: %s, want %s", name, all[i].Name(), c.list[i])
			}
		}
		if c.note != "" && all[0].Note != c.note {
			t.Errorf("%s: the note %q", name, all[0].Note)
		}
	}
}

// Watches are not removed all at once by a word: it is said how many there are, and how
// each is removed.
func TestRemoveAll(t *testing.T) {
	b := newBench(t)
	if r := b.say(t, "certwatch", "remove all"); !strings.Contains(r.Headline.String(), "watches no") && len(r.Items) == 0 {
		t.Errorf("nothing is watched: %+v", r)
	}
	for _, host := range []string{"imap.corp.com:993", "smtp.corp.com:465"} {
		b.say(t, "certwatch", "hinzufügen "+host)
	}
	for _, word := range []string{"all", "alle", "tout", "todo"} {
		r := b.say(t, "certwatch", "remove "+word)
		if got := r.Headline.String(); got != "This channel watches 2 servers. certdesk removes one watch at a time:" || len(r.Items) != 2 || r.Items[0].Code != "/certwatch remove imap.corp.com:993" || r.Audience != bot.Asker {
			t.Errorf("%s: %+v", word, r)
		}
	}
	if r := b.say(t, "certwatch", "list"); len(r.Items) != 2 {
		t.Errorf("left are %+v", r.Items)
	}
}
