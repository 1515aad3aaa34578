package checktest_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

func verify(t *testing.T, root *checktest.Authority, id *checktest.Identity, name string) error {
	t.Helper()
	opts := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		DNSName:       name,
		CurrentTime:   now,
	}
	opts.Roots.AddCert(parse(t, root.DER))
	for _, der := range id.Chain[1:] {
		opts.Intermediates.AddCert(parse(t, der))
	}
	_, err := parse(t, id.Leaf()).Verify(opts)
	return err
}

func parse(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Each option makes the one fault it names, and nothing else is wrong.
func TestFaultsAsVerifySeesThem(t *testing.T) {
	const host = "imap.corp.example"
	pki := checktest.NewPKI(now)
	root := pki.Root("Example Root")
	ca := root.Intermediate("Example CA 1")
	issue := func(opts ...checktest.Option) *checktest.Identity { return ca.Issue(host, opts...) }
	below := func(opts ...checktest.Option) *checktest.Identity {
		return root.Intermediate("Odd CA", opts...).Issue(host)
	}
	tests := []struct {
		name string
		id   *checktest.Identity
		want string // part of the error; "" is none
	}{
		{"healthy", issue(), ""},
		{"healthy, straight from the root", root.Issue(host), ""},
		{"healthy, RSA", root.Intermediate("RSA CA", checktest.Key(checktest.RSA2048)).Issue(host, checktest.Key(checktest.RSA2048)), ""},
		{"healthy, P-384", issue(checktest.Key(checktest.P384)), ""},
		{"healthy, no subject", issue(checktest.NoSubject()), ""},
		{"healthy, must staple", issue(checktest.MustStaple()), ""},
		{"healthy, wildcard", issue(checktest.Names("*.corp.example")), ""},
		{"healthy, constrained", below(checktest.Permitted("corp.example")), ""},
		{"healthy, URLs", issue(checktest.IssuerURL("http://a.example/ca.cer"), checktest.OCSPURL("http://o.example"), checktest.CRLURL("http://c.example/1.crl")), ""},
		{"another name", issue(checktest.Names("imap.hoster.example")), "imap.hoster.example"},
		{"no SAN", issue(checktest.NoSAN()), "legacy Common Name"},
		{"IP only", issue(checktest.Names("192.0.2.1", "2001:db8::1")), "not valid for any names"},
		{"expired", issue(checktest.ExpiredFor(checktest.Day)), "certificate has expired"},
		{"not yet valid", issue(checktest.StartsIn(checktest.Day)), "not yet valid"},
		{"self-signed", pki.SelfSigned(host), "unknown authority"},
		{"untrusted root", pki.Root("Other Root").Issue(host), "unknown authority"},
		{"leaf alone", issue().Alone(), "unknown authority"},
		{"client usage", issue(checktest.Usages(checktest.ClientAuth)), "incompatible key usage"},
		{"name constraints", below(checktest.Permitted("other.example")), "not permitted"},
		{"excluded", below(checktest.Excluded("corp.example")), "excluded"},
		{"not a CA", below(checktest.NotCA()), "cannot sign this kind"},
		{"path length", root.Intermediate("Short CA", checktest.MaxPathLen(0)).Intermediate("Deep CA").Issue(host), "too many intermediates"},
		{"critical extension", issue(checktest.UnknownCritical()), "unhandled critical extension"},
		{"bad signature", issue(checktest.BadSignature()), "unknown authority"},
		{"SHA-1", root.Intermediate("RSA CA", checktest.Key(checktest.RSA2048)).Issue(host, checktest.SignedWith(checktest.SHA1)), "insecure algorithm SHA1-RSA"},
		{"MD5", root.Intermediate("RSA CA", checktest.Key(checktest.RSA2048)).Issue(host, checktest.SignedWith(checktest.MD5)), "insecure algorithm MD5-RSA"},
		{"ECDSA with SHA-1", issue(checktest.SignedWith(checktest.SHA1)), "insecure algorithm ECDSA-SHA1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := verify(t, root, tt.id, host)
			if tt.want == "" && err != nil {
				t.Errorf("Verify: %v", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Verify: %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSHA1SignatureIsRight(t *testing.T) {
	pki := checktest.NewPKI(now)
	root := pki.Root("RSA Root", checktest.Key(checktest.RSA1024))
	for _, d := range []checktest.Digest{checktest.SHA1, checktest.MD5} {
		leaf := parse(t, root.Issue("a.example", checktest.SignedWith(d)).Leaf())
		// x509 refuses the digest, so the signature itself is checked.
		hash, sum := digest(d, leaf.RawTBSCertificate)
		if err := rsa.VerifyPKCS1v15(parse(t, root.DER).PublicKey.(*rsa.PublicKey), hash, sum, leaf.Signature); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
}

func TestCrossSign(t *testing.T) {
	pki := checktest.NewPKI(now)
	old, young := pki.Root("Old Root"), pki.Root("Young Root")
	id := young.Issue("a.example")
	if err := verify(t, old, id, "a.example"); err == nil {
		t.Error("trusted by the old root without the cross-signed certificate")
	}
	if err := verify(t, old, id.With(old.CrossSign(young)), "a.example"); err != nil {
		t.Errorf("with the cross-signed certificate: %v", err)
	}
}

func TestDates(t *testing.T) {
	pki := checktest.NewPKI(now)
	leaf := parse(t, pki.SelfSigned("a.example", checktest.ExpiresIn(5*checktest.Day)).Leaf())
	if want := now.Add(5 * checktest.Day); !leaf.NotAfter.Equal(want) {
		t.Errorf("NotAfter = %v, want %v", leaf.NotAfter, want)
	}
	far := time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC) // needs GeneralizedTime
	leaf = parse(t, pki.SelfSigned("a.example", checktest.Validity(now, far)).Leaf())
	if !leaf.NotAfter.Equal(far) {
		t.Errorf("NotAfter = %v, want %v", leaf.NotAfter, far)
	}
}

// OpenSSL reads what Go does not, and says what it is.
func TestOddCertificates(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	pki := checktest.NewPKI(now)
	root := pki.Root("Example Root")
	tests := []struct {
		name   string
		option checktest.Option
		want   string
		parses bool
	}{
		{"negative serial", checktest.Serial(-1), "(Negative)01", false},
		{"secp256k1", checktest.Key(checktest.Secp256k1), "secp256k1", false},
		{"brainpool", checktest.Key(checktest.BrainpoolP256), "brainpoolP256r1", false},
		{"P-224", checktest.Key(checktest.P224), "secp224r1", true},
		{"P-521", checktest.Key(checktest.P521), "secp521r1", true},
		{"Ed25519", checktest.Key(checktest.Ed25519), "ED25519", true},
		{"Ed448", checktest.Key(checktest.Ed448), "ED448", true},
		{"RSA-PSS", checktest.Key(checktest.RSAPSS), "rsassaPss", true},
		{"RSA 512", checktest.Key(checktest.RSA512), "(512 bit)", true},
		{"RSA 1000", checktest.Key(checktest.RSA1000), "(1000 bit)", true},
		{"RSA 1024", checktest.Key(checktest.RSA1024), "(1024 bit)", true},
		{"must staple", checktest.MustStaple(), "status_request", true},
		{"name with a dot at its end", checktest.DNSNames("a.example."), "DNS:a.example.", true},
		{"address as a name", checktest.DNSNames("192.0.2.1"), "DNS:192.0.2.1", true},
		{"URLs", checktest.CRLURL("http://c.example/1.crl"), "URI:http://c.example/1.crl", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := root.Issue("a.example", tt.option)
			if _, err := x509.ParseCertificate(id.Leaf()); (err == nil) != tt.parses {
				t.Errorf("ParseCertificate: %v", err)
			}
			cmd := exec.Command(openssl, "x509", "-noout", "-text")
			cmd.Stdin = bytes.NewReader(id.PEM())
			text, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(text), tt.want) {
				t.Errorf("openssl (%v) does not say %q:\n%s", err, tt.want, text)
			}
			// The signature is right whatever the key under it.
			dir := t.TempDir()
			leaf, ca := filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "ca.pem")
			write(t, leaf, id.PEM())
			write(t, ca, root.PEM())
			out, err := exec.Command(openssl, "verify", "-auth_level", "0", "-CAfile", ca, "-attime", "1795435200", leaf).CombinedOutput()
			if err != nil {
				t.Errorf("openssl verify: %v\n%s", err, out)
			}
		})
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// An authority with a key too small for Go still signs.
func TestSmallAuthority(t *testing.T) {
	root := checktest.NewPKI(now).Root("Small Root", checktest.Key(checktest.RSA512))
	err := verify(t, root, root.Issue("a.example"), "a.example")
	if err == nil || !strings.Contains(err.Error(), "512-bit keys are insecure") {
		t.Errorf("Verify: %v", err)
	}
}
