package rawtls

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// understood is what crypto/tls reads in the ClientHello of an offer.
func understood(t *testing.T, o Offer) *tls.ClientHelloInfo {
	t.Helper()
	if o.Best >= tls.VersionTLS13 {
		keys, err := initialKeys()
		if err != nil {
			t.Fatal(err)
		}
		o.shares = sharesOf(keys)
	}
	message, err := o.message()
	if err != nil {
		t.Fatal(err)
	}
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	go client.Write(wrapRecord(message, tls.VersionTLS10))
	server.SetDeadline(time.Now().Add(time.Minute))
	var seen *tls.ClientHelloInfo
	heard := errors.New("heard")
	err = tls.Server(silentWriter{server}, &tls.Config{MinVersion: tls.VersionTLS10, GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		seen = info
		return nil, heard
	}}).Handshake()
	if !errors.Is(err, heard) {
		t.Fatalf("%+v is not understood: %v", o, err)
	}
	return seen
}

// silentWriter keeps back what a server says.
type silentWriter struct{ net.Conn }

func (silentWriter) Write(b []byte) (int, error) { return len(b), nil }

// TestHelloIsUnderstood: each offer says to a server what it is meant to say, and
// nothing that belongs to another.
func TestHelloIsUnderstood(t *testing.T) {
	all13 := []uint16{tls.VersionTLS13, tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10}
	usual := []tls.CurveID{29, 23, 24, 25}
	has := func(all ...uint16) []uint16 { return all }
	for name, tt := range map[string]struct {
		offer         Offer
		versions      []uint16
		suites, not   []uint16 // some that are offered, and some that are not
		groups        []tls.CurveID
		schemes, none []uint16
		extensions    []uint16
	}{
		"everything": {
			Offer{Best: tls.VersionTLS13, ServerName: "mail.example"}, all13,
			has(0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0x002f, 0x0001, 0x0034, 0x00ff), nil, nil, has(0x0403, 0x0804, 0x0202, 0x0101), nil,
			has(0, 5, 10, 11, 23, 13, 43, 51),
		},
		"everything up to TLS 1.2, without a name": {
			Offer{Best: tls.VersionTLS12}, []uint16{tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10},
			has(0xc02b, 0xc02f, 0x002f, 0x0001, 0x00ff), has(0x1301, 0x1302, 0x1303), nil, has(0x0403, 0x0804, 0x0202), nil,
			has(5, 10, 11, 23, 13),
		},
		"TLS 1.1": {
			Offer{Best: tls.VersionTLS11, ServerName: "mail.example"}, []uint16{tls.VersionTLS11, tls.VersionTLS10},
			has(0x002f, 0xc013), has(0x1301), nil, nil, has(0x0403), has(0, 5, 10, 11, 23),
		},
		"ECDSA alone": {
			Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Key: ECDSAKey}, all13,
			has(0x1301, 0xc02b, 0xc024), has(0xc02f, 0x002f, 0x009e, 0x0034, 0xc0ac), usual, has(0x0403, 0x0401), has(0x0804, 0x0101),
			has(0, 5, 10, 11, 23, 13, 50, 43, 51),
		},
		"RSA alone": {
			Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Key: RSAKey}, []uint16{tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10},
			has(0xc02f, 0xc028, 0x002f, 0x009e, 0x003d), has(0xc02b, 0x1301, 0x0045, 0x0001, 0x000a), usual, has(0x0804, 0x0401), has(0x0403),
			has(0, 5, 10, 11, 23, 13, 50),
		},
		"the groups of mail programs": {
			Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Plain: true}, all13,
			has(0x1301, 0x0034), nil, usual, has(0x0403, 0x0804, 0x0101), nil, has(0, 5, 10, 11, 23, 13, 43, 51),
		},
		"Windows": {
			Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Windows: true}, all13,
			has(0x1301, 0x1302, 0xc02f, 0x009e, 0x003d), has(0x1303, 0xcca8, 0x0034, 0x0045), []tls.CurveID{29, 23, 24}, has(0x0403, 0x0804), nil,
			has(0, 5, 10, 11, 23, 13, 43, 51),
		},
		"a cookie comes back": {
			Offer{Best: tls.VersionTLS13, ServerName: "mail.example", cookie: []byte("cookie")}, all13,
			has(0x1301), nil, nil, has(0x0403), nil, has(0, 5, 10, 11, 23, 13, 43, 51, 44),
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := understood(t, tt.offer)
			if got.ServerName != tt.offer.ServerName {
				t.Errorf("name %q", got.ServerName)
			}
			if !slices.Equal(got.SupportedVersions, tt.versions) {
				t.Errorf("versions %x, want %x", got.SupportedVersions, tt.versions)
			}
			for _, id := range tt.suites {
				if !slices.Contains(got.CipherSuites, id) {
					t.Errorf("the suite %04x is not offered", id)
				}
			}
			for _, id := range tt.not {
				if slices.Contains(got.CipherSuites, id) {
					t.Errorf("the suite %04x is offered", id)
				}
			}
			if tt.groups != nil && !slices.Equal(got.SupportedCurves, tt.groups) || tt.groups == nil && len(got.SupportedCurves) < 30 {
				t.Errorf("groups %v, want %v", got.SupportedCurves, tt.groups)
			}
			for _, id := range tt.schemes {
				if !slices.Contains(got.SignatureSchemes, tls.SignatureScheme(id)) {
					t.Errorf("the scheme %04x is not offered", id)
				}
			}
			for _, id := range tt.none {
				if slices.Contains(got.SignatureSchemes, tls.SignatureScheme(id)) {
					t.Errorf("the scheme %04x is offered", id)
				}
			}
			extensions := slices.DeleteFunc(slices.Clone(got.Extensions), func(id uint16) bool { return id == extPadding })
			slices.Sort(extensions)
			slices.Sort(tt.extensions)
			if !slices.Equal(extensions, tt.extensions) {
				t.Errorf("extensions %v, want %v", extensions, tt.extensions)
			}
		})
	}
}

// TestHelloLengths: no ClientHello has a length on which load balancers hang, and none
// is padded that would not have one. SSL 3.0 has nowhere to put it.
func TestHelloLengths(t *testing.T) {
	for _, best := range Versions() {
		if best == VersionSSL3 {
			continue
		}
		padded, bare := false, false
		for n := range 250 {
			name := make([]byte, n)
			for i := range name {
				name[i] = 'a'
			}
			for _, key := range []KeyType{AnyKey, RSAKey, ECDSAKey} {
				o := Offer{Best: best, ServerName: string(name), Key: key}
				message, err := o.message()
				if err != nil {
					t.Fatal(err)
				}
				plain, err := o.padded(0)
				if err != nil {
					t.Fatal(err)
				}
				switch size := len(plain); {
				case len(message) >= 256 && len(message) < 512, len(message) > size && len(message) > 516:
					t.Errorf("%x with a name of %d letters has %d bytes", best, n, len(message))
				case (size < 256 || size >= 512) != (len(message) == size):
					t.Errorf("%x with a name of %d letters has %d bytes, and %d without padding", best, n, len(message), size)
				case len(message) == size:
					bare = true
					if bytes.HasSuffix(message, []byte{0, extPadding, 0, 0}) {
						t.Errorf("%x with a name of %d letters is padded by nothing", best, n)
					}
				default:
					padded = true
				}
			}
		}
		if !padded || !bare {
			t.Errorf("%x: padded %v, bare %v", best, padded, bare)
		}
	}
}

// TestOldestHello: SSL 3.0 knows no extensions, and nothing older than TLS 1.3 a session
// of ours.
func TestOldestHello(t *testing.T) {
	for best, want := range map[uint16]struct{ version, session uint16 }{
		VersionSSL3: {0x0300, 0}, tls.VersionTLS10: {0x0301, 0}, tls.VersionTLS12: {0x0303, 0}, tls.VersionTLS13: {0x0303, 32},
	} {
		message, err := Offer{Best: best, ServerName: "mail.example"}.message()
		if err != nil {
			t.Fatal(err)
		}
		s := cryptobyte.String(message)
		var kind uint8
		var body, session, suites, compression, extensions cryptobyte.String
		var version uint16
		if !s.ReadUint8(&kind) || !s.ReadUint24LengthPrefixed(&body) || !s.Empty() || kind != messageClientHello ||
			!body.ReadUint16(&version) || !body.Skip(32) || !body.ReadUint8LengthPrefixed(&session) ||
			!body.ReadUint16LengthPrefixed(&suites) || !body.ReadUint8LengthPrefixed(&compression) {
			t.Fatalf("%x: % x", best, message)
		}
		if version != want.version || len(session) != int(want.session) || string(compression) != "\x00" {
			t.Errorf("%x: version %x, a session of %d bytes, compression %x", best, version, len(session), compression)
		}
		if best == VersionSSL3 {
			if !body.Empty() {
				t.Errorf("SSL 3.0 is sent %d bytes of extensions", len(body))
			}
		} else if !body.ReadUint16LengthPrefixed(&extensions) || !body.Empty() || extensions.Empty() {
			t.Errorf("%x: extensions % x", best, body)
		}
	}
}

// TestWrappedRecord: the header of a record tells its version and its length.
func TestWrappedRecord(t *testing.T) {
	got := wrapRecord(make([]byte, 0x1234), 0x0301)
	if len(got) != 0x1234+5 || string(got[:5]) != "\x16\x03\x01\x12\x34" {
		t.Errorf("% x, %d bytes", got[:5], len(got))
	}
}

// TestSharesAgree: both sides of each key exchange come to the same secret as
// crypto/tls does with them, and what is no share is refused. Where the server takes one
// of the usual curves it need not ask for another hello.
func TestSharesAgree(t *testing.T) {
	for _, g := range keyGroups {
		key, err := keyFor(uint16(g.id))
		if err != nil || uint16(key.group.id) != uint16(g.id) {
			t.Fatalf("%v: %v, %v", g.id, key.group.id, err)
		}
		for _, share := range [][]byte{nil, {4}, make([]byte, 33), make([]byte, 5000)} {
			if _, err := key.agree(share); err == nil {
				t.Errorf("%v agrees with %d bytes of nothing", g.id, len(share))
			}
		}
	}
	if _, err := keyFor(brainpool); err == nil {
		t.Error("there is a key of a group that nobody here computes")
	}
	for _, g := range keyGroups {
		t.Run(g.id.String(), func(t *testing.T) {
			addr, chain := healthy(t, func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{g.id} })
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			var said bytes.Buffer
			f := Read(tee{conn, io.MultiWriter(conn, &said)}, Offer{Best: tls.VersionTLS13, ServerName: "mail.example"}, false)
			if f.Err != nil || len(f.Chain) != len(chain) || f.Group != uint16(g.id) {
				t.Errorf("%d certificates by %d, %v", len(f.Chain), f.Group, f.Err)
			}
			hellos := 0
			for rr := newRecordReader(&said); ; hellos++ {
				if _, err := rr.message(); err != nil {
					break
				}
			}
			if want := map[bool]int{true: 1, false: 2}[g.id == tls.X25519 || g.id == tls.CurveP256]; hellos != want {
				t.Errorf("%d hellos, want %d", hellos, want)
			}
		})
	}
}
