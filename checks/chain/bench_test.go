package chain

import (
	"crypto/x509"
	"testing"

	"certdesk/checks/cache"
)

// benchChain is what an ordinary server sends: many different leaves under one
// intermediate, so that no memory of leaves helps.
func benchChain(b *testing.B) (root, intermediate *issuer, leaves []*issuer) {
	b.Helper()
	root = newRoot(b, "Bench Root")
	intermediate = root.authority("Bench CA 1")
	for range 2048 {
		leaves = append(leaves, intermediate.server("mail.example.com"))
	}
	return root, intermediate, leaves
}

// BenchmarkJudge judges a chain no part of which but the authorities was seen
// before, as a sweep over many servers does.
func BenchmarkJudge(b *testing.B) {
	root, intermediate, leaves := benchChain(b)
	judge := New(trust(b, "bench", root))
	// Leaves come round again here and not in a sweep: forget their signatures.
	judge.signatures = cache.New[[64]byte, signed](64, nil)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		leaf := leaves[i%len(leaves)]
		parsed, err := x509.ParseCertificate(leaf.der)
		if err != nil {
			b.Fatal(err)
		}
		j := judge.Judge(Input{Sent: sent(leaf, intermediate), Parsed: []*x509.Certificate{parsed, intermediate.cert},
			Name: "mail.example.com", At: now})
		if len(j.Path) != 3 {
			b.Fatal(j.Trust)
		}
	}
}

// BenchmarkBareVerify is the least a checker can do: parse, build one path,
// compare the name.
func BenchmarkBareVerify(b *testing.B) {
	root, intermediate, leaves := benchChain(b)
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(root.cert)
	others.AddCert(intermediate.cert)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		parsed, err := x509.ParseCertificate(leaves[i%len(leaves)].der)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := parsed.Verify(x509.VerifyOptions{DNSName: "mail.example.com", Roots: roots,
			Intermediates: others, CurrentTime: now}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstQuestion is what the first judgement of a process pays for the
// embedded and the system's roots.
func BenchmarkFirstQuestion(b *testing.B) {
	leaf := newRoot(b, "Bench Root").server("mail.example.com")
	b.ReportAllocs()
	for b.Loop() {
		New(Mozilla(), System()).Judge(Input{Sent: sent(leaf), Name: "mail.example.com", At: now})
	}
}
