package rawtls

import (
	"crypto/tls"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestNames: the numbers of the wire have the names that people use, and those that have
// none keep their number.
func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		SuiteName(0): "TLS_NULL_WITH_NULL_NULL", SuiteName(0x1301): "TLS_AES_128_GCM_SHA256", SuiteName(0xC02F): "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", SuiteName(0xFAFA): "0xFAFA",
		SuiteExchange(0xC02F): "ECDHE", SuiteExchange(0x009E): "DHE", SuiteExchange(0x002F): "RSA", SuiteExchange(0x1301): "",
		GroupName(29): "X25519", GroupName(999): "group 999",
		AlertName(40): "handshake_failure (40)", AlertName(200): "200",
		string(VersionName(tls.VersionTLS13)): string(checks.TLS13), string(VersionName(VersionSSL3)): string(checks.SSL3), string(VersionName(0x7f1c)): "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLikeOffers: which offers ask the same. What only changes how it is asked makes no
// other question.
func TestLikeOffers(t *testing.T) {
	o := Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Key: RSAKey, Windows: true}
	for _, tt := range []struct {
		other Offer
		want  bool
	}{
		{o, true},
		{Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Key: RSAKey, Windows: true, Plain: true}, true},
		{Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Key: RSAKey, Windows: true}, false},
		{Offer{Best: tls.VersionTLS12, Key: RSAKey, Windows: true}, false},
		{Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Windows: true}, false},
		{Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Key: RSAKey}, false},
	} {
		if got := o.Like(tt.other); got != tt.want {
			t.Errorf("%+v: %v", tt.other, got)
		}
	}
	for best, want := range map[uint16]bool{VersionSSL3: true, tls.VersionTLS11: true, tls.VersionTLS12: false, tls.VersionTLS13: false} {
		if got := (Offer{Best: best}).HelloOnly(); got != want {
			t.Errorf("%04x asks for the version alone: %v", best, got)
		}
	}
}

// TestKeyTypes: of which type a leaf's key is, and which suites and groups belong to an
// offer of one type.
func TestKeyTypes(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	leaf := func(k checktest.KeyType) [][]byte { return [][]byte{ca.Issue("mail.example", checktest.Key(k)).Leaf()} }
	for _, tt := range []struct {
		chain [][]byte
		want  KeyType
	}{
		{leaf(checktest.RSA2048), RSAKey}, {leaf(checktest.P256), ECDSAKey}, {leaf(checktest.P384), ECDSAKey},
		{leaf(checktest.P224), AnyKey}, {leaf(checktest.Ed25519), AnyKey}, {[][]byte{{1}}, AnyKey}, {nil, AnyKey},
	} {
		if got := KeyTypeOf(tt.chain); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	for _, tt := range []struct {
		suite           uint16
		any, rsa, ecdsa bool
	}{
		{tls.TLS_AES_128_GCM_SHA256, true, true, true},
		{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true, true, false},
		{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true, false, true},
		{0x009E, true, true, false},  // DHE_RSA with AES
		{0x0045, true, false, false}, // DHE_RSA with Camellia
		{0x003B, true, false, false}, // RSA without encryption
		{0xFAFA, false, false, false},
	} {
		if AnyKey.Allows(tt.suite) != tt.any || RSAKey.Allows(tt.suite) != tt.rsa || ECDSAKey.Allows(tt.suite) != tt.ecdsa {
			t.Errorf("%s: any %v, RSA %v, ECDSA %v", SuiteName(tt.suite), AnyKey.Allows(tt.suite), RSAKey.Allows(tt.suite), ECDSAKey.Allows(tt.suite))
		}
	}
	for group, want := range map[string]bool{"X25519": true, "P-521": true, "brainpoolP256r1": false, "X25519MLKEM768": false, "": false} {
		if got := UsualGroup(group); got != want {
			t.Errorf("%s is a usual group: %v", group, got)
		}
	}
}
