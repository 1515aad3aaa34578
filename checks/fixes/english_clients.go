package fixes

import (
	"slices"
	"strings"

	"certdesk/checks"
)

// clientAsks are what to ask for where a single mail client refuses a
// certificate, by the rule that it goes by (package clients names them); the last
// one is for all others.
var clientAsks = []struct {
	rules []string
	ask   string
}{
	{[]string{"purpose not stated", "any purpose", "application policies without servers"}, "for a certificate that names servers as its purpose (serverAuth)"},
	{[]string{"responder as server"}, "for a certificate that is for servers alone, without OCSPSigning"},
	{[]string{"authority as server"}, "for a server certificate in place of that of an authority (CA:FALSE)"},
	{[]string{"key usage without TLS", "key usage without signing"}, "for a certificate whose key usage allows signing (digitalSignature)"},
	{[]string{"feature that the authority demands"}, "for a certificate with the TLS feature of its authority, and for OCSP stapling on the server"},
	{[]string{"unknown TLS feature"}, "for a certificate without that TLS feature"},
	{[]string{"P-521"}, "for a certificate with an RSA key or one of the type P-256"},
	{[]string{"RSA above 8192 bits", "RSA above 16384 bits"}, "for a certificate with smaller keys, such as RSA 2048"},
	{[]string{"root below 1024 bits", "root below 2048 bits"}, "for a certificate of an authority with a stronger key"},
	{[]string{"useless staple"}, "to repair OCSP stapling on the server, or to switch it off"},
	{[]string{"longer than 825 days"}, "for a certificate that is valid for at most 825 days"},
	{[]string{"longer than 398 days, public root"}, "for a certificate that is valid for at most 398 days"},
	{nil, "for a certificate that all mail clients accept"},
}

func askForClients(s *Situation) string {
	var asks []string
	for _, rule := range s.list(checks.ClientDisagreement, "rules") {
		for _, a := range clientAsks {
			if slices.Contains(a.rules, rule) && !slices.Contains(asks, a.ask) {
				asks = append(asks, a.ask)
			}
		}
	}
	if len(asks) == 0 {
		return clientAsks[len(clientAsks)-1].ask
	}
	return strings.Join(asks[:min(len(asks), 3)], "; ")
}
