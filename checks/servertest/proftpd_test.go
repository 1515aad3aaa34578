package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/checks"
)

func TestProFTPD(t *testing.T) {
	t.Parallel()
	find(t, "proftpd")
	needRoot(t)
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startProFTPD(t, id, ""), id.codes...)
	})

	t.Run("as an address", func(t *testing.T) {
		t.Parallel()
		for _, w := range startProFTPD(t, healthy(), "") {
			expect(t, []string{fmt.Sprintf("127.0.0.1:%d", w.port), "--name", serverName})
		}
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		ways := startProFTPD(t, healthy(), "")
		expect(t, ways[0].args("--starttls", "none"), checks.WrongEncryptionMode)
		expect(t, ways[1].args("--starttls", "ftp"), checks.WrongEncryptionMode)
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startProFTPD(t, healthy(), withoutTLS)[:1], checks.STARTTLSNotOffered)
	})

	t.Run("client certificate", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startProFTPD(t, healthy(), "TLSVerifyClient on\nTLSCACertificateFile "+rootFile), checks.ClientCertRequired)
	})

	t.Run("long greeting", func(t *testing.T) {
		t.Parallel()
		greeting := write(t, workDir(t), "greeting", strings.Repeat("220 is what a line may begin with.\n221\n\n", 20))
		expectWays(t, startProFTPD(t, healthy(), "DisplayConnect "+greeting))
	})

	t.Run("one connection allowed", func(t *testing.T) {
		t.Parallel()
		expect(t, startProFTPD(t, healthy(), "MaxConnectionsPerHost 1")[0].args())
	})
}

// withoutTLS are the settings of a server that has the module and does not use it.
const withoutTLS = "TLSEngine off"

// startProFTPD returns the ways in: with AUTH TLS, and with TLS from the first
// byte.
func startProFTPD(t *testing.T, id identity, settings string) []way {
	t.Helper()
	program := find(t, "proftpd")
	modules := filepath.Dir(find(t, "mod_tls.so", "/usr/lib/proftpd", "/usr/libexec/proftpd"))
	dir := workDir(t)
	key := filepath.Join(dir, "key.pem") // which nobody else may read
	if err := os.WriteFile(key, []byte(read(t, id.key)), 0o600); err != nil {
		t.Fatal(err)
	}
	chain := ""
	if id.rest != "" {
		chain = "TLSCertificateChainFile " + id.rest
	}
	tls := fmt.Sprintf(`
TLSProtocol TLSv1.2 TLSv1.3
TLSECCertificateFile %s
TLSECCertificateKeyFile %s
%s
%s`, id.leaf, key, chain, settings)
	if settings != withoutTLS {
		tls += "\nTLSEngine on"
	}
	auth, implicit := freePort(t), freePort(t)
	config := write(t, dir, "proftpd.conf", fmt.Sprintf(`
ModulePath %[2]s
LoadModule mod_tls.c
ServerType standalone
DefaultAddress 127.0.0.1
SocketBindTight on
Port %[3]d
UseIPv6 off
UseReverseDNS off
User nobody
Group nogroup
PidFile %[1]s/pid
ScoreboardFile %[1]s/scoreboard
DelayTable none
WtmpLog off
TransferLog none
SystemLog %[1]s/log
TLSLog %[1]s/tls.log
%[5]s
<VirtualHost 127.0.0.1>
Port %[4]d
TLSLog %[1]s/tls.log
%[5]s
TLSOptions UseImplicitSSL
</VirtualHost>
`, dir, modules, auth, implicit, tls))
	start(t, daemon{
		program: program, args: []string{"-n", "-c", config}, ports: []int{auth, implicit},
		logs: []string{filepath.Join(dir, "log"), filepath.Join(dir, "tls.log")},
	})
	return []way{{"ftp", 21, auth, "ftp"}, {"ftps", 990, implicit, "none"}}
}
