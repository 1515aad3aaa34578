package incident_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

// TestARenewalThatIsFaultyIsTheSameMatter: the certificate that had expired was
// replaced, by one for another name. Whoever asks then meets what is known.
func TestARenewalThatIsFaultyIsTheSameMatter(t *testing.T) {
	for _, asked := range []bool{true, false} { // or the looks alone find it
		w := newWorld()
		k := w.keeper(t)
		shows := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
		w.look = func(bot.Question) (*bot.Answer, error) { return shows, nil }
		var first *incident.Incident
		for _, who := range []string{"U1", "U2", "U3"} {
			first = w.ask(t, k, who, shows)
		}
		if _, _, err := k.Take(t.Context(), first.Key(), person("UA")); err != nil {
			t.Fatal(err)
		}
		w.pass(t, k, 5*time.Minute)
		w.now = w.now.Add(time.Second)
		shows = w.faulty("imap.corp.com", 993, "bb", checks.HostnameMismatch)
		if asked {
			w.ask(t, k, "U4", shows)
			w.pass(t, k, time.Second)
		} else {
			w.pass(t, k, 5*time.Minute)
		}
		for n := range 4 {
			w.now = w.now.Add(time.Second)
			shows.At = w.now
			i := w.ask(t, k, fmt.Sprint("V", n), shows)
			if i.Key() != first.Key() || !i.Known() || i.Owner == nil || i.Current().SHA256 != "bb" {
				t.Fatalf("asked %v: the %d. who meets the renewal is told of another matter: %+v", asked, n+1, i)
			}
		}
		i, err := k.Get(t.Context(), first.Key())
		want := []checks.Code{checks.Expired, checks.HostnameMismatch}
		if err != nil || len(i.Later) != 1 || !slices.Equal(i.Codes, want) || asked && len(i.Askers) != 8 || !asked && len(i.Askers) != 7 {
			t.Errorf("asked %v: %+v, %v", asked, i, err)
		}
		// A third one, and the end: everything well.
		shows = w.faulty("imap.corp.com", 993, "cc", checks.SelfSigned)
		w.pass(t, k, 10*time.Minute)
		if i := w.ask(t, k, "W1", shows); i.Key() != first.Key() || i.Current().SHA256 != "cc" {
			t.Errorf("the second renewal: %+v", i)
		}
		w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
		w.pass(t, k, 10*time.Minute)
		if i, err := k.Get(t.Context(), first.Key()); err != nil || i.Ended.IsZero() {
			t.Errorf("it does not end: %+v, %v", i, err)
		}
		if n := len(w.told(bot.NoticeIncident)); n != 1 {
			t.Errorf("%d messages about one matter", n)
		}
		// What was shown long after its end is a new matter.
		w.now = w.now.Add(40 * 24 * time.Hour)
		shows = w.faulty("imap.corp.com", 993, "bb", checks.HostnameMismatch)
		for _, who := range []string{"U1", "U2", "U3"} {
			first = w.ask(t, k, who, shows)
		}
		if !first.Known() || len(first.Askers) != 3 || first.Current().SHA256 != "bb" {
			t.Errorf("a month later: %+v", first)
		}
	}
}

// TestTwoCertificatesAtATimeAreTwoMatters: one port has the next faulty certificate,
// the other still has the first.
func TestTwoCertificatesAtATimeAreTwoMatters(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	old, next := w.faulty("imap.corp.com", 993, "aa", checks.Expired), w.faulty("imap.corp.com", 443, "bb", checks.SelfSigned)
	w.look = func(q bot.Question) (*bot.Answer, error) {
		if q.Target.Port == 993 {
			return old, nil
		}
		return next, nil
	}
	for _, who := range []string{"U1", "U2", "U3"} {
		w.ask(t, k, who, old)
	}
	first := w.ask(t, k, "U4", w.faulty("imap.corp.com", 443, "aa", checks.Expired))
	w.pass(t, k, 4*time.Minute)
	for n := range 3 {
		w.now = w.now.Add(time.Minute)
		next.At = w.now
		if i := w.ask(t, k, fmt.Sprint("V", n), next); i.Key() == first.Key() {
			t.Fatal("two certificates at a time are one matter")
		}
		w.pass(t, k, 3*time.Minute)
	}
	if i, err := k.Get(t.Context(), first.Key()); err != nil || len(i.Later) != 0 {
		t.Errorf("%+v, %v", i, err)
	}
	if n := len(w.told(bot.NoticeIncident)); n != 2 {
		t.Errorf("%d messages about two matters", n)
	}
}
