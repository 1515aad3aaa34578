package serve

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/target"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
)

// onRedis is a serve on a Redis, with its HTTP server not listening.
func onRedis(t *testing.T, redisServer *redistest.Server, more map[string]string) (*server, *fakeslack.Server) {
	t.Helper()
	fake := fakeslack.New(t)
	env := fromMap(join(fake.Env(), map[string]string{
		"REDIS_URL": redisServer.URL(), "CERTDESK_EXPORT_DIR": t.TempDir(), "CERTDESK_TRUST": "none",
	}, more))
	s := putTogether(t, env)
	return s, fake
}

func (s *server) asked(path string) (int, string) {
	w := httptest.NewRecorder()
	s.routes().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Body.String()
}

// TestReadyMeansWritable: a Redis that answers and takes no write is no store.
func TestReadyMeansWritable(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spoil func(do func(args ...any))
		why   string
	}{
		"no memory": {func(do func(...any)) { do("CONFIG", "SET", "maxmemory", "1") }, "no memory left"},
		"a replica": {func(do func(...any)) { do("REPLICAOF", "127.0.0.1", "1") }, "is a replica"},
		"its disk":  {func(do func(...any)) { do("CONFIG", "SET", "min-replicas-to-write", "3") }, "too few replicas"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			redisServer := redistest.Start(t)
			s, _ := onRedis(t, redisServer, nil)
			if status, said := s.asked("/readyz"); status != 200 {
				t.Fatalf("at first: %d %s", status, said)
			}
			client, err := redis.Connect(redisServer.URL(), 0)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			tt.spoil(func(args ...any) {
				if err := client.Do(t.Context(), args...).Err(); err != nil {
					t.Fatal(err)
				}
			})
			if status, said := s.asked("/readyz"); status != 503 || !strings.Contains(said, "read and not written") || !strings.Contains(said, tt.why) {
				t.Errorf("/readyz: %d %s", status, said)
			}
			if _, said := s.asked("/metrics"); !strings.Contains(said, "certdesk_store_up 0") || !strings.Contains(said, `certdesk_store_write_errors_total{operation="put"} `) {
				t.Errorf("/metrics does not tell")
			}
		})
	}
}

// TestEmptiedRedis: FLUSHALL is noticed, told to the administrators with the way
// back, and the export leads there.
func TestEmptiedRedis(t *testing.T) {
	t.Parallel()
	redisServer := redistest.Start(t)
	s, fake := onRedis(t, redisServer, map[string]string{"CERTDESK_ADMIN_CHANNEL": "slack:CADMIN"})
	target, err := target.Parse("imap.corp.example:993")
	if err != nil {
		t.Fatal(err)
	}
	w := bot.Watch{Place: bot.Place{Platform: bot.Slack, Team: "T1", Channel: "C1"}, Target: target, Added: time.Now(), Due: time.Now().Add(time.Hour)}
	if _, _, err := s.kept.AddWatch(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	s.keeper.Look(t.Context())
	client, err := redis.Connect(redisServer.URL(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	s.keeper.Look(t.Context())
	s.keeper.Look(t.Context())
	posts := fake.Messages()
	if len(posts) != 1 || posts[0].Channel != "CADMIN" {
		t.Fatalf("told %+v", posts)
	}
	if status, said := s.asked("/readyz"); status != 200 || !strings.Contains(said, "has lost what was kept") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	if _, said := s.asked("/metrics"); !strings.Contains(said, `certdesk_store_losses_total{loss="emptied"} 1`) {
		t.Error("the loss is not counted")
	}
	_, command, _ := strings.Cut(string(posts[0].Blocks), "certdesk store import ")
	file, _, _ := strings.Cut(command, ".jsonl")
	export, err := os.Open(file + ".jsonl")
	if err != nil {
		t.Fatalf("%v in %s", err, posts[0].Blocks)
	}
	defer export.Close()
	if n, err := s.kept.Import(t.Context(), export); err != nil || n == 0 {
		t.Errorf("importing %d records: %v", n, err)
	}
	if back, err := s.kept.Watch(t.Context(), w.Place, w.Name()); err != nil || back == nil {
		t.Errorf("the watch is not back: %v", err)
	}
}
