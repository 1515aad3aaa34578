package pkcs7_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

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
	for name, whole := range map[string][]byte{"DER": whole, "BER": message(open, certs...)} {
		for n := range len(whole) {
			// Without what comes behind it, so that reading on is noticed.
			if got, err := pkcs7.Certificates(whole[:n:n]); err == nil {
				t.Fatalf("%s, cut after %d bytes: %d certificates", name, n, len(got))
			}
		}
	}
}

// Elements of open length are followed to a depth, so that a message cannot make the
// reader run out of its stack.
func TestDepth(t *testing.T) {
	t.Parallel()
	nested := func(depth int) []byte {
		in := []byte{0x30, 0}
		for range depth {
			in = open(0x30, in)
		}
		return in
	}
	// The message itself is four deep where its certificates stand.
	if got, err := pkcs7.Certificates(message(open, nested(12))); err != nil || len(got) != 1 || !bytes.Equal(got[0], nested(12)) {
		t.Errorf("a little nested: %d certificates, %v", len(got), err)
	}
	for _, depth := range []int{13, 100} {
		if _, err := pkcs7.Certificates(message(open, nested(depth))); err == nil {
			t.Errorf("%d deep is read", depth)
		}
	}
}

// An element of every form of length, with the next one behind it.
func TestLengths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		head []byte
		size int
		fits bool
	}{
		{"one byte", []byte{0x30, 0x7f}, 127, true},
		{"one byte more", []byte{0x30, 0x81, 0x80}, 128, true},
		{"four bytes", []byte{0x30, 0x84, 0, 0, 1, 0}, 256, true},
		{"five bytes", []byte{0x30, 0x85, 0, 0, 0, 1, 0}, 256, false},
	} {
		element := append(bytes.Clone(tt.head), make([]byte, tt.size)...)
		got, err := pkcs7.Certificates(message(wrap, element, []byte{0x30, 0}))
		if fits := err == nil && len(got) == 2 && bytes.Equal(got[0], element); fits != tt.fits {
			t.Errorf("%s: %d certificates, %v", tt.name, len(got), err)
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
