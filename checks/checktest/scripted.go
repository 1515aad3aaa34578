package checktest

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// Scripted is a server's side of a handshake up to TLS 1.2 that crypto/tls
// cannot do: SSL 3.0, NULL and EXPORT and anonymous suites, finite-field
// Diffie-Hellman, keys without arithmetic in Go. It answers a ClientHello as
// such a server would, with ServerHello, Certificate and ServerHelloDone or an
// alert, and never gets further.
//
// It behaves as servers older than TLS 1.3 do: supported_versions is nothing
// to it.
type Scripted struct {
	// Version is the best version of the server: 0x0300 (SSL 3.0) to 0x0303.
	Version uint16
	// Suite is the only suite of the server.
	Suite uint16
	// Group and Scheme are what the leaf's key demands of the client's
	// supported_groups and signature_algorithms; 0 demands nothing.
	Group, Scheme uint16
	// Identity is sent, unless it is nil (anonymous suites).
	Identity *Identity
	// DHBits is the size of the Diffie-Hellman group of a DHE suite; 0: none.
	DHBits int
	// Alert, if not 0, is the answer to every ClientHello.
	Alert uint8
}

// Suites that crypto/tls does not know, by IANA's numbers.
const (
	SuiteNullSHA      = 0x0002 // TLS_RSA_WITH_NULL_SHA
	SuiteExportRC4    = 0x0003 // TLS_RSA_EXPORT_WITH_RC4_40_MD5
	SuiteDHERSAAES128 = 0x0033 // TLS_DHE_RSA_WITH_AES_128_CBC_SHA
	SuiteAnonAES128   = 0x0034 // TLS_DH_anon_WITH_AES_128_CBC_SHA
)

// Groups and signature schemes of certificates that crypto/tls does not serve.
const (
	GroupP224          = 21
	GroupSecp256k1     = 22
	GroupBrainpoolP256 = 26
	SchemeEd448        = 0x0808
	SchemeRSAPSS       = 0x0809 // rsa_pss_pss_sha256
)

// ErrScripted ends every scripted handshake.
var ErrScripted = errors.New("a scripted handshake goes no further")

// FailingHandshake answers every ClientHello with a fatal alert.
func FailingHandshake(alert uint8) *Scripted { return &Scripted{Alert: alert} }

// OddKey serves an identity whose key type crypto/tls does not serve, with
// what a server of OpenSSL demands of the client.
func OddKey(k KeyType, id *Identity) *Scripted {
	s := &Scripted{Version: 0x0303, Suite: 0xc02b, Identity: id} // ECDHE-ECDSA-AES128-GCM-SHA256
	switch k {
	case P224:
		s.Group = GroupP224
	case Secp256k1:
		s.Group = GroupSecp256k1
	case BrainpoolP256:
		s.Group = GroupBrainpoolP256
	case Ed448:
		s.Scheme = SchemeEd448
	case RSAPSS:
		s.Suite, s.Scheme = 0xc02f, SchemeRSAPSS
	}
	return s
}

// Shake implements Handshake. It always returns an error.
func (s *Scripted) Shake(_ context.Context, conn net.Conn) (net.Conn, error) {
	hello, err := readClientHello(conn)
	if err != nil {
		return nil, err
	}
	if alert := s.refusal(hello); alert != 0 {
		conn.Write([]byte{recordAlert, 3, 1, 0, 2, 2, alert}) // 2: fatal
	} else if err := s.answer(conn, hello); err != nil {
		return nil, err
	}
	// Here the script ends. Whatever the client says next is read, since a close
	// with unread bytes would be a reset and take the answer away with it.
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		listen(conn)
	}
	return nil, ErrScripted
}

func (s *Scripted) refusal(hello *clientHello) uint8 {
	switch {
	case s.Alert != 0:
		return s.Alert
	case hello.version < s.Version:
		return AlertProtocolVersion
	case !offers(hello.suites, s.Suite), !offers(hello.groups, s.Group), !offers(hello.schemes, s.Scheme):
		return AlertHandshakeFailure
	}
	return 0
}

func (s *Scripted) answer(conn net.Conn, hello *clientHello) error {
	random := make([]byte, 32)
	rand.Read(random)
	var flight cryptobyte.Builder
	message(&flight, typeServerHello, func(b *cryptobyte.Builder) {
		b.AddUint16(s.Version)
		b.AddBytes(random)
		b.AddUint8(0) // no session
		b.AddUint16(s.Suite)
		b.AddUint8(0) // no compression
		if hello.renegotiation {
			// OpenSSL 3 does not talk to servers without it.
			b.AddBytes([]byte{0, 5, renegotiationInfo >> 8, renegotiationInfo & 0xff, 0, 1, 0})
		}
	})
	if s.Identity != nil {
		message(&flight, typeCertificate, func(b *cryptobyte.Builder) {
			b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
				for _, der := range s.Identity.Chain {
					b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(der) })
				}
			})
		})
	}
	if s.DHBits > 0 {
		exchange, err := s.keyExchange(hello.random, random)
		if err != nil {
			return err
		}
		message(&flight, typeServerKeyExchange, func(b *cryptobyte.Builder) { b.AddBytes(exchange) })
	}
	message(&flight, typeServerHelloDone, func(*cryptobyte.Builder) {})
	body, err := flight.Bytes()
	if err != nil {
		return fmt.Errorf("encoding a scripted handshake: %w", err)
	}
	return writeRecords(conn, s.Version, body)
}

func message(b *cryptobyte.Builder, kind uint8, body func(*cryptobyte.Builder)) {
	b.AddUint8(kind)
	b.AddUint24LengthPrefixed(body)
}

// keyExchange is the ServerKeyExchange of a DHE suite (RFC 5246 §7.4.3): a
// group whose prime is none, which no client gets to find out here.
func (s *Scripted) keyExchange(clientRandom, serverRandom []byte) ([]byte, error) {
	prime := make([]byte, (s.DHBits+7)/8)
	rand.Read(prime)
	prime[0] = 0xff >> ((8 - s.DHBits%8) % 8)
	prime[len(prime)-1] |= 1
	public := prime[:len(prime)-1]
	var b cryptobyte.Builder
	for _, number := range [][]byte{prime, {2}, public} {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(number) })
	}
	params, err := b.Bytes()
	if err != nil || s.Identity == nil {
		return params, err
	}
	signed := sha256.New()
	signed.Write(clientRandom)
	signed.Write(serverRandom)
	signed.Write(params)
	signature, err := s.Identity.Signer().Sign(rand.Reader, signed.Sum(nil), crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signing a scripted handshake: %w", err)
	}
	out := cryptobyte.NewBuilder(params)
	if s.Version >= 0x0303 {
		out.AddUint16(0x0401) // rsa_pkcs1_sha256
	}
	out.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(signature) })
	return out.Bytes()
}

// writeRecords cuts a flight into records of at most 2^14 bytes.
func writeRecords(conn net.Conn, version uint16, flight []byte) error {
	var out []byte
	for len(flight) > 0 {
		n := min(len(flight), 1<<14)
		out = append(out, recordHandshake, byte(version>>8), byte(version), byte(n>>8), byte(n))
		out = append(out, flight[:n]...)
		flight = flight[n:]
	}
	_, err := conn.Write(out)
	return err
}
