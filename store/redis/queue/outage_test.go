package queue_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"certdesk/bot/zone"
	"certdesk/store/redis/queue"
	"certdesk/store/redis/redistest"
)

// TestRestartUnderWay: a job that is under way when Redis restarts is answered
// afterwards.
func TestRestartUnderWay(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	began, let := make(chan struct{}, 9), make(chan struct{})
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: func(ctx context.Context, q []byte) []byte {
		began <- struct{}{}
		<-let
		return echo(ctx, q)
	}})
	alive(t, a, "dmz")
	answers := make(chan string, 1)
	go func() {
		answer, err := ask(t, a, "what", 25*time.Second)
		answers <- fmt.Sprint(answer, err)
	}()
	<-began
	c := redisClient(t, server)
	eventually(t, "the asker knows that it is posted, and waits", func() bool {
		clients, err := c.ClientList(t.Context()).Result()
		return err == nil && strings.Contains(clients, "cmd=blpop")
	})
	server.Kill()
	close(let)
	server.Restart()
	if got := <-answers; got != "re: what<nil>" {
		t.Errorf("the answer is %s", got)
	}
}

// TestAskedWhileRedisRestarts: who asks at that moment need not ask again.
func TestAskedWhileRedisRestarts(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	var log lines
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: echo, Log: slog.New(slog.NewTextHandler(&log, nil))})
	alive(t, a, "dmz")
	server.Kill()
	eventually(t, "the worker has noticed", func() bool { return strings.Contains(log.String(), "cannot be reached") })
	answers := make(chan string, 1)
	go func() {
		answer, err := ask(t, a, "what", 25*time.Second)
		answers <- fmt.Sprint(answer, err)
	}()
	server.Restart()
	if got := <-answers; got != "re: what<nil>" {
		t.Errorf("the answer is %s", got)
	}
}

// TestRedisRefuses: nobody waits for a Redis that is there and takes no question.
func TestRedisRefuses(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--maxmemory", "1")
	a := newAsker(t, server.URL())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := a.Ask(ctx, "dmz", []byte("what")); !errors.Is(err, zone.ErrAway) || ctx.Err() != nil {
		t.Errorf("a Redis without room: %v, %v", err, ctx.Err())
	}
}

// TestRedisRestarts: askers and workers go on when Redis is back, with its data
// or without, and say each thing once.
func TestRedisRestarts(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	var log lines
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: echo, Log: slog.New(slog.NewTextHandler(&log, nil))})
	alive(t, a, "dmz")
	server.Kill()
	if _, err := ask(t, a, "while it is away", time.Second); !errors.Is(err, zone.ErrAway) {
		t.Errorf("while Redis is away the asker was told %v", err)
	}
	eventually(t, "the worker has noticed", func() bool { return strings.Contains(log.String(), "cannot be reached") })
	triedAgain(t, server.Addr())
	server.Restart()
	alive(t, a, "dmz")
	if got, err := ask(t, a, "1", 10*time.Second); err != nil || got != "re: 1" {
		t.Errorf("after the restart: %q, %v", got, err)
	}
	for _, said := range []string{"cannot be reached", `msg="Redis is back"`} {
		if n := strings.Count(log.String(), said); n != 1 {
			t.Errorf("%q was said %d times:\n%s", said, n, log.String())
		}
	}
	if err := redisClient(t, server).FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if got, err := ask(t, a, "2", 10*time.Second); err != nil || got != "re: 2" {
		t.Errorf("after everything was deleted: %q, %v", got, err)
	}
}

// triedAgain waits until whoever waits for a Redis that is gone has tried it some times
// more, so that there was reason to say it again.
func triedAgain(t *testing.T, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := listener.(*net.TCPListener).SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		conn, err := listener.Accept()
		if err != nil {
			t.Fatalf("nobody tries Redis again: %v", err)
		}
		conn.Close()
	}
}

// TestRedisHangs: a server that is stopped and goes on interrupts nothing for
// longer than that, and every wait ends in its time.
func TestRedisHangs(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: echo})
	alive(t, a, "dmz")
	server.Pause()
	began := time.Now()
	if _, err := ask(t, a, "while it hangs", 500*time.Millisecond); err == nil {
		t.Error("a stopped server gave an answer")
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("the wait took %v", took)
	}
	eventually(t, "it is known that Redis and not the zone is silent", func() bool {
		living, err := a.Living(t.Context())
		if err == nil && len(living) == 0 {
			t.Error("the zone was said to be dead")
		}
		return errors.Is(err, zone.ErrAway) || t.Failed()
	})
	server.Resume()
	alive(t, a, "dmz")
	if got, err := ask(t, a, "1", 10*time.Second); err != nil || got != "re: 1" {
		t.Errorf("when it went on: %q, %v", got, err)
	}
}
