package rawtls

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzFlight: a server says anything at all in answer to a ClientHello.
func FuzzFlight(f *testing.F) {
	for _, data := range flights(f, "-12") {
		f.Add(data, uint16(tls.VersionTLS12))
	}
	for _, data := range flights(f, "-13") {
		f.Add(data, uint16(tls.VersionTLS13))
	}
	f.Add([]byte{21, 3, 3, 0, 2, 2, 40}, uint16(tls.VersionTLS12))
	f.Add([]byte("220 mail.example ESMTP\r\n"), uint16(VersionSSL3))
	f.Fuzz(func(t *testing.T, data []byte, best uint16) {
		o := Offer{Best: best, ServerName: "mail.example"}
		hello := Read(replay{bytes.NewReader(data)}, o, true)
		whole := Read(replay{bytes.NewReader(data)}, o, false)
		if whole.Version != hello.Version && whole.Version != tls.VersionTLS13 {
			t.Errorf("version %x, by the hello alone %x", whole.Version, hello.Version)
		}
		bounded(t, whole.Chain, data)
		if whole.Done == (whole.Err != nil) {
			t.Errorf("done %v, %v", whole.Done, whole.Err)
		}
		if _, refused := whole.Alert(); refused && whole.Closed() {
			t.Error("both refused and closed")
		}
		whole.Observed()
	})
}

// bounded checks that no certificate was made up.
func bounded(t *testing.T, chain [][]byte, data []byte) {
	t.Helper()
	total := 0
	for _, cert := range chain {
		total += len(cert)
	}
	if total > len(data) {
		t.Errorf("%d bytes of certificates from %d", total, len(data))
	}
}

// FuzzRecords: messages do not depend on the pieces in which they arrive.
func FuzzRecords(f *testing.F) {
	for _, data := range flights(f, "-12") {
		f.Add(data)
	}
	for _, alert := range [][]byte{{2, 40}, {1, 112}, {1, 0}, {2, 0}, {2}, {}} {
		f.Add(append([]byte{recordAlert, 3, 3, 0, byte(len(alert))}, alert...))
	}
	all := func(r io.Reader) (messages [][]byte, err error) {
		rr := newRecordReader(r)
		for {
			m, err := rr.message()
			if err != nil {
				return messages, err
			}
			messages = append(messages, m)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		one, oneErr := all(iotest.OneByteReader(bytes.NewReader(data)))
		whole, wholeErr := all(bytes.NewReader(data))
		if !slices.EqualFunc(one, whole, bytes.Equal) || oneErr.Error() != wholeErr.Error() {
			t.Errorf("%d messages and %v, a byte at a time %d and %v", len(whole), wholeErr, len(one), oneErr)
		}
		bounded(t, whole, data)
	})
}

// FuzzAlert: the beginning of a conversation tells the same alert as the
// reader of records does.
func FuzzAlert(f *testing.F) {
	f.Add([]byte{21, 3, 3, 0, 2, 2, 40})
	f.Add([]byte{21, 3, 1, 0, 2, 1, 112})
	f.Add([]byte{21, 3, 1, 0, 2, 1, 0})
	f.Add([]byte{21, 3, 0, 0, 1, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		data = data[:min(len(data), AlertSize)] // what follows a warning is not looked at
		number, seen := FirstAlert(data)
		_, err := newRecordReader(bytes.NewReader(data)).message()
		var alert *AlertError
		if whole := len(data) >= AlertSize && data[1] == 3 && data[3] == 0 && data[4] == 2; whole && seen != errors.As(err, &alert) {
			t.Errorf("%x: seen %v, %v", data, seen, err)
		}
		if seen && alert != nil && alert.Number != number {
			t.Errorf("%x: alert %d, want %d", data, number, alert.Number)
		}
		if seen && strings.TrimSpace(AlertName(number)) == "" {
			t.Errorf("alert %d has no name", number)
		}
	})
}

// FuzzServerHello: the body of a ServerHello or HelloRetryRequest.
func FuzzServerHello(f *testing.F) {
	for _, suffix := range []string{"-12", "-13"} {
		for _, data := range flights(f, suffix) {
			message, err := newRecordReader(bytes.NewReader(data)).message()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(message[4:])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := &Flight{}
		said, err := got.serverHello(body)
		if err == nil && VersionName(got.Version) == "" || len(said.public)+len(said.cookie) > len(body) {
			t.Errorf("%+v, %+v", got, said)
		}
	})
}

// FuzzKeyShare: a server's key share of any group.
func FuzzKeyShare(f *testing.F) {
	var keys []shareKey
	for _, g := range keyGroups {
		key, err := g.newKey()
		if err != nil {
			f.Fatal(err)
		}
		keys = append(keys, key)
		f.Add(uint8(len(keys)-1), key.public())
		f.Add(uint8(len(keys)-1), make([]byte, len(key.public())))
		if key.kem != nil {
			point, ciphertext := key.curve.PublicKey().Bytes(), make([]byte, 1088)
			f.Add(uint8(len(keys)-1), key.joined(point, ciphertext))
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, share []byte) {
		key := keys[int(i)%len(keys)]
		secret, err := key.agree(share)
		if (err == nil) != (len(secret) >= 32) {
			t.Errorf("a secret of %d bytes, %v", len(secret), err)
		}
	})
}

// FuzzCertificates: the body of a Certificate message, in clear and sealed.
// What is read without a fault is the message, byte for byte.
func FuzzCertificates(f *testing.F) {
	for _, data := range flights(f, "-12") {
		rr := newRecordReader(bytes.NewReader(data))
		for {
			message, err := rr.message()
			if err != nil {
				break
			}
			if message[0] == messageCertificate {
				f.Add(message[4:])
			}
		}
	}
	for _, data := range flights(f, "-13.plain") {
		rr := &recordReader{pending: data}
		for {
			message, _ := rr.cut()
			if message == nil {
				break
			}
			if message[0] == messageCertificate {
				f.Add(message[4:])
			}
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		chain, err := clearCertificates(body)
		bounded(t, chain, body)
		if err == nil {
			var list []byte
			for _, cert := range chain {
				list = append(append24(list, len(cert)), cert...)
			}
			if again := append(append24(nil, len(list)), list...); !bytes.Equal(again, body) {
				t.Errorf("%x was read as %x", body, again)
			}
		}
		chain, staple, err := sealedCertificates(body)
		bounded(t, append(chain, staple), body)
		if err == nil && len(staple) > 0 && len(chain) == 0 {
			t.Error("a staple for no certificate")
		}
	})
}

func append24(b []byte, n int) []byte { return append(b, byte(n>>16), byte(n>>8), byte(n)) }

// FuzzSealed: what a TLS 1.3 server sends once it is sealed, in records of any
// size, with any padding. It must read the same as in one record.
func FuzzSealed(f *testing.F) {
	for _, data := range flights(f, "-13.plain") {
		f.Add(data, uint16(1000))
	}
	f.Add([]byte{messageEncryptedExt, 0, 0, 2, 0, 0}, uint16(1))
	f.Fuzz(func(t *testing.T, messages []byte, size uint16) {
		var one, many Flight
		oneErr := one.readSealed(sealedReader(t, messages, maxPlain))
		manyErr := many.readSealed(sealedReader(t, messages, int(size)))
		if oneErr == nil != (manyErr == nil) || !slices.EqualFunc(one.Chain, many.Chain, bytes.Equal) ||
			!bytes.Equal(one.staple, many.staple) || one.certRequest != many.certRequest || one.Done != many.Done {
			t.Errorf("%+v %v, in pieces of %d %+v %v", one, oneErr, size, many, manyErr)
		}
		bounded(t, one.Chain, messages)
	})
}

// FuzzOpen: records that were sealed with another key, or with none.
func FuzzOpen(f *testing.F) {
	for _, data := range flights(f, "-13") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rr := sealedReader(t, nil, 1)
		rr.r.Reset(bytes.NewReader(data))
		for {
			kind, _, err := rr.record()
			if err != nil {
				return
			}
			if kind == recordApplicationData {
				t.Fatal("a record with a foreign seal was opened")
			}
		}
	})
}

// maxPlain is the most that one record may hold.
const maxPlain = 1 << 14

// sealedReader reads handshake messages that were sealed with a known key in
// records of size bytes each, with some padding.
func sealedReader(t testing.TB, messages []byte, size int) *recordReader {
	t.Helper()
	block, err := aes.NewCipher(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	size = min(max(size, 1+len(messages)/64), maxPlain) // not too many
	var wire []byte
	nonce := make([]byte, 12)
	for sequence := uint64(0); len(messages) > 0; sequence++ {
		binary.BigEndian.PutUint64(nonce[4:], sequence)
		n := min(size, len(messages))
		plain := append(bytes.Clone(messages[:n]), recordHandshake)
		plain = append(plain, make([]byte, sequence%3)...)
		length := len(plain) + aead.Overhead()
		header := []byte{recordApplicationData, 3, 3, byte(length >> 8), byte(length)}
		wire = append(append(wire, header...), aead.Seal(nil, nonce, plain, header)...)
		messages = messages[n:]
	}
	rr := newRecordReader(bytes.NewReader(wire))
	rr.open = openRecords(aead, make([]byte, 12))
	return rr
}
