package software

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
)

// What has ended is told in the past, what ends in the present, and an authority's
// end is no reason to renew the server's own certificate.
func TestWhatEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		title string
		code  checks.Code
		first func(leaf *checks.Certificate) *checks.Certificate // that ends
		want  string
	}{
		{"ended", checks.Expired, func(l *checks.Certificate) *checks.Certificate { return l }, "which ended on 26 November 2026"},
		{"ends", checks.ExpiringSoon, func(l *checks.Certificate) *checks.Certificate { return l }, "which ends on 26 November 2026"},
		{"ends, and nothing else is known", checks.ExpiringSoon, func(*checks.Certificate) *checks.Certificate { return nil }, "which ends on 26 November 2026"},
		{"the authority ends", checks.ExpiringSoon, func(*checks.Certificate) *checks.Certificate { return &checks.Certificate{IssuedTo: "CA"} }, "Get the current chain"},
	} {
		f, ep := case993("* OK Dovecot ready.", "imap.corp.example")
		ep.Judgement.EndsFirst = tt.first(ep.Judgement.Leaf)
		a := Advise(f, ep, faults(tt.code))
		if a == nil || len(a.Tasks) != 1 || !strings.Contains(a.Tasks[0].Do.String(), tt.want) {
			t.Errorf("%s: %+v", tt.title, a)
		}
	}
}

// The chain is attached where the chain is the fault and all of it is known, else the
// certificate that is missing is named.
func TestMendedChain(t *testing.T) {
	t.Parallel()
	whole := func(j *checks.Judgement) {
		j.Trust = checks.TrustOK
		j.Leaf.X509 = &x509.Certificate{Raw: []byte("leaf"), RawSubject: []byte("l"), RawIssuer: []byte("c")}
		ca := &checks.Certificate{X509: &x509.Certificate{Raw: []byte("ca"), RawSubject: []byte("c"), RawIssuer: []byte("r")}}
		root := &checks.Certificate{X509: &x509.Certificate{Raw: []byte("root"), RawSubject: []byte("r"), RawIssuer: []byte("r")}}
		j.Path = []*checks.Certificate{j.Leaf, ca, root}
	}
	direct := &checks.Judgement{Leaf: &checks.Certificate{}}
	whole(direct)
	direct.Path = []*checks.Certificate{direct.Leaf, direct.Path[2]}
	if got := wholeChain(direct); strings.Count(got, "BEGIN") != 1 {
		t.Errorf("straight from a root the chain is\n%s", got)
	}
	for _, tt := range []struct {
		title    string
		code     checks.Code
		change   func(*checks.Judgement)
		attached bool
		want     string
	}{
		{"incomplete", checks.IncompleteChain, whole, true, "Put the attached chain"},
		{"order", checks.ChainOrder, whole, true, "Put the attached chain"},
		{"too many", checks.ExtraCertificates, whole, true, "Put the attached chain"},
		{"the root known by its name alone", checks.IncompleteChain, func(j *checks.Judgement) {
			whole(j)
			j.Path[2] = &checks.Certificate{IssuedTo: "Root"}
		}, true, "Put the attached chain"},
		{"the authority's end", checks.Expired, func(j *checks.Judgement) {
			whole(j)
			j.Expired = j.Path[1:2]
		}, false, "Get the current chain"},
		{"one is missing", checks.IncompleteChain, func(j *checks.Judgement) { j.Missing = "Corp CA" }, false, "the certificate of Corp CA behind"},
	} {
		f, ep := case993("* OK Dovecot ready.", "imap.corp.example")
		tt.change(ep.Judgement)
		a := Advise(f, ep, faults(tt.code))
		if a == nil || len(a.Tasks) != 1 || (a.ChainPEM != "") != tt.attached || !strings.Contains(a.Tasks[0].Do.String(), tt.want) {
			t.Errorf("%s: %+v", tt.title, a)
			continue
		}
		if n := strings.Count(a.ChainPEM, "BEGIN"); tt.attached && n != 2 {
			t.Errorf("%s: %d certificates, and the root is not to be sent", tt.title, n)
		}
	}
}

// An aside makes no work for an administrator, unless the chain is what it is about.
func TestAsides(t *testing.T) {
	t.Parallel()
	f, ep := case993("* OK Dovecot ready.", "imap.corp.example")
	aside := func(c checks.Code) []checks.Finding { return []checks.Finding{{Code: c, Severity: checks.Info}} }
	if a := Advise(f, ep, aside(checks.LegacyTLS)); a != nil {
		t.Errorf("old TLS that is no fault: %+v", a)
	}
	if a := Advise(f, ep, aside(checks.ChainOrder)); a == nil || len(a.Tasks) != 1 {
		t.Errorf("the chain: %+v", a)
	}
	ep.Judgement = nil
	if a := Advise(f, ep, faults(checks.Expired)); a != nil {
		t.Errorf("of a certificate that was not judged: %+v", a)
	}
	if a := Advise(f, ep, faults(checks.LegacyTLS)); a == nil || len(a.Tasks) != 1 {
		t.Errorf("versions need no judgement: %+v", a)
	}
}

// The commands ask as the endpoint was asked, and are none where a name could be taken
// for something else.
func TestProve(t *testing.T) {
	t.Parallel()
	const end = " -verify_return_error </dev/null"
	long := strings.Repeat("a", 61) + "."
	long = long + long + long + long + "abcde" // 253 characters
	for _, tt := range []struct {
		host, name string
		port       int
		mode       checks.Mode
		protocol   string
		want       []string
	}{
		{"imap.corp.com", "imap.corp.com", 993, checks.ModeTLS, "imap", []string{"openssl s_client -connect imap.corp.com:993 -servername imap.corp.com -verify_hostname imap.corp.com" + end, "certdesk check imap.corp.com:993"}},
		{"imap.corp.com", "imap.corp.com", 143, checks.ModeSTARTTLS, "imap", []string{"openssl s_client -connect imap.corp.com:143 -servername imap.corp.com -verify_hostname imap.corp.com -starttls imap" + end, "certdesk check imap.corp.com:143"}},
		{"imap.corp.com", "imap.corp.com", 143, checks.ModeSTARTTLS, "", []string{"openssl s_client -connect imap.corp.com:143 -servername imap.corp.com -verify_hostname imap.corp.com" + end, "certdesk check imap.corp.com:143"}},
		{"2001:db8::1", "2001:db8::1", 443, checks.ModeTLS, "", []string{"openssl s_client -connect [2001:db8::1]:443 -noservername -verify_ip 2001:db8::1" + end, "certdesk check [2001:db8::1]:443"}},
		{"192.0.2.1", "imap.corp.com", 443, checks.ModeTLS, "", []string{"openssl s_client -connect 192.0.2.1:443 -servername imap.corp.com -verify_hostname imap.corp.com" + end, "certdesk check 192.0.2.1:443"}},
		{long, "h", 443, checks.ModeTLS, "", []string{"openssl s_client -connect " + long + ":443 -servername h -verify_hostname h" + end, "certdesk check " + long + ":443"}},
		{long + "f", "h", 443, checks.ModeTLS, "", nil},
		{"imap.corp.com", "imap.corp.com", 0, checks.ModeTLS, "", nil},
		{"imap.corp.com", "a;b", 993, checks.ModeTLS, "", nil},
		{"a;b", "imap.corp.com", 993, checks.ModeTLS, "", nil},
	} {
		f := &checks.Facts{Target: checks.Target{Host: tt.host, Port: tt.port}, Name: tt.name}
		ep := &checks.Endpoint{Observation: checks.Observation{Mode: tt.mode, Protocol: tt.protocol}}
		if got := prove(f, ep); !slices.Equal(got, tt.want) {
			t.Errorf("%.30s:%d %s\n%q, want\n%q", tt.host, tt.port, tt.mode, got, tt.want)
		}
	}
}

// Of a server with two keys the command proves what was wrong, not what was in order.
func TestProveOfTwoKeys(t *testing.T) {
	t.Parallel()
	rsa := &checks.Judgement{Leaf: &checks.Certificate{SHA256: "rsa"}}
	ecdsa := &checks.Judgement{Leaf: &checks.Certificate{SHA256: "ecdsa"}}
	e := checks.Endpoint{Judgement: ecdsa}
	e.ShownTo = []string{"TLS 1.3 with ECDSA"}
	e.Shown = []checks.Shown{{To: []string{"TLS 1.2 with RSA"}, Judgement: rsa}}
	f := &checks.Facts{Target: checks.Target{Host: "imap.corp.com", Port: 993}, Name: "imap.corp.com", Endpoints: []checks.Endpoint{e}}
	for _, tt := range []struct {
		ep   *checks.Endpoint
		want string
	}{
		{e.View(&e.Shown[0]), " -tls1_2 -cipher aRSA "},
		{&f.Endpoints[0], " -tls1_3 -sigalgs ECDSA+SHA256:"},
	} {
		if got := prove(f, tt.ep); len(got) != 2 || !strings.Contains(got[0], tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	f.Endpoints[0].Shown = nil
	if got := prove(f, &f.Endpoints[0]); len(got) != 2 || strings.Contains(got[0], "-tls1_") {
		t.Errorf("of one certificate: %q", got)
	}
}

// A server that says nothing of itself is told the lines of the usual programs of what
// it speaks, by the protocol or by its port.
func TestCandidates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		port     int
		protocol string
		want     []string
	}{
		{443, "", usual["https"]},
		{8443, "http", usual["https"]},
		{443, "ldap", usual["ldap"]},
		{8443, "", usual["https"]},
		{9999, "", nil},
		{636, "", usual["ldap"]},
		{993, "", usual["imap"]},
	} {
		var got []string
		for _, r := range candidates(&checks.Facts{Target: checks.Target{Port: tt.port}}, &checks.Endpoint{Observation: checks.Observation{Protocol: tt.protocol}}) {
			got = append(got, r.key)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("port %d, %q: %q, want %q", tt.port, tt.protocol, got, tt.want)
		}
	}
}

// Each program's lines are told under its name, and those of one of its parts under both.
func TestForWhom(t *testing.T) {
	t.Parallel()
	a := &advice{fill: strings.NewReplacer(), programs: []*row{{name: "Dovecot"}}}
	for of, want := range map[string]string{"": "Dovecot", "Dovecot 2.4": "Dovecot 2.4", "Roundcube": "Dovecot, Roundcube"} {
		if got := a.settings(func(*row) []lines { return []lines{{of: of}} }); len(got) != 1 || got[0].For != want {
			t.Errorf("%q: %+v", of, got)
		}
	}
}

// Where a program has a place of its own for the authorities' certificates, that is told,
// and else how its certificate is set.
func TestWhereTheChainBelongs(t *testing.T) {
	t.Parallel()
	f, ep := case993("", "www.corp.example")
	f.Target.Port = 443
	a := Advise(f, ep, faults(checks.IncompleteChain))
	if a == nil || len(a.Tasks) != 1 {
		t.Fatalf("%+v", a)
	}
	lines := map[string]string{}
	for _, s := range a.Tasks[0].Settings {
		lines[s.For] += strings.Join(s.Lines, "\n")
	}
	if !strings.Contains(lines["nginx"], "ssl_certificate ") || !strings.Contains(lines["Microsoft IIS"], "Import-Certificate -FilePath intermediate.cer") {
		t.Errorf("%q", lines)
	}
}
