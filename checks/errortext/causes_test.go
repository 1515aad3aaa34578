//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestCauseOfRefusedLogin: where a program says why a login failed, and it is the certificate, that is
// told.
func TestCauseOfRefusedLogin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Authentication failed. Please check your username/password.\nServer returned error: \"TLS Negotiation failed: self signed certificate mail.corp.example, code: 0\"":    "self-signed mail.corp.example",
		"doveadm(rita): Error: imapc(imap.corp.example:993): Authentication failed: disconnected: Received invalid SSL certificate: certificate revoked: /CN=imap.corp.example": "revoked imap.corp.example",
		"Login failed. The certificate of imap.corp.example has expired.":                                                                                "expired imap.corp.example",
		"Authentication failed. Please check your username/password. (imap.corp.example)":                                                                "login imap.corp.example",
		"imap.corp.example rejects my password since the certificate was renewed":                                                                        "login imap.corp.example",
		"HORDE: [imp] [login] Horde_Imap_Client_Exception: Could not open secure TLS connection to the server. mail.corp.example [pid 3381 on line 412]": "handshake mail.corp.example",
		"smtpd[512]: mta cert-check result=\"failure\"\nsmtpd[512]: mta error reason=\"SSL certificate check failed\" host=mx.corp.example":              "cannot-verify mx.corp.example",
		"delivery 3312: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection_to_mx.corp.example._(#4.4.1)/":                                    "no-connection mx.corp.example",
		"Error response from daemon: Get \"https://registry.corp.example:5000/v2/\": http: server gave HTTP response to HTTPS client":                    "not-tls registry.corp.example",
	} {
		m, ok := errortext.Recognise(text, today)
		got := ""
		if ok && len(m.Servers) > 0 {
			got = string(m.Entry.Kind) + " " + m.Servers[0].Host
		}
		if got != want {
			t.Errorf("%q is %q (%s), want %q", text, got, m.Entry.ID, want)
		}
	}
}
