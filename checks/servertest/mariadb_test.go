package servertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"certdesk/checks"
)

const mariadbUser = "mysql"

func TestMariaDB(t *testing.T) {
	t.Parallel()
	find(t, "mariadbd")
	forEachIdentity(t, func(t *testing.T, id identity) {
		expectWays(t, []way{startMariaDB(t, certificateForMariaDB(id)...)}, id.codes...)
	})

	t.Run("as an address", func(t *testing.T) {
		t.Parallel()
		w := startMariaDB(t, certificateForMariaDB(healthy())...)
		expect(t, []string{fmt.Sprintf("127.0.0.1:%d", w.port), "--name", serverName})
	})

	t.Run("the other mode", func(t *testing.T) {
		t.Parallel()
		w := startMariaDB(t, certificateForMariaDB(healthy())...)
		expect(t, w.args("--starttls", "none"), checks.WrongEncryptionMode)
	})

	t.Run("without tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, []way{startMariaDB(t)}, checks.STARTTLSNotOffered)
	})

	t.Run("only with tls", func(t *testing.T) {
		t.Parallel()
		expectWays(t, []way{startMariaDB(t, append(certificateForMariaDB(healthy()), "--require-secure-transport=ON")...)})
	})
}

func certificateForMariaDB(id identity) []string {
	return []string{"--ssl-cert=" + id.chain, "--ssl-key=" + id.key}
}

// startMariaDB starts a server without a single table: nobody logs in.
func startMariaDB(t *testing.T, settings ...string) way {
	t.Helper()
	program := find(t, "mariadbd")
	dir := workDir(t)
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	give(t, mariadbUser, dir, data)
	port := freePort(t)
	start(t, daemon{
		program: program, user: mariadbUser, dir: dir, ports: []int{port},
		args: append([]string{
			"--no-defaults", "--datadir=" + data, "--socket=" + filepath.Join(dir, "socket"),
			"--pid-file=" + filepath.Join(dir, "pid"), "--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", port),
			"--skip-grant-tables", "--skip-networking=0", "--innodb=OFF", "--default-storage-engine=MyISAM",
			"--aria-log-file-size=8M", "--key-buffer-size=1M",
		}, settings...),
	})
	return way{"mysql", 3306, port, "mysql"}
}
