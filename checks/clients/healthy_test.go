package clients

import (
	"crypto/x509"
	"net/netip"

	"certdesk/checks"
)

// healthy is a server without fault under a public authority.
func healthy() *checks.Facts {
	return &checks.Facts{Name: "imap.corp.example", At: at, Endpoints: []ep{good("192.0.2.1")}}
}

func good(address string) ep {
	leaf := cert("imap.corp.example", "R11", "leaf", 90)
	leaf.X509.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	ca := cert("R11", "ISRG Root X1", "intermediate", 1000)
	root := cert("ISRG Root X1", "ISRG Root X1", "root", 7000)
	return ep{
		Observation: checks.Observation{
			Address:  netip.AddrPortFrom(netip.MustParseAddr(address), 993),
			Outcome:  checks.OutcomeTLS,
			TLS:      &checks.TLS{Completed: true, Version: checks.TLS13},
			Versions: map[checks.TLSVersion]bool{checks.TLS12: true, checks.TLS13: true},
		},
		Judgement: &judge{
			Leaf: leaf, Sent: []*checks.Certificate{leaf, ca}, Path: []*checks.Certificate{leaf, ca, root},
			Trust: checks.TrustOK, PublicRoot: true, Stores: map[string]string{"mozilla": "trusted", "system": "trusted"},
		},
	}
}

// authorities gives the path so many certificates between the leaf and the root.
func authorities(n int) func(*checks.Facts, *ep, *judge) {
	return func(_ *checks.Facts, _ *ep, j *judge) {
		path := []*checks.Certificate{j.Leaf}
		for range n {
			path = append(path, j.Path[1])
		}
		j.Path = append(path, j.Path[2])
	}
}
