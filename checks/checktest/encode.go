package checktest

import (
	"crypto/sha1"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"net"
	"slices"
	"time"
)

// Certificates are encoded here and not by x509.CreateCertificate, because that
// rightly refuses most of the faults: negative serials, SHA-1 and MD5
// signatures, keys and curves it does not know. RFC 5280 §4.1.

type certificate struct {
	TBS       asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

type tbsCertificate struct {
	Version    int `asn1:"explicit,tag:0"`
	Serial     *big.Int
	Algorithm  pkix.AlgorithmIdentifier
	Issuer     asn1.RawValue
	Validity   validity
	Subject    asn1.RawValue
	PublicKey  asn1.RawValue
	Extensions []pkix.Extension `asn1:"optional,explicit,omitempty,tag:3"`
}

type validity struct{ NotBefore, NotAfter time.Time }

// encode signs t in the name of the issuer.
func encode(t *template, issuer []byte, issuerKey, signingKey *key) []byte {
	algorithm := signingKey.algorithm(t.digest)
	tbs := marshal(tbsCertificate{
		Version:    2, // v3
		Serial:     t.serial,
		Algorithm:  algorithm,
		Issuer:     asn1.RawValue{FullBytes: issuer},
		Validity:   validity{t.notBefore.UTC(), t.notAfter.UTC()},
		Subject:    asn1.RawValue{FullBytes: t.rawSubject()},
		PublicKey:  asn1.RawValue{FullBytes: t.key.spki},
		Extensions: t.allExtensions(issuerKey),
	})
	signature := signingKey.sign(tbs, t.digest)
	if t.badSignature {
		// A valid signature over something else, so that its form is right.
		signature = signingKey.sign(append(tbs, 0), t.digest)
	}
	return marshal(certificate{
		TBS:       asn1.RawValue{FullBytes: tbs},
		Algorithm: algorithm,
		Signature: asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)},
	})
}

func (t *template) rawSubject() []byte { return marshal(t.subject.ToRDNSequence()) }

var (
	oidSubjectKeyID     = asn1.ObjectIdentifier{2, 5, 29, 14}
	oidKeyUsage         = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidSubjectAltName   = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidBasicConstraints = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidNameConstraints  = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidCRLPoints        = asn1.ObjectIdentifier{2, 5, 29, 31}
	oidAuthorityKeyID   = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidExtKeyUsage      = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidAuthorityInfo    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
	oidTLSFeature       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}
	oidOCSP             = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}
	oidCAIssuers        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}
)

// allExtensions are those the template's fields stand for, then the further ones.
func (t *template) allExtensions(issuerKey *key) []pkix.Extension {
	var out []pkix.Extension
	add := func(id asn1.ObjectIdentifier, critical bool, value any) {
		out = append(out, pkix.Extension{Id: id, Critical: critical, Value: marshal(value)})
	}
	if t.keyUsage != 0 {
		add(oidKeyUsage, true, t.keyUsage.bits())
	}
	if len(t.usages) > 0 {
		add(oidExtKeyUsage, false, t.usages)
	}
	if t.ca {
		add(oidBasicConstraints, true, basicConstraints{true, t.pathLen})
	} else {
		add(oidBasicConstraints, true, struct{}{})
	}
	add(oidSubjectKeyID, false, t.key.id())
	add(oidAuthorityKeyID, false, struct {
		ID []byte `asn1:"tag:0"`
	}{issuerKey.id()})
	if info := t.authorityInfo(); len(info) > 0 {
		add(oidAuthorityInfo, false, info)
	}
	if names := t.subjectAltName(); len(names) > 0 {
		// Critical where it is the only name (RFC 5280 §4.2.1.6).
		add(oidSubjectAltName, len(t.subject.ToRDNSequence()) == 0, names)
	}
	if len(t.permitted)+len(t.excluded) > 0 {
		add(oidNameConstraints, true, nameConstraints{subtrees(t.permitted), subtrees(t.excluded)})
	}
	if t.crlURL != "" {
		add(oidCRLPoints, false, []distributionPoint{{distributionPointName{[]asn1.RawValue{uri(t.crlURL)}}}})
	}
	if t.mustStaple {
		add(oidTLSFeature, false, []int{5}) // status_request, RFC 7633
	}
	for _, e := range t.instead {
		i := slices.IndexFunc(out, func(o pkix.Extension) bool { return o.Id.Equal(e.Id) })
		if i < 0 {
			panic("checktest: there is no such extension to replace")
		}
		out[i] = e
	}
	return append(out, t.extensions...)
}

// id is the key identifier of RFC 5280 §4.2.1.2, as far as it need be: unique.
func (k *key) id() []byte {
	sum := sha1.Sum(k.spki)
	return sum[:]
}

type basicConstraints struct {
	CA      bool
	PathLen int `asn1:"optional,default:-1"`
}

// A GeneralName's choice is its tag (RFC 5280 §4.2.1.6).
const (
	tagDNS = 2
	tagURI = 6
	tagIP  = 7
)

func generalName(tag int, value []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, Bytes: value}
}

func uri(s string) asn1.RawValue { return generalName(tagURI, []byte(s)) }

func (t *template) subjectAltName() []asn1.RawValue {
	var out []asn1.RawValue
	for _, name := range t.dnsNames {
		out = append(out, generalName(tagDNS, []byte(name)))
	}
	for _, ip := range t.ips {
		if v4 := ip.To4(); v4 != nil {
			ip = v4
		}
		out = append(out, generalName(tagIP, ip))
	}
	return out
}

type accessDescription struct {
	Method   asn1.ObjectIdentifier
	Location asn1.RawValue
}

func (t *template) authorityInfo() []accessDescription {
	var out []accessDescription
	if t.ocspURL != "" {
		out = append(out, accessDescription{oidOCSP, uri(t.ocspURL)})
	}
	for _, url := range t.issuerURLs {
		out = append(out, accessDescription{oidCAIssuers, uri(url)})
	}
	return out
}

type distributionPoint struct {
	Name distributionPointName `asn1:"tag:0"`
}

type distributionPointName struct {
	FullName []asn1.RawValue `asn1:"tag:0"`
}

type nameConstraints struct {
	Permitted []generalSubtree `asn1:"optional,omitempty,tag:0"`
	Excluded  []generalSubtree `asn1:"optional,omitempty,tag:1"`
}

type generalSubtree struct{ Base asn1.RawValue }

// subtrees constrains DNS names, and addresses where a name is a CIDR.
func subtrees(names []string) []generalSubtree {
	var out []generalSubtree
	for _, name := range names {
		if _, network, err := net.ParseCIDR(name); err == nil {
			out = append(out, generalSubtree{generalName(tagIP, append(network.IP, network.Mask...))})
			continue
		}
		out = append(out, generalSubtree{generalName(tagDNS, []byte(name))})
	}
	return out
}

func encodePEM(certificates ...[]byte) []byte {
	var out []byte
	for _, der := range certificates {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}
