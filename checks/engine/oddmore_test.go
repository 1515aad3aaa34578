package engine_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"testing"

	"certdesk/checks/checktest"
)

// TestRenewalsInWorlds: authorities that were renewed, and roots that ended.
func TestRenewalsInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "mail.w.example", "mail.w.example:993"
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	suites := func(ids ...uint16) func(*world) {
		return func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.Key(checktest.RSA2048)), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12), checktest.CipherSuites(ids...)))
		}
	}
	curves := func(ids ...tls.CurveID) func(*world) {
		return func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host), func(c *tls.Config) { c.CurvePreferences = ids }))
		}
	}
	checkWorlds(t, []worldCase{
		{"the old authority is sent, the new one can be fetched", at, "untrusted expired", func(w *world) {
			files := map[string][]byte{}
			url := w.files(files) + "/ca"
			ca := w.pki.Root("Renewed CA")
			files["/ca"] = w.root.CrossSign(ca)
			id := ca.Issue(host, checktest.IssuerURL(url))
			w.serve(host, 993, imap(id.Sending(id.Chain[0], w.root.CrossSign(ca, checktest.ExpiredFor(checktest.Day)))))
		}},
		{"a trusted root has ended, another one certifies the same authority", at, "trusted", func(w *world) {
			old := w.pki.Root("Ended Root", checktest.ExpiredFor(checktest.Day))
			w.more = old.PEM()
			ca := w.pki.Root("Twice Certified CA")
			id := ca.Issue(host)
			w.serve(host, 993, imap(id.Sending(id.Chain[0], old.CrossSign(ca), w.root.CrossSign(ca))))
		}},
		{"a trusted root has ended", at, "untrusted expired", func(w *world) {
			old := w.pki.Root("Ended Root", checktest.ExpiredFor(checktest.Day))
			w.more = old.PEM()
			w.serve(host, 993, imap(old.Intermediate("Its CA").Issue(host)))
		}},
		{"the authority has ended", at, "untrusted expired", func(w *world) {
			w.serve(host, 993, imap(w.root.Intermediate("Ended CA", checktest.ExpiredFor(checktest.Day)).Issue(host)))
		}},
		{"the authority ends in three days", at, "warning expiring-soon", func(w *world) {
			w.serve(host, 993, imap(w.root.Intermediate("Ending CA", checktest.ExpiresIn(3*checktest.Day)).Issue(host)))
		}},
		{"keys are exchanged by RSA alone", at, "warning weak-cipher", suites(tls.TLS_RSA_WITH_AES_128_GCM_SHA256)},
		{"CBC alone", at, "trusted", suites(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)},
		{"ChaCha20 alone", at, "warning client-disagreement", suites(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)},
		{"3DES alone", at, "untrusted tls-handshake-failed weak-cipher", suites(tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA)},
		{"X25519 alone", at, "trusted", curves(tls.X25519)},
		{"P-521 alone", at, "warning client-disagreement", curves(tls.CurveP521)},
		{"a hybrid group alone", at, "warning client-disagreement", curves(tls.X25519MLKEM768)},
		{"capitals on the certificate", at, "trusted", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.DNSNames("Mail.W.Example"))))
		}},
		{"a dot behind the name on the certificate", at, "untrusted hostname-mismatch", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.DNSNames("mail.w.example."))))
		}},
		{"a wildcard for all", at, "untrusted hostname-mismatch", func(w *world) { w.serve(host, 993, imap(w.ca.Issue(host, checktest.DNSNames("*")))) }},
		{"a wildcard within a label", at, "untrusted hostname-mismatch", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.DNSNames("ma*.w.example"))))
		}},
		{"the name in the subject alone, beside an address in the list", at, "untrusted hostname-mismatch", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.Names("192.0.2.1"))))
		}},
	})
}

// TestSomeTurnAway: of what one of two addresses does it is not said that the port does it.
func TestSomeTurnAway(t *testing.T) {
	t.Parallel()
	for want, both := range map[string]bool{
		"Some of the addresses for mail.w.example set up encryption, but then turn the connection away.": false,
		"Port 993 on mail.w.example sets up encryption, but then turns the connection away.":             true,
	} {
		w := newWorld(t)
		id := w.ca.Issue("mail.w.example")
		away := endsBehind(checktest.TLS(id), func(_ context.Context, _, secured net.Conn) {
			io.WriteString(secured, "* BYE for maintenance\r\n")
			secured.Close()
		})
		w.serve("mail.w.example", 993, away)
		if second := checktest.Implicit("imap", checktest.TLS(id)); both {
			w.serve6("mail.w.example", 993, away)
		} else {
			w.serve6("mail.w.example", 993, second)
		}
		if r := w.check("mail.w.example:993"); r.Summary.String() != want || codesOf(&r) != "server-refused(w)" {
			t.Errorf("%s: %s", codesOf(&r), r.Summary)
		}
	}
}
