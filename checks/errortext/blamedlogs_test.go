//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestServersOfLogs: a server that a log or a shell names in its own way is found, and comes before
// the machine that writes the log.
func TestServersOfLogs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// A pool of HAProxy stands before its server.
		"Server mail/imap2.corp.example is DOWN, reason: Layer4 timeout, check duration: 2001ms. 2 active and 0 backup servers left.":                                                                                         "imap2.corp.example",
		"[WARNING]  (1201) : Server mail/imap1.corp.example is UP, reason: Layer6 check passed.\n[WARNING]  (1201) : Server mail/imap2.corp.example is DOWN, reason: Layer4 connection problem, info: \"Connection refused\"": "imap2.corp.example",
		"Backup Server ldap_pool/db3.corp.example is DOWN, reason: Layer6 invalid response, info: \"SSL handshake failure\"":                                                                                                  "db3.corp.example",
		// A variable of a shell makes no name of what follows it.
		"$ for h in a b; do openssl s_client -connect $h.corp.example:636; done\n== b.corp.example\nVerify return code: 21 (unable to verify the first certificate)": "b.corp.example",
		// lftp is connected to what its prompt names.
		"lftp jo@archive.corp.example:/> mirror ok\nlftp jo@ftp.corp.example:/> put cover.pdf\nput: Fatal error: gnutls_record_recv: The TLS connection was non-properly terminated. (connection reset by peer)": "ftp.corp.example",
		// The machine that writes a log tells of another.
		"gateway.corp.example INFO calling https://api.corp.example:9443/orders\ngateway.corp.example ERROR javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_required":        "api.corp.example",
		"app1.corp.example [WARN] retrying\napp1.corp.example [ERROR] imaps://imap.corp.example:993 javax.net.ssl.SSLHandshakeException: PKIX path building failed":                                 "imap.corp.example",
		"app1.corp.example ERROR x509: certificate has expired or is not yet valid":                                                                                                                 "app1.corp.example", // no other is named
		"smtp.corp.example error: the certificate has expired, says Outlook. With imap.corp.example all is fine":                                                                                    "smtp.corp.example", // people write so
		"H=mx.partner.example [203.0.113.9]: DANE attempt failed; TLS connection to mx.partner.example [203.0.113.9]: (certificate verify failed): error:0A000086:SSL routines::certificate verify": "mx.partner.example",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || len(m.Servers) == 0 || m.Servers[0].Host != want {
			t.Errorf("%q: %v (%v), want %s first", text, m.Servers, ok, want)
		}
	}
}

// TestCausesInLogs: a program's line says the cause, whatever general words stand in it.
func TestCausesInLogs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"H=mx.partner.example [203.0.113.9]: DANE attempt failed; TLS connection to mx.partner.example [203.0.113.9]: (certificate verify failed): error:0A000086:SSL routines::certificate verify failed": "dane",
		"H=mx.partner.example [203.0.113.9] DANE attempt failed; trying CA-root TLS to mx.partner.example [203.0.113.9] (not in hosts_require_dane)":                                                       "dane",
		"VERIFY ERROR: depth=0, error=certificate revoked: CN=vpn-b.corp.example":                                                                                                                          "revoked",
		"VERIFY ERROR: depth=1, error=certificate revoked: CN=Corp Issuing CA, remote vpn.corp.example:1194":                                                                                               "revoked",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%q is %q %q, want %s", text, m.Entry.ID, m.Entry.Kind, want)
		}
	}
}
