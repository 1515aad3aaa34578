package engine_test

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestWaitsInClear: a server whose clients begin in clear hangs up on a hello. Where
// TLS at once was asked for on a port that has no convention, that is told as the wrong
// mode, and not as a server that cannot shake hands.
func TestWaitsInClear(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, protocol := range []string{"ldap", "postgres", "xmpp"} {
		for _, wait := range []time.Duration{0, 1500 * time.Millisecond} {
			t.Run(protocol+" "+wait.String(), func(t *testing.T) {
				t.Parallel()
				server, err := checktest.NewServer(&late{checktest.STARTTLS(protocol, checktest.TLS(s.ecdsa())), wait})
				if err != nil {
					t.Fatal(err)
				}
				defer server.Close()
				r := s.checkServer(t, server, engine.Options{Timeout: 30 * time.Second}, nil)
				if got := codes(r); !slices.Equal(got, []checks.Code{checks.WrongEncryptionMode}) {
					t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
				}
				if n := server.Connections(); n > 10 {
					t.Errorf("%d connections to one address", n)
				}
			})
		}
	}
}

// A server that hangs up on everything is asked for no more than that.
func TestHangsUpOnAll(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	server, err := checktest.NewServer(checktest.BehaviourFunc(func(_ context.Context, c net.Conn) { c.Read(make([]byte, 8)) }))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	r := s.checkServer(t, server, engine.Options{Timeout: 30 * time.Second}, nil)
	if got := codes(r); !slices.Equal(got, []checks.Code{checks.TLSHandshakeFailed}) {
		t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
	}
	if n := server.Connections(); n > 10 {
		t.Errorf("%d connections to one address", n)
	}
}
