package rawtls

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"certdesk/checks"
)

// Who would have gone through with a flight that crypto/tls turns down.

// Acceptable tells whether a mail client other than crypto/tls would have.
func (f *Flight) Acceptable() bool {
	return f.Done && len(f.Chain) > 0 && !f.signedOld() && (clientSuites[f.Suite] || f.forWindows() || f.Promising() && (largeKey(f.Chain) || unread(f.Chain)))
}

// unread tells whether crypto/tls ended the handshake because it cannot read a certificate
// of the chain, though its key. Other clients may; package chain tells what is wrong with
// it.
func unread(chain [][]byte) bool {
	found := false
	for _, der := range chain {
		if _, err := x509.ParseCertificate(der); err == nil {
			continue
		}
		var cert struct {
			TBS struct {
				Version                                           int `asn1:"explicit,optional,tag:0"`
				Serial, Algorithm, Issuer, Validity, Subject, Key asn1.RawValue
			}
			Algorithm, Signature asn1.RawValue
		}
		if _, err := asn1.Unmarshal(der, &cert); err != nil {
			return false
		}
		if _, err := x509.ParsePKIXPublicKey(cert.TBS.Key.FullBytes); err != nil {
			return false
		}
		found = true
	}
	return found
}

// signedOld tells whether the handshake is signed with SHA-1 or MD5.
func (f *Flight) signedOld() bool {
	hash := f.Signature >> 8 // RFC 5246 §7.4.1.4.1: 1 is MD5, 2 is SHA-1
	return hash == 1 || hash == 2
}

// SignedUnusually tells whether the handshake is signed with SHA-224, which no client
// of today offers.
func (f *Flight) SignedUnusually() bool { return f.Signature>>8 == 3 }

// unusualGroup tells whether the key exchange is in a group that is none of those of
// mail clients.
func (f *Flight) unusualGroup() bool {
	return f.Group != 0 && !slices.ContainsFunc(keyGroups[:], func(g group) bool { return uint16(g.id) == f.Group })
}

// WantsUnusualGroup tells whether the server chose a key exchange that mail clients do
// not have in common; in TLS 1.3 it went no further without it.
func (f *Flight) WantsUnusualGroup() bool {
	return f.unusualGroup() && (f.Version == tls.VersionTLS12 || f.Version == tls.VersionTLS13 && !f.Done)
}

// Promising tells whether a current client would have gone through.
func (f *Flight) Promising() bool {
	return f != nil && f.Done && len(f.Chain) > 0 && !f.signedOld() && !f.unusualGroup() &&
		(f.Version == tls.VersionTLS13 || slices.Contains(mailSuites, f.Suite))
}

// Limits of RSA keys in bits. crypto/tls refuses what is above the first, in any
// certificate that is sent; the second is OpenSSL's, the highest of all.
const largestOurs, largestRSA = 8192, 16384

// largeKey tells whether crypto/tls refuses a chain for the size of a key that
// clients work with; which of them do is for package clients to say.
func largeKey(chain [][]byte) bool {
	most := largest(chain)
	return most > largestOurs && most <= largestRSA
}

// largest is the size of the largest RSA key of a chain.
func largest(chain [][]byte) int {
	most := 0
	for _, der := range chain {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			continue
		}
		if key, ok := cert.PublicKey.(*rsa.PublicKey); ok {
			most = max(most, key.N.BitLen())
		}
	}
	return most
}

// Reason is why a current client does not go through though the server sends
// its whole flight.
func (f *Flight) Reason() checks.HandshakeReason {
	switch {
	case !f.Done && f.Version != 0 && f.Closed():
		return checks.ReasonBrokeOff
	case !f.Done && f.Version != 0 && f.Late():
		return checks.ReasonTime
	case !f.Done:
	case f.signedOld():
		return checks.ReasonSHA1
	case largest(f.Chain) > largestRSA:
		return checks.ReasonKeySize
	}
	return ""
}

// windowsSuites are suites that only Windows still offers, of all whose clients
// package clients knows.
// https://learn.microsoft.com/windows/win32/secauthn/tls-cipher-suites-in-windows-11
var windowsSuites = map[uint16]bool{
	0x009E: true, // TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
	0x009F: true, // TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
}

// smallestDH is the size in bits of the smallest Diffie-Hellman group that nobody
// calls too small (RFC 9325 §4.4). Windows takes half of it.
const smallestDH = 2048

// forWindows tells whether the server would have gone through with Outlook on Windows,
// though with nobody else.
func (f *Flight) forWindows() bool { return windowsSuites[f.Suite] && f.dhBits >= smallestDH }
