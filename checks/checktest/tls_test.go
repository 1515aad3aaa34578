package checktest_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

// shake dials as a client that verifies nothing and takes whatever it can.
func shake(t *testing.T, srv *checktest.Server, config *tls.Config) (tls.ConnectionState, error) {
	t.Helper()
	config.InsecureSkipVerify = true
	client := tls.Client(dial(t, srv), config)
	if err := client.Handshake(); err != nil {
		return tls.ConnectionState{}, err
	}
	// In TLS 1.3 a server refuses a client only after the client is done.
	_, err := client.Read(make([]byte, 1))
	return client.ConnectionState(), err
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("handshake: %v, want %q", err, want)
	}
}

func TestHealthyTLS(t *testing.T) {
	ca := checktest.NewPKI(now).Root("Example Root").Intermediate("Example CA 1")
	for _, key := range []checktest.KeyType{checktest.P256, checktest.P384, checktest.P521, checktest.RSA2048, checktest.Ed25519} {
		id := ca.Issue("a.example", checktest.Key(key))
		srv := start(t, checktest.Implicit("imap", checktest.TLS(id)))
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			state, err := shake(t, srv, &tls.Config{MinVersion: version, MaxVersion: version})
			if err != nil || state.Version != version || len(state.PeerCertificates) != 2 || !bytes.Equal(state.PeerCertificates[0].Raw, id.Leaf()) {
				t.Errorf("%s: version %x, %d certificates, %v", key, state.Version, len(state.PeerCertificates), err)
			}
		}
		_, err := shake(t, srv, &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
		wantError(t, err, "protocol version not supported")
	}
}

func TestTLSFaults(t *testing.T) {
	pki := checktest.NewPKI(now)
	id, other := pki.SelfSigned("a.example"), pki.SelfSigned("b.example")
	rsa := pki.SelfSigned("a.example", checktest.Key(checktest.RSA2048))
	imap := func(id *checktest.Identity, opts ...checktest.TLSOption) *checktest.Server {
		return start(t, checktest.Implicit("imap", checktest.TLS(id, opts...)))
	}
	t.Run("TLS 1.0 only", func(t *testing.T) {
		srv := imap(rsa, checktest.Versions(tls.VersionTLS10, tls.VersionTLS10))
		if _, err := shake(t, srv, &tls.Config{MinVersion: tls.VersionTLS10}); err != nil {
			t.Error(err)
		}
		_, err := shake(t, srv, &tls.Config{})
		wantError(t, err, "protocol version not supported")
	})
	t.Run("RC4 only", func(t *testing.T) {
		srv := imap(rsa, checktest.CipherSuites(tls.TLS_RSA_WITH_RC4_128_SHA))
		state, err := shake(t, srv, &tls.Config{CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}})
		if err != nil || state.CipherSuite != tls.TLS_RSA_WITH_RC4_128_SHA {
			t.Errorf("suite %x, %v", state.CipherSuite, err)
		}
		_, err = shake(t, srv, &tls.Config{})
		wantError(t, err, "handshake failure")
	})
	t.Run("client certificate required", func(t *testing.T) {
		srv := imap(id, checktest.ClientCertificate(tls.RequireAnyClientCert))
		_, err := shake(t, srv, &tls.Config{})
		wantError(t, err, "certificate required")
	})
	t.Run("client certificate requested", func(t *testing.T) {
		asked := false
		_, err := shake(t, imap(id, checktest.ClientCertificate(tls.RequestClientCert)), &tls.Config{
			GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
				asked = true
				return new(tls.Certificate), nil
			},
		})
		if err != nil || !asked {
			t.Errorf("asked: %v, %v", asked, err)
		}
	})
	t.Run("one name only", func(t *testing.T) {
		srv := imap(id, checktest.OnlyByName("a.example"))
		if _, err := shake(t, srv, &tls.Config{ServerName: "A.example"}); err != nil {
			t.Error(err)
		}
		for _, name := range []string{"", "b.example"} {
			_, err := shake(t, srv, &tls.Config{ServerName: name})
			wantError(t, err, "unrecognized name")
		}
	})
	t.Run("another certificate by name", func(t *testing.T) {
		srv := imap(id, checktest.ByName("b.example", other))
		for name, want := range map[string]*checktest.Identity{"": id, "a.example": id, "b.example": other} {
			state, err := shake(t, srv, &tls.Config{ServerName: name})
			if err != nil || !bytes.Equal(state.PeerCertificates[0].Raw, want.Leaf()) {
				t.Errorf("%q: %v, the wrong certificate", name, err)
			}
		}
	})
	t.Run("staple", func(t *testing.T) {
		state, err := shake(t, imap(id, checktest.Staple([]byte("staple"))), &tls.Config{ServerName: "a.example"})
		if err != nil || string(state.OCSPResponse) != "staple" {
			t.Errorf("staple %q, %v", state.OCSPResponse, err)
		}
	})
	t.Run("negative serial", func(t *testing.T) {
		_, err := shake(t, imap(pki.SelfSigned("a.example", checktest.Serial(-1))), &tls.Config{})
		wantError(t, err, "negative serial number")
	})
	t.Run("RSA 512", func(t *testing.T) {
		srv := imap(pki.SelfSigned("a.example", checktest.Key(checktest.RSA512)), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))
		_, err := shake(t, srv, &tls.Config{})
		wantError(t, err, "512-bit keys are insecure")
	})
	t.Run("after STARTTLS", func(t *testing.T) {
		conn := dial(t, start(t, checktest.STARTTLS("smtp", checktest.FailingHandshake(checktest.AlertInternalError))))
		converse(t, conn, "220", "EHLO me", "250 STARTTLS", "STARTTLS", "220")
		err := tls.Client(conn, &tls.Config{InsecureSkipVerify: true}).Handshake()
		wantError(t, err, "internal error")
	})
}

// What Go's client makes of each: it offers none of these.
func TestScriptedAsGoSeesIt(t *testing.T) {
	pki := checktest.NewPKI(now)
	root := pki.Root("Example Root")
	rsa := root.Issue("a.example", checktest.Key(checktest.RSA2048))
	tests := []struct {
		name   string
		script *checktest.Scripted
		want   string
	}{
		{"NULL", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteNullSHA, Identity: rsa}, "handshake failure"},
		{"EXPORT", &checktest.Scripted{Version: 0x0301, Suite: checktest.SuiteExportRC4, Identity: rsa}, "handshake failure"},
		{"anonymous", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteAnonAES128, DHBits: 1024}, "handshake failure"},
		{"DHE", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteDHERSAAES128, DHBits: 1024, Identity: rsa}, "handshake failure"},
		{"SSL 3.0", &checktest.Scripted{Version: 0x0300, Suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA, Identity: rsa}, "unsupported protocol version"},
		{"internal error", checktest.FailingHandshake(checktest.AlertInternalError), "internal error"},
	}
	for _, key := range []checktest.KeyType{checktest.P224, checktest.Secp256k1, checktest.BrainpoolP256, checktest.Ed448, checktest.RSAPSS} {
		tests = append(tests, struct {
			name   string
			script *checktest.Scripted
			want   string
		}{string(key), checktest.OddKey(key, root.Issue("a.example", checktest.Key(key))), "handshake failure"})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := start(t, checktest.Implicit("imap", tt.script))
			_, err := shake(t, srv, &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: allSuites()})
			wantError(t, err, tt.want)
		})
	}
}

func allSuites() []uint16 {
	var ids []uint16
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		ids = append(ids, s.ID)
	}
	return ids
}

// What OpenSSL makes of those it offers: it reads the certificate, and the key
// exchange where there is one.
func TestScriptedAsOpenSSLSeesIt(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	root := checktest.NewPKI(now).Root("Example Root")
	rsa := root.Issue("a.example", checktest.Key(checktest.RSA2048))
	tests := []struct {
		name   string
		script *checktest.Scripted
		args   []string
		want   []string
	}{
		{
			"NULL", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteNullSHA, Identity: rsa},
			[]string{"-tls1_2", "-cipher", "NULL:@SECLEVEL=0"},
			[]string{"depth=0 CN = a.example", "SSLv3/TLS read server done"},
		},
		{
			"DHE", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteDHERSAAES128, DHBits: 1024, Identity: rsa},
			[]string{"-tls1_2", "-cipher", "DHE:@SECLEVEL=0"},
			[]string{"depth=0 CN = a.example", "SSLv3/TLS read server key exchange"},
		},
		{
			"no DHE offered", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteDHERSAAES128, DHBits: 1024, Identity: rsa},
			[]string{"-tls1_2", "-cipher", "ECDHE"},
			[]string{"fatal", "handshake failure"},
		},
		{
			"secp256k1", checktest.OddKey(checktest.Secp256k1, root.Issue("a.example", checktest.Key(checktest.Secp256k1))),
			[]string{"-tls1_2", "-curves", "secp256k1:P-256"},
			[]string{"depth=0 CN = a.example", "SSLv3/TLS read server certificate"},
		},
		{
			"too old a client", &checktest.Scripted{Version: 0x0303, Suite: checktest.SuiteNullSHA, Identity: rsa},
			[]string{"-tls1_1", "-cipher", "NULL:@SECLEVEL=0"},
			[]string{"fatal", "protocol version"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := start(t, checktest.Implicit("imap", tt.script))
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			args := append([]string{"s_client", "-state", "-connect", srv.Addr()}, tt.args...)
			// The handshake never completes: what is said on the way counts.
			out, _ := exec.CommandContext(ctx, openssl, args...).CombinedOutput()
			for _, want := range tt.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("openssl does not say %q:\n%s", want, out)
				}
			}
		})
	}
}
