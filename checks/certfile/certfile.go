// Package certfile finds the certificates in a file, in whatever form people
// have them: PEM blocks with anything around them, also as mail programs, chats
// and Windows leave them (quoted, indented, UTF-16), DER, one certificate after
// the other, bare base64, and the "certs-only" messages that Windows exports as
// .p7b, in PEM or DER.
//
// It judges nothing. What merely looks like a certificate is one too: a report
// then says what is wrong with it.
package certfile

import (
	"bytes"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"unicode/utf16"
	"unicode/utf8"

	"certdesk/checks/pkcs7"
)

// Certificates returns the certificates in data, in DER, in the order in which
// they stand there; nil if there is none.
func Certificates(data []byte) [][]byte {
	var der [][]byte
	for rest := PlainPEM(data); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			der = append(der, orMessage(block.Bytes)...)
		case "TRUSTED CERTIFICATE": // OpenSSL's: the certificate, then settings
			der = append(der, elements(block.Bytes)[0])
		case "PKCS7", "CMS", "PKCS #7 SIGNED DATA":
			der = append(der, message(block.Bytes)...)
		}
	}
	if len(der) > 0 {
		return der
	}
	if !looksLikeDER(data) {
		data = bare(data)
	}
	if looksLikeDER(data) {
		return orMessage(data)
	}
	return nil
}

// orMessage: the file's name and the words around a block often say
// "certificate" where a message with several stands.
func orMessage(der []byte) [][]byte {
	if certs := message(der); certs != nil {
		return certs
	}
	return elements(der)
}

func message(der []byte) [][]byte {
	certs, err := pkcs7.Certificates(der)
	if err != nil {
		return nil
	}
	return certs
}

// bare decodes base64 without the lines around it; nil where it is something
// else.
func bare(data []byte) []byte {
	text := bytes.Join(bytes.Fields(fromUTF16(data)), nil)
	out := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(out, text)
	if err != nil {
		return nil
	}
	return out[:n]
}

// looksLikeDER: a SEQUENCE with a length of two or more bytes, which no text
// begins with and every certificate does.
func looksLikeDER(data []byte) bool {
	return len(data) > 4 && data[0] == 0x30 && data[1] >= 0x80 && data[1] <= 0x84
}

// elements splits DER into its elements; what cannot be split stays together.
func elements(data []byte) [][]byte {
	var out [][]byte
	for rest := data; ; {
		var e asn1.RawValue
		after, err := asn1.Unmarshal(rest, &e)
		if err != nil || !looksLikeDER(after) {
			if err == nil {
				rest = e.FullBytes
			}
			return append(out, rest)
		}
		out, rest = append(out, e.FullBytes), after
	}
}

// PlainPEM undoes what mail programs, chats and Windows do to PEM: UTF-16, a
// byte order mark, lines that are indented or quoted with "> ". Package pem
// wants its blocks at the beginning of a line.
func PlainPEM(data []byte) []byte {
	data = fromUTF16(data)
	mark := []byte("-----")
	if !bytes.Contains(data, mark) {
		return data
	}
	var out bytes.Buffer
	out.Grow(len(data))
	for line := range bytes.Lines(data) {
		line = line[max(0, bytes.Index(line, []byte("-----BEGIN "))):]
		out.Write(bytes.TrimLeft(line, " \t>|\u00a0"))
	}
	return out.Bytes()
}

func fromUTF16(data []byte) []byte {
	var unit func([]byte) uint16
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		unit = func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		unit = func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 }
	default:
		return data
	}
	var units []uint16
	for pair := data[2:]; len(pair) >= 2; pair = pair[2:] {
		units = append(units, unit(pair))
	}
	var out []byte
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}
