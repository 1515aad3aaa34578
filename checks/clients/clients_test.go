package clients

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/checks"
	"certdesk/checks/say"
)

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type (
	ep    = checks.Endpoint
	judge = checks.Judgement
)

func cert(to, by, role string, days int) *checks.Certificate {
	c := &checks.Certificate{
		Subject: "CN=" + to, IssuedTo: to, Issuer: "CN=" + by, IssuedBy: by, Role: role,
		Key: "RSA 2048", KeyBits: 2048, Signature: "SHA256-RSA", X509: &x509.Certificate{},
	}
	lives(c, at.AddDate(0, 0, -10), days)
	return c
}

func lives(c *checks.Certificate, from time.Time, days int) {
	c.NotBefore, c.NotAfter = from, from.AddDate(0, 0, days).Add(-time.Second)
	c.X509.NotBefore, c.X509.NotAfter = c.NotBefore, c.NotAfter
}

type change func(f *checks.Facts, e *ep, j *judge)

func private(_ *checks.Facts, _ *ep, j *judge) {
	j.PublicRoot = false
	j.Stores = map[string]string{"mozilla": "untrusted", "ca-file": "trusted"}
	j.Path[2].IssuedTo = "Corp Root"
}

func incomplete(by, url, problem string) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.CompletedBy, j.Missing, j.MissingURL, j.FetchProblem = checks.TrustIncomplete, by, "CN=R11", url, say.Literal(problem)
		j.Stores = map[string]string{"mozilla": "untrusted"}
		if by == "none" {
			j.Path, j.PublicRoot = j.Path[:1], false
			return
		}
		j.CompletedStores = map[string]string{"mozilla": "trusted"}
	}
}

func weak(signature string) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.Signature = signature
		j.WeakSignatures = []*checks.Certificate{j.Leaf}
	}
}

func oddlySigned(signature string) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.Signature = signature
		j.UnsupportedSignatures = []*checks.Certificate{j.Leaf}
	}
}

// excluding has an authority exclude a name, by its tag as GeneralName.
func excluding(tag byte) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Path[1].X509.Extensions = []pkix.Extension{{Id: nameConstraints, Critical: true, Value: []byte{0x30, 6, 0xa1, 4, 0x30, 2, tag, 0}}}
	}
}

func keyOf(bits int) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.KeyBits = bits
		j.WeakKeys = []*checks.Certificate{j.Leaf}
	}
}

func speaks(v checks.TLSVersion) change {
	return func(_ *checks.Facts, e *ep, _ *judge) {
		e.TLS.Version, e.Versions = v, map[checks.TLSVersion]bool{v: true, checks.TLS13: false}
	}
}

func issued(year int, month time.Month, dayOfMonth, days int) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { lives(j.Leaf, on(year, month, dayOfMonth), days) }
}

func name(r checks.NameReason) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { j.NameReason = r }
}

func stores(pairs ...string) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		j.Stores = make(map[string]string)
		for i := 0; i < len(pairs); i += 2 {
			j.Stores[pairs[i]] = pairs[i+1]
		}
	}
}

func all(changes ...change) change {
	return func(f *checks.Facts, e *ep, j *judge) {
		for _, c := range changes {
			c(f, e, j)
		}
	}
}

func revocation(s checks.RevocationStatus) change {
	return func(_ *checks.Facts, e *ep, _ *judge) { e.Revocation = &checks.RevocationFacts{Status: s} }
}

func offline(f *checks.Facts, e *ep, _ *judge) { f.Offline, e.TLS, e.Versions = true, nil, nil }

func usages(list ...x509.ExtKeyUsage) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.X509.ExtKeyUsage = list }
}

func keyUsed(u x509.KeyUsage) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.X509.KeyUsage = u }
}

func keyType(words string, bits int) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.Key, j.Leaf.KeyBits = words, bits }
}

func suite(name string) change {
	return func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Version, e.TLS.CipherName = checks.TLS12, name }
}

func extend(c *checks.Certificate, id asn1.ObjectIdentifier, value []byte) {
	c.X509.Extensions = append(c.X509.Extensions, pkix.Extension{Id: id, Value: value})
}

func extended(id asn1.ObjectIdentifier, value []byte) change {
	return func(_ *checks.Facts, _ *ep, j *judge) { extend(j.Leaf, id, value) }
}

func applicationPoliciesAlone(critical ...asn1.ObjectIdentifier) change {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		extend(j.Leaf, oidApplicationPolicies, []byte{0x30, 0})
		j.Leaf.X509.UnhandledCriticalExtensions = critical
		j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidCritical, Cert: j.Leaf}}
	}
}

func staple(problem string, refused bool) change {
	return func(_ *checks.Facts, e *ep, _ *judge) {
		e.TLS.OCSPStaple = []byte{1}
		e.Revocation = &checks.RevocationFacts{Status: checks.StatusNotChecked, StapleProblem: say.Literal(problem), StapleRefused: refused}
	}
}

const url = "http://ca.example/r11.der"

type tcase struct {
	name   string
	change change
	want   string
	notes  string
}

// cases give for each client T(rusted), U(ntrusted) or ? (not known), in the
// order of Names: Outlook on Windows, Outlook for Mac, Apple Mail, Thunderbird,
// Android; and the clients of which there is more to say.
var cases = []tcase{
	{"healthy", nil, "TTTTT", ""},
	{"quick check", func(_ *checks.Facts, e *ep, _ *judge) { e.Versions = nil }, "TTTTT", ""},
	{"from a file", func(f *checks.Facts, e *ep, _ *judge) { f.Offline, e.TLS, e.Versions = true, nil, nil }, "TTTTT", ""},
	{"TLS 1.2 is the best", speaks(checks.TLS12), "TTTTT", ""},
	{"old versions as well", func(_ *checks.Facts, e *ep, _ *judge) { e.Versions[checks.TLS10] = true }, "TTTTT", ""},
	{"TLS 1.1 only", speaks(checks.TLS11), "U??UU", "TTTTT"},
	{"TLS 1.0 only", speaks(checks.TLS10), "U??UU", "TTTTT"},
	{"SSL 3.0 only", all(speaks(checks.SSL3), func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Completed = false }), "UUUUU", "TTTTT"},
	{"handshake fails", func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Completed = false }, "UUUUU", "TTTTT"},
	{"handshake signed with SHA-1", func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Completed, e.TLS.Reason = false, checks.ReasonSHA1 }, "???T?", "TTTTT"},
	{"DHE alone", func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.CipherName = "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" }, "T??UU", "-TTTT"},
	{"client certificate", func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Completed, e.TLS.ClientCertRequired = false, true }, "?????", "TTTTT"},
	{"chose what Windows does not offer, and nothing else is known", func(_ *checks.Facts, e *ep, _ *judge) { e.WindowsUnknown, e.TLS.KeyExchange = true, "P-521" }, "?TTTT", "T----"},
	{"a hello like that of Windows refused", func(_ *checks.Facts, e *ep, _ *judge) { e.RefusesWindows, e.TLS.KeyExchange = true, "P-521" }, "UTTTT", "T----"},
	{"Ed25519", func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.Key, j.UnsupportedKey = "Ed25519", j.Leaf }, "UUUU?", "TTTTT"},
	{"brainpool, so the handshake fails", func(_ *checks.Facts, e *ep, j *judge) {
		e.TLS.Completed, j.Leaf.Key, j.UnsupportedKey = false, "ECDSA brainpoolP256r1", j.Leaf
	}, "UUUU?", "TTTTT"},

	{"another name", name(checks.NameOther), "UUUUU", "TTTTT"},
	{"wildcard too high", name(checks.NameWildcardDepth), "UUUUU", "TTTTT"},
	{"no name", name(checks.NameNoSAN), "UUUUU", "TTTTT"},
	{"address not listed", name(checks.NameIPNotListed), "UUUUU", "TTTTT"},
	{"common name only", name(checks.NameCNOnly), "TUUUU", "TTTTT"},
	{"partial wildcard", name(checks.NameBadWildcard), "?UUUU", "TTTTT"},
	{"wildcard of a registry", all(name(checks.NameBadWildcard), func(f *checks.Facts, _ *ep, j *judge) {
		f.Name, j.Presented = "example.co.uk", []string{"*.co.uk"}
	}), "?UUTU", "TTTTT"},
	{"wildcard of a top level", all(name(checks.NameBadWildcard), func(f *checks.Facts, _ *ep, j *judge) {
		f.Name, j.Presented = "example.com", []string{"*.com"}
	}), "?UUUU", "TTTTT"},
	{"address as a name", name(checks.NameIPInDNS), "?UUUU", "TTTTT"},
	{"trailing dot", name(checks.NameBadSyntax), "?UUUU", "TTTTT"},

	{"expired", func(_ *checks.Facts, _ *ep, j *judge) { j.Expired = []*checks.Certificate{j.Leaf} }, "UUUUU", "TTTTT"},
	{"an address among the names", func(f *checks.Facts, _ *ep, j *judge) {
		f.Name, j.Leaf.X509.DNSNames = "imap.corp.com", []string{"192.0.2.1", "imap.corp.com"}
	}, "TTTUT", "---T-"},
	{"root expired", func(_ *checks.Facts, _ *ep, j *judge) { j.Expired = j.Path[2:] }, "UUUUT", "TTTTT"},
	{"root not yet valid", func(_ *checks.Facts, _ *ep, j *judge) { j.NotYetValid = j.Path[2:] }, "UUUUT", "TTTTT"},
	{"root and leaf expired", func(_ *checks.Facts, _ *ep, j *judge) { j.Expired = []*checks.Certificate{j.Leaf, j.Path[2]} }, "UUUUU", "TTTTT"},
	{"authority expired", func(_ *checks.Facts, _ *ep, j *judge) { j.Expired = j.Path[1:2] }, "UUUUU", "TTTTT"},
	{"expired, trusted for its own sake", func(_ *checks.Facts, _ *ep, j *judge) { j.Path, j.Expired = j.Path[:1], j.Path[:1] }, "UUUUU", "TTTTT"},
	{"expired root in Android's list", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Expired, j.Stores = j.Path[2:], map[string]string{"mozilla": "trusted", "android": "untrusted"}
		j.OutdatedStores = map[string]*checks.Certificate{"android": j.Path[2]}
	}, "UUUUT", "TTTTT"},
	{"not yet valid", func(_ *checks.Facts, _ *ep, j *judge) { j.NotYetValid = []*checks.Certificate{j.Leaf} }, "UUUUU", "TTTTT"},

	{"good", revocation(checks.StatusGood), "TTTTT", ""},
	{"not known to its authority", revocation(checks.StatusUnknown), "TTT?T", "---T-"},
	{"revoked", revocation(checks.StatusRevoked), "UUUU?", "TTTTT"},
	{"revocation unavailable", revocation(checks.StatusUnavailable), "TTTTT", "T----"},
	{"revocation not checked", revocation(checks.StatusNotChecked), "TTTTT", ""},
	{"must staple, nothing stapled", func(_ *checks.Facts, _ *ep, j *judge) { j.MustStaple = true }, "TTTUT", "---T-"},
	{"must staple, stapled", func(_ *checks.Facts, e *ep, j *judge) { j.MustStaple, e.TLS.OCSPStaple = true, []byte{1} }, "TTTTT", ""},

	{"SHA-1, public", weak("SHA1-RSA"), "UUUUU", "TTTTT"},
	{"SHA-1 with ECDSA, public", weak("ECDSA-SHA1"), "UUUUU", "TTTTT"},
	{"SHA-1, private in Microsoft's store", all(private, weak("SHA1-RSA"), stores("microsoft", "trusted")), "TUUUU", "TTTTT"},
	{"SHA-1, private", all(private, weak("SHA1-RSA")), "?UUUU", "TTTTT"},
	{"SHA-224, public", oddlySigned("SHA224-RSA"), "U??U?", "TTTTT"},
	{"MD5, public", weak("MD5-RSA"), "UUUUU", "TTTTT"},
	{"MD5, private", all(private, weak("MD5-RSA")), "?UUUU", "TTTTT"},
	{"MD2, public", weak("MD2-RSA"), "UUUUU", "TTTTT"},
	{"RSA 2048", keyOf(2048), "TTTTT", ""},
	{"RSA 1024, public", keyOf(1024), "?UUTT", "TTT--"},
	{"RSA 1024, private in Microsoft's store", all(private, keyOf(1024), stores("microsoft", "trusted")), "TUU??", "-TTTT"},
	{"RSA 1000", keyOf(1000), "UUUUU", "TTTTT"},
	{"RSA 512, so the handshake fails", all(keyOf(512), func(_ *checks.Facts, e *ep, _ *judge) { e.TLS.Completed = false }), "UUUUU", "TTTTT"},

	{"wrong usage", func(_ *checks.Facts, _ *ep, j *judge) {
		j.WrongUsage, j.Leaf.X509.ExtKeyUsage = true, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}, "UUUUU", "TTTTT"},
	{"no usage stated", func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.X509.ExtKeyUsage = nil }, "TUUTT", "-TT--"},
	{"any usage", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.X509.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
	}, "TUUUT", "-TTT-"},
	{"any usage beside serverAuth", usages(x509.ExtKeyUsageAny, x509.ExtKeyUsageServerAuth), "TTTTT", ""},
	{"any usage in an authority", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Path[1].X509.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
	}, "TTTUT", "---T-"},
	{"responder and server", usages(x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageOCSPSigning), "TTTUT", "---T-"},
	{"authority as server", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.X509.BasicConstraintsValid, j.Leaf.X509.IsCA = true, true
	}, "TTTUT", "---T-"},
	{"issuer named in other bytes", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Leaf.X509.RawIssuer, j.Path[1].X509.RawSubject = []byte("R11"), []byte("r11")
	}, "TTTUT", "---T-"},
	{"root named in other bytes", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Path[1].X509.RawIssuer, j.Path[2].X509.RawSubject = []byte("Root"), []byte("ROOT")
	}, "TTTUT", "---T-"},
	{"six authorities below the root", authorities(6), "TTTTT", ""},
	{"seven authorities below the root", authorities(7), "TTTUT", "---T-"},
	{"key usage of authorities", keyUsed(x509.KeyUsageCertSign | x509.KeyUsageCRLSign), "???UU", "TTTTT"},
	{"key usage of authorities, a file", all(offline, keyUsed(x509.KeyUsageCertSign|x509.KeyUsageCRLSign)), "???UU", "TTTTT"},
	{"key encipherment alone, TLS 1.3", keyUsed(x509.KeyUsageKeyEncipherment), "TTTTU", "----T"},
	{"key encipherment alone, ECDHE", all(keyUsed(x509.KeyUsageKeyEncipherment|x509.KeyUsageDataEncipherment), suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")), "TTTTU", "----T"},
	{"key encipherment alone, static RSA", all(keyUsed(x509.KeyUsageKeyEncipherment), suite("TLS_RSA_WITH_AES_128_GCM_SHA256")), "TTTTT", ""},
	{"key encipherment alone, a file", all(offline, keyUsed(x509.KeyUsageKeyEncipherment)), "TTTTT", ""},
	{"key encipherment alone, EC key in a file", all(offline, keyType("ECDSA P-256", 0), keyUsed(x509.KeyUsageKeyEncipherment)), "TTTTU", "----T"},
	{"key agreement alone", all(offline, keyType("ECDSA P-256", 0), keyUsed(x509.KeyUsageKeyAgreement)), "TTTTU", "----T"},
	{"signing and encipherment", keyUsed(x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment), "TTTTT", ""},
	{"signing alone", keyUsed(x509.KeyUsageDigitalSignature), "TTTTT", ""},
	{"P-521", keyType("ECDSA P-521", 0), "UTTT?", "T---T"},
	{"P-384", keyType("ECDSA P-384", 0), "TTTTT", ""},
	{"RSA 8192", keyType("RSA 8192", 8192), "TTTTT", ""},
	{"RSA 9000", keyType("RSA 9000", 9000), "T??T?", "-TT-T"},
	{"RSA 16384", keyType("RSA 16384", 16384), "T??T?", "-TT-T"},
	{"RSA 16392 in the root", func(_ *checks.Facts, _ *ep, j *judge) { j.Path[2].Key, j.Path[2].KeyBits = "RSA 16392", 16392 }, "U??UU", "TTTTT"},
	{"RSA 1024 in the root", func(_ *checks.Facts, _ *ep, j *judge) { j.Path[2].Key, j.Path[2].KeyBits = "RSA 1024", 1024 }, "TUUTT", "-TT--"},
	{"RSA 768 in the root", func(_ *checks.Facts, _ *ep, j *judge) { j.Path[2].Key, j.Path[2].KeyBits = "RSA 768", 768 }, "TUUUT", "-TTT-"},
	{"RSA 1024, trusted as it is", all(private, keyType("RSA 1024", 1024), func(_ *checks.Facts, _ *ep, j *judge) { j.Path = j.Path[:1] }), "?????", "TTTTT"},
	{"RSA 1024 in an untrusted root", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.Path[2].KeyBits, j.Path[2].Key = checks.TrustUntrustedRoot, 1024, "RSA 1024"
		j.Stores, j.PublicRoot = map[string]string{"mozilla": "untrusted"}, false
	}, "???U?", "TTTTT"},
	{"application policies", extended(oidApplicationPolicies, append([]byte{0x30, 12, 0x30, 10}, derServerAuth...)), "TTTTT", ""},
	{"application policies of clients", extended(oidApplicationPolicies, []byte{0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2}), "UTTTT", "T----"},
	{"another TLS feature", extended(oidTLSFeature, []byte{0x30, 3, 2, 1, 17}), "TTTUT", "---T-"},
	{"the usual TLS feature", extended(oidTLSFeature, []byte{0x30, 3, 2, 1, 5}), "TTTTT", ""},
	{"application policies alone", applicationPoliciesAlone(oidApplicationPolicies), "?UUUU", "TTTTT"},
	{"application policies and another critical extension", applicationPoliciesAlone(oidApplicationPolicies, asn1.ObjectIdentifier{1, 2, 3}), "UUUUU", "TTTTT"},
	{"feature of the authority alone", func(_ *checks.Facts, _ *ep, j *judge) { extend(j.Path[1], oidTLSFeature, []byte{0x30, 3, 2, 1, 5}) }, "TTTUT", "---T-"},
	{"feature of the authority and the leaf", all(extended(oidTLSFeature, []byte{0x30, 3, 2, 1, 5}), func(_ *checks.Facts, _ *ep, j *judge) {
		extend(j.Path[1], oidTLSFeature, []byte{0x30, 3, 2, 1, 5})
	}), "TTTTT", ""},
	{"a directory name excluded by an authority", excluding(0xa4), "TTTUT", "---T-"},
	{"a DNS name excluded by an authority", excluding(0x82), "TTTTT", ""},
	{"staple out of date", staple("its answer is out of date", true), "TTTUT", "---T-"},
	{"staple that says try later", staple("it asks to come back later", false), "TTTTT", ""},
	{"promised staple out of date", all(staple("its answer is out of date", true), func(_ *checks.Facts, _ *ep, j *judge) { j.MustStaple = true }), "TTTUT", "---T-"},

	{"no usage stated, old", all(func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.X509.ExtKeyUsage = nil }, issued(2019, 6, 30, 3000)), "TTTTT", ""},

	{"825 days, private", all(private, stores("apple", "trusted", "microsoft", "trusted"), issued(2025, 1, 1, 825)), "TTT??", "---TT"},
	{"826 days, private", all(private, stores("apple", "trusted", "microsoft", "trusted"), issued(2025, 1, 1, 826)), "TUU??", "-TTTT"},
	{"ten years, private, before the limit", all(private, stores("apple", "trusted", "microsoft", "trusted"), issued(2019, 6, 1, 3650)), "TTT??", "---TT"},
	{"825 days, public, 2020", issued(2020, 8, 31, 825), "TTTTT", ""},
	{"399 days, public, 2020", issued(2020, 9, 1, 399), "TUUTT", "-TT--"},
	{"398 days, public, 2025", issued(2025, 9, 1, 398), "TTTTT", ""},
	{"398 days and a second, public, 2025", all(issued(2025, 9, 1, 398), func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.NotAfter = j.Leaf.NotAfter.Add(time.Second) }), "TUUTT", "-TT--"},
	{"397 days and a second, public, 2025", all(issued(2025, 9, 1, 397), func(_ *checks.Facts, _ *ep, j *judge) { j.Leaf.NotAfter = j.Leaf.NotAfter.Add(time.Second) }), "TTTTT", ""},
	{"398 days, public, 2026", issued(2026, 3, 15, 398), "T??TT", "-TT--"},
	{"200 days, public, 2026", issued(2026, 3, 15, 200), "TTTTT", ""},
	{"101 days, public, 2027", issued(2027, 3, 15, 101), "T??TT", "-TT--"},
	{"48 days, public, 2029", issued(2029, 3, 15, 48), "T??TT", "-TT--"},
	{"47 days, public, 2029", issued(2029, 3, 15, 47), "TTTTT", ""},
	{"malformed leaf", func(_ *checks.Facts, _ *ep, j *judge) { j.Malformed = []checks.Malformed{{Cert: j.Leaf}} }, "?????", "TTTTT"},
	{"malformed and not needed", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Malformed = []checks.Malformed{{Cert: cert("x", "y", "root", 10)}}
	}, "TTTTT", ""},

	{"self-signed", func(_ *checks.Facts, _ *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false }, "UUUUU", "TTTTT"},
	{"invalid", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidNameConstraints}}
	}, "UUUUU", "TTTTT"},
	{"too complex", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidTooComplex}}
	}, "?????", "TTTTT"},
	{"policy demanded", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidPolicy}}
		j.Stores = map[string]string{"mozilla": "untrusted", "microsoft": "untrusted"}
	}, "U????", "TTTTT"},
	{"policy demanded and another rule", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidPolicy}, {Reason: checks.InvalidPathLength}}
	}, "UUUUU", "TTTTT"},
	{"no roots", func(_ *checks.Facts, _ *ep, j *judge) {
		j.Trust, j.PublicRoot, j.Stores = checks.TrustUnknown, false, nil
	}, "?????", "TTTTT"},
	{"leaf not first", func(_ *checks.Facts, _ *ep, j *judge) { j.LeafNotFirst, j.OutOfOrder = true, true }, "?????", "TTTTT"},
	{"leaf not first in a file", func(f *checks.Facts, e *ep, j *judge) {
		f.Offline, e.TLS, j.LeafNotFirst, j.OutOfOrder = true, nil, true, true
	}, "TTTTT", ""},
	{"out of order", func(_ *checks.Facts, _ *ep, j *judge) { j.OutOfOrder = true }, "TTTTT", ""},

	{"incomplete, fetched", incomplete("aia", url, ""), "TTTUU", "TTTTT"},
	{"incomplete, known, nothing to fetch", incomplete("known", "", ""), "UUUUU", "TTTTT"},
	{"incomplete, known, fetching fails", incomplete("known", url, "it did not answer in time"), "UUUUU", "TTTTT"},
	{"incomplete, known, not tried", incomplete("known", url, ""), "???UU", "TTTTT"},
	{"incomplete, not known", incomplete("none", "", ""), "UUUUU", "TTTTT"},
	{"incomplete, not tried", incomplete("none", url, ""), "???UU", "TTTTT"},
	{"incomplete, fetched, not in Microsoft's store", all(incomplete("aia", url, ""), func(_ *checks.Facts, _ *ep, j *judge) {
		j.CompletedStores["microsoft"], j.CompletedStores["apple"] = "untrusted", "trusted"
	}), "UTTUU", "TTTTT"},
	{"incomplete, fetched, private", all(private, incomplete("aia", url, ""), func(_ *checks.Facts, _ *ep, j *judge) {
		j.CompletedStores = map[string]string{"mozilla": "untrusted", "ca-file": "trusted"}
	}), "???UU", "TTTTT"},

	{"every list given", stores("mozilla", "trusted", "microsoft", "trusted", "apple", "trusted", "android", "trusted"), "TTTTT", ""},
	{"only Microsoft's list", all(func(_ *checks.Facts, _ *ep, j *judge) { j.PublicRoot = false }, stores("mozilla", "untrusted", "microsoft", "trusted")), "T??U?", "-TTTT"},
	{"every list out of date but one", all(stores("mozilla", "untrusted", "microsoft", "untrusted", "apple", "untrusted", "android", "untrusted", "new", "trusted"), func(_ *checks.Facts, _ *ep, j *judge) {
		j.OutdatedStores = map[string]*checks.Certificate{"mozilla": j.Path[1], "microsoft": j.Path[1], "apple": j.Path[1], "android": j.Path[1]}
	}), "UUUUU", "TTTTT"},
	{"not in Microsoft's list", stores("mozilla", "trusted", "microsoft", "untrusted"), "UTTTT", "T----"},
	{"not in Apple's list", stores("mozilla", "trusted", "apple", "untrusted"), "TUUTT", "-TT--"},
	{"not in Android's list", stores("mozilla", "trusted", "android", "untrusted"), "TTTTU", "----T"},
	{"own authority", private, "?????", "TTTTT"},
	{"own authority and every list", all(private, stores("mozilla", "untrusted", "microsoft", "untrusted", "apple", "untrusted", "android", "untrusted", "ca-file", "trusted")), "?????", "TTTTT"},
	{"authority unknown to Mozilla", all(private, stores("mozilla", "untrusted", "system", "untrusted"), func(_ *checks.Facts, _ *ep, j *judge) { j.Trust = checks.TrustUntrustedRoot }), "???U?", "TTTTT"},
	{"authority unknown to every list", all(private, stores("mozilla", "untrusted", "microsoft", "untrusted", "apple", "untrusted", "android", "untrusted"), func(_ *checks.Facts, _ *ep, j *judge) { j.Trust = checks.TrustUntrustedRoot }), "UUUUU", "TTTTT"},
	{"several faults", all(name(checks.NameCNOnly), incomplete("aia", url, ""), revocation(checks.StatusUnavailable)), "TUUUU", "TTTTT"},
}

func build(change change) *checks.Facts {
	f := healthy()
	if change != nil {
		change(f, &f.Endpoints[0], f.Endpoints[0].Judgement)
	}
	return f
}

func letters(verdicts []checks.ClientVerdict) (got, notes string) {
	for _, v := range verdicts {
		got += map[string]string{Trusted: "T", Untrusted: "U", NotKnown: "?"}[v.Verdict]
		if !v.Reason.Empty() {
			notes += "T"
		} else {
			notes += "-"
		}
	}
	if strings.Trim(notes, "-") == "" {
		notes = ""
	}
	return got, notes
}

func TestVerdicts(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			verdicts := Verdicts(build(tc.change))
			got, notes := letters(verdicts)
			if got != tc.want || notes != tc.notes {
				t.Errorf("verdicts %s, notes %q; want %s, %q", got, notes, tc.want, tc.notes)
			}
			for i, v := range verdicts {
				if v.Client != Names()[i] {
					t.Errorf("client %d is %s", i, v.Client)
				}
				if v.Reason.Empty() != (v.Source == "") || v.Reason.Empty() && v.Verdict != Trusted {
					t.Errorf("%s: %q from %q", v.Client, v.Reason.String(), v.Source)
				}
				if strings.ContainsAny(v.Reason.String(), "{}\n") || strings.Contains(v.Reason.String(), "  ") || !v.Reason.Empty() && !strings.HasSuffix(v.Reason.String(), ".") {
					t.Errorf("%s: %q", v.Client, v.Reason.String())
				}
			}
		})
	}
}

// Every row is met by a case, and says for whom, what, why and where from.
func TestEveryRuleIsTried(t *testing.T) {
	known := Names()
	for _, table := range tables {
		for _, r := range table {
			met := slices.ContainsFunc(cases, func(c tcase) bool {
				return slices.ContainsFunc(casesOf(build(c.change)), r.seen)
			})
			if !met {
				t.Errorf("no case meets %q", r.name)
			}
			var told []string
			for _, o := range r.opinions {
				if o.verdict == "" || o.reason.Empty() || o.source == "" {
					t.Errorf("%s: incomplete: %+v", r.name, o)
				}
				for _, c := range o.clients {
					if !slices.Contains(known, c) || slices.Contains(told, c) {
						t.Errorf("%s: %s is unknown or told twice", r.name, c)
					}
					told = append(told, c)
				}
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, tc := range []struct {
		change       change
		client, want string
	}{
		{incomplete("aia", url, ""), OutlookWindows, "The server does not send the certificate of R11; Windows fetches it by itself from " + url + "."},
		{incomplete("aia", url, ""), Android, "The server does not send the certificate of R11, and Android does not fetch it."},
		{all(private, stores("apple", "trusted"), issued(2021, 1, 1, 826)), AppleMail, "It is valid for 826 days; Apple's systems accept at most 825, of private authorities too."},
		{issued(2021, 1, 1, 826), AppleMail, "It is valid for 826 days; Apple's systems accept at most 398 of public authorities."},
		{keyOf(1000), Thunderbird, "Its key has 1000 bits; Thunderbird refuses less than 1024."},
		{speaks(checks.TLS10), Thunderbird, "It speaks nothing newer than TLS 1.0; Thunderbird wants TLS 1.2 since version 78."},
		{private, OutlookWindows, "It depends on whether Corp Root is in Microsoft's list, which was not given, or installed on the PC."},
	} {
		for _, v := range Verdicts(build(tc.change)) {
			if v.Client == tc.client && v.Reason.String() != tc.want {
				t.Errorf("%s: %q, want %q", tc.client, v.Reason.String(), tc.want)
			}
		}
	}
}

// Whatever a client refuses alone has a verdict of that client, a rule and a
// document, and some client takes the server all the same.
func TestRefusals(t *testing.T) {
	refusals := 0
	for _, tc := range cases {
		f := build(tc.change)
		verdicts := make(map[string]string)
		taken := false
		for _, v := range Verdicts(f) {
			verdicts[v.Client] = v.Verdict
			taken = taken || v.Verdict != Untrusted
		}
		for _, r := range Refusals(f, &f.Endpoints[0]) {
			refusals++
			if verdicts[r.Client] != Untrusted || !taken || r.Rule == "" || r.Source == "" || r.Reason.Empty() {
				t.Errorf("%s: %+v beside %v", tc.name, r, verdicts)
			}
		}
	}
	if refusals < 20 {
		t.Errorf("only %d refusals", refusals)
	}
	f := build(all(usages(), func(_ *checks.Facts, _ *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false }))
	if got := Refusals(f, &f.Endpoints[0]); got != nil {
		t.Errorf("nobody takes it, and that is called a disagreement: %v", got)
	}
}

// A name that wants to be a command or a page is foreign text.
func TestForeignText(t *testing.T) {
	f := healthy()
	incomplete("aia", "http://x/"+strings.Repeat("a", 500)+"\n", "")(f, &f.Endpoints[0], f.Endpoints[0].Judgement)
	f.Endpoints[0].Judgement.Path[0].IssuedBy = "R11\n\u202e{url}" + strings.Repeat("b", 500)
	for _, v := range Verdicts(f) {
		if len(v.Reason.String()) > 600 || strings.ContainsAny(v.Reason.String(), "\n\u202e") {
			t.Errorf("%s: %q", v.Client, v.Reason.String())
		}
	}
}

// What Windows lacks is told by the suite where that is the reason, else by the group.
func TestWhatWindowsLacks(t *testing.T) {
	for _, tt := range []struct{ suite, group, want string }{
		{"TLS_CHACHA20_POLY1305_SHA256", "X25519", "ChaCha20-Poly1305"},
		{"TLS_AES_128_GCM_SHA256", "P-521", "P-521"},
	} {
		f := healthy()
		e := &f.Endpoints[0]
		e.RefusesWindows, e.TLS.CipherName, e.TLS.KeyExchange = true, tt.suite, tt.group
		if reason := Verdicts(f)[0].Reason.String(); !strings.Contains(reason, "insists on "+tt.want+",") {
			t.Errorf("%s with %s: %q", tt.suite, tt.group, reason)
		}
	}
}

// Nobody knows which address a client meets: the worst counts, and is named.
func TestSeveralAddresses(t *testing.T) {
	f := healthy()
	bad := good("192.0.2.2")
	bad.Judgement.NameReason = checks.NameOther
	f.Endpoints = append(f.Endpoints, bad, checks.Endpoint{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable}})
	got := Verdicts(f)
	if letter, _ := letters(got); letter != "UUUUU" {
		t.Errorf("verdicts: %s", letter)
	}
	const want = "The certificate does not carry the name of the server. That is so at 192.0.2.2, not at every address."
	if got[0].Reason.String() != want {
		t.Errorf("reason: %q", got[0].Reason.String())
	}
	f.Endpoints[0], f.Endpoints[1] = f.Endpoints[1], f.Endpoints[0]
	if got := Verdicts(f); got[0].Reason.String() != want {
		t.Errorf("the bad one first: %q", got[0].Reason.String())
	}
	// Of two that are as bad, the first is told.
	expired := good("192.0.2.3")
	expired.Judgement.Expired = []*checks.Certificate{expired.Judgement.Leaf}
	f.Endpoints[1] = expired
	if got := Verdicts(f); got[0].Reason.String() != "The certificate does not carry the name of the server." {
		t.Errorf("both bad: %q", got[0].Reason.String())
	}
}

// Of several short keys the shortest is told.
func TestShortestKey(t *testing.T) {
	for _, bits := range [][2]int{{1000, 1008}, {1008, 1000}} {
		f := build(func(_ *checks.Facts, _ *ep, j *judge) {
			j.Leaf.KeyBits, j.Path[1].KeyBits = bits[0], bits[1]
			j.WeakKeys = []*checks.Certificate{j.Leaf, j.Path[1]}
		})
		if got := Verdicts(f)[0].Reason.String(); !strings.Contains(got, "1000") {
			t.Errorf("%d: %q", bits, got)
		}
	}
}

func TestNothingToJudge(t *testing.T) {
	for _, f := range []*checks.Facts{
		{},
		{Endpoints: []ep{{Observation: checks.Observation{Outcome: checks.OutcomeUnreachable}}}},
		{Endpoints: []ep{{Judgement: &judge{Trust: checks.TrustUnknown}}}},
	} {
		verdicts := Verdicts(f)
		clients, notes := Report(verdicts)
		if verdicts != nil || clients != nil || notes != nil {
			t.Errorf("%v, %v, %v", verdicts, clients, notes)
		}
	}
}

func TestReport(t *testing.T) {
	f := healthy()
	clients, notes := Report(Verdicts(f))
	want := map[string]string{OutlookWindows: Trusted, OutlookMac: Trusted, AppleMail: Trusted, Thunderbird: Trusted, Android: Trusted}
	if diff := cmp.Diff(want, clients); diff != "" || notes != nil {
		t.Error(diff, notes)
	}
	f.Endpoints[0].Judgement.MustStaple = true
	clients, notes = Report(Verdicts(f))
	want[Thunderbird] = Untrusted
	if diff := cmp.Diff(want, clients); diff != "" {
		t.Error(diff)
	}
	if got := slices.Collect(maps.Keys(notes)); !slices.Equal(got, []string{Thunderbird}) {
		t.Error(got)
	}
}
