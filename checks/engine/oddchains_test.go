package engine_test

import (
	"context"
	"crypto/tls"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"net"
	"testing"

	"certdesk/checks/checktest"
)

// TestChainsInWorlds: chains that are odd, and mostly in order.
func TestChainsInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	shows := func(id func(w *world) *checktest.Identity, opts ...checktest.TLSOption) func(*world) {
		return func(w *world) { w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id(w), opts...))) }
	}
	issued := func(opts ...checktest.Option) func(*world) {
		return shows(func(w *world) *checktest.Identity { return w.ca.Issue(host, opts...) })
	}
	below := func(opts ...checktest.Option) func(*world) {
		return shows(func(w *world) *checktest.Identity { return w.root.Intermediate("Odd CA", opts...).Issue(host) })
	}
	anyUsage := asn1.ObjectIdentifier{2, 5, 29, 37, 0}
	policies := checktest.Extension(pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte{0x30, 8, 0x30, 6, 6, 4, 0x67, 0x81, 0x0c, 1}})
	checkWorlds(t, []worldCase{
		{"the leaf twice", at, "trusted extra-certificates", shows(func(w *world) *checktest.Identity {
			id := w.ca.Issue(host)
			return id.Sending(id.Chain[0], id.Chain[0], id.Chain[1])
		})},
		{"the authority twice", at, "trusted extra-certificates", shows(func(w *world) *checktest.Identity {
			id := w.ca.Issue(host)
			return id.With(id.Chain[1])
		})},
		{"an old certificate of the same name behind", at, "trusted extra-certificates", shows(func(w *world) *checktest.Identity {
			return w.ca.Issue(host).With(w.ca.Issue(host, checktest.ExpiredFor(checktest.Day)).Leaf())
		})},
		{"the old certificate before the new one", at, "untrusted expired extra-certificates", shows(func(w *world) *checktest.Identity {
			id, old := w.ca.Issue(host), w.ca.Issue(host, checktest.ExpiredFor(checktest.Day))
			return old.With(id.Leaf())
		})},
		{"an authority for any usage", at, "warning client-disagreement", below(checktest.Usages(anyUsage))},
		{"an authority for mail alone", at, "untrusted wrong-usage", below(checktest.Usages(checktest.EmailProtection))},
		{"a leaf for any usage", at, "warning client-disagreement", issued(checktest.Usages(anyUsage))},
		{"a leaf for servers and clients", at, "trusted", issued(checktest.Usages(checktest.ServerAuth, checktest.ClientAuth))},
		{"a leaf for clients alone", at, "untrusted wrong-usage", issued(checktest.Usages(checktest.ClientAuth))},
		{"an authority just above the leaf", at, "trusted", below(checktest.MaxPathLen(0))},
		{"a leaf with a policy", at, "trusted", issued(policies)},
		{"an authority with SHA-1", at, "untrusted weak-signature", below(checktest.SignedWith(checktest.SHA1))},
		{"a root with SHA-1", at, "trusted", func(w *world) {
			root := w.pki.Root("Old Root", checktest.SignedWith(checktest.SHA1))
			w.more = root.PEM()
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(root.Intermediate("New CA").Issue(host).With(root.DER))))
		}},
		{"a private key of 3072 bits", at, "trusted", issued(checktest.Key(checktest.RSA3072))},
		{"serial number 0", at, "trusted", issued(checktest.Serial(0))},
		{"ended a minute ago", at, "untrusted expired", issued(checktest.ExpiredFor(60e9))},
		{"begins in a minute", at, "untrusted not-yet-valid", issued(checktest.StartsIn(60e9))},
		{"ends in ten days of 90", at, "warning expiring-soon", issued(checktest.ExpiresIn(10 * checktest.Day))},
		{"the root alone behind the leaf of its own authority", at, "untrusted incomplete-chain", shows(func(w *world) *checktest.Identity {
			id := w.ca.Issue(host)
			return id.Sending(id.Chain[0], w.root.DER)
		})},
		{"the leaf below the root", at, "trusted", shows(func(w *world) *checktest.Identity { return w.root.Issue(host) })},
		{"a root that nobody knows, sent", at, "untrusted untrusted-root", shows(func(w *world) *checktest.Identity {
			root := w.pki.Root("Unknown Root")
			return root.Issue(host).With(root.DER)
		})},
		{"ten authorities", at, "warning client-disagreement", shows(func(w *world) *checktest.Identity {
			ca := w.root
			for i := range 10 {
				ca = ca.Intermediate(fmt.Sprintf("Deep CA %d", i))
			}
			return ca.Issue(host)
		})},
	})
}

// TestGreetingsInWorlds: what servers of mail say before TLS or behind it.
func TestGreetingsInWorlds(t *testing.T) {
	t.Parallel()
	const host = "mail.w.example"
	says := func(port uint16, words string) func(*world) {
		return func(w *world) {
			shake := checktest.TLS(w.ca.Issue(host))
			w.serve(host, port, checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
				if secured, err := shake.Shake(ctx, conn); err == nil {
					io.WriteString(secured, words)
					io.Copy(io.Discard, secured)
				}
			}))
		}
	}
	checkWorlds(t, []worldCase{
		{"IMAP lets everybody in", host + ":993", "trusted", says(993, "* PREAUTH ready\r\n")},
		{"IMAP with capabilities", host + ":993", "trusted", says(993, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")},
		{"IMAP closes for maintenance", host + ":993", "warning server-refused", says(993, "* BYE maintenance\r\n")},
		{"POP3 has no time", host + ":995", "warning server-refused", says(995, "-ERR [SYS/TEMP] try later\r\n")},
		{"POP3 on the port of IMAP", host + ":993", "warning wrong-protocol", says(993, "+OK ready\r\n")},
		{"IMAP on the port of POP3", host + ":995", "warning wrong-protocol", says(995, "* OK ready\r\n")},
		{"SMTP in several lines", host + ":465", "trusted", says(465, "220-mail.w.example\r\n220-hello\r\n220 ESMTP\r\n")},
		{"SMTP takes no mail", host + ":465", "warning server-refused", says(465, "521 no mail here\r\n")},
		{"SMTP on the port of POP3", host + ":995", "warning wrong-protocol", says(995, "220 mail.w.example ESMTP\r\n")},
		{"an LDAP server, by its certificate alone", host + ":636", "trusted", says(636, "")},
	})
}

// TestLookUpsInWorlds: what DNS says of the server's name.
func TestLookUpsInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	imap := func(w *world, opts ...checktest.Option) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, opts...), checktest.Versions(tls.VersionTLS12, tls.VersionTLS13)))
	}
	checkWorlds(t, []worldCase{
		{"an alias", at, "trusted", func(w *world) {
			w.record("%s. IN CNAME real.w.example.", host)
			w.serve("real.w.example", 993, imap(w))
		}},
		{"an alias of an alias", at, "trusted", func(w *world) {
			w.record("%s. IN CNAME one.w.example.", host)
			w.record("one.w.example. IN CNAME two.w.example.")
			w.serve("two.w.example", 993, imap(w))
		}},
		{"an alias that leads nowhere", at, "unreachable dns-failure", func(w *world) { w.record("%s. IN CNAME gone.w.example.", host) }},
		{"aliases in a circle", at, "unreachable dns-failure", func(w *world) {
			w.record("%s. IN CNAME one.w.example.", host)
			w.record("one.w.example. IN CNAME %s.", host)
		}},
		{"mail records alone", at, "unreachable dns-failure", func(w *world) { w.record("%s. IN MX 10 mx.w.example.", host) }},
		{"the zone fails (SERVFAIL)", at, "unreachable dns-failure", func(w *world) { w.names.Fail(host, 2) }},
		{"a certificate for the alias's target alone", at, "untrusted hostname-mismatch", func(w *world) {
			w.record("%s. IN CNAME real.w.example.", host)
			w.serve("real.w.example", 993, imap(w, checktest.Names("real.w.example")))
		}},
		{"an address, named on the certificate", "192.0.2.1:993", "trusted", func(w *world) { w.serve(host, 993, imap(w, checktest.Names("192.0.2.1", host))) }},
		{"an address, not on the certificate", "192.0.2.1:993", "untrusted hostname-mismatch", func(w *world) { w.serve(host, 993, imap(w)) }},
		{"a dot behind the name", "imap.w.example.:993", "trusted", func(w *world) { w.serve(host, 993, imap(w)) }},
		{"capitals", "IMAP.W.Example:993", "trusted", func(w *world) { w.serve(host, 993, imap(w)) }},
		{"an underscore in the name", "my_imap.w.example:993", "trusted", func(w *world) { w.serve("my_imap.w.example", 993, imap(w, checktest.Names("*.w.example"))) }},
	})
}
