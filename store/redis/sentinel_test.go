package redis_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

// TestSentinelHasItsOwnUser: Sentinel's users are none of Redis', and who has the
// wrong one does not reach the store.
func TestSentinelHasItsOwnUser(t *testing.T) {
	t.Parallel()
	master := redistest.Start(t)
	_, port, err := net.SplitHostPort(master.Addr())
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_, own, _ := net.SplitHostPort(at)
	free.Close()
	folder := t.TempDir()
	conf := filepath.Join(folder, "sentinel.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, `port %s
bind 127.0.0.1
dir %s
logfile %s
sentinel monitor desk 127.0.0.1 %s 1
user default off
user looker on >lookers-word allchannels +@all
`, own, folder, filepath.Join(folder, "log"), port), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("redis-server", conf, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	reached := func(login string) error {
		s, err := redis.Open(t.Context(), "redis+sentinel://"+at+"/desk"+login)
		if err != nil {
			return err
		}
		defer s.Close()
		return s.Ping(t.Context())
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		err := reached("?sentinel_username=looker&sentinel_password=lookers-word")
		if err == nil {
			break
		}
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(folder, "log"))
			t.Fatalf("%v\n%s", err, log)
		}
	}
	for _, login := range []string{"", "?sentinel_username=looker&sentinel_password=another-word"} {
		if err := reached(login); err == nil {
			t.Errorf("%q got in", login)
		}
	}
}
