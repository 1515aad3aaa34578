package certfile_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"certdesk/checks/certfile"
	"certdesk/checks/checktest"
)

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func wide(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// message is a "certs-only" message whose lengths stand in three bytes.
func message(certs ...[]byte) []byte {
	return messageOf(func(tag byte, parts ...[]byte) []byte {
		body := bytes.Join(parts, nil)
		return append([]byte{tag, 0x83, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
	}, certs...)
}

// open writes an element whose length is left open, as BER allows.
func open(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(parts, nil)...), 0, 0)
}

// long writes an element whose length stands in four bytes.
func long(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(binary.BigEndian.AppendUint32([]byte{tag, 0x84}, uint32(len(body))), body...)
}

func messageOf(wrap func(tag byte, parts ...[]byte) []byte, certs ...[]byte) []byte {
	signed := []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2}
	data := []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1}
	return wrap(0x30, signed, wrap(0xa0, wrap(0x30, []byte{2, 1, 1}, []byte{0x31, 0}, wrap(0x30, data), wrap(0xa0, certs...), []byte{0x31, 0})))
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	root := pki.Root("Test Root")
	leaf, ca := root.Issue("imap.corp.com").Chain[0], root.DER
	both := block("CERTIFICATE", leaf) + block("CERTIFICATE", ca)
	tests := []struct {
		name string
		data []byte
		want [][]byte
	}{
		{"PEM", []byte(both), [][]byte{leaf, ca}},
		{"words around it", []byte("Bag Attributes\n" + both + "-- \nAnna"), [][]byte{leaf, ca}},
		{"quoted in a mail", []byte("> " + strings.ReplaceAll(strings.TrimSpace(both), "\n", "\n> ")), [][]byte{leaf, ca}},
		{"UTF-16", wide(both), [][]byte{leaf, ca}},
		{"DER", leaf, [][]byte{leaf}},
		{"DER after DER", append(bytes.Clone(leaf), ca...), [][]byte{leaf, ca}},
		{"DER and a line break", append(bytes.Clone(leaf), '\n'), [][]byte{leaf}},
		{"bare base64", []byte(base64.StdEncoding.EncodeToString(leaf)), [][]byte{leaf}},
		{"bare base64 in lines, UTF-16", wide(strings.Join(strings.SplitAfter(base64.StdEncoding.EncodeToString(leaf), "A"), "\r\n")), [][]byte{leaf}},
		{"p7b, DER", message(leaf, ca), [][]byte{leaf, ca}},
		{"p7b, lengths left open", messageOf(open, leaf, ca), [][]byte{leaf, ca}},
		{"p7b, lengths of four bytes", messageOf(long, leaf, ca), [][]byte{leaf, ca}},
		{"words before the block's first line", []byte("Certificate: " + block("CERTIFICATE", leaf)), [][]byte{leaf}},
		{"the first bytes of DER alone", leaf[:4], nil},
		{"a text in Windows-1252 that begins as DER", []byte("0\x85 hours"), nil},
		{"p7b, PEM", []byte(block("PKCS7", message(leaf, ca))), [][]byte{leaf, ca}},
		{"p7b, called certificate", []byte(block("CERTIFICATE", message(leaf, ca))), [][]byte{leaf, ca}},
		{"p7b, bare base64", []byte(base64.StdEncoding.EncodeToString(message(leaf, ca))), [][]byte{leaf, ca}},
		{"a key", []byte(block("PRIVATE KEY", leaf)), nil},
		{"a text", []byte("Issued to: imap.corp.com"), nil},
		{"nothing", nil, nil},
	}
	for _, tt := range tests {
		got := certfile.Certificates(tt.data)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %d certificates, want %d", tt.name, len(got), len(tt.want))
			continue
		}
		for i := range got {
			if !bytes.Equal(got[i], tt.want[i]) {
				t.Errorf("%s: certificate %d is another one", tt.name, i)
			}
		}
	}
}

func FuzzCertificates(f *testing.F) {
	f.Add([]byte(block("CERTIFICATE", []byte{0x30, 0x80, 0, 0})))
	f.Add(wide("MAAA"))
	f.Add(message([]byte{0x30, 0x00}))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, der := range certfile.Certificates(data) {
			if len(der) > len(data) {
				t.Fatal("more bytes than came in")
			}
		}
	})
}
