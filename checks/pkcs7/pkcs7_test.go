package pkcs7_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"encoding/pem"

	"certdesk/checks/checktest"
	"certdesk/checks/pkcs7"
)

// wrap writes an element.
func wrap(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	n := len(body)
	return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, body...)
}

// open writes an element of open length.
func open(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(parts, nil)...), 0, 0)
}

type writer func(tag byte, parts ...[]byte) []byte

var (
	oidSigned = []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2}
	oidData   = []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1}
)

func message(w writer, certs ...[]byte) []byte {
	parts := [][]byte{{2, 1, 1}, {0x31, 0}, w(0x30, oidData)}
	if certs != nil {
		parts = append(parts, w(0xa0, certs...))
	}
	return w(0x30, oidSigned, w(0xa0, w(0x30, append(parts, []byte{0x31, 0})...)))
}

func chain() [][]byte {
	pki := checktest.NewPKI(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	root := pki.Root("Test Root")
	return [][]byte{root.Issue("imap.corp.com").Chain[0], root.DER}
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	certs := chain()
	for name, w := range map[string]writer{"DER": wrap, "BER": open} {
		got, err := pkcs7.Certificates(message(w, certs...))
		if err != nil || len(got) != 2 || !bytes.Equal(got[0], certs[0]) || !bytes.Equal(got[1], certs[1]) {
			t.Errorf("%s: %d certificates, %v", name, len(got), err)
		}
	}
	if got, err := pkcs7.Certificates(message(wrap)); err != nil || len(got) != 0 {
		t.Errorf("without certificates: %d, %v", len(got), err)
	}
	many := make([][]byte, 1000)
	for i := range many {
		many[i] = certs[0]
	}
	if got, err := pkcs7.Certificates(message(wrap, many...)); err != nil || len(got) != pkcs7.MaxCertificates {
		t.Errorf("a thousand certificates: %d, %v", len(got), err)
	}
}

func TestWhatIsNone(t *testing.T) {
	t.Parallel()
	certs := chain()
	whole := message(wrap, certs...)
	deep := bytes.Repeat([]byte{0x30, 0x80}, 100000)
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("-----BEGIN PKCS7-----"), "a certificate": certs[0], "nested": deep,
		"plain data":         wrap(0x30, oidData, wrap(0xa0, wrap(4, []byte("hello")))),
		"a length that lies": {0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 6, 9},
	} {
		if got, err := pkcs7.Certificates(data); err == nil {
			t.Errorf("%s: %d certificates", name, len(got))
		}
	}
	for n := range len(whole) {
		if got, err := pkcs7.Certificates(whole[:n]); err == nil {
			t.Fatalf("cut after %d bytes: %d certificates", n, len(got))
		}
	}
}

// What OpenSSL writes is what Windows exports.
func TestOpenSSL(t *testing.T) {
	t.Parallel()
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	certs := chain()
	var in bytes.Buffer
	for _, der := range certs {
		if err := pem.Encode(&in, &pem.Block{Type: "CERTIFICATE", Bytes: der}); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "chain.pem")
	if err := os.WriteFile(file, in.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(openssl, "crl2pkcs7", "-nocrl", "-certfile", file, "-outform", "DER").Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := pkcs7.Certificates(out)
	if err != nil || len(got) != 2 || !bytes.Equal(got[0], certs[0]) || !bytes.Equal(got[1], certs[1]) {
		t.Errorf("%d certificates, %v", len(got), err)
	}
}

func FuzzCertificates(f *testing.F) {
	certs := chain()
	f.Add(message(wrap, certs...))
	f.Add(message(open, certs...))
	f.Add(certs[0])
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := pkcs7.Certificates(data)
		if err != nil && got != nil {
			t.Fatal("certificates beside an error")
		}
		total := 0
		for _, der := range got {
			total += len(der)
		}
		if total > len(data) || len(got) > pkcs7.MaxCertificates {
			t.Fatalf("%d certificates of %d bytes out of %d bytes", len(got), total, len(data))
		}
	})
}
