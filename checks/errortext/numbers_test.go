//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestNumbers: a number is an error beside the word for what gives it, and nothing elsewhere.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, kind := range map[string]errortext.Kind{
		"wolfSSL_connect failed: err = -151":                                                        "expired",
		"mbedtls_ssl_handshake returned -0x2700":                                                    "cannot-verify",
		"mbedtls_ssl_handshake returned -9984":                                                      "cannot-verify",
		"handshake failed; returned -1, SSL error code 1, net_error -206":                           "revoked",
		"error:0A000086:lib(20)::reason(134)":                                                       "cannot-verify",
		"imap.corp.example: 0x8007274C":                                                             "timeout",
		"Remote Server returned '550 5.7.323 tlsa-invalid: The domain failed DANE validation'":      "dane",
		"verify error:num=66:EE certificate key too weak":                                           "weak-key",
		"smtplib: [WinError 10061] No connection could be made with mail.corp.example":              "no-server",
		"curl: (60) NSS error -8172 (SEC_ERROR_UNTRUSTED_ISSUER)\nhttps://portal.corp.example:8443": "untrusted",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != kind {
			t.Errorf("%q is %q, want %q", text, m.Entry.Kind, kind)
		}
	}
	for _, text := range []string{
		"parcel -151 has not arrived yet, tracking says -188", "the freezer is at -110 degrees, alarm 10061",
		"version 4.7.321 of the driver is out", "error 12345678 in cell B7", "room 10060 is booked until 12002",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
}
