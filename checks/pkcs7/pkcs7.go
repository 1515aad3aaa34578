// Package pkcs7 reads the certificates out of a "certs-only" message: what
// Windows exports as .p7b, and what authorities publish as .p7c for those who
// look for a missing intermediate.
//
// It is a SignedData (RFC 5652 §5.1, RFC 2315 §9.1) that signs nothing. Only
// the certificates are looked at, and they are not judged: each is handed on as
// it stands. Encrypted or signed content, and lists of revoked certificates, are
// passed over. BER with lengths left open (RFC 5652 §1 allows it) is read too.
package pkcs7

import (
	"encoding/asn1"
	"errors"
	"fmt"
)

// MaxCertificates bounds how many certificates are taken out of one message.
const MaxCertificates = 200

// maxDepth bounds how deep elements of open length may be nested.
const maxDepth = 16

// oidSignedData is id-signedData.
var oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}

// Certificates returns the certificates of a message in the order in which they
// stand there, as slices of it. An error means that it is no such message; one
// without any certificate is an empty list.
func Certificates(der []byte) ([][]byte, error) {
	content, err := signedData(der)
	if err != nil {
		return nil, fmt.Errorf("reading a PKCS #7 message: %w", err)
	}
	// version, digestAlgorithms and encapContentInfo stand before them.
	for range 3 {
		if _, content, err = next(content); err != nil {
			return nil, fmt.Errorf("reading a PKCS #7 message: %w", err)
		}
	}
	if len(content) == 0 || content[0] != 0xa0 { // [0] IMPLICIT certificates OPTIONAL
		return nil, nil
	}
	set, _, err := next(content)
	if err != nil {
		return nil, fmt.Errorf("reading the certificates of a PKCS #7 message: %w", err)
	}
	var out [][]byte
	for rest := set.body; len(rest) > 0 && len(out) < MaxCertificates; {
		var e element
		if e, rest, err = next(rest); err != nil {
			return nil, fmt.Errorf("reading the certificates of a PKCS #7 message: %w", err)
		}
		if e.tag == 0x30 { // others are obsolete or attribute certificates
			out = append(out, e.full)
		}
	}
	return out, nil
}

// signedData opens ContentInfo and returns what stands in its SignedData.
func signedData(der []byte) ([]byte, error) {
	info, _, err := next(der)
	if err != nil {
		return nil, err
	}
	if info.tag != 0x30 {
		return nil, errNot
	}
	kind, rest, err := next(info.body)
	if err != nil {
		return nil, err
	}
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(kind.full, &oid); err != nil || !oid.Equal(oidSignedData) {
		return nil, errNot
	}
	wrapper, _, err := next(rest)
	if err != nil {
		return nil, err
	}
	signed, _, err := next(wrapper.body)
	if err != nil {
		return nil, err
	}
	if wrapper.tag != 0xa0 || signed.tag != 0x30 {
		return nil, errNot
	}
	return signed.body, nil
}

var (
	errNot = errors.New("it is no SignedData")
	errCut = errors.New("it ends in the middle")
)

// element is one element: its tag, all of its bytes, and its content.
type element struct {
	tag        byte
	full, body []byte
}

// next reads one element and returns what comes after it.
func next(data []byte) (element, []byte, error) { return nextAt(data, 0) }

func nextAt(data []byte, depth int) (e element, rest []byte, err error) {
	if len(data) < 2 {
		return e, nil, errCut
	}
	if data[0]&0x1f == 0x1f {
		return e, nil, errors.New("a tag of several bytes stands where none belongs")
	}
	e.tag = data[0]
	head, length := 2, int(data[1])
	switch {
	case data[1] == 0x80:
		return openElement(data, depth)
	case data[1] > 0x84:
		return e, nil, errors.New("a length of more than four bytes")
	case data[1] > 0x80:
		n := int(data[1] & 0x7f)
		if len(data) < 2+n {
			return e, nil, errCut
		}
		length = 0
		for _, b := range data[2 : 2+n] {
			length = length<<8 | int(b)
		}
		head += n
	}
	if length < 0 || length > len(data)-head {
		return e, nil, errCut
	}
	e.full, e.body = data[:head+length], data[head:head+length]
	return e, data[head+length:], nil
}

// openElement reads an element whose length was left open: it goes up to the
// two zero bytes that end it.
func openElement(data []byte, depth int) (e element, rest []byte, err error) {
	if depth >= maxDepth {
		return e, nil, errors.New("nested too deep")
	}
	for rest = data[2:]; ; {
		if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
			body := data[2 : len(data)-len(rest)]
			return element{tag: data[0], body: body, full: data[:len(data)-len(rest)+2]}, rest[2:], nil
		}
		if _, rest, err = nextAt(rest, depth+1); err != nil {
			return e, nil, err
		}
	}
}
