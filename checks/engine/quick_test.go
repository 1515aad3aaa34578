package engine_test

import (
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestVouchedForInAQuickCheck: what a record vouches for is in order for a quick check as
// well, which asks for records only where a certificate is not in order otherwise.
func TestVouchedForInAQuickCheck(t *testing.T) {
	t.Parallel()
	const mx = "mx.w.example"
	quick := func(build func(w *world)) func(*world) {
		return func(w *world) {
			w.opts.Depth = engine.Quick
			build(w)
		}
	}
	checkWorlds(t, []worldCase{
		{"self-signed", mx + ":25", "trusted self-signed", quick(func(w *world) {
			id := w.pki.SelfSigned(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "3 1", id.Leaf())
		})},
		{"of a private authority", mx + ":25", "trusted untrusted-root", quick(func(w *world) {
			private := w.pki.Root("Private Root")
			w.exchanger(mx, private.Issue(mx).With(private.DER))
			w.tlsa(mx, "2 0", private.DER)
		})},
		{"self-signed, and announced otherwise", mx + ":25", "untrusted dane-mismatch self-signed", quick(func(w *world) {
			w.exchanger(mx, w.pki.SelfSigned(mx))
			w.tlsa(mx, "3 1", w.ca.DER)
		})},
		{"self-signed, and not announced", mx + ":25", "untrusted self-signed", quick(func(w *world) { w.exchanger(mx, w.pki.SelfSigned(mx)) })},
		{"self-signed, where no mail is taken", mx + ":587", "untrusted self-signed", quick(func(w *world) {
			id := w.pki.SelfSigned(mx)
			w.serve(mx, 587, checktest.STARTTLS("smtp", checktest.TLS(id)))
			w.tlsa(mx, "3 1", id.Leaf())
		})},
	})
	w := newWorld(t)
	w.opts.Depth = engine.Quick
	w.exchanger(mx, w.ca.Issue(mx))
	if r := w.check(mx + ":25"); r.Verdict != checks.VerdictTrusted || w.names.Asked("_25._tcp."+mx) > 0 {
		t.Errorf("%s; records were asked for %d times, want never", r.Verdict, w.names.Asked("_25._tcp."+mx))
	}
}

// TestGreetingInAQuickCheck: who watches a server wants to know that it greets. That costs
// no connection more, unless it hangs up instead.
func TestGreetingInAQuickCheck(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	h := checktest.TLS(s.ecdsa())
	for _, tt := range []struct {
		name        string
		b           checktest.Behaviour
		port        int
		listen      bool
		connections int
		codes       []checks.Code
		mute, hangs bool
	}{
		{"greets", saysBehind(h, "* OK ready"), 993, true, 1, nil, false, false},
		{"hangs up", endsBehind(h, leaves), 993, true, 2, nil, true, true},
		{"is cut off", endsBehind(h, isCut), 465, true, 2, nil, true, true},
		{"hangs up once", checktest.Turns(endsBehind(h, leaves), saysBehind(h, "+OK ready")), 995, true, 2, nil, false, false},
		{"is silent", endsBehind(h, isSilent), 993, true, 1, nil, true, false},
		{"sends everybody away", saysBehind(h, "* BYE down for maintenance"), 993, true, 2, []checks.Code{checks.ServerRefused}, false, false},
		{"is of another protocol", saysBehind(h, "+OK ready"), 993, true, 1, []checks.Code{checks.WrongProtocol}, false, false},
		{"is of the web", endsBehind(h, leaves), 443, true, 1, nil, false, false},
		{"hangs up, and nobody listens", endsBehind(h, leaves), 993, false, 1, nil, false, false},
		{"in clear", checktest.STARTTLS("imap", h), 143, true, 1, nil, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := checktest.Must(checktest.NewServer(tt.b))
			defer server.Close()
			opts := engine.Options{Depth: engine.Quick, Greeting: tt.listen, Timeout: 20 * time.Second}
			r := s.checkServer(t, server, opts, func(target *checks.Target) {
				target.Connect, target.Port, target.Mode = server.Addr(), tt.port, checks.ModeAuto
			})
			if got := codes(r); !slices.Equal(got, tt.codes) || r.NoGreeting() != tt.mute || r.HangsUp() != tt.hangs {
				t.Errorf("codes %v, no greeting %v, hangs up %v: %s", got, r.NoGreeting(), r.HangsUp(), r.Summary)
			}
			if n := server.Connections(); n != tt.connections {
				t.Errorf("%d connections, want %d", n, tt.connections)
			}
		})
	}
}
