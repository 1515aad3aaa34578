//go:build !race

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

// These tests do one thing after the other, tens of thousands of them: the race
// detector finds nothing there and takes twenty times as long. .ci/run has them run
// without it.

// fault is the truth of a question: what is really broken.
type fault struct {
	host string
	port int
	sha  string
	code checks.Code
	name string
}

// same tells whether two questions are about one thing, in words of its own: the
// same certificate shown by the same host for the same name, or the same finding
// without one at the same port.
func (f fault) same(g fault) bool {
	if f.host != g.host || f.name != g.name || (f.sha == "") != (g.sha == "") {
		return false
	}
	if f.sha != "" {
		return f.sha == g.sha
	}
	return f.code == g.code && (f.port == g.port || f.code == checks.DNSFailure)
}

// TestNoFalseJoin asks at random about servers that share hosts, addresses and
// certificates: those in one incident asked about one thing, and three who did so
// within the hour are in one.
func TestNoFalseJoin(t *testing.T) {
	hosts := []string{"mail.corp.com", "imap.corp.com", "mail.corp.com.", "192.0.2.1", "mail", "x|mail.corp.com"}
	ports := []int{993, 465, 25}
	shas := []string{"", "aa", "bb", "a"}
	withCert := []checks.Code{checks.Expired, checks.HostnameMismatch, checks.SelfSigned}
	without := []checks.Code{checks.Unreachable, checks.DNSFailure, checks.NotTLS, checks.InconsistentServers}
	names := []string{"", "", "", "other.corp.com"}
	pick := func(r *rand.Rand, n int) int { return r.IntN(n) }
	joined := 0
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		w := newWorld()
		k := w.keeper(t)
		asked := make(map[string]fault) // by asker: each asks once
		for n := range 120 {
			f := fault{host: hosts[pick(random, len(hosts))], port: ports[pick(random, len(ports))], sha: shas[pick(random, len(shas))], name: names[pick(random, len(names))]}
			f.code = without[pick(random, len(without))]
			if f.sha != "" {
				f.code = withCert[pick(random, len(withCert))]
			}
			a := w.faulty(f.host, f.port, f.sha, f.code)
			a.Question.Target.Name = f.name
			a.Reports[0].Endpoints = []checks.ReportEndpoint{{Address: "192.0.2.1:993"}}
			if random.IntN(3) == 0 { // a second report, which is fine
				a.Reports = append(a.Reports, checks.Report{Target: checks.ReportTarget{Host: "other.corp.com", Port: 443}, Verdict: checks.VerdictTrusted})
			}
			who := fmt.Sprint("U", n)
			asked[who] = f
			w.ask(t, k, who, a)
			w.now = w.now.Add(time.Duration(random.IntN(60)) * time.Second)
		}
		in := make(map[string]string)
		for key := range w.kept {
			i := w.get(key)
			for n, asker := range i.Askers {
				in[asker.ID] = key
				if f, g := asked[asker.ID], asked[i.Askers[0].ID]; !f.same(g) {
					t.Fatalf("seed %d: %+v and %+v are one incident", seed, f, g)
				}
				if n == 2 {
					joined++
					if !i.Known() && i.Askers[2].At.Sub(i.Askers[0].At) < time.Hour {
						t.Fatalf("seed %d: three asked about %+v, and it is not known", seed, asked[asker.ID])
					}
				}
			}
		}
		for a, f := range asked {
			for b, g := range asked {
				if f.same(g) && in[a] != in[b] {
					t.Fatalf("seed %d: %+v is two incidents", seed, f)
				}
			}
		}
	}
	if joined < 100 {
		t.Errorf("only %d incidents came about", joined)
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
