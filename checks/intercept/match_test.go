package intercept

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/x509roots/fallback/bundle"

	"certdesk/checks"
)

// chainBy is a chain that leads to no public root.
func chainBy(cn, o string) *checks.Judgement {
	leaf := &checks.Certificate{IssuedTo: "imap.corp.com", IssuedBy: cn, X509: &x509.Certificate{
		Subject: pkix.Name{CommonName: "imap.corp.com"},
		Issuer:  pkix.Name{CommonName: cn},
	}}
	if o != "" {
		leaf.X509.Issuer.Organization = []string{o}
	}
	return &checks.Judgement{Leaf: leaf, Path: []*checks.Certificate{leaf}, Trust: checks.TrustUntrustedRoot}
}

// The names as they stand in the makers' certificates.
var bearers = []struct {
	cn, o string
	want  Product
}{
	{"avast! Web/Mail Shield Root", "avast! Web/Mail Shield", Product{"Avast", Antivirus}},
	{"Avast Web/Mail Shield Root", "Avast Web/Mail Shield", Product{"Avast", Antivirus}},
	{"AVG Web/Mail Shield Root", "AVG Web/Mail Shield", Product{"AVG", Antivirus}},
	{"Norton Web/Mail Shield Root", "Norton Web/Mail Shield", Product{"Norton", Antivirus}},
	{"Kaspersky Anti-Virus Personal Root Certificate", "AO Kaspersky Lab", Product{"Kaspersky", Antivirus}},
	{"ESET SSL Filter CA", "ESET, spol. s r. o.", Product{"ESET", Antivirus}},
	{"Bitdefender Personal CA.Net-Defender", "Bitdefender", Product{"Bitdefender", Antivirus}},
	{"Bitdefender Personal CA.avfree000001", "Bitdefender", Product{"Bitdefender", Antivirus}},
	{"Dr.Web for Windows Trusted Root", "DrWeb", Product{"Dr.Web", Antivirus}},
	{"BullGuard SSL Proxy CA", "BullGuard Ltd.", Product{"BullGuard", Antivirus}},
	{"NetFilterSDK 2", "", Product{"NetFilterSDK (used by several protection programs)", Antivirus}},
	{"BadSSL MITM Software Test", "BadSSL", Product{"BadSSL Antivirus (a test)", Antivirus}},
	{"Zscaler Intermediate Root CA (zscalertwo.net)", "Zscaler Inc.", Product{"Zscaler", Proxy}},
	{"ca.corp.goskope.com", "Corp", Product{"Netskope", Proxy}},
	{"Cisco Umbrella Primary SubCA", "Cisco", Product{"Cisco Umbrella", Proxy}},
	{"Forcepoint Cloud CA", "Forcepoint LLC", Product{"Forcepoint", Proxy}},
	{"ContentKeeper Appliance CA (1234567)", "ContentKeeper Technologies", Product{"ContentKeeper", Proxy}},
	{"Gateway CA - Cloudflare Managed G1 0123", "Cloudflare, Inc.", Product{"Cloudflare Gateway", Proxy}},
	{"proxy.corp.com", "Blue Coat Systems, Inc.", Product{"Blue Coat ProxySG", Proxy}},
	{"FortiGate CA", "Fortinet", Product{"Fortinet FortiGate", Firewall}},
	{"Fortinet_CA_SSL", "Fortinet", Product{"Fortinet FortiGate", Firewall}},
	{"FG121GTK23000012", "Fortinet", Product{"Fortinet FortiGate", Firewall}},
	{"FGT61E4Q16000012", "Fortinet", Product{"Fortinet FortiGate", Firewall}},
	{"FGVM4VTM23000012", "Fortinet", Product{"Fortinet FortiGate", Firewall}},
	{"Sophos SSL CA_C01001ABCDEF", "Sophos", Product{"Sophos", Firewall}},
	{"Sophos_CA_C01001ABCDEF", "NA", Product{"Sophos", Firewall}},
	{"SonicWall Firewall DPI-SSL", "SonicWall Inc.", Product{"SonicWall", Firewall}},
	{"Fireware HTTPS Proxy (SN 80AB) CA", "WatchGuard_Technologies", Product{"WatchGuard", Firewall}},
	{"DO_NOT_TRUST_FiddlerRoot", "DO_NOT_TRUST", Product{"Fiddler", DebuggingTool}},
	{"mitmproxy", "mitmproxy", Product{"mitmproxy", DebuggingTool}},
	{"Charles Proxy CA (3 Nov 2026, PC-7)", "XK72 Ltd", Product{"Charles Proxy", DebuggingTool}},
	{"PortSwigger CA", "PortSwigger", Product{"Burp Suite", DebuggingTool}},
	{"Superfish, Inc.", "Superfish, Inc.", Product{"Superfish", Leaked}},
	{"eDellRoot", "", Product{"eDellRoot", Leaked}},
	{"DSDTestProvider", "DSDTestProvider", Product{"DSDTestProvider", Leaked}},
	{"mkcert anna@laptop (Anna)", "mkcert development CA", Product{"mkcert", Development}},
}

func TestIssuers(t *testing.T) {
	t.Parallel()
	for _, tt := range bearers {
		j := chainBy(tt.cn, tt.o)
		got, ok := Between(j)
		if !ok {
			got, _ = Distrusted(j)
		}
		if got != tt.want {
			t.Errorf("chain by %q, %q: %v, want %v", tt.cn, tt.o, got, tt.want)
		}
		if tt.o != "mkcert development CA" && tt.cn != "proxy.corp.com" { // recognised by O alone
			if got, _ := Names(tt.cn, ""); got != tt.want {
				t.Errorf("the name %q: %v, want %v", tt.cn, got, tt.want)
			}
		}
		if got, _ := Names("C=US, O="+tt.o+", CN="+tt.cn, ""); got != tt.want && !strings.Contains(tt.cn+tt.o, ",") {
			t.Errorf("the distinguished name of %q: %v, want %v", tt.cn, got, tt.want)
		}
		if got, ok := Between(public(j)); ok {
			t.Errorf("%q in front of a public root is called %v", tt.cn, got)
		}
		if got, ok := Distrusted(public(j)); ok {
			t.Errorf("%q in front of a public root is called %v", tt.cn, got)
		}
	}
}

func public(j *checks.Judgement) *checks.Judgement {
	c := *j
	c.PublicRoot, c.Trust = true, checks.TrustOK
	return &c
}

// No public authority bears a name of the table, so that the name alone, as a
// user reads it out, raises no false alarm either.
func TestPublicAuthoritiesAreNobody(t *testing.T) {
	t.Parallel()
	count := 0
	check := func(cn string, names ...string) {
		count++
		for _, name := range append(names, cn) {
			if p, ok := Names(name, name); ok {
				t.Errorf("the public authority %q is called %v", name, p)
			}
		}
		for _, o := range names {
			j := chainBy(cn, o)
			for _, f := range []func(*checks.Judgement) (Product, bool){Between, Distrusted, Default} {
				if p, ok := f(j); ok {
					t.Errorf("a chain by %q, %q is called %v", cn, o, p)
				}
			}
		}
	}
	for r := range bundle.Roots() {
		x, err := x509.ParseCertificate(r.Certificate)
		if err != nil {
			continue
		}
		check(x.Subject.CommonName, append(append([]string{x.Subject.String()}, x.Subject.Organization...), x.Subject.OrganizationalUnit...)...)
	}
	if count < 100 {
		t.Fatalf("only %d roots were compared", count)
	}
	// Public authorities below those roots, and ones of old, of the makers.
	for _, name := range [][2]string{
		{"Symantec Class 3 Secure Server CA - G4", "Symantec Corporation"}, {"VeriSign Class 3 Public Primary Certification Authority - G5", "VeriSign, Inc."},
		{"Norton Secured CA", "Symantec Corporation"}, {"Cisco Root CA 2048", "Cisco Systems"}, {"HydrantID Server CA O1", "Cisco Systems, Inc."},
		{"Cloudflare Inc ECC CA-3", "Cloudflare, Inc."}, {"Cloudflare TLS Issuing ECC CA 1", "Cloudflare, Inc."},
		{"AffirmTrust Commercial", "AffirmTrust"}, {"Trend Micro Public CA", "Trend Micro Inc"}, {"Microsoft Azure TLS Issuing CA 01", "Microsoft Corporation"},
		{"cPanel, Inc. Certification Authority", "cPanel, Inc."}, {"R11", "Let's Encrypt"}, {"GTS CA 1C3", "Google Trust Services LLC"},
		{"FG Family Insurance CA", ""}, {"FGFamilyServices", ""}, {"FG121GTK230000120", ""}, // no numbers of machines
		{"DigiCert SHA2 Secure Server CA", "DigiCert Inc"}, {"Network Solutions OV Server CA 2", "Network Solutions L.L.C."},
	} {
		check(name[0], name[1])
	}
}

// The keys themselves: the certificates bear names that tell nothing.
func TestLeakedKeys(t *testing.T) {
	t.Parallel()
	id, _ := hex.DecodeString(knownKeys[0].keyID)
	j := chainBy("localhost", "")
	j.Leaf.X509.RawSubjectPublicKeyInfo, j.Leaf.X509.AuthorityKeyId = []byte{1}, id
	if got, _ := Distrusted(j); got != (Product{"webpack-dev-server", Leaked}) {
		t.Errorf("below the key of webpack-dev-server: %v", got)
	}
	if _, ok := Distrusted(public(j)); ok {
		t.Error("a public chain is called leaked")
	}
	if got, ok := Distrusted(chainBy("localhost", "")); ok {
		t.Errorf("any localhost is called %v", got)
	}
	for _, k := range knownKeys {
		if len(k.spki) != 64 {
			t.Errorf("%s: %q is no SHA-256", k.product, k.spki)
		}
	}
}

// A login page may have a public certificate; it is one only where its name is
// not the one that was asked for.
func TestLoginPage(t *testing.T) {
	t.Parallel()
	j := public(chainBy("GeoTrust TLS RSA CA G1", "DigiCert Inc"))
	j.Leaf.X509.Subject.CommonName, j.Leaf.IssuedTo = "securelogin.arubanetworks.com", "securelogin.arubanetworks.com"
	if p, ok := Between(j); ok {
		t.Errorf("the portal's own name is called %v", p)
	}
	j.NameReason = checks.NameOther
	if p, _ := Between(j); p.Kind != CaptivePortal {
		t.Errorf("the portal in place of another server is called %v", p)
	}
	if p, _ := Names("GeoTrust TLS RSA CA G1", "securelogin.arubanetworks.com"); p.Kind != CaptivePortal {
		t.Errorf("the portal by what the user reads out is called %v", p)
	}
}

// A product's first certificate may tell of it in the organisation alone. One of a
// router or of a trial environment is such a first certificate, too.
func TestDefaults(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]Product{
		"fritz.box":                       {"FRITZ!Box router", Router},
		"(STAGING) Artificial Apricot R3": {"Let's Encrypt staging environment", Staging},
		"kubernetes ingress controller fake certificate": {"Kubernetes Ingress", HostingDefault},
	} {
		if p, _ := Default(chainBy(by, "")); p != want {
			t.Errorf("%q is called %v", by, p)
		}
	}
	j := chainBy("server7", "")
	j.Leaf.IssuedTo, j.Leaf.X509.Subject = "server7", pkix.Name{CommonName: "server7", Organization: []string{"QNAP Systems, Inc."}}
	if p, _ := Default(j); p.Name != "QNAP NAS" {
		t.Errorf("its first certificate is called %v", p)
	}
	j.Leaf.X509 = nil // which could not be read
	if p, ok := Default(j); ok {
		t.Errorf("one that could not be read is called %v", p)
	}
}

// A developer's own authority is no fault where it is trusted.
func TestTrustedDevelopment(t *testing.T) {
	t.Parallel()
	j := chainBy("mkcert anna@laptop", "mkcert development CA")
	j.Trust = checks.TrustOK
	if p, ok := Distrusted(j); ok {
		t.Errorf("trusted by --ca-file and called %v", p)
	}
}

func TestMakersAreWrittenToMatch(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for row, m := range makers {
		if len(m.names) == 0 {
			t.Errorf("%s has no names", m.product)
		}
		for _, name := range m.names {
			if !slices.Contains(slices.Collect(byName().rows(trim(name))), row) {
				t.Errorf("%q does not match itself", name)
			}
			for _, r := range name {
				if r >= 'A' && r <= 'Z' {
					t.Errorf("%q is not in lower case", name)
					break
				}
			}
			if seen[name] {
				t.Errorf("%q is listed twice", name)
			}
			seen[name] = true
			if len(trim(name)) < 4 {
				t.Errorf("%q is too short to tell anybody apart", name)
			}
		}
	}
}

func trim(pattern string) string {
	out := ""
	for _, r := range pattern {
		switch r {
		case '*':
		case '?', '#':
			out += "1" // which both stand for
		default:
			out += string(r)
		}
	}
	return out
}

// A machine's number is of small letters and digits, to the ends of both.
func TestNumbers(t *testing.T) {
	for name, want := range map[string]bool{
		"fg0az9": true, "fg9za0": true, "fg0a`9": false, "fg0a{9": false, "fg/az9": false, "fg:az9": false, "fg0az": false, "fx0az9": false, "fg0az99": false,
	} {
		if got := isNumber(name, "fg#??#"); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A distinguished name is taken apart at the signs between its attributes, in the order
// in which they stand; a name that only holds such a sign stays whole.
func TestParts(t *testing.T) {
	for name, want := range map[string][]string{
		"":                        nil,
		"CN=A, O=B, C=US":         {"cn=a, o=b, c=us", "a", "b"},
		"C=US,OU=X,CN=A":          {"c=us,ou=x,cn=a", "a", "x"},
		"O=B, L=Z, ST=Y, OU=X":    {"o=b, l=z, st=y, ou=x", "b", "x"},
		"/O=B/CN=A":               {"/o=b/cn=a", "a", "b"},
		"CN=A/B Security, O=C":    {"cn=a/b security, o=c", "a/b security", "c"},
		"CN=A;O=B":                {"cn=a;o=b", "a", "b"},
		"CN=":                     {"cn=", ""},
		"CN=, O=B":                {"cn=, o=b", "", "b"},
		"Corp.cn=x":               {"corp.cn=x"},
		"O=First, CN=A, O=Second": {"o=first, cn=a, o=second", "a", "first", "second"},
	} {
		if got := parts(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
