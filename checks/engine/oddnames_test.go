package engine_test

import (
	"crypto/tls"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// der writes a value that the test makes up.
func der(v any) []byte {
	return checktest.Must(asn1.Marshal(v))
}

// generalName is one of RFC 5280 §4.2.1.6 by its tag.
func generalName(tag int, content []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: tag == 0 || tag == 4, Bytes: content}
}

// altNames replaces the Subject Alternative Name.
func altNames(names ...asn1.RawValue) func(name string) []checktest.Option {
	return func(string) []checktest.Option {
		return []checktest.Option{checktest.NoSAN(), checktest.Extension(pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Value: der(names)})}
	}
}

// otherName is a name of a kind of its own: a string of that ASN.1 tag.
func otherName(kind asn1.ObjectIdentifier, tag int, text string) asn1.RawValue {
	value := asn1.RawValue{Tag: tag, Bytes: []byte(text)}
	inner := append(der(kind), der(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der(value)})...)
	return generalName(0, inner)
}

var (
	srvName  = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 8, 7}       // RFC 4985
	userName = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3} // of Windows
	objectID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 25, 1}    // of a domain controller
)

func dnsName(s string) asn1.RawValue { return generalName(2, []byte(s)) }

func directoryName(n pkix.Name) asn1.RawValue { return generalName(4, der(n.ToRDNSequence())) }

// constrains is an extension Name Constraints: which subtrees are excluded or permitted.
func constrains(tag int, bases ...asn1.RawValue) checktest.Option {
	var trees []byte
	for _, b := range bases {
		trees = append(trees, der(struct{ Base asn1.RawValue }{b})...)
	}
	value := der(struct{ Trees asn1.RawValue }{asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: trees}})
	return checktest.Extension(pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 30}, Critical: true, Value: value})
}

const permitted, excluded = 0, 1

// TestOtherNamesInWorlds: names of other forms beside that of the server, or instead.
func TestOtherNamesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	lists := func(names ...asn1.RawValue) func(*world) {
		return func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, altNames(names...)(host)...))))
		}
	}
	srv := otherName(srvName, 22, "_imaps.w.example")
	user := otherName(userName, 12, "admin@w.example")
	checkWorlds(t, []worldCase{
		{"a service's name alone", at, "untrusted hostname-mismatch", lists(srv)},
		{"a service's name and the server's", at, "trusted", lists(srv, dnsName(host))},
		{"a user's name alone", at, "untrusted hostname-mismatch", lists(user)},
		{"a user's name and the server's", at, "trusted", lists(user, dnsName(host))},
		{"an object's number and the server's name", at, "trusted", lists(otherName(objectID, 4, "0123456789abcdef"), dnsName(host))},
		{"a registered number and the server's name", at, "trusted", lists(generalName(8, []byte{42, 3}), dnsName(host))},
		{"a registered number alone", at, "untrusted hostname-mismatch", lists(generalName(8, []byte{42, 3}))},
		{"a directory's name and the server's", at, "trusted", lists(directoryName(pkix.Name{CommonName: "x"}), dnsName(host))},
		{"a directory's name alone", at, "untrusted hostname-mismatch", lists(directoryName(pkix.Name{CommonName: host}))},
		{"a web address alone", at, "untrusted hostname-mismatch", lists(generalName(6, []byte("https://imap.w.example/")))},
		{"a web address with other characters beside the server's name", at, "trusted", lists(dnsName(host), generalName(6, []byte("https://b\xc3\xbccher.example/")))},
		{"letters with dots behind the name", at, "trusted", lists(dnsName(host), dnsName("b\xc3\xbccher.example"))},
		{"letters with dots before the name", at, "warning client-disagreement", lists(dnsName("b\xc3\xbccher.example"), dnsName(host))},
		{"letters with dots and as ASCII, asked by these", "xn--bcher-kva.example:993", "trusted", func(w *world) {
			w.serve("xn--bcher-kva.example", 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, altNames(dnsName("xn--bcher-kva.example"), dnsName("b\xc3\xbccher.example"))(host)...))))
		}},
		{"letters with dots alone", "xn--bcher-kva.example:993", "untrusted hostname-mismatch malformed-certificate", func(w *world) {
			w.serve("xn--bcher-kva.example", 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, altNames(dnsName("b\xc3\xbccher.example"))(host)...))))
		}},
		{"no name at all in the list", at, "untrusted no-san", lists()},
		{"three hundred names", at, "trusted", func(w *world) {
			names := []string{host}
			for i := range 300 {
				names = append(names, fmt.Sprintf("n%d.w.example", i))
			}
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, checktest.DNSNames(names...)))))
		}},
		{"a common name longer than is allowed", at, "trusted", func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, checktest.CommonName(strings.Repeat("a", 80)+".w.example")))))
		}},
		{"without a subject", at, "trusted", func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, checktest.NoSubject()))))
		}},
	})
}

// TestLimitedAuthoritiesInWorlds: authorities that may certify some names, of forms that
// servers do not have.
func TestLimitedAuthoritiesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	below := func(limit checktest.Option, opts ...checktest.Option) func(*world) {
		return func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.root.Intermediate("Limited CA", limit).Issue(host, opts...))))
		}
	}
	org := func(name string) asn1.RawValue { return directoryName(pkix.Name{Organization: []string{name}}) }
	in := checktest.Organization
	checkWorlds(t, []worldCase{
		{"another organisation excluded", at, "warning client-disagreement", below(constrains(excluded, org("Evil")), in("Good"))},
		{"another organisation excluded, no subject", at, "warning client-disagreement", below(constrains(excluded, org("Evil")), checktest.NoSubject())},
		{"the own organisation excluded", at, "untrusted invalid-chain", below(constrains(excluded, org("Good")), in("Good"), checktest.CommonName(""))},
		{"another organisation alone permitted", at, "untrusted invalid-chain", below(constrains(permitted, org("Evil")), in("Good"), checktest.CommonName(""))},
		{"the own organisation alone permitted", at, "trusted", below(constrains(permitted, org("Good")), in("Good"), checktest.CommonName(""))},
		{"mail addresses excluded", at, "trusted", below(constrains(excluded, generalName(1, []byte("w.example"))))},
		{"another domain excluded", at, "trusted", below(constrains(excluded, dnsName("evil.example")))},
		{"all IPv4 addresses excluded", at, "trusted", below(constrains(excluded, generalName(7, make([]byte, 8))))},
		{"all DNS names excluded", at, "untrusted invalid-chain", below(constrains(excluded, dnsName("")))},
		{"another organisation excluded by the root", at, "warning client-disagreement", func(w *world) {
			root := w.pki.Root("Limited Root", constrains(excluded, org("Evil")))
			w.more = root.PEM()
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(root.Intermediate("CA").Issue(host))))
		}},
	})
}

// alerts ends handshakes of some hellos by an alert.
func alertsOn(number byte, some func(*tls.ClientHelloInfo) bool) checktest.TLSOption {
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if !some(hello) {
				return nil, nil
			}
			hello.Conn.Write([]byte{21, 3, 3, 0, 2, 2, number})
			hello.Conn.Close()
			return nil, errors.New("not this one")
		}
	}
}

// TestDemandsInWorlds: servers that want of their clients what others leave to them.
func TestDemandsInWorlds(t *testing.T) {
	t.Parallel()
	const host = "mail.w.example"
	noALPN := func(hello *tls.ClientHelloInfo) bool { return len(hello.SupportedProtos) == 0 }
	web := func(w *world, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("http", checktest.TLS(w.ca.Issue(host), append(opts, func(c *tls.Config) { c.NextProtos = []string{"h2", "http/1.1"} })...))
	}
	at := func(port uint16, b func(w *world) checktest.Behaviour) func(*world) {
		return func(w *world) { w.serve(host, port, b(w)) }
	}
	const noProtocol = 120 // no_application_protocol, RFC 7301 §3.2
	checkWorlds(t, []worldCase{
		{"443 wants ALPN, alert", host + ":443", "trusted", at(443, func(w *world) checktest.Behaviour { return web(w, alertsOn(noProtocol, noALPN)) })},
		{"443 wants ALPN, other alert", host + ":443", "trusted", at(443, func(w *world) checktest.Behaviour { return web(w, alertsOn(40, noALPN)) })},
		{"443 wants ALPN, hangs up", host + ":443", "trusted", at(443, func(w *world) checktest.Behaviour { return web(w, hangsUpOn(noALPN)) })},
		{"443 wants ALPN, expired", host + ":443", "untrusted expired", at(443, func(w *world) checktest.Behaviour {
			return checktest.Implicit("http", checktest.TLS(w.ca.Issue(host, checktest.ExpiredFor(checktest.Day)), alertsOn(noProtocol, noALPN), func(c *tls.Config) { c.NextProtos = []string{"h2"} }))
		})},
		{"443 breaks off whatever is offered", host + ":443", "untrusted tls-handshake-failed", at(443, func(w *world) checktest.Behaviour {
			return checktest.Implicit("http", checktest.FailingHandshake(noProtocol))
		})},
		{"993 wants ALPN", host + ":993", "untrusted tls-handshake-failed", at(993, func(w *world) checktest.Behaviour {
			return checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host), alertsOn(noProtocol, noALPN)))
		})},
		{"a client certificate asked for and not needed", host + ":993", "trusted", at(993, func(w *world) checktest.Behaviour {
			return checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host), checktest.ClientCertificate(tls.RequestClientCert)))
		})},
		{"a client certificate needed behind STARTTLS", host + ":587", "trusted client-certificate-required", at(587, func(w *world) checktest.Behaviour {
			return checktest.STARTTLS("smtp", checktest.TLS(w.ca.Issue(host), checktest.ClientCertificate(tls.RequireAnyClientCert)))
		})},
		{"TLS 1.3 alone", host + ":993", "trusted", at(993, func(w *world) checktest.Behaviour {
			return checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host), checktest.Versions(tls.VersionTLS13, tls.VersionTLS13)))
		})},
		{"TLS 1.3 alone, P-384", host + ":993", "trusted", at(993, func(w *world) checktest.Behaviour {
			return checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, checktest.Key(checktest.P384)), checktest.Versions(tls.VersionTLS13, tls.VersionTLS13)))
		})},
	})
}

// TestStaplesInWorlds: what the server encloses of its authority's word.
func TestStaplesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	staples := func(fault checktest.ResponderFault, opts ...checktest.Option) func(*world) {
		return func(w *world) {
			r := w.ca.Responder()
			if fault != "" {
				r.Fail(fault)
			}
			id := w.ca.Issue(host, opts...)
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id, checktest.Staple(r.Staple(id.Leaf())))))
		}
	}
	checkWorlds(t, []worldCase{
		{"good", at, "trusted", staples("")},
		{"by a signer of its own", at, "trusted", staples(checktest.FaultDelegated)},
		{"another signer, and nobody else to ask", at, "warning client-disagreement", staples(checktest.FaultWrongSigner)},
		{"a signer that may not, and nobody else to ask", at, "warning client-disagreement", staples(checktest.FaultNotDelegated)},
		{"asks to come later, and nobody else to ask", at, "warning client-disagreement", func(w *world) {
			later := []byte{0x30, 3, 0x0a, 1, 3} // tryLater, RFC 6960 §4.2.1
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host), checktest.Staple(later))))
		}},
		{"another signer, for a certificate of a week", at, "trusted", staples(checktest.FaultWrongSigner, checktest.Validity(
			time.Now().Add(-checktest.Day), time.Now().Add(6*checktest.Day)))},
		{"another signer, promised", at, "warning staple-missing", staples(checktest.FaultWrongSigner, checktest.MustStaple())},
		{"another signer, and the authority answers", at, "trusted", func(w *world) {
			good := w.ca.Responder()
			bad := w.ca.Responder()
			bad.Fail(checktest.FaultWrongSigner)
			id := w.ca.Issue(host, checktest.OCSPURL(w.web(good)))
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id, checktest.Staple(bad.Staple(id.Leaf())))))
		}},
		{"another signer, as the authority's own answer", at, "warning client-disagreement revocation-unavailable", func(w *world) {
			bad := w.ca.Responder()
			bad.Fail(checktest.FaultWrongSigner)
			id := w.ca.Issue(host, checktest.OCSPURL(w.web(bad)))
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id, checktest.Staple(bad.Staple(id.Leaf())))))
		}},
		{"of last week", at, "warning client-disagreement", staples(checktest.FaultExpired)},
		{"of another certificate", at, "warning client-disagreement", staples(checktest.FaultOtherSerial)},
	})
}

// TestDomainsNameInWorlds: a certificate for the mail domain, by an authority that a
// record vouches for (RFC 7672 §3.2.2).
func TestDomainsNameInWorlds(t *testing.T) {
	t.Parallel()
	const mx, at = "mx.w.example", "mx.w.example:25"
	issued := func(name string, signed bool) func(*world) {
		return func(w *world) {
			w.exchanger(mx, w.ca.Issue(name))
			w.tlsa(mx, "2 1", w.ca.DER)
			if signed {
				w.names.Validate("w.example")
			}
		}
	}
	checkWorlds(t, []worldCase{
		{"the domain's name, and a signed MX", at, "trusted hostname-mismatch", issued("w.example", true)},
		{"the domain's name, and an MX that is not", at, "untrusted dane-mismatch hostname-mismatch", issued("w.example", false)},
		{"another name, and a signed MX", at, "untrusted dane-mismatch hostname-mismatch", issued("other.example", true)},
		{"the own name, and a signed MX", at, "trusted", issued(mx, true)},
	})
}
