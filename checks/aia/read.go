package aia

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"

	"certdesk/checks/pkcs7"
)

// maxRead bounds the certificates of one document; the largest bundles of
// cross-certificates in use have about twenty.
const maxRead = 32

// readCertificates reads a certificate, or several, in any of the forms that
// are found at such addresses. What is none of them gives none.
func readCertificates(data []byte) []*x509.Certificate {
	var certs []*x509.Certificate
	binary := func(der []byte) {
		bundle, err := pkcs7.Certificates(der)
		if err != nil { // it is no such message, so it may be a certificate
			bundle = [][]byte{der}
		}
		for _, der := range bundle {
			if c, err := x509.ParseCertificate(der); err == nil && len(certs) < maxRead {
				certs = append(certs, c)
			}
		}
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
