package probe

import (
	"context"
	"net"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/checks"
	"certdesk/checks/probe/openssltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func observe(t *testing.T, r Request) checks.Observation {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return New(&net.Dialer{}).Probe(ctx, r)
}

func TestOddServers(t *testing.T) {
	rsa := []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"}
	tests := []struct {
		name      string
		key       []string
		args      []string
		completed bool
		version   checks.TLSVersion
		suite     string // empty: any
	}{
		{name: "TLS 1.3", key: rsa, args: []string{"-tls1_3"}, completed: true, version: checks.TLS13},
		{name: "TLS 1.2", key: rsa, args: []string{"-tls1_2"}, completed: true, version: checks.TLS12},
		{name: "TLS 1.1 only", key: rsa, args: []string{"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"}, completed: true, version: checks.TLS11},
		{name: "TLS 1.0 only", key: rsa, args: []string{"-tls1", "-cipher", "DEFAULT@SECLEVEL=0"}, completed: true, version: checks.TLS10},
		{name: "static RSA", key: rsa, args: []string{"-tls1_2", "-cipher", "AES128-SHA"}, completed: true, version: checks.TLS12, suite: "TLS_RSA_WITH_AES_128_CBC_SHA"},
		{name: "P-224", key: []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp224r1"}, args: []string{"-tls1_2"}, version: checks.TLS12},
		{name: "secp256k1", key: []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"}, args: []string{"-tls1_2"}, version: checks.TLS12},
		{name: "brainpool", key: []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"}, args: []string{"-tls1_2"}, version: checks.TLS12},
		{name: "Ed448", key: []string{"-algorithm", "ED448"}, version: checks.TLS13},
		{name: "Ed448 by TLS 1.3 only", key: []string{"-algorithm", "ED448"}, args: []string{"-tls1_3"}, version: checks.TLS13},
		{name: "RSA-PSS key", key: []string{"-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"}, args: []string{"-tls1_2"}, version: checks.TLS12},
		{name: "RSA-512", key: []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:512"}, args: []string{"-tls1_2", "-cipher", "DEFAULT@SECLEVEL=0"}, version: checks.TLS12},
		{name: "RSA-1000", key: []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1000"}, args: []string{"-cipher", "DEFAULT@SECLEVEL=0"}, version: checks.TLS13},
		{name: "DHE only", key: rsa, args: []string{"-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"}, version: checks.TLS12, suite: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", completed: true},
		{name: "DHE only, CBC", key: rsa, args: []string{"-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256"}, version: checks.TLS12, suite: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"},
		{name: "NULL only", key: rsa, args: []string{"-tls1_2", "-cipher", "NULL-SHA256@SECLEVEL=0"}, version: checks.TLS12, suite: "TLS_RSA_WITH_NULL_SHA256"},
		{name: "SHA-1 handshake", key: rsa, args: []string{"-tls1_2", "-sigalgs", "RSA+SHA1", "-cipher", "DEFAULT@SECLEVEL=0"}, version: checks.TLS12},
		{name: "MD5 signature", key: append([]string{"md5"}, rsa...), args: []string{"-cipher", "DEFAULT@SECLEVEL=0"}, version: checks.TLS13},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			key, cert := openssltest.Certificate(t, tt.key...)
			got := observe(t, Request{Address: openssltest.Serve(t, key, cert, tt.args...), ServerName: "odd.example", Full: true})
			if got.Outcome != checks.OutcomeTLS || got.TLS == nil {
				t.Fatalf("outcome %q, cause %q", got.Outcome, got.Cause)
			}
			if got.TLS.Completed != tt.completed || got.TLS.Version != tt.version || tt.suite != "" && got.TLS.CipherName != tt.suite {
				t.Errorf("completed %v version %q suite %q problem %q", got.TLS.Completed, got.TLS.Version, got.TLS.CipherName, got.TLS.Problem)
			}
			if len(got.TLS.Certificates) != 1 {
				t.Errorf("%d certificates were read, want 1 (alert %d)", len(got.TLS.Certificates), got.TLS.Alert)
			}
			if got.Connections > 6 {
				t.Errorf("%d connections", got.Connections)
			}
			if !got.Versions[tt.version] {
				t.Errorf("versions %v lack %s", got.Versions, tt.version)
			}
		})
	}
}
