package redis_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/store"
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
	at, folder := redistest.StartSentinel(t, port, "user default off\nuser looker on >lookers-word allchannels +@all\n")
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

// TestSentinelFailsOver: the master dies while many write. What a replica had of it is
// still there, and writing goes on at the new master by itself.
func TestSentinelFailsOver(t *testing.T) {
	t.Parallel()
	master := redistest.Start(t)
	_, port, err := net.SplitHostPort(master.Addr())
	if err != nil {
		t.Fatal(err)
	}
	replica := redistest.Start(t, "--replicaof", "127.0.0.1 "+port)
	at, folder := redistest.StartSentinel(t, port, "")
	copied := goredis.NewClient(&goredis.Options{Addr: replica.Addr()})
	defer copied.Close()
	eventually(t, folder, func() bool {
		said, err := copied.Info(t.Context(), "replication").Result()
		return err == nil && strings.Contains(said, "master_link_status:up")
	})
	watched := goredis.NewClient(&goredis.Options{Addr: at})
	defer watched.Close()
	eventually(t, folder, func() bool {
		said, err := watched.Info(t.Context(), "sentinel").Result()
		return err == nil && strings.Contains(said, "slaves=1")
	})
	var s *redis.Store
	eventually(t, folder, func() bool {
		s, err = redis.Open(t.Context(), "redis+sentinel://"+at+"/desk")
		return err == nil && s.Ping(t.Context()) == nil
	})
	defer s.Close()
	put := func(key string) error {
		_, err := s.Put(t.Context(), store.Record{Kind: "test", Key: key, Value: []byte("kept")}, store.Always)
		return err
	}
	if err := put("before"); err != nil {
		t.Fatal(err)
	}
	eventually(t, folder, func() bool { // the copy has it: what is acknowledged last may be lost, as documented
		n, err := copied.DBSize(t.Context()).Result()
		return err == nil && n > 0
	})
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				_ = put(fmt.Sprintf("load-%d-%d", n, i%100)) // fails while nobody is master
				time.Sleep(time.Millisecond)
			}
		})
	}
	master.Kill()
	eventually(t, folder, func() bool {
		role, err := copied.Info(t.Context(), "replication").Result()
		return err == nil && strings.Contains(role, "role:master") && put("after") == nil
	})
	stop()
	wg.Wait()
	for _, key := range []string{"before", "after"} {
		if r, err := s.Get(t.Context(), "test", key); err != nil || string(r.Value) != "kept" {
			t.Errorf("%s: %+v, %v", key, r, err)
		}
	}
}

// eventually waits for a condition, and shows Sentinel's log where it does not come.
func eventually(t *testing.T, folder string, come func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !come(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(folder, "log"))
			t.Fatalf("it has not come:\n%s", log)
		}
	}
}
