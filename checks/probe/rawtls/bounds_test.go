package rawtls

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

// TestGroupOfECDHE: the curve, where it is one that has a name.
func TestGroupOfECDHE(t *testing.T) {
	for kind, want := range map[byte]uint16{3: 29, 1: 0, 2: 0} {
		f := &Flight{Version: tls.VersionTLS12, Suite: tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		if f.serverKeyExchange([]byte{kind, 0, 29, 1, 4, 4, 1}); f.Group != want {
			t.Errorf("a curve of kind %d: group %d, want %d", kind, f.Group, want)
		}
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
		f := &Flight{Version: tls.VersionTLS12, Suite: 0x009E} // DHE-RSA
		f.serverKeyExchange(append(vector(tt.prime...), rest...))
		if f.dhBits != tt.bits || f.Signature != 0x0401 {
			t.Errorf("% x: %d bits, signed by %04x", tt.prime[:min(3, len(tt.prime))], f.dhBits, f.Signature)
		}
		f = &Flight{Version: tls.VersionTLS11, Suite: 0x009E}
		if f.serverKeyExchange(append(vector(tt.prime...), rest...)); f.Signature != 0 {
			t.Errorf("before TLS 1.2 nothing says by what it is signed: %04x", f.Signature)
		}
	}
}

// TestAlertAtTheBeginning: the alert that ended a conversation is read even where
// crypto/tls reads none; a warning ends nothing, but for that of the end.
func TestAlertAtTheBeginning(t *testing.T) {
	for first, want := range map[string]int{
		"\x15\x03\x03\x00\x02\x02\x28": 40, "\x15\x03\x03\x00\x02\x01\x00": 0, "\x15\x03\x03\x00\x02\x01\x70": -1,
		"\x15\x03\x03\x00\x02\x02": -1, "\x16\x03\x03\x00\x02\x02\x28": -1, "": -1,
	} {
		number, seen := FirstAlert([]byte(first))
		if got := int(number); seen != (want >= 0) || seen && got != want {
			t.Errorf("% x: %d, %v", first, number, seen)
		}
	}
}

// TestRecordBounds: the largest record and the largest message are read, larger ones not.
func TestRecordBounds(t *testing.T) {
	record := func(kind byte, body []byte) []byte {
		return append([]byte{kind, 3, 3, byte(len(body) >> 8), byte(len(body))}, body...)
	}
	if _, body, err := newRecordReader(bytes.NewReader(record(recordHandshake, make([]byte, maxRecord)))).record(); err != nil || len(body) != maxRecord {
		t.Errorf("the largest record: %d bytes, %v", len(body), err)
	}
	var plain *NotTLSError
	if _, _, err := newRecordReader(bytes.NewReader(record(recordHandshake, make([]byte, maxRecord+1)))).record(); !errors.As(err, &plain) {
		t.Errorf("a larger record: %v", err)
	}
	message := func(size int) []byte {
		whole := make([]byte, 4+size)
		whole[0], whole[1], whole[2], whole[3] = messageCertificate, byte(size>>16), byte(size>>8), byte(size)
		var out []byte
		for len(whole) > 0 {
			n := min(len(whole), 1<<14)
			out = append(out, record(recordHandshake, whole[:n])...)
			whole = whole[n:]
		}
		return out
	}
	if got, err := newRecordReader(bytes.NewReader(message(maxMessage - 4))).message(); err != nil || len(got) != maxMessage {
		t.Errorf("the largest message: %d bytes, %v", len(got), err)
	}
	if _, err := newRecordReader(bytes.NewReader(message(maxMessage - 3))).message(); !errors.Is(err, errFlight) {
		t.Errorf("a larger message: %v", err)
	}
	flight := newRecordReader(bytes.NewReader(bytes.Repeat(record(recordHandshake, make([]byte, 1<<14-recordHeader)), maxFlight>>14+1)))
	for range maxFlight >> 14 {
		if _, _, err := flight.record(); err != nil {
			t.Fatalf("the largest flight: %v", err)
		}
	}
	if _, _, err := flight.record(); !errors.Is(err, errFlight) {
		t.Errorf("a larger flight: %v", err)
	}
	for first, want := range map[string]bool{
		"\x14": true, "\x17": true, "\x13": false, "\x18": false, "\x16\x03": true, "\x16\x02": false, "\x16\x02\x03": false, "220": false,
	} {
		if got := IsRecord([]byte(first)); got != want {
			t.Errorf("% x begins a record: %v", first, got)
		}
	}
}
