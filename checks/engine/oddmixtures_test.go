package engine_test

import (
	"crypto/tls"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"certdesk/checks/checktest"
)

// TestMixturesInWorlds: things that are in order alone, and are combined.
func TestMixturesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	rsa := checktest.Key(checktest.RSA2048)
	only12 := checktest.Versions(tls.VersionTLS12, tls.VersionTLS12)
	only13 := checktest.Versions(tls.VersionTLS13, tls.VersionTLS13)
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	offers := func(protocols ...string) checktest.TLSOption {
		return func(c *tls.Config) { c.NextProtos = protocols }
	}
	one := func(b func(w *world) checktest.Behaviour) func(*world) {
		return func(w *world) { w.serve(host, 993, b(w)) }
	}
	both := func(four, six func(w *world) checktest.Behaviour) func(*world) {
		return func(w *world) {
			w.serve(host, 993, four(w))
			w.serve6(host, 993, six(w))
		}
	}
	dual := func(ecdsa, rsaOpts []checktest.Option, opts ...checktest.TLSOption) func(*world) {
		return one(func(w *world) checktest.Behaviour {
			second := w.ca.Issue(host, append(rsaOpts, rsa)...)
			return imap(w.ca.Issue(host, ecdsa...), append(opts, checktest.Also(second))...)
		})
	}
	expired := []checktest.Option{checktest.ExpiredFor(checktest.Day)}
	elsewhere := []checktest.Option{checktest.Names("other.example")}
	checkWorlds(t, []worldCase{
		{"two keys, both fine, TLS 1.2 alone", at, "trusted certificate-varies", dual(nil, nil, only12)},
		{"two keys, both fine, TLS 1.3 alone", at, "trusted certificate-varies", dual(nil, nil, only13)},
		{"two keys, RSA expired, TLS 1.2 alone", at, "untrusted certificate-varies expired", dual(nil, expired, only12)},
		{"two keys, ECDSA of another name, TLS 1.3 alone", at, "untrusted certificate-varies hostname-mismatch", dual(elsewhere, nil, only13)},
		{"two keys, RSA without its authority", at, "untrusted certificate-varies incomplete-chain", one(func(w *world) checktest.Behaviour {
			return imap(w.ca.Issue(host), checktest.Also(w.ca.Issue(host, rsa).Alone()))
		})},
		{"IPv4 with TLS 1.2 alone, IPv6 with TLS 1.3 alone", at, "trusted", func(w *world) {
			id := w.ca.Issue(host)
			both(func(*world) checktest.Behaviour { return imap(id, only12) }, func(*world) checktest.Behaviour { return imap(id, only13) })(w)
		}},
		{"IPv4 with RSA, IPv6 with ECDSA", at, "warning inconsistent-servers", both(
			func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host, rsa)) },
			func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host)) })},
		{"IPv6 without the name shows another", at, "trusted sni-required", func(w *world) {
			id := w.ca.Issue(host)
			both(func(*world) checktest.Behaviour { return imap(id) },
				func(w *world) checktest.Behaviour {
					return imap(w.ca.Issue("default.w.example"), checktest.ByName(host, id))
				})(w)
		}},
		{"without a name an expired one", at, "warning certificate-varies expired", one(func(w *world) checktest.Behaviour {
			return imap(w.ca.Issue(host, expired...), checktest.ByName(host, w.ca.Issue(host)))
		})},
		{"without a name a self-signed one", at, "trusted sni-required", one(func(w *world) checktest.Behaviour {
			return imap(w.pki.SelfSigned("default.example"), checktest.ByName(host, w.ca.Issue(host)))
		})},
		{"an optional client certificate, TLS 1.2", at, "trusted", one(func(w *world) checktest.Behaviour {
			return imap(w.ca.Issue(host), only12, checktest.ClientCertificate(tls.RequestClientCert))
		})},
		{"an optional client certificate, TLS 1.3", at, "trusted", one(func(w *world) checktest.Behaviour {
			return imap(w.ca.Issue(host), only13, checktest.ClientCertificate(tls.VerifyClientCertIfGiven))
		})},
		{"ALPN of mail and the web", at, "trusted", one(func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host), offers("h2", "imap")) })},
		{"ALPN of nothing that we offer", at, "trusted", one(func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host), offers("managesieve")) })},
		{"an expired cross-certificate behind a good path", at, "trusted extra-certificates", one(func(w *world) checktest.Behaviour {
			return imap(w.ca.Issue(host).With(w.other.CrossSign(w.ca, checktest.ExpiredFor(checktest.Day))))
		})},
		{"an expired cross-certificate before the good one", at, "trusted extra-certificates", one(func(w *world) checktest.Behaviour {
			id := w.ca.Issue(host)
			return imap(id.Sending(id.Chain[0], w.other.CrossSign(w.ca, checktest.ExpiredFor(checktest.Day)), w.ca.DER))
		})},
		{"an expired cross-certificate alone", at, "untrusted expired", one(func(w *world) checktest.Behaviour {
			ca := w.pki.Root("Lone CA")
			return imap(ca.Issue(host).Sending(ca.Issue(host).Chain[0]).With(w.root.CrossSign(ca, checktest.ExpiredFor(checktest.Day))))
		})},
		{"a wildcard one label up", at, "trusted", one(func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host, checktest.Names("*.w.example"))) })},
		{"a wildcard two labels up", "a.imap.w.example:993", "untrusted hostname-mismatch", func(w *world) {
			w.serve("a.imap.w.example", 993, imap(w.ca.Issue(host, checktest.Names("*.w.example"))))
		}},
		{"a wildcard in the middle", at, "untrusted hostname-mismatch", one(func(w *world) checktest.Behaviour { return imap(w.ca.Issue(host, checktest.Names("imap.*.example"))) })},
		{"a wildcard of a name with umlauts", "imap.bücher.example:993", "trusted", func(w *world) {
			w.serve("imap.xn--bcher-kva.example", 993, imap(w.ca.Issue(host, checktest.Names("*.xn--bcher-kva.example"))))
		}},
		{"an address of IPv6 on the certificate", "[2001:db8::1]:993", "trusted", func(w *world) {
			w.serve6(host, 993, imap(w.ca.Issue(host, checktest.Names(host, "2001:db8::1"))))
		}},
		{"another address of IPv6 on the certificate", "[2001:db8::1]:993", "untrusted hostname-mismatch", func(w *world) {
			w.serve6(host, 993, imap(w.ca.Issue(host, checktest.Names(host, "2001:db8::2"))))
		}},
		{"an address as a name", "192.0.2.1:993", "untrusted hostname-mismatch", func(w *world) {
			w.serve(host, 993, imap(w.ca.Issue(host, checktest.DNSNames(host, "192.0.2.1"))))
		}},
		{"stapling is demanded, and stapled", at, "trusted", one(func(w *world) checktest.Behaviour {
			id := w.ca.Issue(host, checktest.MustStaple())
			return imap(id, checktest.Staple(w.ca.Responder().Staple(id.Leaf())))
		})},
		{"stapling is demanded by one of two keys", at, "warning certificate-varies staple-missing", dual([]checktest.Option{checktest.MustStaple()}, nil)},
		{"stapling is demanded of the authority alone", at, "warning client-disagreement", one(func(w *world) checktest.Behaviour {
			feature := checktest.Extension(pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}, Value: []byte{0x30, 3, 2, 1, 5}})
			return imap(w.root.Intermediate("Stapling CA", feature).Issue(host))
		})},
		{"names are permitted for a domain above, by one key alone", at, "untrusted certificate-varies invalid-chain", one(func(w *world) checktest.Behaviour {
			narrow := w.root.Intermediate("Narrow CA", checktest.Permitted("other.example"))
			return imap(w.ca.Issue(host), checktest.Also(narrow.Issue(host, rsa)))
		})},
		{"names are excluded below the domain", at, "trusted", one(func(w *world) checktest.Behaviour {
			return imap(w.root.Intermediate("Narrow CA", checktest.Permitted("w.example"), checktest.Excluded("dev.w.example")).Issue(host))
		})},
	})
}

// TestExchangersInWorlds: keys that change, and records that know it or not.
func TestExchangersInWorlds(t *testing.T) {
	t.Parallel()
	const mx, at = "mx.w.example", "mx.w.example:25"
	smtp := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.STARTTLS("smtp", checktest.TLS(id, opts...))
	}
	rsa := checktest.Key(checktest.RSA2048)
	checkWorlds(t, []worldCase{
		{"the next key is announced, and one address has it", at, "warning inconsistent-servers", func(w *world) {
			now, next := w.ca.Issue(mx), w.ca.Issue(mx)
			w.exchanger(mx, now)
			w.serve6(mx, 25, smtp(next))
			w.tlsa(mx, "3 1", now.Leaf())
			w.tlsa(mx, "3 1", next.Leaf())
		}},
		{"the authority changed, and the leaf's record stayed right", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "2 1", w.other.DER)
			w.tlsa(mx, "3 1", id.Leaf())
		}},
		{"the authority's record fits, and the leaf's is old", at, "trusted", func(w *world) {
			id := w.ca.Issue(mx)
			w.exchanger(mx, id)
			w.tlsa(mx, "2 1", w.ca.DER)
			w.tlsa(mx, "3 1", w.ca.Issue(mx).Leaf())
		}},
		{"an authority's record, and another name", at, "untrusted dane-mismatch hostname-mismatch", func(w *world) {
			w.exchanger(mx, w.ca.Issue(mx, checktest.Names("other.example")))
			w.tlsa(mx, "2 1", w.ca.DER)
		}},
		{"a record of one of two keys", at, "warning certificate-varies dane-mismatch", func(w *world) {
			ecdsa, second := w.ca.Issue(mx), w.ca.Issue(mx, rsa)
			w.record("w.example. IN MX 10 %s.", mx)
			w.serve(mx, 25, smtp(ecdsa, checktest.Also(second)))
			w.tlsa(mx, "3 1", ecdsa.Leaf())
		}},
		{"a record of the authority of both keys", at, "trusted certificate-varies", func(w *world) {
			ecdsa, second := w.ca.Issue(mx), w.ca.Issue(mx, rsa)
			w.record("w.example. IN MX 10 %s.", mx)
			w.serve(mx, 25, smtp(ecdsa, checktest.Also(second)))
			w.tlsa(mx, "2 0", w.ca.DER)
		}},
	})
}
