package main

import (
	"bytes"
	"encoding/asn1"
	"encoding/pem"
	"unicode/utf16"
	"unicode/utf8"
)

// certificatesIn finds the certificates in a file: PEM blocks with anything
// around them, or else DER, one certificate after the other. What merely looks
// like a certificate is one too: the report then says what is wrong with it.
func certificatesIn(data []byte) [][]byte {
	var der [][]byte
	for rest := plainPEM(data); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			der = append(der, block.Bytes)
		case "TRUSTED CERTIFICATE": // OpenSSL's: the certificate, then settings
			der = append(der, elements(block.Bytes)[0])
		}
	}
	if len(der) == 0 && looksLikeDER(data) {
		return elements(data)
	}
	return der
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

// plainPEM undoes what mail programs, chats and Windows do to PEM: UTF-16, a
// byte order mark, lines that are indented or quoted with "> ". Package pem
// wants its blocks at the beginning of a line.
func plainPEM(data []byte) []byte {
	data = fromUTF16(data)
	mark := []byte("-----")
	if !bytes.Contains(data, mark) {
		return data
	}
	var out bytes.Buffer
	out.Grow(len(data))
	for line := range bytes.Lines(data) {
		if at := bytes.Index(line, []byte("-----BEGIN ")); at > 0 {
			line = line[at:]
		}
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
	units := make([]uint16, 0, len(data)/2)
	for pair := data[2:]; len(pair) >= 2; pair = pair[2:] {
		units = append(units, unit(pair))
	}
	var out []byte
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}
