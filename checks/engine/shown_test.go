package engine_test

import (
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// realm is a name, its authority, and an engine that trusts it.
type realm struct {
	pki  *checktest.PKI
	base *checktest.Authority // the root
	ca   *checktest.Authority // below it
	root chain.Store
}

const shownName = "mail.shown.example"

func newRealm(t testing.TB) *realm {
	t.Helper()
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Shown Root")
	store, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	return &realm{pki, root, root.Intermediate("Shown CA"), store}
}

func (s *realm) rsa(opts ...checktest.Option) *checktest.Identity {
	return s.ca.Issue(shownName, append([]checktest.Option{checktest.Key(checktest.RSA2048)}, opts...)...)
}

func (s *realm) ecdsa(opts ...checktest.Option) *checktest.Identity {
	return s.ca.Issue(shownName, opts...)
}

// md5 has an ECDSA key and is signed with MD5, as an authority does that was never
// renewed.
func (s *realm) md5() *checktest.Identity {
	ca := s.base.Intermediate("Shown RSA CA", checktest.Key(checktest.RSA2048))
	return ca.Issue(shownName, checktest.SignedWith(checktest.MD5))
}

// check asks a server that behaves so all there is to ask.
func (s *realm) check(t *testing.T, b checktest.Behaviour, change func(*checks.Target)) checks.Report {
	t.Helper()
	return s.checkWithin(t, b, engine.Options{Timeout: 30 * time.Second}, change)
}

// checkAll checks a server that answers all that it is asked. A machine that is busy may
// keep some of it from being asked or heard, which is told: only then it is checked again.
func (s *realm) checkAll(t *testing.T, b checktest.Behaviour, change func(*checks.Target)) checks.Report {
	t.Helper()
	for tries := 1; ; tries++ {
		r := s.check(t, b, change)
		if finding(r, checks.NotTested) == nil || tries == 6 {
			return r
		}
	}
}

func (s *realm) checkWithin(t *testing.T, b checktest.Behaviour, opts engine.Options, change func(*checks.Target)) checks.Report {
	t.Helper()
	server, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	r := s.checkServer(t, server, opts, change)
	most := 7 // 6, and one for the greeting of a program whose certificate is not in order
	if f := finding(r, checks.CertificateVaries); f != nil && checks.EvidenceOf[checks.CertificateVariesEvidence](f.Evidence).By == "server-name" {
		most += 4 // that look by name for what came without it
	}
	if n := server.Connections(); n > most {
		t.Errorf("%d connections to one address", n)
	}
	return r
}

func (s *realm) checkServer(t *testing.T, server *checktest.Server, opts engine.Options, change func(*checks.Target)) checks.Report {
	t.Helper()
	e, err := engine.New(engine.Config{Dialer: &net.Dialer{}, Resolver: noNames{}, Stores: []chain.Store{s.root}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	target := checks.Target{Input: server.Addr(), Host: "127.0.0.1", Port: server.Port(), Name: shownName, Mode: checks.ModeTLS}
	if change != nil {
		change(&target)
	}
	return e.Check(t.Context(), target, opts)
}

func starttls(protocol string) func(*checks.Target) {
	return func(t *checks.Target) { t.Mode, t.Protocol = checks.ModeSTARTTLS, protocol }
}

func finding(r checks.Report, code checks.Code) *checks.Finding {
	for i := range r.Findings {
		if r.Findings[i].Code == code {
			return &r.Findings[i]
		}
	}
	return nil
}

// TestTwoKeys: every certificate that some client is shown is judged, whichever
// the main handshake gets.
func TestTwoKeys(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	expired, other := checktest.ExpiredFor(12*checktest.Day), checktest.Names("mx7.hosting.example")
	soon := checktest.ExpiresIn(5 * checktest.Day)
	stranger := s.pki.Root("Unknown Root").Intermediate("Unknown CA").Issue(shownName, checktest.Key(checktest.RSA2048))
	rsa, ecdsa := s.rsa(), s.ecdsa()
	for _, tt := range []struct {
		name       string
		rsa, ecdsa *checktest.Identity
		codes      []checks.Code // besides certificate-varies
		severity   checks.Severity
		verdict    checks.Verdict
		about      string // the type of key of the bad certificate
	}{
		{"both good", rsa, ecdsa, nil, checks.Info, checks.VerdictTrusted, ""},
		{"RSA expired", s.rsa(expired), ecdsa, []checks.Code{checks.Expired}, checks.Critical, checks.VerdictUntrusted, "RSA"},
		{"ECDSA expired", rsa, s.ecdsa(expired), []checks.Code{checks.Expired}, checks.Critical, checks.VerdictUntrusted, "ECDSA"},
		{"both expired", s.rsa(expired), s.ecdsa(expired), []checks.Code{checks.Expired}, checks.Critical, checks.VerdictUntrusted, ""},
		{"RSA with another name", s.rsa(other), ecdsa, []checks.Code{checks.HostnameMismatch}, checks.Critical, checks.VerdictUntrusted, "RSA"},
		{"ECDSA with another name", rsa, s.ecdsa(other), []checks.Code{checks.HostnameMismatch}, checks.Critical, checks.VerdictUntrusted, "ECDSA"},
		{"RSA self-signed", s.pki.SelfSigned(shownName, checktest.Key(checktest.RSA2048)), ecdsa, []checks.Code{checks.SelfSigned}, checks.Critical, checks.VerdictUntrusted, "RSA"},
		{"ECDSA self-signed", rsa, s.pki.SelfSigned(shownName), []checks.Code{checks.SelfSigned}, checks.Critical, checks.VerdictUntrusted, "ECDSA"},
		{"RSA of a stranger", stranger, ecdsa, []checks.Code{checks.UntrustedRoot}, checks.Critical, checks.VerdictUntrusted, "RSA"},
		{"RSA without its authority", s.rsa().Alone(), ecdsa, []checks.Code{checks.IncompleteChain}, checks.Critical, checks.VerdictUntrusted, "RSA"},
		{"RSA ends soon", s.rsa(soon), ecdsa, []checks.Code{checks.ExpiringSoon}, checks.Warning, checks.VerdictWarning, "RSA"},
		{"ECDSA ends soon", rsa, s.ecdsa(soon), []checks.Code{checks.ExpiringSoon}, checks.Warning, checks.VerdictWarning, "ECDSA"},
		{"each with a fault of its own", s.rsa(expired), s.ecdsa(other), []checks.Code{checks.Expired, checks.HostnameMismatch}, checks.Critical, checks.VerdictUntrusted, ""},
	} {
		for _, way := range []struct {
			name  string
			shake *checktest.Shaker
		}{
			{"RSA first", checktest.TLS(tt.rsa, checktest.Also(tt.ecdsa))},
			{"ECDSA first", checktest.TLS(tt.ecdsa, checktest.Also(tt.rsa))},
			{"TLS 1.2", checktest.TLS(tt.rsa, checktest.Also(tt.ecdsa), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))},
			{"TLS 1.3", checktest.TLS(tt.ecdsa, checktest.Also(tt.rsa), checktest.Versions(tls.VersionTLS13, tls.VersionTLS13))},
		} {
			t.Run(tt.name+", "+way.name, func(t *testing.T) {
				t.Parallel()
				r := s.check(t, checktest.STARTTLS("imap", way.shake), starttls("imap"))
				want := append([]checks.Code{checks.CertificateVaries}, tt.codes...)
				slices.Sort(want)
				if got := codes(r); !slices.Equal(got, want) {
					t.Fatalf("codes %v, want %v\n%s", got, want, r.Summary.String())
				}
				if r.Verdict != tt.verdict || r.Endpoints[0].Verdict != tt.verdict {
					t.Errorf("verdict %s, of the endpoint %s, want %s", r.Verdict, r.Endpoints[0].Verdict, tt.verdict)
				}
				f := finding(r, checks.CertificateVaries)
				if by := checks.EvidenceOf[checks.CertificateVariesEvidence](f.Evidence).By; f.Severity != tt.severity || by != "key" {
					t.Errorf("certificate-varies is %s by %v, want %s by key", f.Severity, by, tt.severity)
				}
				if len(r.CertificatesSeen) != 2 || len(r.CertificatesSeen[0].ShownTo) == 0 || len(r.CertificatesSeen[1].ShownTo) == 0 {
					t.Fatalf("certificates seen: %+v", r.CertificatesSeen)
				}
				if tt.about == "" {
					return
				}
				if !strings.Contains(r.Summary.String(), "its "+tt.about+" certificate") || !strings.HasPrefix(r.Certificate.Key, tt.about) {
					t.Errorf("summary %q, certificate %s: want them to be about %s", r.Summary.String(), r.Certificate.Key, tt.about)
				}
				if tt.codes[0] == checks.HostnameMismatch && !slices.ContainsFunc(r.Steps, func(s checks.Step) bool {
					return s.Number == 1 && strings.Contains(s.Why.String(), "mx7.hosting.example")
				}) {
					t.Errorf("no step 1 about this certificate: %+v", r.Steps)
				}
				bad := finding(r, tt.codes[0])
				if to := bad.Evidence.ShownTo; len(to) == 0 || !strings.HasSuffix(to[0], " with "+tt.about) {
					t.Errorf("%s is shown to %v", bad.Code, bad.Evidence.ShownTo)
				}
			})
		}
	}
}

// TestShownDifferently: other reasons why connections see different certificates.
func TestShownDifferently(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	expired := checktest.ExpiredFor(12 * checktest.Day)
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(id, opts...))
	}
	good := s.ecdsa()
	ed := s.ca.Issue(shownName, checktest.Key(checktest.Ed25519))
	elsewhere := s.ca.Issue("default.hosting.example")
	for _, tt := range []struct {
		name      string
		behaviour checktest.Behaviour
		codes     []checks.Code
		verdict   checks.Verdict
		by        string
	}{
		{"one key", imap(good), nil, checks.VerdictTrusted, ""},
		{"one RSA key", imap(s.rsa()), nil, checks.VerdictTrusted, ""},
		{"TLS 1.2 shows another one", imap(good, checktest.BelowTLS13(s.ecdsa())), []checks.Code{checks.CertificateVaries}, checks.VerdictTrusted, "version"},
		{"TLS 1.2 shows an expired one", imap(good, checktest.BelowTLS13(s.ecdsa(expired))), []checks.Code{checks.CertificateVaries, checks.Expired}, checks.VerdictUntrusted, "version"},
		{"TLS 1.3 shows an expired one", imap(s.ecdsa(expired), checktest.BelowTLS13(good)), []checks.Code{checks.CertificateVaries, checks.Expired}, checks.VerdictUntrusted, "version"},
		{"TLS 1.2 shows an expired one, RSA", imap(s.rsa(), checktest.BelowTLS13(s.rsa(expired))), []checks.Code{checks.CertificateVaries, checks.Expired}, checks.VerdictUntrusted, "version"},
		{"a key that nobody asks for beside RSA", imap(ed, checktest.Also(s.rsa())), nil, checks.VerdictTrusted, ""},
		{"a key that nobody asks for alone", imap(ed), []checks.Code{checks.UnsupportedKey}, checks.VerdictUntrusted, ""},
		{"one key, one client after the other", checktest.Queued(imap(good)), nil, checks.VerdictTrusted, ""},
		{"two keys, one client after the other", checktest.Queued(imap(s.rsa(), checktest.Also(good))), []checks.Code{checks.CertificateVaries}, checks.VerdictTrusted, "key"},
		{"the name is needed", imap(good, checktest.OnlyByName(shownName)), []checks.Code{checks.SNIRequired}, checks.VerdictTrusted, ""},
		{"another one without the name", imap(elsewhere, checktest.ByName(shownName, good)), []checks.Code{checks.SNIRequired}, checks.VerdictTrusted, ""},
		{"another one without the name, TLS 1.2", imap(elsewhere, checktest.ByName(shownName, good), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12)), []checks.Code{checks.SNIRequired}, checks.VerdictTrusted, ""},
		{"the default has the name as well", imap(s.rsa(), checktest.ByName(shownName, good)), nil, checks.VerdictTrusted, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := s.check(t, tt.behaviour, nil)
			if got := codes(r); !slices.Equal(got, tt.codes) || r.Verdict != tt.verdict {
				t.Fatalf("%s with codes %v, want %s with %v\n%s", r.Verdict, got, tt.verdict, tt.codes, r.Summary.String())
			}
			if f := finding(r, checks.CertificateVaries); f != nil {
				if by := checks.EvidenceOf[checks.CertificateVariesEvidence](f.Evidence).By; by != tt.by {
					t.Errorf("differ by %v, want %s", by, tt.by)
				}
			}
		})
	}
}

// TestOneClientAtATime: a server that hangs up on further clients is not said to
// need the name, whatever it is asked when.
func TestOneClientAtATime(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	two := checktest.TLS(s.rsa(), checktest.Also(s.ecdsa()))
	for _, b := range []checktest.Behaviour{
		checktest.Implicit("imap", checktest.TLS(s.ecdsa())),
		checktest.Implicit("imap", two),
	} {
		r := s.check(t, checktest.OneAtATime(b), nil)
		if r.Verdict != checks.VerdictTrusted || finding(r, checks.SNIRequired) != nil || finding(r, checks.CertificateVaries) != nil && len(r.CertificatesSeen) < 2 {
			t.Errorf("%s with codes %v", r.Verdict, codes(r))
		}
	}
}
