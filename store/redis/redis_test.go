package redis_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Main(m, func(place string) (store.Backend, error) { return redis.Open(context.Background(), place) })
}

func open(t testing.TB, url string) *redis.Store {
	t.Helper()
	s, err := redis.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// flush empties a server.
func flush(t testing.TB, server *redistest.Server) {
	t.Helper()
	say(t, server, "FLUSHALL\r\n", "+OK")
}

func say(t testing.TB, server *redistest.Server, command, want string) {
	t.Helper()
	conn, err := net.Dial("tcp", server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprint(conn, command)
	reply := make([]byte, 512)
	n, err := conn.Read(reply)
	if err != nil || !strings.HasPrefix(string(reply[:n]), want) {
		t.Fatalf("%q was answered %q, %v", command, reply[:n], err)
	}
}

func TestConformance(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	server := redistest.Start(t)
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		flush(t, server)
		return func(t testing.TB) store.Backend { return open(t, server.URL()) }
	}, storetest.Options{Shared: true})
}

func TestConformanceCluster(t *testing.T) {
	server := redistest.Start(t, "--cluster-enabled", "yes")
	say(t, server, "CLUSTER ADDSLOTSRANGE 0 16383\r\n", "+OK")
	for range 200 { // the node looks about before it serves
		s := open(t, "redis+cluster://"+server.Addr())
		if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a"}, store.Always); err == nil {
			break
		}
		s.Close()
		time.Sleep(20 * time.Millisecond)
	}
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		flush(t, server)
		return func(t testing.TB) store.Backend { return open(t, "redis+cluster://"+server.Addr()) }
	}, storetest.Options{Shared: true})
}

func TestKilled(t *testing.T) {
	server := redistest.Start(t)
	storetest.Kill(t, server.URL(), func(t testing.TB) store.Backend { return open(t, server.URL()) })
}

// TestServerKilled: what was acknowledged is there after the server died.
func TestServerKilled(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	for round := range 4 {
		for i := range 50 {
			if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: fmt.Sprintf("%d-%d", round, i)}, store.IfAbsent); err != nil {
				t.Fatal(err)
			}
		}
		server.Kill()
		if _, err := s.Get(t.Context(), "k", "0-0"); err == nil {
			t.Fatal("a dead server answered")
		}
		server.Restart()
		kept, err := s.All(t.Context(), "k", "", 1000)
		if err != nil || len(kept) != 50*(round+1) {
			t.Fatalf("round %d: %d records, %v", round, len(kept), err)
		}
	}
}

// TestServerHangs: a wait ends with its context.
func TestServerHangs(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.Pause()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := s.Get(ctx, "k", "a"); err == nil {
		t.Error("a paused server answered")
	}
	server.Resume()
	if _, err := s.Put(t.Context(), store.Record{Kind: "k", Key: "a"}, store.Always); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}

func TestServerAway(t *testing.T) {
	s := open(t, "redis://127.0.0.1:1/0")
	if err := s.Ping(t.Context()); err == nil {
		t.Error("nobody answered, and Ping is content")
	}
	if len(s.Warnings()) != 0 {
		t.Errorf("warnings of a server that is away: %q", s.Warnings())
	}
}

func TestWarnings(t *testing.T) {
	if got := open(t, redistest.Start(t).URL()).Warnings(); len(got) != 0 {
		t.Errorf("warnings of a good server: %q", got)
	}
	server := redistest.Start(t)
	say(t, server, "CONFIG SET maxmemory-policy allkeys-lru\r\n", "+OK")
	say(t, server, "CONFIG SET appendonly no\r\n", "+OK")
	got := open(t, server.URL()).Warnings()
	if len(got) != 2 || !strings.Contains(got[0], "allkeys-lru") || !strings.Contains(got[1], "appendonly") {
		t.Errorf("warnings: %q", got)
	}
}

// TestEvicts: by CONFIG GET, by INFO where that is forbidden, and a word where
// neither may be asked.
func TestEvicts(t *testing.T) {
	server := redistest.Start(t)
	const rules = "ACL SETUSER %s on >word allkeys allchannels +@all %s\r\n"
	say(t, server, fmt.Sprintf(rules, "informed", "-config"), "+OK")
	say(t, server, fmt.Sprintf(rules, "blind", "-config -info"), "+OK")
	as := func(user string) *redis.Store {
		return open(t, strings.Replace(server.URL(), "//", "//"+user+":word@", 1))
	}
	for _, tt := range []struct {
		policy, says string
		evicts       bool
	}{
		{"allkeys-lru", "may throw away watches", true},
		{"volatile-lru", "may throw away incidents", true},
		{"noeviction", "", false},
	} {
		say(t, server, "CONFIG SET maxmemory-policy "+tt.policy+"\r\n", "+OK")
		for name, s := range map[string]*redis.Store{"default": open(t, server.URL()), "informed": as("informed")} {
			got := strings.Join(s.Warnings(), " ")
			if s.Evicts() != tt.evicts || !strings.Contains(got, tt.says) || (got == "") == tt.evicts {
				t.Errorf("%s, %s: evicts %t, %q", tt.policy, name, s.Evicts(), got)
			}
		}
		s := as("blind")
		if got := s.Warnings(); s.Evicts() || len(got) != 2 || !strings.Contains(got[0], "maxmemory-policy of Redis was not looked at") {
			t.Errorf("%s, unseen: evicts %t, %q", tt.policy, s.Evicts(), got)
		}
	}
}

func TestBadURL(t *testing.T) {
	for _, address := range []string{"", "127.0.0.1:6379", "http://127.0.0.1", "redis+x://h", "redis://:secret@h:port", "redis+sentinel://h:26379"} {
		s, err := redis.Open(t.Context(), address)
		if err == nil {
			s.Close()
			t.Errorf("%q was taken", address)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	s := open(b, redistest.Start(b, "--appendfsync", "everysec").URL())
	value := []byte(strings.Repeat("v", 300))
	for b.Loop() {
		if _, err := s.Put(b.Context(), store.Record{Kind: "k", Key: "a", Group: "g", Value: value}, store.Always); err != nil {
			b.Fatal(err)
		}
	}
}
