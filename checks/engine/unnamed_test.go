package engine_test

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// unnamedFirst shows its other certificate to whoever names no server, and, from the
// given handshake with a name on, to every second that names one.
type unnamedFirst struct {
	usual, other *checktest.Identity
	from         int64 // 0 for never
	named        atomic.Int64
}

func (u *unnamedFirst) Serve(ctx context.Context, conn net.Conn) {
	pick := func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		id := u.usual
		if hello.ServerName == "" {
			id = u.other
		} else if n := u.named.Add(1); u.from > 0 && n >= u.from && (n-u.from)%2 == 0 {
			id = u.other
		}
		return &tls.Config{Certificates: []tls.Certificate{id.Certificate()}}, nil
	}
	c := tls.Server(conn, &tls.Config{GetConfigForClient: pick})
	if c.HandshakeContext(ctx) == nil {
		c.Write([]byte("* OK ready\r\n"))
		c.Read(make([]byte, 1))
	}
	c.Close()
}

// TestNodeMetWithoutName: a node with another certificate is met by the hello without a
// server name first. It is told as a node, for everybody meets it, and a server that
// has another certificate for such hellos alone as before.
func TestNodeMetWithoutName(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	expired := checktest.ExpiredFor(3 * checktest.Day)
	for name, tt := range map[string]struct {
		other   *checktest.Identity
		from    int64
		verdict checks.Verdict
		codes   []checks.Code
	}{
		"a stale node":       {s.ecdsa(expired), 6, checks.VerdictUntrusted, []checks.Code{checks.CertificateVaries, checks.Expired}},
		"and later":          {s.ecdsa(expired), 7, checks.VerdictUntrusted, []checks.Code{checks.CertificateVaries, checks.Expired}},
		"stale without name": {s.ecdsa(expired), 0, checks.VerdictWarning, []checks.Code{checks.CertificateVaries, checks.Expired}},
		"another name":       {s.ca.Issue("other.shown.example"), 0, checks.VerdictTrusted, []checks.Code{checks.SNIRequired}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := checktest.NewServer(&unnamedFirst{usual: s.ecdsa(), other: tt.other, from: tt.from})
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			r := s.checkServer(t, server, engine.Options{Timeout: 30 * time.Second}, nil)
			if got := codes(r); r.Verdict != tt.verdict || !slices.Equal(got, tt.codes) {
				t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
			}
			if f := finding(r, checks.CertificateVaries); f != nil && tt.from > 0 {
				if by := checks.EvidenceOf[checks.CertificateVariesEvidence](f.Evidence).By; by != "connection" {
					t.Errorf("they differ by %s: %s", by, f.Detail.String())
				}
			}
			if n := server.Connections(); n > 11 {
				t.Errorf("%d connections to one address", n)
			}
		})
	}
}
