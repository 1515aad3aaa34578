package fixes

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// clientRequests are what to ask for where a single mail client refuses a
// certificate, by the rule that it goes by (package clients names them).
var clientRequests = []struct {
	rules []string
	ask   say.Text
}{
	{[]string{"purpose not stated", "any purpose", "application policies without servers"}, say.P("ask", "for a certificate that names servers as its purpose (serverAuth)")},
	{[]string{"responder as server"}, say.P("ask", "for a certificate that is only for servers, without OCSPSigning")},
	{[]string{"authority as server"}, say.P("ask", "for a server certificate instead of a CA certificate (CA:FALSE)")},
	{[]string{"key usage without TLS", "key usage without signing"}, say.P("ask", "for a certificate whose key usage allows signing (digitalSignature)")},
	{[]string{"feature that the authority demands"}, say.P("ask", "for a certificate with the TLS feature of its CA, and for OCSP stapling on the server")},
	{[]string{"unknown TLS feature"}, say.P("ask", "for a certificate without that TLS feature")},
	{[]string{"issuer named in other bytes"}, say.P("ask", "for a certificate that names its issuer exactly as the CA certificate does")},
	{[]string{"odd name beside the right one"}, say.P("ask", "for a certificate that lists only correctly written server names")},
	{[]string{"P-521"}, say.P("ask", "for a certificate with an RSA key or one of the type P-256")},
	{[]string{"what Windows does not offer"}, say.P("ask", "to allow encryption that Windows offers, such as AES-GCM with ECDHE on the curve P-256")},
	{[]string{"RSA above 8192 bits", "RSA above 16384 bits"}, say.P("ask", "for a certificate with smaller keys, such as RSA 2048")},
	{[]string{"root below 1024 bits", "root below 2048 bits"}, say.P("ask", "for a certificate from a CA with a stronger key")},
	{[]string{"useless staple"}, say.P("ask", "to repair OCSP stapling on the server, or to turn it off")},
	{[]string{"longer than 825 days"}, say.P("ask", "for a certificate that is valid for at most 825 days")},
	{[]string{"longer than 398 days, public root"}, say.P("ask", "for a certificate that is valid for at most 398 days")},
}

// maxClientRequests is of how many rules an answer asks.
const maxClientRequests = 3

func forClients(s *Situation) []request {
	var out []request
	for _, rule := range evidence[checks.ClientDisagreementEvidence](s).Rules {
		for _, r := range clientRequests {
			same := func(o request) bool { return say.Equal(o.text, r.ask) }
			if slices.Contains(r.rules, rule) && len(out) < maxClientRequests && !slices.ContainsFunc(out, same) {
				out = append(out, request{text: r.ask})
			}
		}
	}
	if len(out) == 0 {
		return ask(say.P("ask", "for a certificate that all mail apps accept"))
	}
	return out
}
