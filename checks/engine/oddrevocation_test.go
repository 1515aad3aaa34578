package engine_test

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestRevokedInWorlds: who says that a certificate is revoked, and about which address.
func TestRevokedInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	// two has a certificate at two addresses: the first staples that it is revoked, or on
	// hold, the second what is told.
	two := func(reason int, depth engine.Depth, second ...checktest.ResponderFault) func(*world) {
		return func(w *world) {
			w.opts.Depth = depth
			r, before := w.ca.Responder(), w.ca.Responder()
			id := w.ca.Issue(host)
			r.Revoke(id.Leaf(), w.pki.Now().Add(-2*time.Hour), reason)
			w.serve(host, 993, imap(id, checktest.Staple(r.Staple(id.Leaf()))))
			var opts []checktest.TLSOption
			for _, f := range second {
				before.Fail(f)
				opts = append(opts, checktest.Staple(before.Staple(id.Leaf())))
			}
			w.serve(host, 993, imap(id, opts...))
		}
	}
	asked := func(ago time.Duration, source func(url string) checktest.Option) func(*world) {
		return func(w *world) {
			r := w.ca.Responder()
			id := w.ca.Issue(host, source(w.web(r)))
			r.Revoke(id.Leaf(), w.pki.Now().Add(-ago), 1)
			w.serve(host, 993, imap(id))
		}
	}
	list := func(url string) checktest.Option { return checktest.CRLURL(url + "/ca.crl") }
	checkWorlds(t, []worldCase{
		{"one of two addresses staples it", at, "untrusted revoked", two(1, engine.Full)},
		{"one of two addresses staples it, quick", at, "untrusted revoked", two(1, engine.Quick)},
		{"one of two addresses staples it, the other an old answer", at, "untrusted client-disagreement revoked", two(4, engine.Full, checktest.FaultExpired)},
		{"one of two addresses staples it, the other one that knows nothing of it", at, "untrusted revoked", two(4, engine.Full, "")},
		{"one of two addresses staples a hold", at, "untrusted revoked", two(6, engine.Full)},
		{"from a date ahead of us", at, "untrusted revoked", asked(-2*time.Minute, checktest.OCSPURL)},
		{"from a date ahead of us, by a list", at, "untrusted revoked", asked(-2*time.Minute, list)},
		{"from a date far ahead of us", at, "untrusted revoked", asked(-30*checktest.Day, checktest.OCSPURL)},
	})
}

// TestKeyUsagesInWorlds: what the key of a server or of its authority may be used for.
func TestKeyUsagesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	leaf := func(opts ...checktest.Option) func(*world) {
		return func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, opts...))))
		}
	}
	ku := checktest.KeyUsage
	none := checktest.Instead(pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Critical: true, Value: []byte{3, 1, 0}})
	checkWorlds(t, []worldCase{
		{"none at all is stated", at, "warning client-disagreement", leaf(none)},
		{"none at all is stated for an RSA key", at, "warning client-disagreement", leaf(none, checktest.Key(checktest.RSA2048))},
		{"none at all is stated for the authority", at, "untrusted invalid-chain", func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.root.Intermediate("Odd CA", none).Issue(host))))
		}},
		{"lists alone for the authority", at, "untrusted invalid-chain", func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.root.Intermediate("Odd CA", ku(6)).Issue(host))))
		}},
		{"data alone", at, "warning client-disagreement", leaf(ku(3))},
		{"proof alone", at, "warning client-disagreement", leaf(ku(1))},
		{"signatures, and certificates", at, "trusted", leaf(ku(0, 5))},
		{"all of them", at, "trusted", leaf(ku(0, 1, 2, 3, 4, 5, 6, 7))},
	})
}
