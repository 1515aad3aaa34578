package findings_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// tcase is one set of facts and the exact codes that it must give: "code" with
// its usual severity, "code(w)" and "code(i)" as the contract writes them.
type tcase struct {
	name    string
	facts   *checks.Facts
	verdict checks.Verdict
	codes   []string
}

type (
	fact  = checks.Facts
	ep    = checks.Endpoint
	judge = checks.Judgement
)

func cases() []tcase {
	var all []tcase
	for _, family := range [][]tcase{fineCases(), nameCases(), timeCases(), trustCases(), strengthCases(), clientCases(), unansweredCases(), connectionCases(), serverCases(), variedCases(), policyCases(), siblingCases()} {
		all = append(all, family...)
	}
	return all
}

// fineCases are healthy servers that look odd: none may raise an alarm.
func fineCases() []tcase {
	const ok = checks.VerdictTrusted
	return []tcase{
		{"healthy", healthy(), ok, nil},
		{"quick check", with(func(f *fact, e *ep, j *judge) { e.Versions, e.NoSNI = nil, nil }), ok, nil},
		{"TLS 1.2", with(func(f *fact, e *ep, j *judge) {
			e.TLS.Version, e.TLS.CipherName = checks.TLS12, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
		}), ok, nil},
		{"CBC", with(func(f *fact, e *ep, j *judge) {
			e.TLS.Version, e.TLS.CipherName = checks.TLS12, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
		}), ok, nil},
		{"old versions beside new ones", with(func(f *fact, e *ep, j *judge) { e.Versions[checks.TLS10] = true }), ok, nil},
		{"root sent", with(func(f *fact, e *ep, j *judge) { j.RootSent = true }), ok, nil},
		{"STARTTLS on its port", with(func(f *fact, e *ep, j *judge) { f.Target.Port, e.Mode = 143, checks.ModeSTARTTLS }), ok, nil},
		{"a port without convention", with(func(f *fact, e *ep, j *judge) { f.Target.Port, e.Mode = 10143, checks.ModeTLS }), ok, nil},
		{"asked for and spoken against convention", with(func(f *fact, e *ep, j *judge) { f.Target.Port, f.Target.Mode = 143, checks.ModeTLS }), ok, nil},
		{"two addresses alike", with(func(f *fact, e *ep, j *judge) { f.Endpoints = append(f.Endpoints, good("192.0.2.2")) }), ok, nil},
		{"private authority from --ca-file", with(func(f *fact, e *ep, j *judge) {
			j.PublicRoot, j.Stores = false, map[string]string{"ca-file": "untrusted", "ca-file-2": "trusted", "mozilla": "untrusted", "system": "untrusted"}
		}), ok, nil},
		{"six-day certificate, half way", with(func(f *fact, e *ep, j *judge) { j.Leaf.NotBefore, j.Leaf.NotAfter = days(-3), days(3) }), ok, nil},
		{"31 days to go", with(func(f *fact, e *ep, j *judge) { j.Leaf.NotAfter = days(31) }), ok, nil},
		{"an authority's name like a vendor's, public", with(func(f *fact, e *ep, j *judge) { j.Leaf.IssuedBy = "Zscaler Root CA" }), ok, nil},
		{"from a file", with(func(f *fact, e *ep, j *judge) { f.Offline, f.DNS, e.TLS, e.Mode = true, nil, nil, "" }), ok, nil},
		{"client certificate asked for, not required", with(func(f *fact, e *ep, j *judge) { e.TLS.ClientCertRequested = true }), ok, nil},
		{"client certificate required", with(func(f *fact, e *ep, j *judge) { e.TLS.ClientCertRequired, e.TLS.Completed = true, false }), ok, []string{"client-certificate-required(i)"}},
		{"client certificate required at one of two addresses", with(func(f *fact, e *ep, j *judge) {
			e.TLS.ClientCertRequired, e.TLS.Completed = true, false
			f.Endpoints = append(f.Endpoints, good("192.0.2.2"))
		}), ok, []string{"client-certificate-required(i)"}},
		{"strict notes on a live server", with(func(f *fact, e *ep, j *judge) {
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "it has no extended key usage")}}
		}), ok, nil},
		{"strict notes in a file", with(func(f *fact, e *ep, j *judge) {
			f.Offline, e.TLS = true, nil
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "its serial number is zero")}}
		}), ok, []string{"invalid-chain(i)"}},
		{"a note that clients mind, told elsewhere", with(func(f *fact, e *ep, j *judge) {
			f.Offline, e.TLS = true, nil
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "it has no extended key usage"), Disputed: true}}
		}), ok, nil},
		{"nothing to be strict about", with(func(f *fact, e *ep, j *judge) { f.Strict = true }), ok, nil},
		{"strictly, on a live server", with(func(f *fact, e *ep, j *judge) {
			f.Strict = true
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "its serial number is zero")}, {Cert: j.Path[1], Problem: say.P("problem", "its basic constraints are not marked critical")}}
		}), checks.VerdictWarning, []string{"invalid-chain(w)"}},
		{"strictly, with a note that clients mind", with(func(f *fact, e *ep, j *judge) {
			f.Strict, f.Offline, e.TLS = true, true, nil
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "it has no extended key usage"), Disputed: true}}
		}), checks.VerdictWarning, []string{"invalid-chain(w)"}},
		{"strictly, beside another fault", with(func(f *fact, e *ep, j *judge) {
			f.Strict, j.NameReason, j.Presented = true, checks.NameOther, []string{"mail.corp.com"}
			j.Notes = []checks.Note{{Cert: j.Leaf, Problem: say.P("problem", "its serial number is zero")}}
		}), checks.VerdictUntrusted, []string{"hostname-mismatch", "invalid-chain(w)"}},
		{"strictly, a list that was given and breaks the rules", with(func(f *fact, e *ep, j *judge) {
			f.Strict, e.Revocation = true, &checks.RevocationFacts{Status: checks.StatusUnavailable, Source: checks.SourceCRL, Irregular: true, Problem: say.P("problem", "its list lacks what every list must have")}
		}), checks.VerdictWarning, []string{"revocation-unavailable(w)"}},
	}
}

func nameCases() []tcase {
	mismatch := func(reason checks.NameReason, presented ...string) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { j.NameReason, j.Presented = reason, presented })
	}
	const bad = checks.VerdictUntrusted
	return []tcase{
		{"other name", mismatch(checks.NameOther, "mail.hoster.example", "www.hoster.example"), bad, []string{"hostname-mismatch"}},
		{"other name, right one known", with(func(f *fact, e *ep, j *judge) {
			j.NameReason, j.Presented, f.Suggested = checks.NameOther, []string{"mail.hoster.example"}, "mail.hoster.example"
		}), bad, []string{"hostname-mismatch"}},
		{"wildcard one level too high", with(func(f *fact, e *ep, j *judge) {
			f.Name, f.Target.Host = "a.imap.corp.com", "a.imap.corp.com"
			j.NameReason, j.Presented = checks.NameWildcardDepth, []string{"www.corp.com", "*.corp.com"}
		}), bad, []string{"hostname-mismatch"}},
		{"wildcard for the domain itself", with(func(f *fact, e *ep, j *judge) {
			f.Name, f.Target.Host = "corp.com", "corp.com"
			j.NameReason, j.Presented = checks.NameWildcardDepth, []string{"*.corp.com"}
		}), bad, []string{"hostname-mismatch"}},
		{"wildcard of a registry", with(func(f *fact, e *ep, j *judge) {
			f.Name, f.Target.Host = "corp.co.uk", "corp.co.uk"
			j.NameReason, j.Presented = checks.NameBadWildcard, []string{"*.co.uk"}
		}), bad, []string{"hostname-mismatch"}},
		{"partial wildcard", mismatch(checks.NameBadWildcard, "im*.corp.com"), bad, []string{"hostname-mismatch"}},
		{"address as name", with(func(f *fact, e *ep, j *judge) {
			f.Name, f.Target.Host = "192.0.2.1", "192.0.2.1"
			j.NameReason, j.Presented = checks.NameIPInDNS, []string{"192.0.2.1"}
		}), bad, []string{"hostname-mismatch"}},
		{"asked by address", with(func(f *fact, e *ep, j *judge) {
			f.Name, f.Target.Host = "192.0.2.1", "192.0.2.1"
			j.NameReason = checks.NameIPNotListed
		}), bad, []string{"hostname-mismatch"}},
		{"trailing dot", mismatch(checks.NameBadSyntax, "imap.corp.com."), bad, []string{"hostname-mismatch"}},
		{"no name at all", with(func(f *fact, e *ep, j *judge) {
			j.NameReason, j.Presented, j.Leaf.IssuedTo = checks.NameNoSAN, nil, ""
		}), bad, []string{"hostname-mismatch", "no-san"}},
		{"common name only", mismatch(checks.NameCNOnly, "imap.corp.com"), bad, []string{"no-san"}},
		{"another common name only", mismatch(checks.NameNoSAN, "server"), bad, []string{"hostname-mismatch", "no-san"}},
		{"ten thousand names", mismatch(checks.NameOther, many(10000)...), bad, []string{"hostname-mismatch"}},
		{"names that are commands", mismatch(checks.NameOther, "<!channel>\x00\u202egnp.exe", "@everyone"), bad, []string{"hostname-mismatch"}},
		{"file without a name asked, without names", with(func(f *fact, e *ep, j *judge) {
			f.Offline, f.Name, f.Target, e.TLS = true, "", checks.Target{Input: "old.pem"}, nil
			j.Leaf.SANs = nil
		}), checks.VerdictTrusted, nil},
	}
}

func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "host" + string(rune('a'+i)) + ".hoster.example"
	}
	return out
}

func timeCases() []tcase {
	const bad, warn, ok = checks.VerdictUntrusted, checks.VerdictWarning, checks.VerdictTrusted
	leaf := func(from, until int) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			j.Leaf.NotBefore, j.Leaf.NotAfter = days(from), days(until)
			if until < 0 {
				j.Expired = []*checks.Certificate{j.Leaf}
			}
			if from > 0 {
				j.NotYetValid = []*checks.Certificate{j.Leaf}
			}
		})
	}
	issued := func(from time.Time, life time.Duration) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			f.At = from.Add(24 * time.Hour)
			j.Leaf.NotBefore, j.Leaf.NotAfter = from, from.Add(life)
		})
	}
	day := 24 * time.Hour
	return []tcase{
		{"expired", leaf(-110, -20), bad, []string{"expired"}},
		{"expired an hour ago", with(func(f *fact, e *ep, j *judge) {
			j.Leaf.NotAfter = at.Add(-time.Hour)
			j.Expired = []*checks.Certificate{j.Leaf}
		}), bad, []string{"expired"}},
		{"not yet valid", leaf(10, 100), bad, []string{"not-yet-valid"}},
		{"expired authority", with(func(f *fact, e *ep, j *judge) {
			j.Path[1].NotAfter = days(-3)
			j.Expired, j.EndsFirst = []*checks.Certificate{j.Path[1]}, j.Path[1]
		}), bad, []string{"expired"}},
		{"authority not yet valid", with(func(f *fact, e *ep, j *judge) {
			j.Path[1].NotBefore = days(3)
			j.NotYetValid = []*checks.Certificate{j.Path[1]}
		}), bad, []string{"not-yet-valid"}},
		{"expired and for another name", with(func(f *fact, e *ep, j *judge) {
			j.Leaf.NotAfter = days(-20)
			j.Expired = []*checks.Certificate{j.Leaf}
			j.NameReason, j.Presented = checks.NameOther, []string{"mail.hoster.example"}
		}), bad, []string{"expired", "hostname-mismatch"}},
		{"ends in 30 days", leaf(-60, 30), warn, []string{"expiring-soon(w)"}},
		{"ends in 10 days", leaf(-80, 10), warn, []string{"expiring-soon(w)"}},
		{"six-day certificate in its last third", leaf(-5, 1), warn, []string{"expiring-soon(w)"}},
		{"ends today", with(func(f *fact, e *ep, j *judge) { j.Leaf.NotAfter = at.Add(5 * time.Hour) }), warn, []string{"expiring-soon(w)"}},
		{"authority ends before the leaf", with(func(f *fact, e *ep, j *judge) {
			j.Path[1].NotAfter, j.EndsFirst = days(5), j.Path[1]
		}), warn, []string{"expiring-soon(w)"}},
		{"398 days in 2021", issued(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), 398*day-time.Second), ok, nil},
		{"398 days and a second in 2021", issued(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), 398*day), ok, []string{"long-validity(i)"}},
		{"825 days in 2019", issued(time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), 825*day-time.Second), ok, nil},
		{"826 days in 2019", issued(time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), 826*day-time.Second), ok, []string{"long-validity(i)"}},
		{"three years in 2017", issued(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC), 1095*day), ok, nil},
		{"398 days on the last day", issued(time.Date(2026, 3, 14, 23, 59, 59, 0, time.UTC), 398*day-time.Second), ok, nil},
		{"201 days from 15 March 2026", issued(time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC), 200*day), ok, []string{"long-validity(i)"}},
		{"100 days in 2028", issued(time.Date(2028, 3, 15, 0, 0, 0, 0, time.UTC), 100*day-time.Second), ok, nil},
		{"101 days in 2028", issued(time.Date(2028, 3, 15, 0, 0, 0, 0, time.UTC), 101*day), ok, []string{"long-validity(i)"}},
		{"48 days in 2029", issued(time.Date(2029, 3, 15, 0, 0, 0, 0, time.UTC), 48*day-time.Second), ok, []string{"long-validity(i)"}},
		{"without an end", func() *checks.Facts {
			f := issued(time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), day)
			f.Endpoints[0].Judgement.Leaf.NotAfter = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC) // RFC 5280 §4.1.2.5
			return f
		}(), ok, []string{"long-validity(i)"}},
		{"ten years, private", with(func(f *fact, e *ep, j *judge) {
			j.PublicRoot, j.Leaf.NotAfter = false, days(3600)
		}), ok, nil},
	}
}

func trustCases() []tcase {
	const bad, warn, ok = checks.VerdictUntrusted, checks.VerdictWarning, checks.VerdictTrusted
	private := func(issuer, org string) func(*checks.Judgement) {
		return func(j *judge) {
			j.Trust, j.PublicRoot = checks.TrustUntrustedRoot, false
			j.Stores = map[string]string{"mozilla": "untrusted", "system": "untrusted"}
			j.Leaf.IssuedBy, j.Leaf.Issuer = issuer, "CN="+issuer
			j.Leaf.X509 = &x509.Certificate{Issuer: pkix.Name{CommonName: issuer, Organization: []string{org}}}
			j.Path = []*checks.Certificate{j.Leaf}
			j.Sent = []*checks.Certificate{j.Leaf}
		}
	}
	by := func(issuer, org string) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) { private(issuer, org)(j) })
	}
	self := func(name string) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			private(name, "")(j)
			j.Trust, j.Leaf.IssuedTo = checks.TrustSelfSigned, name
		})
	}
	incomplete := func(change func(*judge)) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			private("R11", "")(j)
			j.Trust, j.Missing = checks.TrustIncomplete, "CN=R11"
			change(j)
		})
	}
	invalid := func(reason checks.InvalidReason, detail say.Text) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			j.Trust = checks.TrustInvalid
			j.Invalid = []checks.Invalid{{Reason: reason, Cert: j.Path[1], Detail: detail}}
		})
	}
	return []tcase{
		{"self-signed", self("imap.corp.com"), bad, []string{"self-signed"}},
		{"self-signed, expired, other name", with(func(f *fact, e *ep, j *judge) {
			private("plesk", "")(j)
			j.Trust, j.Leaf.IssuedTo, j.Leaf.NotAfter = checks.TrustSelfSigned, "Plesk", days(-5)
			j.Expired = []*checks.Certificate{j.Leaf}
			j.NameReason, j.Presented = checks.NameOther, []string{"Plesk"}
		}), bad, []string{"self-signed", "expired", "hostname-mismatch"}},
		{"self-signed router", self("fritz.box"), bad, []string{"self-signed"}},
		{"self-signed and trusted", with(func(f *fact, e *ep, j *judge) {
			private("imap.corp.com", "")(j)
			j.Trust, j.Stores = checks.TrustOK, map[string]string{"ca-file": "trusted", "mozilla": "untrusted"}
		}), ok, nil},
		{"untrusted root", with(func(f *fact, e *ep, j *judge) {
			private("Corp Issuing CA", "Corp")(j)
			ca := cert("Corp Issuing CA", "Corp Root CA", -100, 1000)
			j.Path, j.Sent = append(j.Path, ca), append(j.Sent, ca)
		}), bad, []string{"untrusted-root"}},
		{"staging", by("(STAGING) Riddling Rhubarb R12", "Let's Encrypt"), bad, []string{"untrusted-root"}},
		{"nothing to judge by", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Stores, j.PublicRoot = checks.TrustUnknown, nil, false
		}), checks.VerdictUnknown, []string{"not-tested(i)"}},
		{"nothing to judge by, and ended", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Stores, j.PublicRoot = checks.TrustUnknown, nil, false
			j.Leaf.NotAfter, j.Leaf.DaysLeft = f.At.AddDate(0, 0, -3), -3
			j.Expired = []*checks.Certificate{j.Leaf}
		}), bad, []string{"expired", "not-tested(i)"}},
		{"nothing to judge by, and another name", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Stores, j.PublicRoot = checks.TrustUnknown, nil, false
			j.Leaf.SANs, j.Presented, j.NameReason = []string{"pop.corp.com"}, []string{"pop.corp.com"}, checks.NameOther
		}), bad, []string{"hostname-mismatch", "not-tested(i)"}},
		{"nothing to judge by, and soon at its end", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Stores, j.PublicRoot = checks.TrustUnknown, nil, false
			j.Leaf.NotAfter, j.Leaf.DaysLeft = f.At.AddDate(0, 0, 3), 3
			j.EndsFirst = j.Leaf
		}), checks.VerdictUnknown, []string{"expiring-soon(w)", "not-tested(i)"}},
		{"nothing to judge by, and self-signed", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Stores, j.PublicRoot = checks.TrustSelfSigned, nil, false
			j.Leaf.IssuedBy, j.Leaf.Issuer = j.Leaf.IssuedTo, j.Leaf.Subject
			j.Sent, j.Path = j.Sent[:1], nil
		}), bad, []string{"self-signed"}},
		{"incomplete, by AIA", incomplete(func(j *judge) { j.CompletedBy, j.MissingURL = "aia", "http://r11.i.lencr.org/" }), bad, []string{"incomplete-chain"}},
		{"incomplete, known", incomplete(func(j *judge) { j.CompletedBy = "known" }), bad, []string{"incomplete-chain"}},
		{"only a leaf", incomplete(func(j *judge) { j.CompletedBy = "none" }), bad, []string{"incomplete-chain"}},
		{"wrong intermediate", incomplete(func(j *judge) {
			j.CompletedBy, j.WrongIntermediate = "known", true
			j.Sent = append(j.Sent, cert("R3", "ISRG Root X1", -900, 10))
		}), bad, []string{"incomplete-chain"}},
		{"wrong intermediate of the same name", incomplete(func(j *judge) {
			j.CompletedBy, j.WrongIntermediate, j.MissingURL = "aia", true, "http://r11.i.lencr.org/"
			old := cert("R11", "ISRG Root X1", -1900, -100)
			old.SHA256 = fingerprint("another R11")
			j.Sent = append(j.Sent, old)
		}), bad, []string{"incomplete-chain"}},
		{"wrong intermediate, untrusted", with(func(f *fact, e *ep, j *judge) {
			private("Corp Issuing CA", "Corp")(j)
			j.WrongIntermediate, j.Missing = true, "CN=Corp Issuing CA"
			j.Sent = append(j.Sent, cert("R3", "ISRG Root X1", -900, 10))
		}), bad, []string{"untrusted-root"}},
		{"a gap higher up", incomplete(func(j *judge) {
			j.CompletedBy, j.Missing, j.MissingURL = "aia", "CN=ISRG Root X1", "http://x1.i.lencr.org/"
			ca := cert("R11", "ISRG Root X1", -700, 400)
			j.Path, j.Sent = append(j.Path, ca), append(j.Sent, ca)
		}), bad, []string{"incomplete-chain"}},
		{"incomplete, known, not to be fetched", incomplete(func(j *judge) {
			j.CompletedBy, j.MissingURL, j.FetchProblem = "known", "http://r11.i.lencr.org/", say.P("problem", "it did not answer in time")
		}), bad, []string{"incomplete-chain"}},
		{"only a leaf, not to be fetched", incomplete(func(j *judge) {
			j.CompletedBy, j.MissingURL, j.FetchProblem = "none", "http://r11.i.lencr.org/", say.P("problem", "what it answered is not a certificate")
		}), bad, []string{"incomplete-chain"}},
		{"only a leaf of a private authority that can be fetched", incomplete(func(j *judge) {
			j.CompletedBy, j.MissingURL = "none", "http://pki.corp.com/ca.crt"
			j.Fetched = []*checks.Certificate{cert("R11", "Corp Root", -700, 400)}
		}), bad, []string{"incomplete-chain"}},
		{"name constraints", invalid(checks.InvalidNameConstraints, say.P("problem", "imap.corp.com is outside of .example.org")), bad, []string{"invalid-chain"}},
		{"path length", invalid(checks.InvalidPathLength, nil), bad, []string{"invalid-chain"}},
		{"not a CA", invalid(checks.InvalidNotCA, nil), bad, []string{"invalid-chain"}},
		{"key usage", invalid(checks.InvalidKeyUsage, nil), bad, []string{"invalid-chain"}},
		{"critical extension", invalid(checks.InvalidCritical, say.P("problem", "1.2.3.4")), bad, []string{"invalid-chain"}},
		{"bad signature", invalid(checks.InvalidSignature, nil), bad, []string{"invalid-chain"}},
		{"a policy demanded", invalid(checks.InvalidPolicy, nil), bad, []string{"invalid-chain"}},
		{"too complex", invalid(checks.InvalidTooComplex, nil), bad, []string{"invalid-chain"}},
		{"a reason from the future", invalid("something-new", nil), bad, []string{"invalid-chain"}},
		{"wrong usage", with(func(f *fact, e *ep, j *judge) {
			j.WrongUsage, j.WrongUsageCert, j.Usages = true, j.Leaf, []string{"clientAuth"}
		}), bad, []string{"wrong-usage"}},
		{"authority not for servers", with(func(f *fact, e *ep, j *judge) {
			j.WrongUsage, j.WrongUsageCert, j.Usages = true, j.Path[1], []string{"emailProtection"}
		}), bad, []string{"wrong-usage"}},
		{"distrusted", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Distrusted = checks.TrustUntrustedRoot, j.Path[2]
		}), bad, []string{"distrusted-ca"}},
		{"leaked key", by("eDellRoot", ""), bad, []string{"distrusted-ca", "untrusted-root"}},
		{"antivirus", by("Avast Web/Mail Shield Root", "Avast Web/Mail Shield"), bad, []string{"intercepted", "untrusted-root"}},
		{"antivirus with a number in its name", by("Bitdefender Personal CA.Net-Defender", "Bitdefender"), bad, []string{"intercepted", "untrusted-root"}},
		{"proxy by organisation", by("corp proxy", "Zscaler Inc."), bad, []string{"intercepted", "untrusted-root"}},
		{"firewall", by("Fortinet_CA_SSL", "Fortinet"), bad, []string{"intercepted", "untrusted-root"}},
		{"antivirus, sent without its root", incomplete(func(j *judge) {
			j.CompletedBy, j.Missing = "none", "CN=Avast Web/Mail Shield Root"
			j.Leaf.IssuedBy, j.Leaf.Issuer, j.PublicRoot = "Avast Web/Mail Shield Root", "CN=Avast Web/Mail Shield Root", false
			j.Path, j.Sent = j.Path[:1], j.Sent[:1]
		}), bad, []string{"intercepted"}},
		{"developer's authority", by("mkcert anna@pc", "mkcert development CA"), bad, []string{"distrusted-ca", "untrusted-root"}},
		{"debugging tool", by("DO_NOT_TRUST_FiddlerRoot", "DO_NOT_TRUST"), bad, []string{"intercepted", "untrusted-root"}},
		{"login page with a public certificate", with(func(f *fact, e *ep, j *judge) {
			j.NameReason, j.Presented = checks.NameOther, []string{"securelogin.arubanetworks.com"}
			j.Leaf.IssuedTo = "securelogin.arubanetworks.com"
		}), bad, []string{"intercepted", "hostname-mismatch"}},
		{"stores disagree", with(func(f *fact, e *ep, j *judge) {
			j.Stores = map[string]string{"mozilla": "untrusted", "microsoft": "trusted"}
		}), warn, []string{"store-disagreement(w)"}},
		{"a list that leads over what has ended", with(func(f *fact, e *ep, j *judge) {
			j.Stores = map[string]string{"mozilla": "trusted", "old": "untrusted"}
			j.OutdatedStores = map[string]*checks.Certificate{"old": cert("ISRG Root X1", "DST Root CA X3", -900, -40)}
		}), warn, []string{"store-disagreement(w)"}},
		{"lists that lead over what is yet to begin, and one without the root", with(func(f *fact, e *ep, j *judge) {
			j.Stores = map[string]string{"mozilla": "trusted", "microsoft": "untrusted", "apple": "untrusted"}
			j.OutdatedStores = map[string]*checks.Certificate{"apple": cert("ISRG Root X1", "New Root", 3, 900)}
		}), warn, []string{"store-disagreement(w)"}},
		{"wrong order", with(func(f *fact, e *ep, j *judge) { j.OutOfOrder = true }), ok, []string{"chain-order(i)"}},
		{"leaf not first", with(func(f *fact, e *ep, j *judge) {
			j.OutOfOrder, j.LeafNotFirst = true, true
			j.Sent = []*checks.Certificate{j.Path[1], j.Leaf}
			e.NoSNI = nil
		}), ok, []string{"chain-order(i)"}},
		{"duplicates and extra", with(func(f *fact, e *ep, j *judge) {
			again := *j.Path[1]
			j.Extra = []*checks.Certificate{cert("DST Root CA X3", "DST Root CA X3", -7000, -900), &again}
			j.Sent = append(j.Sent, j.Extra...)
		}), ok, []string{"extra-certificates(i)"}},
		{"extra", with(func(f *fact, e *ep, j *judge) {
			j.Extra = []*checks.Certificate{cert("DST Root CA X3", "DST Root CA X3", -7000, -900)}
			j.Sent = append(j.Sent, j.Extra...)
		}), ok, []string{"extra-certificates(i)"}},
	}
}

func strengthCases() []tcase {
	const bad, warn = checks.VerdictUntrusted, checks.VerdictWarning
	suite := func(completed bool, version checks.TLSVersion, name, kx string) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Completed: completed, Version: version, CipherName: name, KeyExchange: kx, RawRead: !completed}
			if !completed {
				e.TLS.Alert, e.TLS.AlertSeen, e.TLS.Problem = 40, true, "remote error: tls: handshake failure"
			}
			e.Versions = map[checks.TLSVersion]bool{version: true}
		})
	}
	key := func(bits int, name string, completed bool) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			j.Leaf.KeyBits, j.Leaf.Key = bits, name
			j.WeakKeys = []*checks.Certificate{j.Leaf}
			e.TLS.Completed = completed
		})
	}
	unsupported := func(name string, completed bool) *checks.Facts {
		return with(func(f *fact, e *ep, j *judge) {
			j.Leaf.KeyBits, j.Leaf.Key, j.UnsupportedKey = 0, name, j.Leaf
			e.TLS.Completed = completed
		})
	}
	return []tcase{
		{"SHA-1", with(func(f *fact, e *ep, j *judge) {
			j.Leaf.Signature, j.WeakSignatures = "SHA1-RSA", []*checks.Certificate{j.Leaf}
		}), bad, []string{"weak-signature"}},
		{"SHA-224", with(func(f *fact, e *ep, j *judge) {
			j.Leaf.Signature, j.UnsupportedSignatures = "ECDSA-SHA224", []*checks.Certificate{j.Leaf}
			e.TLS.Completed, e.TLS.Alert, e.TLS.AlertSeen = false, 40, true
		}), bad, []string{"weak-signature"}},
		{"a signature that nobody knows", with(func(f *fact, e *ep, j *judge) {
			j.Trust, j.Invalid = checks.TrustInvalid, []checks.Invalid{{Reason: checks.InvalidAlgorithm, Cert: j.Leaf, Detail: say.Quote("ML-DSA-44")}}
			e.TLS.Completed, e.TLS.Alert, e.TLS.AlertSeen = false, 40, true
		}), bad, []string{"invalid-chain"}},
		{"SHA-224 of a CA", with(func(f *fact, e *ep, j *judge) {
			j.Path[1].Signature, j.UnsupportedSignatures = "SHA224-RSA", []*checks.Certificate{j.Path[1]}
		}), bad, []string{"weak-signature"}},
		{"answers only those who offer no TLS 1.3", with(func(_ *fact, e *ep, _ *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS12, Certificates: e.TLS.Certificates, Reason: checks.ReasonOffer}
		}), bad, []string{"tls-handshake-failed"}},
		{"broke off within the certificates", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS12, Certificates: e.TLS.Certificates, Cut: true, Reason: checks.ReasonBrokeOff}
			j.Cut, j.Trust, j.Path = true, checks.TrustIncomplete, j.Path[:1]
		}), bad, []string{"tls-handshake-failed"}},
		{"MD5 that nobody takes", with(func(f *fact, e *ep, j *judge) {
			j.Path[1].Signature, j.WeakSignatures = "MD5-RSA", []*checks.Certificate{j.Path[1]}
			e.TLS.Completed, e.TLS.Alert, e.TLS.AlertSeen = false, 40, true
		}), bad, []string{"weak-signature"}},
		{"must-staple without a staple", with(func(f *fact, e *ep, j *judge) { j.MustStaple = true }), warn, []string{"staple-missing(w)"}},
		{"must-staple with a staple", with(func(f *fact, e *ep, j *judge) { j.MustStaple, e.TLS.OCSPStaple = true, []byte{0x30} }), checks.VerdictTrusted, nil},
		{"RSA 512", key(512, "RSA 512", false), bad, []string{"weak-key"}},
		{"RSA 1000", key(1000, "RSA 1000", false), bad, []string{"weak-key"}},
		{"RSA 1024", key(1024, "RSA 1024", true), warn, []string{"weak-key(w)"}},
		{"P-224", unsupported("EC P-224", false), bad, []string{"unsupported-key"}},
		{"Ed25519", unsupported("Ed25519", true), bad, []string{"unsupported-key"}},
		{"unsupported key and other faults of the handshake", with(func(f *fact, e *ep, j *judge) {
			j.UnsupportedKey = j.Leaf
			e.TLS = &checks.TLS{Version: checks.TLS12, CipherName: "TLS_RSA_WITH_RC4_128_SHA"}
		}), bad, []string{"tls-handshake-failed", "unsupported-key", "weak-cipher(w)"}},
		{"negative serial", with(func(f *fact, e *ep, j *judge) {
			j.Malformed = []checks.Malformed{{Cert: j.Leaf, Problem: say.P("problem", "the serial number is negative")}}
			e.TLS.Completed = false
		}), bad, []string{"malformed-certificate"}},
		{"malformed authority", with(func(f *fact, e *ep, j *judge) {
			j.Malformed = []checks.Malformed{{Index: 1, Cert: j.Path[1], Problem: say.P("problem", "bytes follow the end of the certificate")}}
		}), bad, []string{"malformed-certificate"}},
		{"unparseable", with(func(f *fact, e *ep, j *judge) {
			c := &checks.Certificate{SHA256: fingerprint("x")}
			*j = judge{Sent: []*checks.Certificate{c}, Leaf: c, Trust: checks.TrustUnknown, Malformed: []checks.Malformed{{Cert: c, Problem: say.P("problem", "it cannot be parsed")}}}
			e.TLS.Completed, e.NoSNI = false, nil
		}), bad, []string{"malformed-certificate"}},
		{"file without certificate", with(func(f *fact, e *ep, j *judge) { f.Offline, e.Judgement, e.TLS = true, nil, nil }), bad, []string{"malformed-certificate"}},
		{"static RSA", suite(true, checks.TLS12, "TLS_RSA_WITH_AES_128_GCM_SHA256", "RSA"), warn, []string{"weak-cipher(w)"}},
		{"RC4", suite(false, checks.TLS12, "TLS_RSA_WITH_RC4_128_SHA", "RSA"), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"triple DES", suite(false, checks.TLS12, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "P-256"), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"Camellia", suite(false, checks.TLS12, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", "RSA"), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"CCM", suite(false, checks.TLS12, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "X25519"), bad, []string{"tls-handshake-failed"}},
		{"NULL", suite(false, checks.TLS12, "TLS_RSA_WITH_NULL_SHA256", "RSA"), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"DHE 1024", with(func(f *fact, e *ep, j *judge) {
			e.TLS = &checks.TLS{Version: checks.TLS12, CipherName: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", KeyExchange: "DHE", DHBits: 1024, RawRead: true}
		}), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"anonymous", with(func(f *fact, e *ep, j *judge) {
			e.TLS, e.Judgement = &checks.TLS{Version: checks.TLS12, CipherName: "TLS_DH_anon_WITH_AES_128_CBC_SHA"}, nil
		}), bad, []string{"tls-handshake-failed", "weak-cipher(w)"}},
		{"DHE as Windows offers it", suite(true, checks.TLS12, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE"), warn, []string{"weak-cipher(w)"}},
		{"TLS 1.0", suite(true, checks.TLS10, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "P-256"), bad, []string{"legacy-tls"}},
		{"TLS 1.1", suite(true, checks.TLS11, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "P-256"), bad, []string{"legacy-tls"}},
		{"SSL 3.0", suite(false, checks.SSL3, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", ""), bad, []string{"tls-handshake-failed", "legacy-tls"}},
		{"TLS 1.0 answered to us, 1.2 found", with(func(f *fact, e *ep, j *judge) { e.TLS.Version = checks.TLS10 }), checks.VerdictTrusted, nil},
	}
}
