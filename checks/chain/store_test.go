package chain

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every root of the embedded list is found by its name, read, and free of faults
// of its own.
func TestMozilla(t *testing.T) {
	s := Mozilla()
	if s.Name() != "mozilla" || s.Len() < 80 {
		t.Fatalf("%q with %d roots", s.Name(), s.Len())
	}
	if v := s.Version(); v != "" && !regexp.MustCompile(`^20\d\d-[01]\d-[0-3]\d$`).MatchString(v) {
		t.Errorf("version %q", v)
	}
	judge := New(s)
	conditions := 0
	for r := range s.s.roots() {
		x, err := x509.ParseCertificate(r.der)
		if err != nil {
			t.Fatal(err)
		}
		if r.constraint != nil {
			conditions++
		}
		j := judge.Judge(Input{Sent: [][]byte{r.der}, At: x.NotBefore.AddDate(1, 0, 0)})
		if len(j.Path) != 1 || !j.PublicRoot || len(j.Invalid) > 0 || j.UnsupportedKey != nil {
			t.Errorf("%s: %v", x.Subject, gist(j))
		}
	}
	if conditions == 0 {
		t.Log("no root of this list carries a date")
	}
}

func TestPseudoVersionDate(t *testing.T) {
	for version, want := range map[string]string{
		"v0.0.0-20261030153154-30a33513ff6d":   "2026-10-30",
		"v1.2.4-0.20250102030405-30a33513ff6d": "2025-01-02",
		"v1.2.3":                               "",
		"(devel)":                              "",
	} {
		if got := pseudoVersionDate(version); got != want {
			t.Errorf("%s: %q, want %q", version, got, want)
		}
	}
}

func TestFromPEM(t *testing.T) {
	a, b := newRoot(t, "A"), newRoot(t, "B")
	pems := func(s Store) int { return s.Len() }
	both := trust(t, "x", a, b)
	if pems(both) != 2 || both.Name() != "x" || both.Version() != "" {
		t.Errorf("%d roots in %q", pems(both), both.Name())
	}
	der, err := FromPEM("der", append(append([]byte(nil), a.der...), b.der...))
	if err != nil || der.Len() != 2 {
		t.Errorf("DER: %d, %v", der.Len(), err)
	}
	for _, bad := range []string{"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := FromPEM("bad", []byte(bad)); err == nil || err.Error() != `reading the trusted roots "bad": no certificate in it` {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for kind, want := range map[string]int{"CERTIFICATE": 1, "TRUSTED CERTIFICATE": 1, "X509 CERTIFICATE": 1, "X509 CRL": 0, "PRIVATE KEY": 0} {
		block := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: a.der})
		if got, err := FromPEM(kind, block); got.Len() != want || (err == nil) != (want > 0) {
			t.Errorf("%s: %d, %v", kind, got.Len(), err)
		}
	}
	var zero Store
	if zero.Len() != 0 || zero.Name() != "" || zero.Version() != "" {
		t.Error("the zero store is not empty")
	}
}

func TestSystemFollowsTheEnvironment(t *testing.T) {
	if System().Len() < 0 {
		t.Skip("this system keeps its roots to itself")
	}
	root := newRoot(t, "Root")
	folder := t.TempDir()
	t.Setenv("SSL_CERT_FILE", filepath.Join(folder, "none.pem"))
	t.Setenv("SSL_CERT_DIR", folder)
	if n := System().Len(); n != 0 {
		t.Errorf("%d roots in an empty system", n)
	}
	data := pemOf(root)
	if err := os.WriteFile(filepath.Join(folder, "root.pem"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	j := New(Mozilla(), System()).Judge(Input{Sent: sent(root.server(host)), Name: host, At: now})
	expect(t, j, "trusted")
	if diff := cmp.Diff(map[string]string{"mozilla": "untrusted", "system": "trusted"}, j.Stores); diff != "" {
		t.Error(diff)
	}
}
