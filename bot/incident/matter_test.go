package incident_test

import (
	"fmt"
	"math/rand/v2"
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

// TestARenewalNeverJoinsFalsely lets endpoints that share hosts and certificates
// change what they show at random, while people ask and the keeper looks. Whenever an
// incident goes on with another certificate, all that it was met at, from wherever,
// shows just that, or is well; and whoever is in an incident met one of its certificates.
func TestARenewalNeverJoinsFalsely(t *testing.T) {
	hosts, ports, zones, shas := []string{"a.corp.com", "b.corp.com"}, []int{993, 465}, []string{"", "dmz"}, []string{"aa", "bb", "cc"}
	type endpoint struct {
		host string
		port int
		zone string
	}
	went, apart := 0, 0
	for seed := range uint64(80) {
		random := rand.New(rand.NewPCG(seed, 2))
		w := newWorld()
		k := w.keeper(t)
		truth := make(map[endpoint]string) // "" is well
		answer := func(e endpoint) *bot.Answer {
			q := bot.Question{Target: checks.Target{Host: e.host, Port: e.port}, Zone: e.zone}
			if truth[e] == "" {
				a := well(q)
				a.At = w.now
				return a
			}
			a := w.faulty(e.host, e.port, truth[e], checks.Expired)
			a.Question.Zone, a.Reports[0].Zone = e.zone, e.zone
			return a
		}
		w.look = func(q bot.Question) (*bot.Answer, error) {
			return answer(endpoint{q.Target.Host, q.Target.Port, q.Zone}), nil
		}
		later := make(map[string]int)
		met := make(map[string]bot.Cause)
		check := func() {
			t.Helper()
			for key := range w.kept {
				i := w.get(key)
				if n := len(i.Later); n != later[key] {
					if n == later[key]+1 {
						went++
						for _, target := range i.Targets {
							for _, zone := range i.Zones {
								if e := (endpoint{target.Host, target.Port, zone}); truth[e] != i.Current().SHA256 && truth[e] != "" {
									t.Fatalf("seed %d: %s goes on with %s, while %+v shows %q", seed, i.Cause.SHA256, i.Current().SHA256, e, truth[e])
								}
							}
						}
					}
					later[key] = n
				}
				for _, a := range i.Askers {
					if c := met[a.ID]; c.Host != i.Cause.Host || c != i.Cause && !slices.Contains(i.Later, c) {
						t.Fatalf("seed %d: %+v is in the incident of %+v, %+v", seed, c, i.Cause, i.Later)
					}
				}
			}
		}
		for n := range 150 {
			e := endpoint{hosts[random.IntN(2)], ports[random.IntN(2)], zones[random.IntN(2)]}
			switch random.IntN(12) {
			case 0:
				truth[e] = ""
			case 1, 2: // one endpoint changes, or all of a host
				sha := shas[random.IntN(3)]
				for _, p := range ports {
					for _, z := range zones {
						if all := (endpoint{e.host, p, z}); all == e || random.IntN(2) == 0 {
							truth[all] = sha
						}
					}
				}
			case 3, 4, 5, 6, 7:
				a := answer(e)
				who := fmt.Sprint("U", n)
				if c, ok := incident.CauseOf(&a.Question, &a.Reports[0]); ok {
					met[who] = c
				}
				if i := w.ask(t, k, who, a); i != nil && i.Current() != met[who] && i.Cause != met[who] {
					apart++ // led to an older certificate of what goes on
				}
			default:
				w.now = w.now.Add(time.Duration(random.IntN(120)) * time.Second)
				if err := k.Work(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			check()
			w.now = w.now.Add(time.Second)
		}
	}
	if went < 50 {
		t.Errorf("only %d went on (%d led back)", went, apart)
	}
}
