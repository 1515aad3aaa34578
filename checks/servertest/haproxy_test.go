package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/checks"
)

// TestHAProxy has what stands before many mail and web servers and ends TLS for them.
// Behind the port of mail there is nobody, so that it says nothing there.
func TestHAProxy(t *testing.T) {
	t.Parallel()
	find(t, "haproxy")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startHAProxy(t, id, "")[:1], id.codes...)
	})
	t.Run("a port of mail", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startHAProxy(t, healthy(), "")[1:])
	})
	for _, tt := range []struct {
		name, settings string
		codes          []checks.Code
	}{
		{"for browsers", "alpn h2,http/1.1", nil},
		{"no handshake without a name", "strict-sni", []checks.Code{checks.SNIRequired}},
		{"TLS 1.2 at most", "ssl-max-ver TLSv1.2", nil},
		{"TLS 1.3 alone", "ssl-min-ver TLSv1.3", nil},
		{"client certificates", "verify required ca-file {chain}", []checks.Code{checks.ClientCertRequired}},
		{"client certificates, if there are any", "verify optional ca-file {chain}", nil},
		{"without session tickets", "no-tls-tickets", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expectWays(t, startHAProxy(t, healthy(), tt.settings)[:1], tt.codes...)
		})
	}

	t.Run("the PROXY protocol is asked for", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startHAProxy(t, healthy(), "accept-proxy")[:1], checks.TLSHandshakeFailed)
	})
}

// startHAProxy ends TLS on a port of the web and on one of mail, as set.
func startHAProxy(t *testing.T, id identity, settings string) []way {
	t.Helper()
	program := find(t, "haproxy")
	dir := workDir(t)
	var both []byte
	for _, name := range []string{id.chain, id.key} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, text...)
	}
	pem := write(t, dir, "server.pem", string(both))
	web, mail := freePort(t), freePort(t)
	settings = strings.ReplaceAll(settings, "{chain}", id.chain)
	config := write(t, dir, "haproxy.cfg", fmt.Sprintf(`global
  maxconn 100
defaults
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend web
  mode http
  bind 127.0.0.1:%d ssl crt %s %s
  http-request return status 200
frontend mail
  mode tcp
  bind 127.0.0.1:%d ssl crt %s %s
  tcp-request inspect-delay 30s
  tcp-request content reject if { req.len gt 0 }
`, web, pem, settings, mail, pem, settings))
	start(t, daemon{program: program, args: []string{"-db", "-f", config}, dir: filepath.Dir(config), ports: []int{web, mail}})
	return []way{{"https", 443, web, "none"}, {"imaps", 993, mail, "none"}}
}
