package engine_test

import (
	"crypto/tls"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/clients"
	"certdesk/checks/engine"
)

// onlyKey tells whether a client takes keys of one type alone.
func onlyKey(hello *tls.ClientHelloInfo, k, other checktest.KeyType) bool {
	return checktest.OffersKey(hello, k) && !checktest.OffersKey(hello, other)
}

// otherwiseFor shows another identity to some clients, as another server behind the
// address would.
func otherwiseFor(some func(*tls.ClientHelloInfo) bool, id *checktest.Identity) checktest.TLSOption {
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if !some(hello) {
				return nil, nil
			}
			other := c.Clone()
			other.GetConfigForClient, other.GetCertificate = nil, nil
			other.Certificates = []tls.Certificate{id.Certificate()}
			return other, nil
		}
	}
}

// dropBeside closes the connection on so many hellos other than those of a current
// client, as a server does that takes one client at a time.
func dropBeside(n int64) checktest.TLSOption {
	var seen atomic.Int64
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			current := checktest.OffersKey(hello, checktest.RSA2048) && checktest.OffersKey(hello, checktest.P256) &&
				slices.Contains(hello.SupportedVersions, tls.VersionTLS13)
			if !current && seen.Add(1) <= n {
				hello.Conn.Close()
			}
			return nil, nil
		}
	}
}

// extSignatureAlgorithmsCert is the extension signature_algorithms_cert (RFC 8446 §4.2.3).
const extSignatureAlgorithmsCert = 50

// TestEveryLeafSeen: a faulty certificate that was shown once, to whatever hello, is
// told; and of an answer that the server contradicts, that it was not all.
func TestEveryLeafSeen(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	expired, elsewhere := checktest.ExpiredFor(12*checktest.Day), checktest.Names("mx7.hosting.example")
	unnamed := func(h *tls.ClientHelloInfo) bool { return h.ServerName == "" }
	rsaOnly := func(h *tls.ClientHelloInfo) bool { return onlyKey(h, checktest.RSA2048, checktest.P256) }
	ecdsaOnly := func(h *tls.ClientHelloInfo) bool { return onlyKey(h, checktest.P256, checktest.RSA2048) }
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	varies := checks.CertificateVaries
	same := s.ecdsa()
	for _, tt := range []struct {
		name      string
		behaviour checktest.Behaviour
		codes     []checks.Code
		verdict   checks.Verdict
		by        string
	}{
		{"without a name an expired one for it, RSA", imap(s.rsa(), otherwiseFor(unnamed, s.rsa(expired))),
			[]checks.Code{varies, checks.Expired}, checks.VerdictWarning, "server-name"},
		{"without a name an expired one for it, ECDSA", imap(s.ecdsa(), otherwiseFor(unnamed, s.ecdsa(expired))),
			[]checks.Code{varies, checks.Expired}, checks.VerdictWarning, "server-name"},
		{"without a name a self-signed one for it", imap(s.ecdsa(), otherwiseFor(unnamed, s.pki.SelfSigned(shownName))),
			[]checks.Code{varies, checks.SelfSigned}, checks.VerdictWarning, "server-name"},
		{"without a name a good one for it", imap(s.ecdsa(), otherwiseFor(unnamed, s.ecdsa())), nil, checks.VerdictTrusted, ""},
		{"without a name the same without its authority", imap(same, otherwiseFor(unnamed, same.Alone())),
			[]checks.Code{varies, checks.IncompleteChain}, checks.VerdictWarning, "server-name"},
		{"without a name the same with its root", imap(same, otherwiseFor(unnamed, same.With(s.base.DER))), nil, checks.VerdictTrusted, ""},
		{"up to TLS 1.2 the same without its authority", imap(same, checktest.BelowTLS13(same.Alone())),
			[]checks.Code{varies, checks.IncompleteChain}, checks.VerdictUntrusted, "version"},
		{"without a name an expired one for another", imap(s.ecdsa(), otherwiseFor(unnamed, s.ecdsa(expired, elsewhere))),
			[]checks.Code{checks.SNIRequired}, checks.VerdictTrusted, ""},
		{"RSA, and refused to those who ask for RSA alone", imap(s.rsa(), otherwiseFor(rsaOnly, s.ecdsa())),
			[]checks.Code{varies}, checks.VerdictTrusted, "connection"},
		{"ECDSA, and refused to those who ask for ECDSA alone", imap(s.ecdsa(), otherwiseFor(ecdsaOnly, s.rsa())),
			[]checks.Code{varies}, checks.VerdictTrusted, "connection"},
		{"RSA, TLS 1.2, and refused to those who ask for RSA alone",
			imap(s.rsa(), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12), otherwiseFor(rsaOnly, s.ecdsa())),
			[]checks.Code{varies}, checks.VerdictTrusted, "connection"},
		// OpenSSL sends a certificate signed with MD5 only to who names no schemes of
		// certificates: one server, which is the same for all current clients.
		{"signed with MD5, and refused to those who name the schemes of certificates",
			imap(s.md5(), otherwiseFor(func(h *tls.ClientHelloInfo) bool {
				return ecdsaOnly(h) && slices.Contains(h.Extensions, extSignatureAlgorithmsCert)
			}, s.rsa())),
			[]checks.Code{checks.WeakSignature}, checks.VerdictUntrusted, ""},
		{"suites that are no client's in TLS 1.2", imap(s.rsa(), checktest.Versions(tls.VersionTLS13, tls.VersionTLS13)), nil, checks.VerdictTrusted, ""},
		{"the sixth connection meets an expired one", checktest.Turns(imap(s.ecdsa()), imap(s.ecdsa()), imap(s.ecdsa()), imap(s.ecdsa()), imap(s.ecdsa()), imap(s.ecdsa(expired))),
			nil, "", "connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.verdict == "" {
				good, bad := imap(s.ecdsa()), imap(s.ecdsa(expired))
				tt.behaviour = checktest.Turns(good, good, good, good, good, bad)
				tt.codes, tt.verdict = []checks.Code{varies, checks.Expired}, checks.VerdictUntrusted
			}
			r := s.check(t, tt.behaviour, nil)
			if r.Verdict == checks.VerdictTrusted && tt.verdict == checks.VerdictUntrusted && r.Endpoints[0].TimingMS["total"] > 100 {
				t.Skip("this machine is too slow for another look")
			}
			if got := codes(r); !slices.Equal(got, tt.codes) || r.Verdict != tt.verdict {
				t.Fatalf("%s with codes %v, want %s with %v\n%s", r.Verdict, got, tt.verdict, tt.codes, r.Summary)
			}
			if tt.by == "server-name" && slices.Contains(slices.Collect(maps.Values(r.Clients)), clients.Untrusted) {
				t.Errorf("clients that send the name are said to refuse: %v", r.Clients)
			}
			f := finding(r, varies)
			if f == nil {
				return
			}
			evidence := checks.EvidenceOf[checks.CertificateVariesEvidence](f.Evidence)
			for _, c := range evidence.Certificates {
				if len(c.ShownTo) == 0 {
					t.Errorf("nobody is told to be shown a certificate: %s", f.Detail)
				}
			}
			if evidence.By != tt.by {
				t.Errorf("differ by %s, want %s", evidence.By, tt.by)
			}
			if len(evidence.Refused) > 0 && len(r.CertificatesSeen) < 2 && strings.Contains(r.Summary.String(), "is fine") {
				t.Errorf("summary %q", r.Summary)
			}
		})
	}
}

// TestUnasked: where a server hangs up on so many connections that a question about
// its certificates could not be put, that is told, and which.
func TestUnasked(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, tt := range []struct {
		name  string
		drops int64 // of the hellos beside the main one
		want  []string
	}{
		{"all but the main one", 99, []string{"TLS 1.3 with ECDSA"}},
		{"all that came beside it", 4, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := s.checkWithin(t, checktest.Implicit("imap", checktest.TLS(s.rsa(), dropBeside(tt.drops))), engine.Options{Timeout: 30 * time.Second}, nil)
			f := finding(r, checks.NotTested)
			if tt.want == nil {
				if len(r.Findings) > 0 || r.Verdict != checks.VerdictTrusted {
					t.Errorf("%s with codes %v", r.Verdict, codes(r))
				}
				return
			}
			if f == nil || r.Verdict != checks.VerdictTrusted {
				t.Fatalf("%s with codes %v, want %s", r.Verdict, codes(r), checks.NotTested)
			}
			if got := checks.EvidenceOf[checks.NotTestedEvidence](f.Evidence).Unasked; !slices.Equal(got, tt.want) || f.Severity != checks.Info {
				t.Errorf("unasked %v, want %v (%s)", got, tt.want, f.Severity)
			}
			if strings.Contains(r.Summary.String(), "is fine") {
				t.Errorf("summary %q", r.Summary)
			}
		})
	}
}
