package queue_test

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/store/redis/queue"
	"certdesk/store/redis/redistest"
)

// TestACL: a user who sees its zone alone suffices for a worker, and sees
// nothing else. The rule is the one of the package comment.
func TestACL(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	admin := redisClient(t, server)
	rule := documentedRule(t)
	if err := admin.Do(t.Context(), rule...).Err(); err != nil {
		t.Fatal(err)
	}
	address := "redis://certdesk-dmz:SECRET@" + server.Addr() + "/0"
	a := newAsker(t, server.URL())
	var log lines
	stop := start(t, queue.WorkerConfig{Address: address, Name: "a", Answer: echo, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	alive(t, a, "dmz")
	if got, err := ask(t, a, "1", 10*time.Second); err != nil || got != "re: 1" {
		t.Errorf("answer %q, %v", got, err)
	}
	// It takes over from the dead like any other.
	stop()
	if err := admin.XAdd(t.Context(), &goredis.XAddArgs{Stream: jobs, Values: []any{"q", "left", "ms", 20000}}).Err(); err != nil {
		t.Fatal(err)
	}
	if err := admin.XReadGroup(t.Context(), &goredis.XReadGroupArgs{Group: "workers", Consumer: "dead", Streams: []string{jobs, ">"}, Count: 9}).Err(); err != nil {
		t.Fatal(err)
	}
	stop = start(t, queue.WorkerConfig{Address: address, Name: "b", Answer: echo, Log: slog.New(slog.NewTextHandler(&log, nil))})
	eventually(t, "the dead one's job is done", func() bool { return admin.XLen(t.Context(), jobs).Val() == 0 })
	stop()
	if denied := admin.Do(t.Context(), "ACL", "LOG").Val(); fmt.Sprint(denied) != "[]" {
		t.Errorf("the worker tried what it may not: %v\n%s", denied, log.String())
	}

	own := goredis.NewClient(&goredis.Options{Addr: server.Addr(), Username: "certdesk-dmz", Password: "SECRET"})
	defer own.Close()
	admin.Set(t.Context(), "certdesk:secret", "x", 0)
	for _, command := range [][]any{
		{"GET", "certdesk:secret"}, {"KEYS", "*"}, {"SCAN", "0"}, {"FLUSHALL"}, {"CONFIG", "GET", "*"}, {"ACL", "LIST"}, {"MONITOR"},
		{"XREADGROUP", "GROUP", "workers", "x", "STREAMS", "certdesk:{zone:branch}:jobs", ">"},
		{"RPUSH", "certdesk:{zone:branch}:answer:1", "+forged"}, {"PUBLISH", "certdesk:{zone:branch}:alive", "+x"},
		{"PSUBSCRIBE", "*"}, {"EVAL", "return 1", "0"}, {"XRANGE", jobs, "-", "+"},
	} {
		if err := own.Do(t.Context(), command...).Err(); !goredis.HasErrorPrefix(err, "NOPERM") {
			t.Errorf("%v: %v; want it forbidden", command, err)
		}
	}

	// Who is refused is told so, and does not try for ever.
	w, err := queue.NewWorker(queue.WorkerConfig{Address: address, Zone: "branch", Name: "c", AtOnce: 1, Answer: echo, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "refused by Redis") {
		t.Errorf("a worker of another zone ended with %v", err)
	}
}

// TestACLLacking: a user who lacks one of the commands is told which, at the
// beginning; one who loses his rights, when he does.
func TestACLLacking(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	admin := redisClient(t, server)
	address := "redis://certdesk-dmz:SECRET@" + server.Addr() + "/0"
	newWorker := func() *queue.Worker {
		w, err := queue.NewWorker(queue.WorkerConfig{Address: address, Zone: "dmz", Name: "a", AtOnce: 1, Answer: echo, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { w.Close() })
		return w
	}
	rule := documentedRule(t)
	for _, word := range rule {
		lacking, ok := strings.CutPrefix(fmt.Sprint(word), "+")
		if !ok || lacking == "ping" || lacking == "client|setname" { // for readyz, and for whoever looks at CLIENT LIST
			continue
		}
		if err := admin.Do(t.Context(), append([]any{"ACL", "SETUSER", "certdesk-dmz", "reset"}, append(rule[3:], "-"+lacking)...)...).Err(); err != nil {
			t.Fatal(err)
		}
		if err := newWorker().Run(t.Context()); err == nil || !strings.Contains(err.Error(), "refused by Redis") {
			t.Errorf("without %s: %v", lacking, err)
		}
	}
	if err := admin.Do(t.Context(), append([]any{"ACL", "SETUSER", "certdesk-dmz", "reset"}, rule[3:]...)...).Err(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- newWorker().Run(t.Context()) }()
	alive(t, newAsker(t, server.URL()), "dmz")
	if err := admin.Do(t.Context(), "ACL", "SETUSER", "certdesk-dmz", "-xreadgroup").Err(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil || !strings.Contains(err.Error(), "xreadgroup") {
		t.Errorf("after the right was taken away: %v", err)
	}
}

// TestACLCluster: the same on a cluster, with the commands that it needs there.
func TestACLCluster(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--cluster-enabled", "yes")
	admin := redisClient(t, server)
	if err := admin.ClusterAddSlotsRange(t.Context(), 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	if err := admin.Do(t.Context(), append(documentedRule(t), "+cluster|slots", "+cluster|shards", "+command")...).Err(); err != nil {
		t.Fatal(err)
	}
	a := newAsker(t, "redis+cluster://"+server.Addr())
	stop := start(t, queue.WorkerConfig{Address: "redis+cluster://certdesk-dmz:SECRET@" + server.Addr(), Name: "a", Answer: echo})
	alive(t, a, "dmz")
	if got, err := ask(t, a, "1", 10*time.Second); err != nil || got != "re: 1" {
		t.Errorf("answer %q, %v", got, err)
	}
	stop()
	if denied := admin.Do(t.Context(), "ACL", "LOG").Val(); fmt.Sprint(denied) != "[]" {
		t.Errorf("the worker tried what it may not: %v", denied)
	}
}

// documentedRule is the ACL of the package comment, as a command.
func documentedRule(t *testing.T) []any {
	t.Helper()
	source, err := os.ReadFile("queue.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rule, ok := strings.Cut(string(source), "ACL SETUSER")
	rule, _, ok2 := strings.Cut(rule, "\n//\n")
	if !ok || !ok2 {
		t.Fatal("the package comment has no ACL")
	}
	out := []any{"ACL", "SETUSER"}
	for word := range strings.FieldsSeq(strings.ReplaceAll(rule, "//", " ")) {
		out = append(out, word)
	}
	return out
}
