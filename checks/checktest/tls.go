package checktest

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"strings"
)

// Shaker is a handshake by crypto/tls. TLS makes one.
type Shaker struct{ config *tls.Config }

// TLSOption changes how a server shakes hands.
type TLSOption func(*tls.Config)

// TLS shakes hands as the identity. Without options it is a healthy server of
// today: TLS 1.2 and 1.3 with Go's suites. A nil identity has no certificate.
func TLS(id *Identity, opts ...TLSOption) *Shaker {
	config := &tls.Config{MinVersion: tls.VersionTLS12, SessionTicketsDisabled: true}
	if id != nil {
		config.Certificates = []tls.Certificate{id.Certificate()}
	}
	for _, o := range opts {
		o(config)
	}
	return &Shaker{config}
}

// Shake implements Handshake.
func (s *Shaker) Shake(ctx context.Context, conn net.Conn) (net.Conn, error) {
	secured := tls.Server(conn, s.config)
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return secured, nil
}

// Versions limits the protocol versions (tls.VersionTLS10 …).
func Versions(lowest, highest uint16) TLSOption {
	return func(c *tls.Config) { c.MinVersion, c.MaxVersion = lowest, highest }
}

// CipherSuites limits the suites up to TLS 1.2; RC4, 3DES and static RSA work.
func CipherSuites(ids ...uint16) TLSOption {
	return func(c *tls.Config) { c.CipherSuites, c.MaxVersion = ids, tls.VersionTLS12 }
}

// ClientCertificate demands one: tls.RequestClientCert asks,
// tls.RequireAnyClientCert ends the handshake for want of it.
func ClientCertificate(demand tls.ClientAuthType) TLSOption {
	return func(c *tls.Config) { c.ClientAuth = demand }
}

// Staple sends an OCSP response with the certificate.
func Staple(der []byte) TLSOption {
	return func(c *tls.Config) { c.Certificates[0].OCSPStaple = der }
}

// ByName presents another identity to clients that name this server (SNI), and
// the first one to all others. It may be given several times.
func ByName(name string, id *Identity) TLSOption {
	certificate := id.Certificate()
	return func(c *tls.Config) {
		next := c.GetCertificate
		c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if strings.EqualFold(hello.ServerName, name) {
				return &certificate, nil
			}
			if next != nil {
				return next(hello)
			}
			return nil, nil // the configured one
		}
	}
}

// Also gives the server a further identity. Clients are shown the first one
// whose type of key they ask for.
func Also(id *Identity) TLSOption {
	return func(c *tls.Config) {
		c.Certificates = append(c.Certificates, id.Certificate())
		all := c.Certificates
		c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			byKey := *hello
			byKey.ServerName = "" // crypto/tls would look at the names as well
			for i := range all {
				if byKey.SupportsCertificate(&all[i]) == nil {
					return &all[i], nil
				}
			}
			return &all[0], nil
		}
	}
}

// BelowTLS13 presents another identity to clients that do not offer TLS 1.3, as
// two machines do of which one ends the older versions.
func BelowTLS13(id *Identity) TLSOption {
	older := []tls.Certificate{id.Certificate()}
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if slices.Contains(hello.SupportedVersions, tls.VersionTLS13) {
				return nil, nil // the configured one
			}
			other := c.Clone()
			other.GetConfigForClient, other.Certificates = nil, older
			return other, nil
		}
	}
}

// OnlyByName sends the alert unrecognized_name (RFC 6066 §3) to clients that
// name another server or none.
func OnlyByName(name string) TLSOption {
	return func(c *tls.Config) {
		certificates := c.Certificates
		c.Certificates = nil // crypto/tls sends that alert where there is none
		c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if strings.EqualFold(hello.ServerName, name) {
				return &certificates[0], nil
			}
			return nil, nil
		}
	}
}

// DeafTo gives no answer to some hellos, until the client leaves or the server is
// closed: a middlebox that drops them, or a process that hangs.
func DeafTo(some func(*tls.ClientHelloInfo) bool) TLSOption {
	return func(c *tls.Config) {
		next := c.GetConfigForClient
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if some(hello) {
				<-hello.Context().Done()
				return nil, hello.Context().Err()
			}
			if next != nil {
				return next(hello)
			}
			return nil, nil
		}
	}
}

// OffersKey tells whether a client takes the handshake's signature by a key of RSA
// or of ECDSA. The schemes of PKCS #1 say nothing: TLS 1.3 has them for the
// signatures on certificates alone (RFC 8446 §4.2.3).
func OffersKey(hello *tls.ClientHelloInfo, k KeyType) bool {
	schemes := []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256, tls.ECDSAWithP384AndSHA384, tls.ECDSAWithP521AndSHA512}
	if k == RSA2048 {
		schemes = []tls.SignatureScheme{tls.PSSWithSHA256, tls.PSSWithSHA384, tls.PSSWithSHA512}
	}
	return slices.ContainsFunc(schemes, func(s tls.SignatureScheme) bool { return slices.Contains(hello.SignatureSchemes, s) })
}
