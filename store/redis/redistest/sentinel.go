package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// StartSentinel starts a Sentinel that watches over the Redis at a port of this
// machine, as the master desk, with further lines of its file. It ends with the
// test; its log is the file log in folder. A Redis must have been started before,
// which sees to a program that is not there.
func StartSentinel(t testing.TB, port, more string) (at, folder string) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at = free.Addr().String()
	_, own, err := net.SplitHostPort(at)
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	folder = t.TempDir()
	conf := filepath.Join(folder, "sentinel.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, `port %s
bind 127.0.0.1
dir %s
logfile %s
sentinel monitor desk 127.0.0.1 %s 1
sentinel down-after-milliseconds desk 1000
sentinel failover-timeout desk 5000
%s`, own, folder, filepath.Join(folder, "log"), port, more), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("redis-server", conf, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait() // killed, so an error
	})
	return at, folder
}
