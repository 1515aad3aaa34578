package software

import (
	"crypto/x509"
	"net/netip"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
)

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// case993 is a server whose certificate is looked at.
func case993(greeting, name string) (*checks.Facts, *checks.Endpoint) {
	leaf := &checks.Certificate{Issuer: "CN=R11,O=Let's Encrypt,C=US", NotAfter: now.AddDate(0, 0, -3), X509: &x509.Certificate{RawSubjectPublicKeyInfo: []byte("key")}}
	ep := &checks.Endpoint{
		Observation: checks.Observation{Address: netip.MustParseAddrPort("192.0.2.1:993"), Outcome: checks.OutcomeTLS, Mode: checks.ModeTLS, Greeting: greeting,
			TLS: &checks.TLS{Version: checks.TLS13}},
		Judgement: &checks.Judgement{Leaf: leaf, Path: []*checks.Certificate{leaf}, Expired: []*checks.Certificate{leaf}, EndsFirst: leaf},
	}
	f := &checks.Facts{Target: checks.Target{Host: name, Port: 993}, Name: name, At: now, Endpoints: []checks.Endpoint{*ep}}
	return f, ep
}

func faults(codes ...checks.Code) []checks.Finding {
	var out []checks.Finding
	for _, c := range codes {
		out = append(out, checks.Finding{Code: c, Severity: checks.Critical})
	}
	return out
}

func TestAdvise(t *testing.T) {
	t.Parallel()
	f, ep := case993("* OK Dovecot ready.", "imap.corp.example")
	for _, tt := range []struct {
		title string
		codes []checks.Code
		want  []checks.Code // of the tasks
		line  string        // somewhere in the settings
	}{
		{"nothing", nil, nil, ""},
		{"not the server's", []checks.Code{checks.Intercepted, checks.Expired}, nil, ""},
		{"not cured there", []checks.Code{checks.StapleMissing, checks.Unreachable}, nil, ""},
		{"expired", []checks.Code{checks.Expired}, []checks.Code{checks.Expired}, "ssl_cert = </etc/ssl/imap.corp.example/fullchain.pem"},
		{"name", []checks.Code{checks.HostnameMismatch}, []checks.Code{checks.HostnameMismatch}, "local_name imap.corp.example {"},
		{"old TLS", []checks.Code{checks.LegacyTLS}, []checks.Code{checks.LegacyTLS}, "ssl_min_protocol = TLSv1.2"},
		{"self-signed", []checks.Code{checks.SelfSigned}, []checks.Code{checks.SelfSigned}, "ssl_server_cert_file = "},
		{"two of a kind", []checks.Code{checks.WeakKey, checks.WeakSignature}, []checks.Code{checks.WeakKey}, "ssl_cert = <"},
		{"two", []checks.Code{checks.Expired, checks.HostnameMismatch}, []checks.Code{checks.Expired, checks.HostnameMismatch}, "ssl_cert = <"},
	} {
		a := Advise(f, ep, faults(tt.codes...))
		var got []checks.Code
		var text strings.Builder
		if a != nil {
			for _, task := range a.Tasks {
				got = append(got, task.Code)
				if task.Do.Empty() {
					t.Errorf("%s: nothing is said to do", tt.title)
				}
				for _, s := range task.Settings {
					text.WriteString(strings.Join(s.Lines, "\n") + "\n")
				}
			}
		}
		if len(got) != len(tt.want) || !strings.Contains(text.String(), tt.line) {
			t.Errorf("%s: tasks %v, want %v, with %q in\n%s", tt.title, got, tt.want, tt.line, &text)
		}
	}
	if a := Advise(f, ep, faults(checks.Expired)); len(a.Renewal) == 0 || !strings.Contains(a.Renewal[0].Lines[0], "doveadm reload") {
		t.Errorf("renewal %+v", a.Renewal)
	}
	ep.Judgement.Leaf.Issuer = "CN=Corp CA" // which no program of ACME asked
	if a := Advise(f, ep, faults(checks.Expired)); len(a.Renewal) > 0 {
		t.Errorf("renewal %+v", a.Renewal)
	}
}

// An authority's certificate has ended, and the leaf has not: another leaf would
// not help.
func TestExpiredAuthority(t *testing.T) {
	t.Parallel()
	f, ep := case993("", "imap.corp.example")
	ep.Judgement.Expired = []*checks.Certificate{{IssuedTo: "Example CA 0"}}
	a := Advise(f, ep, faults(checks.Expired))
	if a == nil || len(a.Tasks) != 1 || !strings.Contains(a.Tasks[0].Do.String(), "chain") || a.Software != "" || len(a.Renewal) > 0 {
		t.Errorf("advised %+v", a)
	}
}

// What strangers choose goes into no command and no line.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a;rm -rf /.example", "$(id).example", "a b", "-x.example", "a\nssl = no", "`id`", "a}\"{", ""} {
		f, ep := case993("* OK Dovecot ready. $(id)", name)
		f.Policy = &checks.MailPolicy{DANE: &checks.DANE{Name: name}, MTASTS: &checks.MTASTS{Domain: name}}
		a := Advise(f, ep, faults(checks.DANEMismatch, checks.MTASTSMismatch, checks.Expired, checks.HostnameMismatch))
		if a == nil {
			t.Fatalf("nothing is advised for %q", name)
		}
		var all []string
		all = append(all, a.Prove...)
		for _, task := range a.Tasks {
			for _, s := range task.Settings {
				all = append(append(all, s.Lines...), s.File)
			}
		}
		for _, s := range a.Renewal {
			all = append(all, s.Lines...)
		}
		for _, line := range all {
			if name != "" && strings.Contains(line, name) || strings.ContainsAny(line, "$`;\n") {
				t.Errorf("%q is in %q", name, line)
			}
		}
		if len(a.Prove) > 0 {
			t.Errorf("%q is in a command: %q", name, a.Prove)
		}
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	f, ep := case993("220 mx.corp.example ESMTP Postfix", "mx.corp.example")
	f.Policy = &checks.MailPolicy{DANE: &checks.DANE{Name: "_25._tcp.mx.corp.example."}, MTASTS: &checks.MTASTS{Domain: "corp.example"}}
	a := Advise(f, ep, faults(checks.DANEMismatch, checks.MTASTSMismatch))
	// SHA-256 of the key.
	const record = "_25._tcp.mx.corp.example. IN TLSA 3 1 1 2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"
	if len(a.Tasks) != 2 || a.Tasks[0].Settings[0].Lines[0] != record || a.Tasks[1].Settings[0].Lines[0] != "mx: mx.corp.example" ||
		a.Tasks[1].Settings[1].Lines[0] != `_mta-sts.corp.example. IN TXT "v=STSv1; id=20261129120000"` {
		t.Errorf("advised %+v", a.Tasks)
	}
	// No record is told for a certificate that is to be replaced.
	a = Advise(f, ep, faults(checks.DANEMismatch, checks.ExpiringSoon))
	if len(a.Tasks) != 2 || len(a.Tasks[0].Settings) > 0 {
		t.Errorf("advised %+v", a.Tasks)
	}
}

// A server with a certificate for each type of key: every task says which one it is
// about, and goes by that one.
func TestWhichKey(t *testing.T) {
	t.Parallel()
	cert := func(sum string, days int) *checks.Certificate {
		return &checks.Certificate{SHA256: sum, Issuer: "CN=Corp CA", NotAfter: now.AddDate(0, 0, days), X509: &x509.Certificate{RawSubjectPublicKeyInfo: []byte(sum)}}
	}
	rsa, ecdsa := cert("aa", 60), cert("bb", -3)
	f, ep := case993("", "imap.corp.example")
	ep.Judgement = &checks.Judgement{Leaf: rsa, Path: []*checks.Certificate{rsa}, EndsFirst: rsa}
	ep.Shown = []checks.Shown{{Judgement: &checks.Judgement{Leaf: ecdsa, Path: []*checks.Certificate{ecdsa}, Expired: []*checks.Certificate{ecdsa}, EndsFirst: ecdsa}}}
	f.Endpoints = []checks.Endpoint{*ep}
	of := func(code checks.Code, sums ...string) checks.Finding {
		return checks.Finding{Code: code, Severity: checks.Critical, Evidence: checks.Evidence{EvidenceScope: checks.EvidenceScope{LeafSHA256: sums}}}
	}
	varies := func(by string) checks.Finding {
		return checks.Finding{Code: checks.CertificateVaries, Severity: checks.Critical, Evidence: checks.Evidence{Of: &checks.CertificateVariesEvidence{
			By: by, Certificates: []checks.ShownCertificate{{LeafSHA256: "aa", Key: "RSA 2048"}, {LeafSHA256: "bb", Key: "ECDSA P-256"}},
		}}}
	}
	const renewed = "Install the renewed certificate, and reload the service: until then it shows the old one, which ended on 26 November 2026."
	for name, tt := range map[string]struct {
		found []checks.Finding
		want  []string
	}{
		"one of two": {[]checks.Finding{of(checks.Expired, "bb"), varies("key")}, []string{renewed + " This is about its ECDSA certificate."}},
		"each its own": {[]checks.Finding{of(checks.Expired, "bb"), of(checks.HostnameMismatch, "aa"), varies("key")}, []string{
			renewed + " This is about its ECDSA certificate.",
			"Install a certificate that has the name imap.corp.example. The old one does not have it. This is about its RSA certificate.",
		}},
		"both":          {[]checks.Finding{of(checks.HostnameMismatch), varies("key")}, []string{"Install a certificate that has the name imap.corp.example. The old one does not have it."}},
		"by connection": {[]checks.Finding{of(checks.Expired, "bb"), varies("connection")}, []string{renewed}},
		"of the server": {[]checks.Finding{of(checks.LegacyTLS, "bb"), varies("key")}, []string{"Switch on TLS 1.2 and TLS 1.3, and switch off everything older."}},
		"two kinds of one work": {[]checks.Finding{of(checks.WeakKey, "aa"), of(checks.WeakSignature, "bb"), of(checks.Revoked, "bb"), varies("key")}, []string{
			"Make a new key, have a new certificate issued for it, and install both. This is about its RSA certificate.",
			"Make a new key, have a new certificate issued for it, and install both. This is about its ECDSA certificate.",
		}},
	} {
		a := Advise(f, &f.Endpoints[0], tt.found)
		if a == nil || len(a.Tasks) != len(tt.want) {
			t.Errorf("%s: %+v", name, a)
			continue
		}
		for i, task := range a.Tasks {
			if got := task.Do.String(); got != tt.want[i] {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}
