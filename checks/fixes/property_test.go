//go:build !race

package fixes_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// random makes facts that a check might have gathered. What an address may show
// stands in shows: a new kind of observation is one more row.
type random struct{ *rand.Rand }

var shows = []func(r random, e *checks.Endpoint){
	func(random, *checks.Endpoint) {}, // fine
	func(_ random, e *checks.Endpoint) { expire(e.Judgement) },
	func(_ random, e *checks.Endpoint) {
		e.Judgement.NameReason, e.Judgement.Presented = checks.NameOther, []string{"mail.hoster.example"}
	},
	func(_ random, e *checks.Endpoint) {
		e.Judgement.Trust, e.Judgement.PublicRoot = checks.TrustSelfSigned, false
	},
	func(_ random, e *checks.Endpoint) { e.Judgement = nil },
	func(_ random, e *checks.Endpoint) {
		e.TLS.Completed, e.TLS.AlertSeen, e.TLS.Alert, e.Judgement = false, true, 40, nil
	},
	func(r random, e *checks.Endpoint) {
		bare(e, checks.OutcomeUnreachable, pick(r, checks.CauseRefused, checks.CauseTimeout, checks.CauseSilent, checks.CauseReset, checks.CauseInterrupted))
	},
	func(_ random, e *checks.Endpoint) { bare(e, checks.OutcomeRefused, checks.CauseServerReply) },
	func(_ random, e *checks.Endpoint) { bare(e, checks.OutcomeNotTLS, checks.CauseProtocol) },
	func(_ random, e *checks.Endpoint) { bare(e, checks.OutcomeNoSTARTTLS, checks.CauseNotSpecified) },
	func(r random, e *checks.Endpoint) { // another certificate for some clients
		other := server(func(f *fact, e *ep, j *judge) {
			j.Leaf.SHA256 = "other"
			if r.IntN(2) == 0 {
				expire(j)
			}
		}).Endpoints[0]
		e.Shown = []checks.Shown{{TLS: other.TLS, To: []string{"TLS 1.2 with ECDSA"}, Judgement: other.Judgement}}
		if r.IntN(4) == 0 {
			e.Shown[0].Judgement = nil
		}
	},
}

// kept is an address that something of our own kept from being tested.
func (r random) kept(e *checks.Endpoint) {
	bare(e, checks.OutcomeNotTested, pick(r, checks.CauseUnroutable, checks.CauseNotAllowed, checks.CauseLocalFault, checks.CauseCutShort, "new"))
}

func bare(e *checks.Endpoint, o checks.Outcome, c checks.Cause) {
	*e = checks.Endpoint{Observation: checks.Observation{Address: e.Address, Outcome: o, Cause: c, Protocol: "imap"}}
}

func pick[T any](r random, list ...T) T { return list[r.IntN(len(list))] }

func (r random) facts(tested, untested int) *checks.Facts {
	return server(func(f *fact, _ *ep, _ *judge) {
		f.Target.Port = pick(r, 993, 143, 465, 587, 25)
		f.Endpoints = nil
		for i := range tested + untested {
			e := server(func(*fact, *ep, *judge) {}).Endpoints[0]
			e.Address = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(i + 1)}), uint16(f.Target.Port))
			if i < tested {
				pick(r, shows...)(r, &e)
			} else {
				r.kept(&e)
			}
			f.Endpoints = append(f.Endpoints, e)
		}
		if service, _ := services.ByPort(pick(r, 993, 465)); service.Port != f.Target.Port && r.IntN(2) == 0 {
			answered := r.IntN(2) == 0
			f.Siblings = []checks.Sibling{{Service: service, Answered: answered, Passes: answered && r.IntN(2) == 0}}
		}
	})
}

var setting = regexp.MustCompile(`Port: (\d+)|Use port (\d+) with|Use [A-Z/]+ on port (\d+)`)

// TestOnlyWhatWasSeen: whatever was observed, nothing is called fine without
// proof, nothing of our own is blamed on the server, and no setting is told that
// was not seen to work.
func TestOnlyWhatWasSeen(t *testing.T) {
	t.Parallel()
	r := random{rand.New(rand.NewPCG(1, 2))}
	for n := range 2000 {
		tested, untested := r.IntN(4), r.IntN(3)
		f := r.facts(tested, untested)
		found := findings.Find(f)
		verdict := findings.Verdict(f, found)
		about := func() string { return fmt.Sprintf("case %d: %s, %+v", n, verdict, f.Endpoints) }

		judged := 0
		for i := range f.Endpoints {
			e := &f.Endpoints[i]
			v, why := findings.EndpointVerdict(f, i)
			switch {
			case e.Judged():
				judged++
			case v == checks.VerdictTrusted || v == checks.VerdictWarning:
				t.Fatalf("%s is called %s\n%s", e.Address, v, about())
			case why.Empty():
				t.Fatalf("nothing is said of %s\n%s", e.Address, about())
			}
			if (e.Outcome == checks.OutcomeNotTested) && v != checks.VerdictUnknown {
				t.Fatalf("%s was not tested, and is called %s\n%s", e.Address, v, about())
			}
		}
		if verdict == checks.VerdictTrusted && (judged < tested || judged == 0) {
			t.Fatalf("trusted without proof\n%s", about())
		}
		if tested == 0 {
			for _, x := range found {
				if x.Severity == checks.Critical && x.Code != checks.NotAllowed || len(x.Steps) > 0 {
					t.Fatalf("our own trouble became %s\n%s", x.Code, about())
				}
			}
			if verdict != checks.VerdictUnknown || len(fixes.Choose(f, found)) > 0 || len(found) == 0 {
				t.Fatalf("nothing was seen\n%s", about())
			}
			continue
		}
		// What was not tested changes no verdict.
		seen := *f
		seen.Endpoints = f.Endpoints[:tested]
		if v := findings.Verdict(&seen, findings.Find(&seen)); v != verdict {
			t.Fatalf("%s without the addresses that were not tested\n%s", v, about())
		}
		advice := fixes.Advise(f, found)
		if len(advice.Steps) > 0 && advice.Cure != 0 && advice.Steps[0].Number != advice.Cure {
			t.Fatalf("step %d comes before the cure, which is step %d\n%s", advice.Steps[0].Number, advice.Cure, about())
		}
		for _, s := range advice.Steps {
			for _, text := range append(slices.Clone(say.Strings(s.Actions)), s.Why.String()) {
				for _, m := range setting.FindAllStringSubmatch(text, -1) {
					if port, _ := strconv.Atoi(cmp.Or(m[1:]...)); !worked(f, port) {
						t.Fatalf("step %d tells port %d: %q\n%s", s.Number, port, text, about())
					}
				}
			}
		}
	}
}

// worked tells whether TLS was seen at a port.
func worked(f *checks.Facts, port int) bool {
	if port == f.Target.Port {
		return slices.ContainsFunc(f.Endpoints, func(e checks.Endpoint) bool {
			return e.Outcome == checks.OutcomeTLS && e.TLS != nil && e.TLS.Completed
		})
	}
	return slices.ContainsFunc(f.Siblings, func(s checks.Sibling) bool { return s.Service.Port == port && s.Passes })
}
