package clients

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What a certificate may be used for, and keys and proofs that single clients
// refuse. None of these facts has a finding of its own, since most clients take
// them: client-disagreement tells of them all.
var purposeRules = []rule{
	{
		name: "purpose not stated", alone: true,
		seen: func(s *situation) bool {
			x := s.judgement.Leaf.X509
			return x != nil && !s.judgement.WrongUsage && x.NotBefore.After(on(2019, 7, 1)) && !slices.Contains(x.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
		},
		opinions: []opinion{
			{apple, Untrusted, say.S("The certificate does not say that it is for servers; Apple's systems want that of all issued since July 2019."), sourceApple},
		},
	},
	{
		// mozpkix: where usages are stated, serverAuth must be one of them, in
		// authorities too; anyExtendedKeyUsage is not looked at.
		name: "any purpose", alone: true,
		seen: func(s *situation) bool {
			return !s.judgement.WrongUsage && slices.ContainsFunc(s.judgement.Path, statesNoServer)
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("A certificate of the chain is for any purpose and does not name servers; Thunderbird wants them named."), sourceMozpkix},
		},
	},
	{
		name: "responder as server", alone: true,
		seen: func(s *situation) bool {
			x := s.judgement.Leaf.X509
			return x != nil && !s.judgement.WrongUsage && slices.Contains(x.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning)
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The certificate is for answers about revocation as well (OCSPSigning), which Thunderbird refuses for a server."), sourceMozpkix},
		},
	},
	{
		name: "authority as server", alone: true,
		seen: func(s *situation) bool {
			x := s.judgement.Leaf.X509
			return x != nil && x.BasicConstraintsValid && x.IsCA
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The server's own certificate is that of an authority, which Thunderbird refuses for a server."), sourceMozpkix},
		},
	},
	{
		name: "key usage without TLS", alone: true,
		seen: func(s *situation) bool {
			_, stated := extension(s.judgement.Leaf, oidKeyUsage) // it may state none at all
			return (stated || s.keyUsage() != 0) && s.keyUsage()&tlsUsages == 0
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The key usage allows nothing that a TLS server does; Thunderbird refuses that."), sourceMozpkix},
			{android, Untrusted, say.S("The key usage allows nothing that a TLS server does; Android refuses that."), sourceBoringSSL},
			{windows, NotKnown, say.S("The key usage allows nothing that a TLS server does; whether Windows refuses that is not documented."), sourceRFC8446},
			{apple, NotKnown, say.S("The key usage allows nothing that a TLS server does; whether Apple's systems refuse that is not documented."), sourceRFC8446},
		},
	},
	{
		// RFC 8446 §4.4.2.2, RFC 5246 §7.4.2: who signs the key exchange must be
		// allowed to sign. Only RSA keys can do without, in TLS 1.2 without ECDHE.
		name: "key usage without signing", alone: true,
		seen: func(s *situation) bool {
			ku := s.keyUsage()
			return ku&tlsUsages != 0 && ku&x509.KeyUsageDigitalSignature == 0 && s.mustSign()
		},
		opinions: []opinion{
			{android, Untrusted, say.S("The key usage does not allow signing, which this key exchange needs; Android refuses that."), sourceBoringSSL},
		},
	},
	{
		name: "application policies without servers", alone: true,
		seen: func(s *situation) bool {
			value, found := extension(s.judgement.Leaf, oidApplicationPolicies)
			return found && s.judgement.Trust != checks.TrustInvalid && !bytes.Contains(value, derServerAuth) && !bytes.Contains(value, derAnyApplication)
		},
		opinions: []opinion{
			{windows, Untrusted, say.S("The application policies of the certificate do not name servers, and Windows goes by them."), sourceWindowsUsage},
		},
	},
	{
		name: "feature that the authority demands", alone: true,
		seen: func(s *situation) bool { return s.featureMissing() },
		opinions: []opinion{
			{mozilla, Untrusted, say.S("An authority promises a proof of validity for all that it issues, and what it issued does not; Thunderbird refuses that."), sourceMozpkix},
		},
	},
	{
		// mozpkix knows status_request (5) and no other feature.
		name: "unknown TLS feature", alone: true,
		seen: func(s *situation) bool {
			value, found := extension(s.judgement.Leaf, oidTLSFeature)
			return found && !bytes.Equal(value, []byte{0x30, 3, 2, 1, 5})
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The certificate promises a feature of TLS that Thunderbird does not know, so it refuses."), sourceMozpkix},
		},
	},
	{
		name: "P-521", alone: true,
		seen: func(s *situation) bool { return s.judgement.Leaf.Key == "ECDSA P-521" },
		opinions: []opinion{
			{windows, Untrusted, say.S("The key is of the type ECDSA P-521, which Windows offers only when it is told to."), sourceWindowsCurves},
			{android, NotKnown, say.S("The key is of the type ECDSA P-521; whether Android works with it depends on its version and the app."), sourceAndroidKeys},
		},
	},
	{
		// BoringSSL has 16384 and the note that it shall become 8192.
		name: "RSA above 8192 bits",
		seen: func(s *situation) bool { return s.largestRSA() > 8192 },
		opinions: []opinion{
			{android, NotKnown, say.S("A key of the chain has {size} bits; whether Android works with more than 8192 depends on its version.", its("size")), sourceBoringSSLRSA},
			{apple, NotKnown, say.S("A key of the chain has {size} bits; how large Apple's systems take is not documented.", its("size")), sourceAppleTrust},
		},
	},
	{
		name: "RSA above 16384 bits", alone: true,
		seen: func(s *situation) bool { return s.largestRSA() > 16384 },
		opinions: []opinion{
			{windows, Untrusted, say.S("A key of the chain has {size} bits; Windows works with at most 16384.", its("size")), sourceWindowsRSAMax},
			{android, Untrusted, say.S("A key of the chain has {size} bits; Android works with at most 16384.", its("size")), sourceBoringSSLRSA},
			{mozilla, Untrusted, say.S("A key of the chain has {size} bits; Thunderbird works with at most 16384.", its("size")), sourceNSSRSA},
		},
	},
	{
		name: "root below 1024 bits", alone: true,
		seen: func(s *situation) bool { return s.rootBits() > 0 && s.rootBits() < 1024 },
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The root has a key of {rootbits} bits; Thunderbird refuses less than 1024.", its("rootbits")), sourceMozillaPKIX},
		},
	},
	{
		name: "root below 2048 bits", alone: true,
		seen: func(s *situation) bool { return s.rootBits() > 0 && s.rootBits() < 2048 },
		opinions: []opinion{
			{apple, Untrusted, say.S("The root has a key of {rootbits} bits; Apple's systems want 2048.", its("rootbits")), sourceApple},
		},
	},
	{
		// A promised proof that is worth nothing is told as staple-missing.
		name: "useless staple", alone: true,
		seen: func(s *situation) bool {
			r := s.endpoint.Revocation
			return r != nil && r.StapleRefused && !s.judgement.MustStaple
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.Join(say.S("The server sends a proof of validity that is worth nothing: {problem}.", its("problem")), say.S("Thunderbird refuses that.")), sourceMozillaOCSP},
		},
	},
}

// tlsUsages are those of which a TLS server needs one (RFC 5280 §4.2.1.3).
const tlsUsages = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageKeyAgreement

// keyUsage is the leaf's, 0 where it states none.
func (s *situation) keyUsage() x509.KeyUsage {
	if x := s.judgement.Leaf.X509; x != nil {
		return x.KeyUsage
	}
	return 0
}

// mustSign: the server signs the key exchange. With a key that is no RSA key it
// always does; with one it was seen to, in TLS 1.3 or by its cipher suite.
func (s *situation) mustSign() bool {
	if !strings.HasPrefix(s.judgement.Leaf.Key, "RSA ") {
		return true
	}
	t := s.endpoint.TLS
	return t != nil && (t.Version == checks.TLS13 ||
		strings.HasPrefix(t.CipherName, "TLS_ECDHE_") || strings.HasPrefix(t.CipherName, "TLS_DHE_"))
}

// statesNoServer: usages are stated, anything is one of them, and servers are
// not named.
func statesNoServer(c *checks.Certificate) bool {
	return c.X509 != nil && slices.Contains(c.X509.ExtKeyUsage, x509.ExtKeyUsageAny) &&
		!slices.Contains(c.X509.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
}

// rootBits is the size of the RSA key that ends a trusted path, 0 for another
// key and for a path of one.
func (s *situation) rootBits() int {
	j := s.judgement
	if n := len(j.Path); n > 1 && j.Trust == checks.TrustOK && strings.HasPrefix(j.Path[n-1].Key, "RSA ") {
		return j.Path[n-1].KeyBits
	}
	return 0
}

// largestRSA is the largest RSA key of the path in bits.
func (s *situation) largestRSA() int {
	most := 0
	for _, c := range s.judgement.Path {
		if strings.HasPrefix(c.Key, "RSA ") {
			most = max(most, c.KeyBits)
		}
	}
	return most
}

var (
	oidKeyUsage            = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidTLSFeature          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}
	oidApplicationPolicies = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 21, 10}
	// Elements: serverAuth, and the any purpose of application policies.
	derServerAuth     = []byte{6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1}
	derAnyApplication = []byte{6, 10, 0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 12, 1}
)

// featureMissing: an authority on the path carries TLS features that what it
// issued does not carry too (RFC 7633 §4.2.2).
func (s *situation) featureMissing() bool {
	path := s.judgement.Path
	for i := 1; i < len(path); i++ {
		features, found := extension(path[i], oidTLSFeature)
		if !found {
			continue
		}
		if below, found := extension(path[i-1], oidTLSFeature); !found || !bytes.Equal(features, below) {
			return true
		}
	}
	return false
}

func extension(c *checks.Certificate, id asn1.ObjectIdentifier) ([]byte, bool) {
	if c.X509 != nil {
		for _, e := range c.X509.Extensions {
			if e.Id.Equal(id) {
				return e.Value, true
			}
		}
	}
	return nil, false
}
