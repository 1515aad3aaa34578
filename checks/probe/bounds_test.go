package probe

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/tls"
	"errors"
	"testing"
)

// TestSealedRecords: what is padding is taken off a sealed record, whose kind stands
// before it; one of padding alone has none.
func TestSealedRecords(t *testing.T) {
	block, err := aes.NewCipher(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	iv, header := make([]byte, aead.NonceSize()), []byte{recordApplicationData, 3, 3, 0, 0}
	for _, tt := range []struct {
		plain []byte
		kind  byte
		body  string
		err   error
	}{
		{[]byte{'a', 'b', recordHandshake}, recordHandshake, "ab", nil},
		{[]byte{'a', 0, recordHandshake, 0, 0}, recordHandshake, "a\x00", nil},
		{[]byte{recordHandshake, 0}, recordHandshake, "", nil},
		{[]byte{0, 0, 0}, 0, "", errMessage},
		{nil, 0, "", errMessage},
	} {
		open := openRecords(aead, iv)
		kind, body, err := open(header, aead.Seal(nil, iv, tt.plain, header))
		if kind != tt.kind || string(body) != tt.body || !errors.Is(err, tt.err) {
			t.Errorf("% x: kind %d, % x, %v", tt.plain, kind, body, err)
		}
	}
	open := openRecords(aead, iv)
	if _, _, err := open(header, make([]byte, 20)); err == nil {
		t.Error("a record of another key is opened")
	}
}

// TestGroupOfDHE: the size of the prime, whatever stands before it, and none where there
// is none.
func TestGroupOfDHE(t *testing.T) {
	vector := func(body ...byte) []byte { return append([]byte{byte(len(body) >> 8), byte(len(body))}, body...) }
	rest := append(append(vector(2), vector(5)...), 4, 1)
	for _, tt := range []struct {
		prime []byte
		bits  int
	}{
		{bytes.Repeat([]byte{0xff}, 256), 2048},
		{append([]byte{0}, bytes.Repeat([]byte{0xff}, 256)...), 2048},
		{append([]byte{0, 0, 0x01}, bytes.Repeat([]byte{0xff}, 127)...), 1017},
		{[]byte{1}, 1}, {[]byte{0, 0}, 0}, {nil, 0},
	} {
		f := &flight{version: tls.VersionTLS12, suite: 0x009E} // DHE-RSA
		f.serverKeyExchange(append(vector(tt.prime...), rest...))
		if f.dhBits != tt.bits || f.signature != 0x0401 {
			t.Errorf("% x: %d bits, signed by %04x", tt.prime[:min(3, len(tt.prime))], f.dhBits, f.signature)
		}
		f = &flight{version: tls.VersionTLS11, suite: 0x009E}
		if f.serverKeyExchange(append(vector(tt.prime...), rest...)); f.signature != 0 {
			t.Errorf("before TLS 1.2 nothing says by what it is signed: %04x", f.signature)
		}
	}
}
