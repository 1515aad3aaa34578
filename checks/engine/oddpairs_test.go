package engine_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// TestPairsInWorlds: two addresses, two versions or two keys, of which one has a fault.
func TestPairsInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "mail.w.example", "mail.w.example:993"
	rsa := checktest.Key(checktest.RSA2048)
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	pair := func(four, six func(w *world, id *checktest.Identity) checktest.Behaviour) func(*world) {
		return func(w *world) {
			id := w.ca.Issue(host)
			w.serve(host, 993, four(w, id))
			w.serve6(host, 993, six(w, id))
		}
	}
	good := func(_ *world, id *checktest.Identity) checktest.Behaviour { return imap(id) }
	checkWorlds(t, []worldCase{
		{"IPv6 by TLS 1.0 alone", at, "untrusted inconsistent-servers legacy-tls", pair(good, func(_ *world, id *checktest.Identity) checktest.Behaviour {
			return imap(id, checktest.Versions(tls.VersionTLS10, tls.VersionTLS10))
		})},
		{"IPv6 does not know the name", at, "untrusted inconsistent-servers tls-handshake-failed", pair(good, func(_ *world, id *checktest.Identity) checktest.Behaviour {
			return imap(id, checktest.OnlyByName("other.example"))
		})},
		{"IPv6 with another name", at, "untrusted hostname-mismatch inconsistent-servers", pair(good, func(w *world, _ *checktest.Identity) checktest.Behaviour {
			return imap(w.ca.Issue("default.w.example"))
		})},
		{"IPv6 self-signed, of the same name", at, "untrusted inconsistent-servers self-signed", pair(good, func(w *world, _ *checktest.Identity) checktest.Behaviour {
			return imap(w.pki.SelfSigned(host))
		})},
		{"IPv6 ends soon", at, "warning expiring-soon inconsistent-servers", pair(good, func(w *world, _ *checktest.Identity) checktest.Behaviour {
			return imap(w.ca.Issue(host, checktest.ExpiresIn(3*checktest.Day)))
		})},
		{"IPv6 turns away behind TLS", at, "warning server-refused", pair(good, func(_ *world, id *checktest.Identity) checktest.Behaviour {
			return endsBehind(checktest.TLS(id), func(_ context.Context, _, secured net.Conn) {
				io.WriteString(secured, "* BYE for maintenance\r\n")
				secured.Close()
			})
		})},
		{"IPv6 hangs up on hellos of TLS 1.3", at, "untrusted inconsistent-servers tls-handshake-failed", pair(good, func(_ *world, id *checktest.Identity) checktest.Behaviour {
			return imap(id, hangsUpOn(func(h *tls.ClientHelloInfo) bool {
				return len(h.SupportedVersions) > 0 && h.SupportedVersions[0] >= tls.VersionTLS13
			}))
		})},
		{"below TLS 1.3 an expired one", at, "untrusted certificate-varies expired", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host), checktest.BelowTLS13(w.ca.Issue(host, checktest.ExpiredFor(checktest.Day)))))
		}},
		{"below TLS 1.3 another good one", at, "trusted certificate-varies", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host), checktest.BelowTLS13(w.ca.Issue(host))))
		}},
		{"the RSA one is revoked, by a staple", at, "untrusted certificate-varies revoked", func(w *world) {
			r := w.ca.Responder()
			second := w.ca.Issue(host, rsa, checktest.OCSPURL(w.web(r)))
			r.Revoke(second.Leaf(), w.pki.Now().Add(-2*time.Hour), 1)
			w.serve(host, 993, imap(w.ca.Issue(host), checktest.Also(second)))
		}},
		{"a weak RSA key beside a good one", at, "warning certificate-varies weak-key", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host), checktest.Also(w.ca.Issue(host, checktest.Key(checktest.RSA1024)))))
		}},
		{"a quarter of an hour left", at, "warning expiring-soon", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.ExpiresIn(15*time.Minute))))
		}},
		{"a day of two left", at, "trusted", func(w *world) {
			now := w.pki.Now()
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.Validity(now.Add(-checktest.Day), now.Add(checktest.Day)))))
		}},
		{"four days of six left", at, "trusted", func(w *world) {
			now := w.pki.Now()
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.Validity(now.Add(-2*checktest.Day), now.Add(4*checktest.Day)))))
		}},
		{"an old staple, and none was demanded", at, "warning client-disagreement", func(w *world) {
			r := w.ca.Responder()
			r.Fail(checktest.FaultExpired)
			id := w.ca.Issue(host)
			w.serve(host, 993, imap(id, checktest.Staple(r.Staple(id.Leaf()))))
		}},
		{"an old staple where one was demanded", at, "warning staple-missing", func(w *world) {
			r := w.ca.Responder()
			r.Fail(checktest.FaultExpired)
			id := w.ca.Issue(host, checktest.MustStaple())
			w.serve(host, 993, imap(id, checktest.Staple(r.Staple(id.Leaf()))))
		}},
		{"a staple of another certificate", at, "warning client-disagreement", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host), checktest.Staple(w.ca.Responder().Staple(w.ca.Issue(host).Leaf()))))
		}},
		{"addresses permitted to the authority, and one of them asked", "192.0.2.1:993", "trusted", func(w *world) {
			id := w.root.Intermediate("Address CA", checktest.Permitted("192.0.2.1/32", "w.example")).Issue(host, checktest.Names(host, "192.0.2.1"))
			w.serve(host, 993, imap(id))
		}},
		{"addresses permitted to the authority, and another asked", "192.0.2.1:993", "untrusted invalid-chain", func(w *world) {
			id := w.root.Intermediate("Address CA", checktest.Permitted("192.0.2.9/32", "w.example")).Issue(host, checktest.Names(host, "192.0.2.1"))
			w.serve(host, 993, imap(id))
		}},
		{"an alias to a name with another address family", at, "trusted", func(w *world) {
			w.record("%s. IN CNAME six.w.example.", host)
			w.serve6("six.w.example", 993, imap(w.ca.Issue(host)))
		}},
		{"in clear on IPv4, upgraded on IPv6", "mail.w.example:143", "untrusted inconsistent-servers starttls-not-offered", func(w *world) {
			id := w.ca.Issue(host)
			w.serve(host, 143, checktest.Clear("imap"))
			w.serve6(host, 143, checktest.STARTTLS("imap", checktest.TLS(id)))
		}},
		{"the upgrade is expired on IPv6 alone", "mail.w.example:587", "untrusted expired inconsistent-servers", func(w *world) {
			w.serve(host, 587, checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(host))))
			w.serve6(host, 587, checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(host, checktest.ExpiredFor(checktest.Day)))))
		}},
	})
}
