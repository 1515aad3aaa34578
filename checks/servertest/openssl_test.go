package servertest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/checks"
)

// TestOpenSSL meets what only OpenSSL still serves: protocols and ciphers that
// mail clients have dropped, and keys that they never had. All speak TLS from
// the first byte and take one connection at a time.
func TestOpenSSL(t *testing.T) {
	t.Parallel()
	program := find(t, "openssl")
	ca := newOpenSSLAuthority(t, program)

	const (
		rsa    = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048"
		p256   = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"
		anyone = "DEFAULT:@SECLEVEL=0"
	)
	codes := func(codes ...checks.Code) []checks.Code { return codes }
	for _, c := range []struct {
		name   string
		key    string // genpkey's arguments
		issue  string // x509's further arguments
		server string // s_server's further arguments
		codes  []checks.Code
	}{
		{"as it comes", p256, "", "", nil},
		{"rsa", rsa, "", "", nil},
		{"p-384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "", "", nil},
		{"p-521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "", "", codes(checks.ClientDisagreement)},
		{"rsa-4096", "-algorithm RSA -pkeyopt rsa_keygen_bits:4096", "", "", nil},

		{"tls 1.3 only", p256, "", "-tls1_3", nil},
		{"tls 1.2 only", p256, "", "-tls1_2", nil},
		{"tls 1.2 only with rsa", rsa, "", "-tls1_2", nil},
		{"tls 1.1 only", rsa, "", "-tls1_1 -cipher " + anyone, codes(checks.LegacyTLS)},
		{"tls 1.0 only", rsa, "", "-tls1 -cipher " + anyone, codes(checks.LegacyTLS)},
		{"tls 1.0 only with p-256", p256, "", "-tls1 -cipher " + anyone, codes(checks.LegacyTLS)},
		{"tls 1.0 and up", rsa, "", "-cipher " + anyone, nil},

		// Windows offers none of ChaCha20 until it is told to.
		{"chacha only", rsa, "", "-tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305", codes(checks.ClientDisagreement)},
		{"static rsa only", rsa, "", "-tls1_2 -cipher AES128-GCM-SHA256", codes(checks.WeakCipher)},
		{"dhe only", rsa, "", "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", codes(checks.WeakCipher)},
		{"dhe only, cbc", rsa, "", "-tls1_2 -cipher DHE-RSA-AES128-SHA256", codes(checks.TLSHandshakeFailed, checks.WeakCipher)},
		{"null only", rsa, "", "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0", codes(checks.TLSHandshakeFailed, checks.WeakCipher)},
		{"ecdhe null only", p256, "", "-tls1_2 -cipher ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0", codes(checks.TLSHandshakeFailed, checks.WeakCipher)},
		{"anonymous only", p256, "", "-tls1_2 -nocert -cipher ADH-AES128-SHA256:@SECLEVEL=0", codes(checks.TLSHandshakeFailed, checks.WeakCipher)},

		{"p-224", "-algorithm EC -pkeyopt ec_paramgen_curve:P-224", "", "-cipher " + anyone, codes(checks.UnsupportedKey)},
		{"secp256k1", "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "", "", codes(checks.UnsupportedKey)},
		{"brainpool", "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1", "", "", codes(checks.UnsupportedKey)},
		{"ed25519", "-algorithm ed25519", "", "", codes(checks.UnsupportedKey)},
		{"ed448", "-algorithm ed448", "", "", codes(checks.UnsupportedKey)},
		{"ed448, tls 1.3 only", "-algorithm ed448", "", "-tls1_3", codes(checks.UnsupportedKey)},
		{"rsa-pss", "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "", "", codes(checks.UnsupportedKey)},
		{"rsa-1024", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "", "-cipher " + anyone, codes(checks.WeakKey)},
		{"rsa-512", "-algorithm RSA -pkeyopt rsa_keygen_bits:512", "", "-tls1_2 -cipher " + anyone, codes(checks.WeakKey)},

		{"handshake signed with sha-1", rsa, "", "-tls1_2 -sigalgs RSA+SHA1 -cipher " + anyone, codes(checks.TLSHandshakeFailed)},
		{"sha-1 signature", p256, "-sha1", "-cipher " + anyone, codes(checks.WeakSignature)},
		{"md5 signature", rsa, "-md5 @rsa", "-cipher " + anyone, codes(checks.WeakSignature)},
		{"sha-224 signature", p256, "-sha224", "", codes(checks.WeakSignature)},
		{"sha-224 signature by rsa", rsa, "-sha224 @rsa", "", codes(checks.WeakSignature)},
		{"handshake signed with sha-224", rsa, "", "-tls1_2 -sigalgs RSA+SHA224 -cipher " + anyone, codes(checks.TLSHandshakeFailed)},
		{"negative serial", p256, "-set_serial -5", "", codes(checks.MalformedCertificate)},

		{"client certificate required", p256, "", "-Verify 1", codes(checks.ClientCertRequired)},
		{"client certificate required, tls 1.2", p256, "", "-Verify 1 -tls1_2", codes(checks.ClientCertRequired)},
		{"client certificate welcome", p256, "", "-verify 1", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := workDir(t)
			certificate, key := ca.issue(t, dir, c.key, c.issue)
			args := []string{"s_server", "-rev", "-accept", "127.0.0.1:%d"}
			if !strings.Contains(c.server, "-nocert") {
				args = append(args, "-cert", certificate, "-key", key)
			}
			port := freePort(t)
			args[3] = fmt.Sprintf(args[3], port)
			args = append(args, strings.Fields(c.server)...)
			start(t, daemon{program: program, args: args, ports: []int{port}})

			imaps := way{scheme: 993, port: port}
			expect(t, imaps.args("--ca-file", ca.file), c.codes...)
			expect(t, imaps.args("--ca-file", ca.file, "--starttls", "none"), c.codes...)
		})
	}
}

// TestOpenSSLGroups: a server without a group of elliptic curves that mail apps have
// is told by its group, not by its versions.
func TestOpenSSLGroups(t *testing.T) {
	t.Parallel()
	program := find(t, "openssl")
	ca := newOpenSSLAuthority(t, program)
	const without, thunderbird = "which current mail apps do not have", "which only Thunderbird among current mail apps has"
	for _, c := range []struct{ name, server, group, says string }{
		{"ffdhe2048, tls 1.3 only", "-tls1_3 -groups ffdhe2048", "ffdhe2048", thunderbird},
		{"ffdhe4096, tls 1.3 only", "-tls1_3 -groups ffdhe4096", "ffdhe4096", without},
		{"x448, tls 1.3 only", "-tls1_3 -groups X448", "X448", without},
		{"ffdhe2048", "-groups ffdhe2048", "ffdhe2048", thunderbird},
		{"ffdhe4096", "-groups ffdhe4096", "ffdhe4096", without},
		{"x448", "-groups X448", "X448", without},
		{"x448, ecdsa", "-groups X448", "X448", without},
		{"x448, ecdsa, tls 1.2 only", "-tls1_2 -groups X448", "X448", without},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			kind := "-algorithm RSA -pkeyopt rsa_keygen_bits:2048"
			if strings.Contains(c.name, "ecdsa") {
				kind = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"
			}
			certificate, key := ca.issue(t, workDir(t), kind, "")
			port := freePort(t)
			args := []string{"s_server", "-rev", "-accept", fmt.Sprintf("127.0.0.1:%d", port), "-cert", certificate, "-key", key}
			start(t, daemon{program: program, args: append(args, strings.Fields(c.server)...), ports: []int{port}})

			report := expect(t, way{scheme: 993, port: port}.args("--ca-file", ca.file), checks.TLSHandshakeFailed)
			if said := report.Summary.String(); !strings.Contains(said, c.group) || !strings.Contains(said, c.says) {
				t.Errorf("it says %q, want %q and %q", said, c.group, c.says)
			}
		})
	}
}

// TestOpenSSLIdentities has the faults that every server here is tried with.
func TestOpenSSLIdentities(t *testing.T) {
	t.Parallel()
	program := find(t, "openssl")
	forEachIdentity(t, func(t *testing.T, id identity) {
		port := freePort(t)
		args := []string{"s_server", "-rev", "-accept", fmt.Sprintf("127.0.0.1:%d", port), "-cert", id.leaf, "-key", id.key}
		if id.rest != "" {
			args = append(args, "-cert_chain", id.rest)
		}
		start(t, daemon{program: program, args: args, ports: []int{port}})
		expectWays(t, []way{{"imaps", 993, port, "none"}}, id.codes...)
		// The address as it stands, on a port that means nothing.
		expect(t, []string{fmt.Sprintf("127.0.0.1:%d", port), "--name", serverName}, id.codes...)
	})
}

// An opensslAuthority issues certificates for keys that Go does not know. Its
// leaves stand directly below the root, as many private authorities do it.
type opensslAuthority struct {
	program string
	file    string // the root, to be trusted
	dir     string
}

func newOpenSSLAuthority(t *testing.T, program string) *opensslAuthority {
	ca := &opensslAuthority{program: program, dir: workDir(t)}
	ca.file = filepath.Join(ca.dir, "roots.pem")
	var roots strings.Builder
	for _, kind := range []string{"ec -pkeyopt ec_paramgen_curve:P-256", "rsa:2048"} {
		name, _, _ := strings.Cut(strings.ReplaceAll(kind, ":", " "), " ")
		ca.run(t, "req -x509 -nodes -days 3650 -newkey %s -subj /CN=Root-%s -keyout %s.key -out %s.pem", kind, name, name, name)
		roots.WriteString(read(t, filepath.Join(ca.dir, name+".pem")))
	}
	write(t, ca.dir, "roots.pem", roots.String())
	write(t, ca.dir, "extensions", "subjectAltName = DNS:"+serverName+"\nextendedKeyUsage = serverAuth\n")
	return ca
}

// issue makes a key and its certificate. The word @rsa in the arguments picks
// the root with an RSA key, for digests that are signed with nothing else.
func (ca *opensslAuthority) issue(t *testing.T, dir, genpkey, x509 string) (certificate, key string) {
	t.Helper()
	certificate, key = filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "leaf.key")
	request := filepath.Join(dir, "request.pem")
	root := "ec"
	if strings.Contains(x509, "@rsa") {
		root, x509 = "rsa", strings.ReplaceAll(x509, "@rsa", "")
	}
	if !strings.Contains(x509, "-set_serial") {
		x509 += " -set_serial 0x1b3c5d7e9f"
	}
	ca.run(t, "genpkey %s -out %s", genpkey, key)
	ca.run(t, "req -new -key %s -subj /CN=%s -out %s", key, serverName, request)
	ca.run(t, "x509 -req -in %s -CA %s.pem -CAkey %s.key -days 60 -extfile extensions %s -out %s", request, root, root, x509, certificate)
	return certificate, key
}

func (ca *opensslAuthority) run(t *testing.T, format string, args ...any) {
	t.Helper()
	command(t, "", ca.dir, ca.program, strings.Fields(fmt.Sprintf(format, args...))...)
}
