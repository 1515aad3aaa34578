package servertest

import (
	"fmt"
	"testing"

	"certdesk/checks"
)

// Two certificates of one server, an RSA one and an ECDSA one: what a check must
// find beside certificate-varies. Which of them a client is shown is for each
// server to choose, and all choose otherwise.
var pairs = []struct {
	name       string
	rsa, ecdsa string // identities
	codes      []checks.Code
}{
	{"both healthy", "rsa", "healthy", nil},
	{"RSA expired", "rsa-expired", "healthy", []checks.Code{checks.Expired}},
	{"ECDSA expired", "rsa", "expired", []checks.Code{checks.Expired}},
	{"RSA with a wrong name", "rsa-wrong-name", "healthy", []checks.Code{checks.HostnameMismatch}},
	{"ECDSA with a wrong name", "rsa", "wrong-name", []checks.Code{checks.HostnameMismatch}},
	{"RSA self-signed", "rsa-self-signed", "healthy", []checks.Code{checks.SelfSigned}},
	{"ECDSA self-signed", "rsa", "self-signed", []checks.Code{checks.SelfSigned}},
}

// forEachPair starts a server for each pair and checks its ways in.
func forEachPair(t *testing.T, serve func(t *testing.T, rsa, ecdsa identity) []way) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for _, w := range serve(t, named(t, p.rsa), named(t, p.ecdsa)) {
				t.Run(w.name, func(t *testing.T) {
					report := expect(t, w.args("--starttls", w.starttls), append([]checks.Code{checks.CertificateVaries}, p.codes...)...)
					if len(report.CertificatesSeen) != 2 {
						t.Errorf("%d certificates were seen, want 2", len(report.CertificatesSeen))
					}
					if p.codes == nil && report.Verdict != checks.VerdictTrusted {
						t.Errorf("verdict %s for a healthy server", report.Verdict)
					}
				})
			}
		})
	}
}

func named(t *testing.T, name string) identity {
	t.Helper()
	for _, id := range append(rsaIdentities, identities...) {
		if id.name == name {
			return id
		}
	}
	t.Fatalf("no identity %q", name)
	return identity{}
}

func TestDovecotTwoKeys(t *testing.T) {
	t.Parallel()
	find(t, "dovecot")
	forEachPair(t, func(t *testing.T, rsa, ecdsa identity) []way {
		alt := fmt.Sprintf("ssl_alt_cert = <%s\nssl_alt_key = <%s\n", rsa.chain, rsa.key)
		return startDovecot(t, ecdsa, alt).ways()[:2]
	})
}

func TestPostfixTwoKeys(t *testing.T) {
	t.Parallel()
	find(t, "postfix")
	needRoot(t)
	forEachPair(t, func(t *testing.T, rsa, ecdsa identity) []way {
		both := fmt.Sprintf("smtpd_tls_chain_files = %s, %s, %s, %s\n", rsa.key, rsa.chain, ecdsa.key, ecdsa.chain)
		return startPostfix(t, ecdsa, both).ways()[1:3]
	})
}

func TestNginxTwoKeys(t *testing.T) {
	t.Parallel()
	find(t, "nginx")
	forEachPair(t, func(t *testing.T, rsa, ecdsa identity) []way {
		// Here the server's own order decides.
		settings := nginxSettings{identity: ecdsa, also: certificateOf(rsa), tls: "ssl_prefer_server_ciphers on;"}
		return startNginx(t, settings).ways()[:2]
	})
}

func TestEximTwoKeys(t *testing.T) {
	t.Parallel()
	findOptional(t, "exim4")
	needRoot(t)
	forEachPair(t, func(t *testing.T, rsa, ecdsa identity) []way {
		both := identity{chain: rsa.chain + " : " + ecdsa.chain, key: rsa.key + " : " + ecdsa.key}
		return startExim(t, both, "tls_advertise_hosts = *")
	})
}
