package target_test

import (
	"testing"

	"certdesk/checks/target"
)

func TestReadableHost(t *testing.T) {
	for in, want := range map[string]string{
		"imap.corp.com":               "imap.corp.com",
		"xn--mnchen-3ya.example":      "münchen.example",
		"MAIL.XN--Mnchen-3ya.example": "mail.münchen.example",
		"MÜNCH":                       "münch",
		"mu\u0308nch":                 "münch", // u and its dots as two letters
		"xn--80ak6aa92e.example":      "аррӏе.example",
		"xn--":                        "xn--",
		"":                            "",
		"192.0.2.7":                   "192.0.2.7",
		"a..b":                        "a..b",
	} {
		if got := target.ReadableHost(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
