package engine_test

import (
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestNotAllAreValid: of several certificates of which some are in order by their TLSA
// records alone, it is not said that all are.
func TestNotAllAreValid(t *testing.T) {
	t.Parallel()
	const mx = "mx.w.example"
	upgrades := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.STARTTLS("smtp", checktest.TLS(id, opts...))
	}
	announced := func(w *world, ids ...*checktest.Identity) {
		for _, id := range ids {
			w.tlsa(mx, "3 1", id.Leaf())
		}
	}
	for name, c := range map[string]struct {
		code  checks.Code
		valid string // what is said where all are
		all   bool
		build func(w *world)
	}{
		"two addresses, one self-signed": {checks.InconsistentServers, "certificates, and all are valid", false, func(w *world) {
			public, own := w.ca.Issue(mx), w.pki.SelfSigned(mx)
			w.serve(mx, 25, upgrades(public))
			w.serve6(mx, 25, upgrades(own))
			announced(w, public, own)
		}},
		"two addresses, both self-signed": {checks.InconsistentServers, "certificates, and all are valid", false, func(w *world) {
			one, two := w.pki.SelfSigned(mx), w.pki.SelfSigned(mx)
			w.serve(mx, 25, upgrades(one))
			w.serve6(mx, 25, upgrades(two))
			announced(w, one, two)
		}},
		"two addresses, one expired": {checks.InconsistentServers, "certificates, and all are valid", false, func(w *world) {
			now, old := w.ca.Issue(mx), w.ca.Issue(mx, checktest.ExpiredFor(checktest.Day))
			w.serve(mx, 25, upgrades(now))
			w.serve6(mx, 25, upgrades(old))
			announced(w, now, old)
		}},
		"two addresses, both public and announced": {checks.InconsistentServers, "certificates, and all are valid", true, func(w *world) {
			one, two := w.ca.Issue(mx), w.ca.Issue(mx)
			w.serve(mx, 25, upgrades(one))
			w.serve6(mx, 25, upgrades(two))
			announced(w, one, two)
		}},
		"two keys, one self-signed": {checks.CertificateVaries, "All of them are OK", false, func(w *world) {
			public, own := w.ca.Issue(mx), w.pki.SelfSigned(mx, checktest.Key(checktest.RSA2048))
			w.serve(mx, 25, upgrades(public, checktest.Also(own)))
			announced(w, public, own)
		}},
		"two keys, both public and announced": {checks.CertificateVaries, "All of them are OK", true, func(w *world) {
			one, two := w.ca.Issue(mx), w.ca.Issue(mx, checktest.Key(checktest.RSA2048))
			w.serve(mx, 25, upgrades(one, checktest.Also(two)))
			announced(w, one, two)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.record("w.example. IN MX 10 %s.", mx)
			c.build(w)
			r := w.check(mx + ":25")
			f := finding(r, c.code)
			if f == nil {
				t.Fatalf("%s: %s", codesOf(&r), r.Summary)
			}
			said := r.Summary.String() + " " + f.Detail.String()
			if strings.Contains(said, c.valid) != c.all || !c.all && strings.Contains(r.Summary.String(), "until") {
				t.Errorf("%s: %s", codesOf(&r), said)
			}
		})
	}
}
