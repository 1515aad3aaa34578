package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// Where nothing tells what a port speaks, a greeting is heard however late it comes,
// and a server that waits for its client is spoken to, as far as six connections go:
// one that hangs up on hellos where TLS was asked for has used them up.
func TestLateServerOfAnyProtocol(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, protocol := range []string{"imap", "pop3", "smtp", "lmtp", "ftp", "nntp", "sieve", "mysql", "ldap", "postgres", "xmpp"} {
		waits := []time.Duration{0, 1500 * time.Millisecond}
		if protocol == "smtp" || protocol == "mysql" || protocol == "ldap" { // one of each kind of greeting: words, bytes, none
			waits = append(waits, 500*time.Millisecond, 2500*time.Millisecond)
		}
		for _, wait := range waits {
			for _, mode := range []checks.Mode{checks.ModeAuto, checks.ModeTLS, checks.ModeSTARTTLS} {
				if mode == checks.ModeTLS && (protocol == "postgres" || protocol == "ldap" && wait < time.Second) {
					continue
				}
				t.Run(fmt.Sprint(protocol, " ", wait, " ", mode), func(t *testing.T) {
					t.Parallel()
					server := &late{checktest.STARTTLS(protocol, checktest.TLS(s.ecdsa())), wait}
					r := s.checkWithin(t, server, engine.Options{Timeout: 30 * time.Second}, func(target *checks.Target) { target.Mode = mode })
					var want []checks.Code
					if mode == checks.ModeTLS {
						want = []checks.Code{checks.WrongEncryptionMode}
					}
					if got := codes(r); !slices.Equal(got, want) {
						t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
					}
				})
			}
		}
	}
}
