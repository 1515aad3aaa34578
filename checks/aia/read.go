package aia

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxRead bounds the certificates of one document; the largest bundles of
// cross-certificates in use have about twenty.
const maxRead = 32

// readCertificates reads a certificate, or several, in any of the forms that
// are found at such addresses. What is none of them gives none.
func readCertificates(data []byte) []*x509.Certificate {
	var certs []*x509.Certificate
	add := func(der []byte) {
		if c, err := x509.ParseCertificate(der); err == nil && len(certs) < maxRead {
			certs = append(certs, c)
		}
	}
	binary := func(der []byte) {
		if bundle := readPKCS7(der); bundle != nil {
			for _, c := range bundle {
				add(c)
			}
			return
		}
		add(der)
	}
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		binary(data)
		return certs
	}
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return certs
		}
		binary(block.Bytes)
	}
}

// oidSignedData is 1.2.840.113549.1.7.2 (RFC 5652 §5.1).
const oidSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

// readPKCS7 reads the certificates of a "certs-only" message: signed data that
// signs nothing (RFC 5652 §5.1, RFC 8551 §3.8). nil: it is none.
func readPKCS7(der []byte) [][]byte {
	input := cryptobyte.String(der)
	var content, oid, signed, certificates cryptobyte.String
	var present bool
	context0 := asn1.Tag(0).ContextSpecific().Constructed()
	if !input.ReadASN1(&content, asn1.SEQUENCE) ||
		!content.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || string(oid) != oidSignedData ||
		!content.ReadASN1(&content, context0) ||
		!content.ReadASN1(&signed, asn1.SEQUENCE) ||
		!signed.SkipASN1(asn1.INTEGER) || // version
		!signed.SkipASN1(asn1.SET) || // digest algorithms
		!signed.SkipASN1(asn1.SEQUENCE) || // what is signed
		!signed.ReadOptionalASN1(&certificates, &present, context0) || !present {
		return nil
	}
	list := [][]byte{}
	for !certificates.Empty() && len(list) < maxRead {
		var element cryptobyte.String
		var tag asn1.Tag
		if !certificates.ReadAnyASN1Element(&element, &tag) {
			break
		}
		if tag == asn1.SEQUENCE { // others are attribute certificates
			list = append(list, element)
		}
	}
	return list
}
