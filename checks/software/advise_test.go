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
