package starttls_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"certdesk/checks/starttls"
)

// TestWords checks what of a server's answer reaches people.
func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		protocol, said, reply, greeting string
	}{
		{"smtp", "220-mx.example, wait\r\n521 5.7.1 blocked\r\n", "521 5.7.1 blocked", "220-mx.example, wait"},
		{"smtp", "554-mx.example\r\n554 on a list\r\n", "554 on a list", "554-mx.example"},
		{"smtp", "220 mx\r\n250-mx\r\n250 STARTTLS\r\n454 4.7.0 no key\r\n", "454 4.7.0 no key", "220 mx"},
		{"imap", "* OK [CAPABILITY STARTTLS]\r\na1 NO no key\r\n", "a1 NO no key", "* OK [CAPABILITY STARTTLS]"},
		{"pop3", "-ERR busy\r\n", "-ERR busy", "-ERR busy"},
		{"sieve", "BYE (TRYLATER) {5+}\r\nlater\r\n", `BYE (TRYLATER) "later"`, "BYE (TRYLATER) {5+}"},
		{"mysql", mysqlError("#08004Too many connections"), "Too many connections", "Too many connections"},
		{"mysql", mysqlError("Host is blocked"), "Host is blocked", "Host is blocked"},
		{"mysql", mysqlError("#08004"), "", ""}, // a state alone
		{"ldap", "\x30\x11\x02\x01\x01\x78\x0c\x0a\x01\x34\x04\x00\x04\x05no\xffk\x00", "result 52: no?k", ""},
		{"postgres", "E\x00\x00\x00\x1dSFATAL\x00C53300\x00Mtoo many\x00\x00", "too many", ""},
		{"xmpp", xmppOpen + "<stream:error><host-unknown/></stream:error>", "stream error: host-unknown", "<?xml version='1.0'?>"},
	}
	for _, test := range tests {
		p, _ := starttls.Lookup(test.protocol)
		talk := starttls.NewConversation(script{Reader: strings.NewReader(test.said)}, "im.example")
		var refused *starttls.RefusedError
		if err := p.Upgrade(context.Background(), talk); !errors.As(err, &refused) {
			t.Errorf("%s %q: err = %v, want a RefusedError", test.protocol, test.said, err)
		} else if refused.Reply != test.reply {
			t.Errorf("%s %q: reply %q, want %q", test.protocol, test.said, refused.Reply, test.reply)
		}
		if got := talk.Greeting(); got != test.greeting {
			t.Errorf("%s %q: greeting %q, want %q", test.protocol, test.said, got, test.greeting)
		}
	}
}
