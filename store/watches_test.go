package store_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

// TestWatchAddedAgain: whoever adds a watch again changes what is said anew, and nothing
// else that somebody has set.
func TestWatchAddedAgain(t *testing.T) {
	first := bot.Watch{
		Place: here, Target: checks.Target{Host: "imap.corp.example", Port: 993, Name: "mail.corp.example"}, Owner: "U1", Added: noon,
		Warn: []int{30}, Note: "ask Anna", SnoozedUntil: noon.Add(time.Hour), SnoozedBy: "U1", Due: noon.Add(3 * time.Hour),
	}
	again := func(change func(w *bot.Watch)) bot.Watch {
		w := bot.Watch{Place: here, Target: checks.Target{Host: "imap.corp.example", Port: 993}, Owner: "U2", Due: noon}
		change(&w)
		return w
	}
	for name, tt := range map[string]struct {
		add  bot.Watch
		want func(w *bot.Watch)
	}{
		"nothing new": {again(func(*bot.Watch) {}), func(*bot.Watch) {}},
		"another way to connect": {
			again(func(w *bot.Watch) { w.Target.Mode = checks.ModeSTARTTLS }),
			func(w *bot.Watch) { w.Target.Mode, w.Target.Name = checks.ModeSTARTTLS, "" },
		},
		"another name": {
			again(func(w *bot.Watch) { w.Target.Name = "imap2.corp.example" }),
			func(w *bot.Watch) { w.Target.Name = "imap2.corp.example" },
		},
		"other days, and so an earlier look": {
			again(func(w *bot.Watch) { w.Warn = []int{7} }),
			func(w *bot.Watch) { w.Warn, w.Due = []int{7}, noon },
		},
		"another note": {again(func(w *bot.Watch) { w.Note = "ask Ben" }), func(w *bot.Watch) { w.Note = "ask Ben" }},
		"silence": {
			again(func(w *bot.Watch) { w.SnoozedUntil, w.SnoozedBy = noon.Add(9*time.Hour), "U2" }),
			func(w *bot.Watch) { w.SnoozedUntil, w.SnoozedBy = noon.Add(9*time.Hour), "U2" },
		},
	} {
		kept, _, _ := empty()
		if _, old, err := kept.AddWatch(t.Context(), first); old != nil || err != nil {
			t.Fatal(old, err)
		}
		// A watch is named by where it connects to, so that it is found again.
		if tt.add.Name() != first.Name() {
			t.Fatalf("%s: %s is another watch than %s", name, tt.add.Name(), first.Name())
		}
		now, old, err := kept.AddWatch(t.Context(), tt.add)
		if err != nil || old == nil || old.Note != "ask Anna" {
			t.Fatal(old, err)
		}
		got := must[*bot.Watch](t)(kept.Watch(t.Context(), here, first.Name()))
		want := first
		tt.want(&want)
		want.Version = now.Version
		if !reflect.DeepEqual(*got, want) || !reflect.DeepEqual(*now, want) {
			t.Errorf("%s:\n kept %+v\n told %+v\n want %+v", name, *got, *now, want)
		}
	}
}

// TestWatchTakenOver: a list of the operator's says what a watch is like; what is known
// of the server, and that somebody has silenced it, stays.
func TestWatchTakenOver(t *testing.T) {
	file := bot.Watch{Place: here, Target: imap.Target, Owner: bot.FileOwner, Note: "from the file", Added: noon.Add(time.Hour), Due: noon.Add(time.Hour)}
	known := bot.Watch{
		Place: here, Target: imap.Target, Owner: "U1", Note: "ask Anna", Warn: []int{30}, Added: noon, Due: noon.Add(time.Minute),
		State: &bot.WatchState{CheckedAt: noon}, Handled: "Ben", SnoozedUntil: noon.Add(2 * time.Hour), SnoozedBy: "U1",
	}
	silent := file
	silent.SnoozedUntil, silent.SnoozedBy = noon.Add(9*time.Hour), "the file"
	over := func(w bot.Watch, until time.Time, by string) bot.Watch {
		w.Added, w.Due, w.State, w.Handled = known.Added, known.Due, known.State, known.Handled
		w.SnoozedUntil, w.SnoozedBy = until, by
		return w
	}
	for name, tt := range map[string]struct {
		old       *bot.Watch
		add, want bot.Watch
	}{
		"a new one":                    {nil, file, file},
		"one that somebody has":        {&known, file, over(file, known.SnoozedUntil, "U1")},
		"one that the file silences":   {&known, silent, over(silent, silent.SnoozedUntil, "the file")},
		"one that the file does again": {&file, file, file},
	} {
		kept, _, _ := empty()
		if tt.old != nil {
			if _, _, err := kept.AddWatch(t.Context(), *tt.old); err != nil {
				t.Fatal(err)
			}
		}
		if err := kept.TakeOverWatch(t.Context(), tt.add); err != nil {
			t.Fatal(err)
		}
		got := must[*bot.Watch](t)(kept.Watch(t.Context(), here, file.Name()))
		tt.want.Version = got.Version
		if !reflect.DeepEqual(*got, tt.want) {
			t.Errorf("%s:\n kept %+v\n want %+v", name, *got, tt.want)
		}
	}
}

// TestWatchEdited: what is changed is kept; of a watch that is gone nothing is made.
func TestWatchEdited(t *testing.T) {
	kept, _, _ := empty()
	note := func(w *bot.Watch) { w.Note += "x" }
	if w := must[*bot.Watch](t)(kept.EditWatch(t.Context(), here, imap.Name(), note)); w != nil {
		t.Errorf("%+v, and there is none", w)
	}
	if _, _, err := kept.AddWatch(t.Context(), imap); err != nil {
		t.Fatal(err)
	}
	edited := must[*bot.Watch](t)(kept.EditWatch(t.Context(), here, imap.Name(), note))
	if got := must[*bot.Watch](t)(kept.Watch(t.Context(), here, imap.Name())); got.Note != "x" || !reflect.DeepEqual(got, edited) {
		t.Errorf("kept %+v, told %+v", got, edited)
	}
	if there := must[bool](t)(kept.RemoveWatch(t.Context(), here, imap.Name())); !there {
		t.Error("it was not there")
	}
	if there := must[bool](t)(kept.RemoveWatch(t.Context(), here, imap.Name())); there {
		t.Error("it is there still")
	}
}

// TestMoveToTheSameChannel moves nothing, and loses nothing.
func TestMoveToTheSameChannel(t *testing.T) {
	kept, _ := filled(t)
	if n := must[int](t)(kept.MoveChannel(t.Context(), here, here)); n != 0 {
		t.Errorf("moved %d", n)
	}
	if all := must[[]bot.Watch](t)(kept.Watches(t.Context(), here)); len(all) != 1 {
		t.Errorf("left %+v", all)
	}
}

// TestMoveIncidents: what is to be told of an incident in a channel, or was first seen
// there, moves with the channel; what is told elsewhere stays.
func TestMoveIncidents(t *testing.T) {
	elsewhere := bot.Place{Platform: bot.Slack, Channel: "C2"}
	kept, _, _ := empty()
	for host, places := range map[string][2]bot.Place{"told": {here, elsewhere}, "seen": {elsewhere, here}, "both": {here, here}, "neither": {elsewhere, elsewhere}} {
		must[bool](t)(kept.SaveIncident(t.Context(), &incident.Incident{Cause: bot.Cause{Host: host}, Opened: noon, Place: places[0], Alerted: places[1]}))
	}
	version := must[*incident.Incident](t)(kept.Incident(t.Context(), bot.Cause{Host: "neither"}.Key())).Version
	if _, err := kept.MoveChannel(t.Context(), here, there); err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := kept.EachIncident(t.Context(), func(i *incident.Incident) error {
		got = append(got, strings.Join([]string{i.Cause.Host, i.Place.Channel, i.Alerted.Channel}, " "))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	if want := []string{"both C9 C9", "neither C2 C2", "seen C2 C9", "told C9 C2"}; !slices.Equal(got, want) {
		t.Errorf("moved to %q, want %q", got, want)
	}
	if now := must[*incident.Incident](t)(kept.Incident(t.Context(), bot.Cause{Host: "neither"}.Key())).Version; now != version {
		t.Error("one that is told elsewhere was written anew")
	}
}
