package chain

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"testing"
	"unicode/utf8"

	"certdesk/checks"
)

// fixedChain is the same in every run, as fuzzing wants.
func fixedChain(f *testing.F) (leaf, ca, root []byte) {
	f.Helper()
	data, err := os.ReadFile("testdata/chain.pem")
	if err != nil {
		f.Fatal(err)
	}
	var ders [3][]byte
	for i := range ders {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			f.Fatal("testdata/chain.pem is cut short")
		}
		ders[i] = block.Bytes
	}
	return ders[0], ders[1], ders[2]
}

// FuzzParse: foreign bytes never panic, and what cannot be read is not invented.
func FuzzParse(f *testing.F) {
	leaf, ca, root := fixedChain(f)
	f.Add(leaf)
	f.Add(ca)
	f.Add(root)
	negative := append([]byte(nil), leaf...)
	l := walk(negative)
	negative[l.offset(l.serial)] |= 0x80
	f.Add(negative)
	f.Add([]byte{0x30, 0x80})
	f.Fuzz(func(t *testing.T, der []byte) {
		d := parse(der, nil).at(now)
		if d.X509 == nil && d.NotAfter.IsZero() && d.DaysLeft != 0 {
			t.Error("days left of an unknown end")
		}
		if !utf8.ValidString(d.Subject) || !utf8.ValidString(d.Issuer) {
			t.Errorf("%q %q", d.Subject, d.Issuer)
		}
		if d.X509 != nil && len(d.X509.Raw) > len(der) {
			t.Error("the certificate is longer than what was sent")
		}
		if x, err := x509.ParseCertificate(der); err == nil && (d.X509 == nil || !x.NotAfter.Equal(d.NotAfter)) {
			t.Error("read otherwise than by crypto/x509")
		}
	})
}

// FuzzJudge: two damaged certificates never make a trusted chain out of one that
// crypto/x509 would refuse for its signature.
func FuzzJudge(f *testing.F) {
	leaf, ca, root := fixedChain(f)
	f.Add(leaf, ca, host)
	f.Add(ca, leaf, "192.0.2.1")
	f.Add(leaf, root, "")
	f.Fuzz(func(t *testing.T, one, two []byte, name string) {
		judge := New(fromDER("test", [][]byte{root}))
		j := judge.Judge(Input{Sent: [][]byte{one, two}, Name: name, At: now})
		if len(j.Sent) != 2 || j.Leaf == nil || len(j.Path) == 0 {
			t.Fatal("something sent is not described")
		}
		if (j.Trust == checks.TrustInvalid) != (len(j.Invalid) > 0) {
			t.Errorf("%s with %v", j.Trust, j.Invalid)
		}
		if j.Trust == checks.TrustOK && j.Path[0].X509 != nil && j.UnsupportedKey == nil && len(j.WeakSignatures) == 0 {
			signer := j.Path[min(1, len(j.Path)-1)]
			x := j.Path[0].X509
			if len(j.Path) > 1 && signer.X509.CheckSignature(x.SignatureAlgorithm, x.RawTBSCertificate, x.Signature) != nil {
				t.Error("trusted without a signature")
			}
		}
	})
}

// FuzzName: what matches here matches for crypto/x509 too, which clients agree
// with; only the registry wildcards it takes are refused here.
func FuzzName(f *testing.F) {
	for _, s := range []struct{ pattern, name string }{
		{"*.example.com", "mail.example.com"}, {"mail.example.com", "MAIL.example.com."},
		{"ma*.example.com", "mail.example.com"}, {"192.0.2.1", "192.0.2.1"}, {"*", "com"},
		{"xn--bcher-kva.example", "bücher.example"}, {"a\x00b", "a"}, {"[::1]", "::1"},
	} {
		f.Add(s.pattern, s.name)
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if name == "" || len(name) > 1000 || len(pattern) > 1000 {
			return
		}
		got := matchName(&certificate{dns: []string{pattern}}, name)
		std := (&x509.Certificate{DNSNames: []string{pattern}}).VerifyHostname(asciiHost(name))
		if got == checks.NameOK && std != nil {
			t.Errorf("%q matches %q here and not for crypto/x509: %v", pattern, name, std)
		}
	})
}
