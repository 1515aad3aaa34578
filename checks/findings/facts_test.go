package findings_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"net/netip"
	"time"

	"certdesk/checks"
)

// at is the moment all tests judge for.
var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func days(n int) time.Time { return at.AddDate(0, 0, n) }

// healthy are the facts of a server without fault: one address, a certificate
// for imap.corp.com by a public authority, 60 days old, 62 days to go.
func healthy() *checks.Facts {
	return &checks.Facts{
		Target:    checks.Target{Input: "imap.corp.com:993", Host: "imap.corp.com", Port: 993, Service: "imaps"},
		Name:      "imap.corp.com",
		At:        at,
		DNS:       &checks.Resolution{Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}},
		Endpoints: []checks.Endpoint{good("192.0.2.1")},
	}
}

// good is one address without fault.
func good(address string) checks.Endpoint {
	return checks.Endpoint{
		Observation: checks.Observation{
			Address:  netip.AddrPortFrom(netip.MustParseAddr(address), 993),
			Outcome:  checks.OutcomeTLS,
			Protocol: "imap",
			Mode:     checks.ModeTLS,
			TLS: &checks.TLS{
				Completed: true, Version: checks.TLS13,
				CipherSuite: 0x1301, CipherName: "TLS_AES_128_GCM_SHA256", KeyExchange: "X25519MLKEM768",
			},
			Versions: map[checks.TLSVersion]bool{checks.TLS12: true, checks.TLS13: true},
			NoSNI:    &checks.NoSNI{LeafSHA256: fingerprint("imap.corp.com")},
		},
		Judgement: judgement(),
	}
}

// judgement of a chain without fault.
func judgement() *checks.Judgement {
	leaf := cert("imap.corp.com", "R11", -60, 62)
	leaf.SANs = []string{"imap.corp.com"}
	leaf.Role = "leaf"
	ca := cert("R11", "ISRG Root X1", -700, 400)
	ca.Role = "intermediate"
	root := cert("ISRG Root X1", "ISRG Root X1", -4000, 3000)
	root.Role = "root"
	return &checks.Judgement{
		Sent: []*checks.Certificate{leaf, ca}, Leaf: leaf,
		Path:      []*checks.Certificate{leaf, ca, root},
		Presented: []string{"imap.corp.com"},
		Trust:     checks.TrustOK, PublicRoot: true,
		Stores:    map[string]string{"mozilla": "trusted", "system": "trusted"},
		EndsFirst: leaf,
	}
}

func cert(to, by string, from, until int) *checks.Certificate {
	return &checks.Certificate{
		Subject: "CN=" + to, IssuedTo: to, Issuer: "CN=" + by, IssuedBy: by,
		NotBefore: days(from), NotAfter: days(until), DaysLeft: until,
		SHA256: fingerprint(to), SHA1: fingerprint(to)[:40],
		Key: "RSA 2048", KeyBits: 2048, Signature: "SHA256-RSA",
		X509: &x509.Certificate{},
	}
}

func fingerprint(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// with changes healthy facts.
func with(change func(f *checks.Facts, e *checks.Endpoint, j *checks.Judgement)) *checks.Facts {
	f := healthy()
	e := &f.Endpoints[0]
	change(f, e, e.Judgement)
	return f
}

// silent is an address that gives no answer.
func silent(address string) checks.Endpoint {
	return checks.Endpoint{Observation: checks.Observation{
		Address: netip.AddrPortFrom(netip.MustParseAddr(address), 993),
		Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout,
	}}
}

// answers replaces the only endpoint by one that did not get as far as TLS.
func answers(o checks.Observation) *checks.Facts {
	f := healthy()
	o.Address = f.Endpoints[0].Address
	f.Endpoints = []checks.Endpoint{{Observation: o}}
	return f
}
