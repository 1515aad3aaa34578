package engine_test

import (
	"crypto/tls"
	"crypto/x509/pkix"
	"encoding/asn1"
	"syscall"
	"testing"

	"certdesk/checks/checktest"
)

// TestPathsInWorlds: what is sent may lead nowhere, in circles, or by several ways of
// which some are closed.
func TestPathsInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	shows := func(id func(w *world) *checktest.Identity) func(*world) {
		return func(w *world) { w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id(w)))) }
	}
	// crossed is a leaf whose authority two roots have certified, one of them not for this.
	crossed := func(closed ...checktest.Option) func(*world) {
		return shows(func(w *world) *checktest.Identity {
			ca := w.pki.Root("Crossed CA")
			id := ca.Intermediate("Crossed Sub CA").Issue(host)
			return id.Sending(id.Chain[0], id.Chain[1], w.other.CrossSign(ca, closed...), w.root.CrossSign(ca))
		})
	}
	wantsPolicy := checktest.Extension(pkix.Extension{ // requireExplicitPolicy 0, RFC 5280 §4.2.1.11
		Id: asn1.ObjectIdentifier{2, 5, 29, 36}, Critical: true, Value: []byte{0x30, 3, 0x80, 1, 0},
	})
	checkWorlds(t, []worldCase{
		{"another way is for other names", at, "trusted", crossed(checktest.Permitted("other.example"))},
		{"another way is for mail alone", at, "trusted", crossed(checktest.Usages(checktest.EmailProtection))},
		{"another way is too short", at, "trusted", crossed(checktest.MaxPathLen(0))},
		{"another way wants a policy", at, "trusted", crossed(wantsPolicy)},
		{"another way is signed with SHA-1", at, "trusted", crossed(checktest.SignedWith(checktest.SHA1))},
		{"another way has not begun", at, "trusted", crossed(checktest.StartsIn(checktest.Day))},

		{"two authorities certify each other", at, "untrusted untrusted-root", shows(func(w *world) *checktest.Identity {
			a, b := w.pki.Root("Loop A"), w.pki.Root("Loop B")
			id := a.Issue(host)
			return id.Sending(id.Chain[0], b.CrossSign(a), a.CrossSign(b))
		})},
		{"two authorities certify each other, and a root one of them", at, "trusted", shows(func(w *world) *checktest.Identity {
			a, b := w.pki.Root("Loop A"), w.pki.Root("Loop B")
			id := a.Issue(host)
			return id.Sending(id.Chain[0], b.CrossSign(a), a.CrossSign(b), w.root.CrossSign(b))
		})},
		{"what is fetched leads in a circle", at, "untrusted incomplete-chain", shows(func(w *world) *checktest.Identity {
			files := map[string][]byte{}
			base := w.files(files)
			a, b := w.pki.Root("Loop A"), w.pki.Root("Loop B")
			files["/a"], files["/b"] = b.CrossSign(a, checktest.IssuerURL(base+"/b")), a.CrossSign(b, checktest.IssuerURL(base+"/a"))
			return a.Issue(host, checktest.IssuerURL(base+"/a")).Alone()
		})},
		{"what is fetched is the leaf", at, "untrusted incomplete-chain", shows(func(w *world) *checktest.Identity {
			files := map[string][]byte{}
			id := w.root.Intermediate("Far CA").Issue(host, checktest.IssuerURL(w.files(files)+"/ca")).Alone()
			files["/ca"] = id.Leaf()
			return id
		})},
		{"what is fetched leads to a private root", at, "untrusted untrusted-root", shows(func(w *world) *checktest.Identity {
			files := map[string][]byte{}
			root := w.pki.Root("Private Root")
			ca := root.Intermediate("Private CA", checktest.IssuerURL(w.files(files)+"/root"))
			files["/root"] = root.DER
			return ca.Issue(host)
		})},
		{"an authority ends soon, and another way lasts", at, "trusted", shows(func(w *world) *checktest.Identity {
			ca := w.root.Intermediate("Ending CA", checktest.ExpiresIn(5*checktest.Day))
			return ca.Issue(host).With(w.other.CrossSign(ca))
		})},
		{"no certificate at all", at, "untrusted malformed-certificate", shows(func(w *world) *checktest.Identity {
			return w.ca.Issue(host).Sending([]byte("-----BEGIN CERTIFICATE-----"))
		})},
	})
}

// TestPoliciesInWorlds: DANE and MTA-STS side by side. Senders that know the one go by it,
// and the others by the other (RFC 8461 §2).
func TestPoliciesInWorlds(t *testing.T) {
	t.Parallel()
	const mx, at = "mx.w.example", "mx.w.example:25"
	const enforced = "version: STSv1\r\nmode: enforce\r\nmx: mx.w.example\r\nmax_age: 604800\r\n"
	checkWorlds(t, []worldCase{
		{"a record vouches, and a policy wants an authority", at, "warning hostname-mismatch mta-sts-mismatch self-signed", func(w *world) {
			id := w.pki.SelfSigned("old.example")
			w.exchanger(mx, id)
			w.tlsa(mx, "3 1", id.Leaf())
			w.mtaSTS("w.example", enforced)
		}},
		{"a record that SMTP does not know, and a self-signed certificate", at, "untrusted self-signed", func(w *world) {
			id := w.pki.SelfSigned(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "1 1", id.Leaf())
		}},
		{"a record of the old key and one of the new", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "3 1", w.ca.DER)
			w.tlsa(mx, "3 1", id.Leaf())
		}},
		{"a record of a root that is not sent", at, "warning dane-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.tlsa(mx, "2 0", w.root.DER)
		}},
		{"an authority's record that is the leaf's own", at, "untrusted dane-mismatch self-signed", func(w *world) {
			id := w.pki.SelfSigned(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "2 1", id.Leaf())
		}},
		{"one of two addresses has another key than the record", at, "warning dane-mismatch inconsistent-servers", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			w.serve(mx, 25, checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(mx, checktest.Key(checktest.P384)))))
			w.tlsa(mx, "3 1", id.Leaf())
		}},
		{"a policy is enforced where there is no encryption", at, "no-tls mta-sts-mismatch starttls-not-offered", func(w *world) {
			w.record("w.example. IN MX 10 %s.", mx)
			w.serve(mx, 25, checktest.Clear("smtp"))
			w.mtaSTS("w.example", enforced)
		}},
		{"a policy is tried out, and the certificate self-signed", at, "untrusted self-signed", func(w *world) {
			w.exchanger(mx, w.pki.SelfSigned(mx))
			w.mtaSTS("w.example", "version: STSv1\nmode: testing\nmx: mx.w.example\nmax_age: 86400\n")
		}},
		{"a policy is given up, and names others", at, "trusted", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx))
			w.mtaSTS("w.example", "version: STSv1\nmode: none\nmx: mx.else.example\nmax_age: 86400\n")
		}},
	})
}

// TestAddressesInWorlds: one name, two addresses, one of them IPv6.
func TestAddressesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	both := func(second func(w *world, id *checktest.Identity)) func(*world) {
		return func(w *world) {
			id := w.ca.Issue(host)
			w.serve(host, 993, imap(id))
			second(w, id)
		}
	}
	checkWorlds(t, []worldCase{
		{"IPv6 alone", at, "trusted", func(w *world) { w.serve6(host, 993, imap(w.ca.Issue(host))) }},
		{"IPv6 alone, and no route to it", at, "unknown not-tested", func(w *world) { w.unreachable[w.serve6(host, 993, nil)] = syscall.ENETUNREACH }},
		{"IPv6 closed", at, "untrusted inconsistent-servers unreachable", both(func(w *world, _ *checktest.Identity) { w.serve6(host, 993, nil) })},
		{"IPv6 with the leaf alone", at, "untrusted incomplete-chain inconsistent-servers", both(func(w *world, id *checktest.Identity) { w.serve6(host, 993, imap(id.Alone())) })},
		{"IPv6 with its root as well", at, "trusted", both(func(w *world, id *checktest.Identity) { w.serve6(host, 993, imap(id.With(w.root.DER))) })},
		{"IPv6 without TLS 1.3", at, "trusted", both(func(w *world, id *checktest.Identity) {
			w.serve6(host, 993, imap(id, checktest.Versions(tls.VersionTLS12, tls.VersionTLS12)))
		})},
		{"IPv6 in clear", at, "untrusted inconsistent-servers starttls-not-offered", both(func(w *world, _ *checktest.Identity) { w.serve6(host, 993, checktest.Clear("imap")) })},
		{"IPv6 wants a client certificate", at, "trusted client-certificate-required", both(func(w *world, id *checktest.Identity) {
			w.serve6(host, 993, imap(id, checktest.ClientCertificate(tls.RequireAnyClientCert)))
		})},
	})
}
