package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"certdesk/checks"
)

const postgresUser = "postgres"

func TestPostgres(t *testing.T) {
	t.Parallel()
	cluster := newPostgresCluster(t)
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, []way{startPostgres(t, cluster, id, "ssl=on")}, id.codes...)
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		w := startPostgres(t, cluster, healthy(), "ssl=on")
		expect(t, w.args("--starttls", "none"), checks.WrongEncryptionMode)
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, []way{startPostgres(t, cluster, healthy(), "ssl=off")}, checks.STARTTLSNotOffered)
	})

	t.Run("old versions", func(t *testing.T) {
		t.Parallel()
		w := startPostgres(t, cluster, healthy(), "ssl=on",
			"ssl_min_protocol_version=TLSv1", "ssl_max_protocol_version=TLSv1.1", "ssl_ciphers=DEFAULT:@SECLEVEL=0")
		expectWays(t, []way{w}, checks.LegacyTLS)
	})
}

// newPostgresCluster makes an empty cluster, to be copied for each server.
func newPostgresCluster(t *testing.T) string {
	t.Helper()
	initdb := find(t, "initdb", "/usr/lib/postgresql/*/bin")
	dir := workDir(t)
	give(t, postgresUser, dir)
	cluster := filepath.Join(dir, "cluster")
	command(t, postgresUser, dir, initdb, "--no-sync", "--auth=trust", "--no-locale", "--encoding=UTF8", "-D", cluster)
	return cluster
}

func startPostgres(t *testing.T, cluster string, id identity, settings ...string) way {
	t.Helper()
	program := find(t, "postgres", "/usr/lib/postgresql/*/bin")
	dir := workDir(t)
	give(t, postgresUser, dir)
	command(t, postgresUser, dir, "cp", "-a", cluster, filepath.Join(dir, "cluster"))
	key := filepath.Join(dir, "key.pem") // which nobody else may read
	if err := os.WriteFile(key, []byte(read(t, id.key)), 0o600); err != nil {
		t.Fatal(err)
	}
	give(t, postgresUser, key)

	port := freePort(t)
	args := []string{
		"-D", filepath.Join(dir, "cluster"), "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-F",
		"-c", "unix_socket_directories=", "-c", "shared_buffers=1MB", "-c", "max_connections=10",
		"-c", "max_wal_senders=0", "-c", "autovacuum=off",
		"-c", fmt.Sprintf("ssl_cert_file=%s", id.chain), "-c", fmt.Sprintf("ssl_key_file=%s", key),
	}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	start(t, daemon{program: program, args: args, user: postgresUser, dir: dir, ports: []int{port}})
	return way{"postgres", 5432, port, "postgres"}
}
