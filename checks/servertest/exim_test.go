package servertest

import (
	"fmt"
	"path/filepath"
	"testing"

	"certdesk/checks"
)

// TestExim has a mail server that uses GnuTLS. Debian installs one mail server
// at a time, so it is no failure if this one is missing; .ci/run unpacks it
// without installing it.
func TestExim(t *testing.T) {
	t.Parallel()
	findOptional(t, "exim4")
	needRoot(t)
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startExim(t, id, "tls_advertise_hosts = *"), id.codes...)
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		ways := startExim(t, healthy(), "tls_advertise_hosts = *")
		expect(t, ways[0].args("--starttls", "none"), checks.WrongEncryptionMode)
		expect(t, ways[1].args("--starttls", "smtp"), checks.WrongEncryptionMode)
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startExim(t, healthy(), "tls_advertise_hosts =")[:1], checks.STARTTLSNotOffered)
	})

	t.Run("client certificate", func(t *testing.T) {
		t.Parallel()
		ways := startExim(t, healthy(), "tls_advertise_hosts = *\ntls_verify_hosts = *\ntls_verify_certificates = "+rootFile)
		expectWays(t, ways, checks.ClientCertRequired)
	})

	t.Run("refusing", func(t *testing.T) {
		t.Parallel()
		ways := startExim(t, healthy(), "tls_advertise_hosts = *\nhost_reject_connection = *")
		expectWays(t, ways[:1], checks.ServerRefused)
	})

	t.Run("busy", func(t *testing.T) {
		t.Parallel()
		ways := startExim(t, healthy(), "tls_advertise_hosts = *\nsmtp_accept_max = 1\nsmtp_accept_reserve = 0\nsmtp_accept_queue = 0")
		expect(t, ways[0].args("--starttls", "smtp"))
	})
}

// startExim returns the ways in: with STARTTLS, and with TLS from the first
// byte.
func startExim(t *testing.T, id identity, settings string) []way {
	t.Helper()
	program := findOptional(t, "exim4")
	dir := workDir(t)
	give(t, "nobody", dir)
	smtp, smtps := freePort(t), freePort(t)
	config := write(t, dir, "exim.conf", fmt.Sprintf(`
primary_hostname = %[1]s
exim_user = nobody
exim_group = nogroup
never_users =
keep_environment =
spool_directory = %[2]s/spool
log_file_path = %[2]s/%%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = %[3]d : %[4]d
tls_on_connect_ports = %[4]d
tls_certificate = %[5]s
tls_privatekey = %[6]s
host_lookup =
rfc1413_hosts =
%[7]s
`, serverName, dir, smtp, smtps, id.chain, id.key, settings))
	start(t, daemon{
		program: program, args: []string{"-C", config, "-bdf", "-oP", filepath.Join(dir, "pid")},
		ports: []int{smtp, smtps}, logs: []string{filepath.Join(dir, "mainlog"), filepath.Join(dir, "paniclog")},
	})
	return []way{{"smtp", 25, smtp, "smtp"}, {"smtps", 465, smtps, "none"}}
}
