package chain

import (
	"bytes"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Extensions, as contents of their object identifiers (RFC 5280 §4.2).
const (
	oidSKI                    = "\x55\x1d\x0e"
	oidKeyUsage               = "\x55\x1d\x0f"
	oidSAN                    = "\x55\x1d\x11"
	oidBasicConstraints       = "\x55\x1d\x13"
	oidNameConstraints        = "\x55\x1d\x1e"
	oidCRLDistributionPoints  = "\x55\x1d\x1f"
	oidPolicies               = "\x55\x1d\x20"
	oidPolicyMappings         = "\x55\x1d\x21"
	oidAKI                    = "\x55\x1d\x23"
	oidPolicyConstraints      = "\x55\x1d\x24"
	oidExtendedKeyUsage       = "\x55\x1d\x25"
	oidInhibitAnyPolicy       = "\x55\x1d\x36"
	oidAIA                    = "\x2b\x06\x01\x05\x05\x07\x01\x01"
	oidTLSFeature             = "\x2b\x06\x01\x05\x05\x07\x01\x18"
	oidNetscapeCertType       = "\x60\x86\x48\x01\x86\xf8\x42\x01\x01"
	oidOCSPNoCheck            = "\x2b\x06\x01\x05\x05\x07\x30\x01\x05"
	oidApplicationPolicies    = "\x2b\x06\x01\x04\x01\x82\x37\x15\x0a"
	oidPrecertificatePoison   = "\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x03"
	precertificateDescription = "certificate transparency poison (a pre-certificate, not meant for use)"
)

// extensionName names an extension for people.
func extensionName(oid []byte) string {
	switch string(oid) {
	case oidSKI:
		return "subject key identifier"
	case oidKeyUsage:
		return "key usage"
	case oidSAN:
		return "subject alternative name"
	case oidBasicConstraints:
		return "basic constraints"
	case oidNameConstraints:
		return "name constraints"
	case oidCRLDistributionPoints:
		return "CRL distribution points"
	case oidPolicies:
		return "certificate policies"
	case oidPolicyMappings:
		return "policy mappings"
	case oidAKI:
		return "authority key identifier"
	case oidPolicyConstraints:
		return "policy constraints"
	case oidExtendedKeyUsage:
		return "extended key usage"
	case oidInhibitAnyPolicy:
		return "inhibit any policy"
	case oidAIA:
		return "authority information access"
	case oidTLSFeature:
		return "TLS feature"
	case oidApplicationPolicies:
		return "application policies (1.3.6.1.4.1.311.21.10)"
	case oidPrecertificatePoison:
		return precertificateDescription
	}
	return dotted(oid)
}

// understood: a critical extension of this kind is no reason to refuse. It is
// what current TLS libraries accept: processed here, or without meaning for a
// client that checks a server. Application policies, which Windows Server's
// certificate services write, say the same as an extended key usage: beside one
// Windows goes by both and Chromium passes over them; alone, no client but
// Windows understands them, and critical they are a reason to refuse.
func understood(oid string) bool {
	switch oid {
	case oidSKI, oidKeyUsage, oidSAN, oidBasicConstraints, oidNameConstraints, oidCRLDistributionPoints,
		oidPolicies, oidPolicyMappings, oidAKI, oidPolicyConstraints, oidExtendedKeyUsage, oidInhibitAnyPolicy,
		oidAIA, oidTLSFeature, oidNetscapeCertType, oidOCSPNoCheck:
		return true
	}
	return false
}

// facts are what the extensions say, read once.
type facts struct {
	hasKeyUsage, hasEKU, hasSAN, hasBasicConstraints bool
	// critical are the extensions marked so, by identifier.
	criticalBC, criticalSAN, criticalNC, criticalPC, criticalEKU bool
	hasPC                                                        bool
	// hasPolicies: some extension about certificate policies is there.
	hasPolicies bool
	// nameConstraints is the extension's value, nil if there is none.
	nameConstraints []byte
	// unknownCritical is the name of the first critical extension that is not
	// understood.
	unknownCritical string
	mustStaple      bool
	// akiKey is the key identifier, akiIssuer tells that the authority is named
	// by issuer and serial number too.
	hasAKI    bool
	akiKey    []byte
	akiIssuer bool
}

func readFacts(x *x509.Certificate) facts {
	var f facts
	var buf [16]byte
	for _, e := range x.Extensions {
		oid := string(appendOID(buf[:0], e.Id))
		if oid == oidApplicationPolicies && len(x.ExtKeyUsage)+len(x.UnknownExtKeyUsage) > 0 {
			continue
		}
		switch oid {
		case oidKeyUsage:
			f.hasKeyUsage = true
		case oidExtendedKeyUsage:
			f.hasEKU, f.criticalEKU = true, e.Critical
		case oidSAN:
			f.hasSAN, f.criticalSAN = true, e.Critical
		case oidBasicConstraints:
			f.hasBasicConstraints, f.criticalBC = true, e.Critical
		case oidNameConstraints:
			f.criticalNC = e.Critical
			f.nameConstraints = e.Value
			if f.nameConstraints == nil {
				f.nameConstraints = []byte{}
			}
		case oidPolicyConstraints:
			f.hasPC, f.criticalPC, f.hasPolicies = true, e.Critical, true
		case oidPolicies, oidPolicyMappings, oidInhibitAnyPolicy:
			f.hasPolicies = true
		case oidAKI:
			f.hasAKI = true
			f.akiKey, f.akiIssuer = readAKI(e.Value)
		case oidTLSFeature:
			f.mustStaple = requestsStaple(e.Value)
		}
		if e.Critical && f.unknownCritical == "" && !understood(oid) {
			f.unknownCritical = extensionName([]byte(oid))
		}
	}
	return f
}

// appendOID writes the content of an object identifier.
func appendOID(b []byte, id []int) []byte {
	if len(id) < 2 {
		return b
	}
	b = appendBase128(b, id[0]*40+id[1])
	for _, arc := range id[2:] {
		b = appendBase128(b, arc)
	}
	return b
}

func appendBase128(b []byte, n int) []byte {
	for shift := 63; shift > 0; shift -= 7 {
		if n>>shift != 0 {
			b = append(b, byte(n>>shift)|0x80)
		}
	}
	return append(b, byte(n)&0x7f)
}

func readAKI(value []byte) (keyID []byte, issuer bool) {
	s := cryptobyte.String(value)
	var id cryptobyte.String
	var hasID bool
	if !s.ReadASN1(&s, asn1.SEQUENCE) || !s.ReadOptionalASN1(&id, &hasID, asn1.Tag(0).ContextSpecific()) {
		return nil, false
	}
	return id, !s.Empty()
}

// requestsStaple reads the TLS features (RFC 7633); 5 is status_request.
func requestsStaple(value []byte) bool {
	s := cryptobyte.String(value)
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return false
	}
	for !s.Empty() {
		var feature int64
		if !s.ReadASN1Integer(&feature) {
			return false
		}
		if feature == 5 {
			return true
		}
	}
	return false
}

// sameName compares two names: by their bytes, else by RFC 5280 §7.1.
func sameName(a, b []byte) bool {
	return bytes.Equal(a, b) || len(a) > 0 && len(b) > 0 && canonicalDN(a) == canonicalDN(b)
}
