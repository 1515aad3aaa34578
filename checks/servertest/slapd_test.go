package servertest

import (
	"fmt"
	"path/filepath"
	"testing"

	"certdesk/checks"
)

func TestSlapd(t *testing.T) {
	t.Parallel()
	find(t, "slapd")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, startSlapd(t, certificateForSlapd(id)), id.codes...)
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		ways := startSlapd(t, certificateForSlapd(healthy()))
		ldap, ldaps := ways[0], ways[1]
		expect(t, ldap.args("--starttls", "none"), checks.WrongEncryptionMode)
		expect(t, ldaps.args("--starttls", "ldap"), checks.WrongEncryptionMode)
		expect(t, way{scheme: 389, port: ldaps.port}.args(), checks.WrongEncryptionMode)
		expect(t, way{scheme: 636, port: ldap.port}.args(), checks.WrongEncryptionMode)
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, startSlapd(t, "")[:1], checks.STARTTLSNotOffered)
	})

	t.Run("client certificate", func(t *testing.T) {
		t.Parallel()
		ways := startSlapd(t, certificateForSlapd(healthy())+"TLSCACertificateFile "+rootFile+"\nTLSVerifyClient demand\n")
		expectWays(t, ways, checks.ClientCertRequired)
	})
}

func certificateForSlapd(id identity) string {
	return fmt.Sprintf("TLSCertificateFile %s\nTLSCertificateKeyFile %s\n", id.chain, id.key)
}

// startSlapd starts a directory without entries, and returns the ways in: with
// StartTLS, and with TLS from the first byte.
func startSlapd(t *testing.T, tls string) []way {
	t.Helper()
	program := find(t, "slapd")
	dir := workDir(t)
	config := write(t, dir, "slapd.conf", fmt.Sprintf("pidfile %[1]s/pid\nargsfile %[1]s/args\n%[2]s", dir, tls))
	ldap, ldaps := freePort(t), freePort(t)
	start(t, daemon{
		program: program,
		args: []string{"-f", config, "-d", "stats", "-h",
			fmt.Sprintf("ldap://127.0.0.1:%d/ ldaps://127.0.0.1:%d/", ldap, ldaps)},
		dir:   dir,
		ports: []int{ldap, ldaps},
		logs:  []string{filepath.Join(dir, "args")},
	})
	return []way{{"ldap", 389, ldap, "ldap"}, {"ldaps", 636, ldaps, "none"}}
}
