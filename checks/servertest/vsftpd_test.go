package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"certdesk/checks"
)

// TestVSFTPD has a second FTP server. Debian installs one at a time, so it is
// no failure if this one is missing; .ci/run unpacks it without installing it.
func TestVSFTPD(t *testing.T) {
	t.Parallel()
	findOptional(t, "vsftpd")
	needRoot(t)
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, []way{startVSFTPD(t, id, "")}, id.codes...)
		expectWays(t, []way{startVSFTPD(t, id, "implicit_ssl=YES")}, id.codes...)
	})

	t.Run("as an address", func(t *testing.T) {
		t.Parallel()
		w := startVSFTPD(t, healthy(), "")
		expect(t, []string{fmt.Sprintf("127.0.0.1:%d", w.port), "--name", serverName})
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, []way{startVSFTPD(t, healthy(), "ssl_enable=NO")}, checks.STARTTLSNotOffered)
	})

	t.Run("a greeting that tells nothing", func(t *testing.T) {
		t.Parallel()
		w := startVSFTPD(t, healthy(), "ftpd_banner=Welcome.")
		expectWays(t, []way{w})
	})
}

func startVSFTPD(t *testing.T, id identity, setting string) way {
	t.Helper()
	program := findOptional(t, "vsftpd")
	dir := workDir(t)
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	config := write(t, dir, "vsftpd.conf", fmt.Sprintf(`listen=YES
listen_address=127.0.0.1
listen_port=%d
background=NO
anonymous_enable=YES
secure_chroot_dir=%s
nopriv_user=nobody
ssl_enable=YES
ssl_ciphers=HIGH
rsa_cert_file=%s
rsa_private_key_file=%s
%s
`, port, empty, id.chain, id.key, setting))
	start(t, daemon{program: program, args: []string{config}, ports: []int{port}})
	if setting == "implicit_ssl=YES" {
		return way{"ftps", 990, port, "none"}
	}
	return way{"ftp", 21, port, "ftp"}
}
