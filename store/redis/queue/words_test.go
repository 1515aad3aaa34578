package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestWhatRedisSays: which of its words are worth waiting for, and which no waiting
// mends.
func TestWhatRedisSays(t *testing.T) {
	for err, want := range map[error]string{
		said("NOPERM this user has no permissions"):                        "forbidden refused",
		said("NOAUTH Authentication required."):                            "forbidden refused",
		said("WRONGPASS invalid username-password pair"):                   "forbidden refused",
		said("EXECABORT Transaction discarded because of: NOPERM this"):    "forbidden refused",
		said("ERR unknown command"):                                        "refused",
		said("OOM command not allowed when used memory > 'maxmemory'."):    "refused",
		said("LOADING Redis is loading the dataset in memory"):             "",
		said("READONLY You can't write against a read only replica."):      "",
		said("MASTERDOWN Link with MASTER is down"):                        "",
		said("CLUSTERDOWN The cluster is down"):                            "",
		said("NOGROUP No such key"):                                        "refused lost",
		said("UNBLOCKED the stream key no longer exists"):                  "refused lost",
		&net.OpError{Op: "dial", Err: errors.New("NOPERM, says the wire")}: "",
		context.DeadlineExceeded:                                           "",
	} {
		var got []string
		for _, is := range []struct {
			what  string
			holds bool
		}{{"forbidden", forbidden(err)}, {"refused", refused(err)}, {"lost", lost(err)}} {
			if is.holds {
				got = append(got, is.what)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
	if forbidden(nil) || refused(nil) || lost(nil) {
		t.Error("no error refuses anything")
	}
}

// TestOutageIsToldOnce when it begins and once when it is over.
func TestOutageIsToldOnce(t *testing.T) {
	var log bytes.Buffer
	o := outage{log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, step := range []struct {
		gone bool
		want int
	}{{false, 0}, {true, 1}, {true, 1}, {false, 2}, {false, 2}, {true, 3}} {
		if step.gone {
			o.gone(ofJobs, errors.New("refused"))
		} else {
			o.there(ofJobs)
		}
		if lines := strings.Count(log.String(), "\n"); lines != step.want {
			t.Errorf("%d lines, want %d:\n%s", lines, step.want, &log)
		}
	}
}

// TestPause grows from attempt to attempt up to its bound, and begins anew where one
// went well.
func TestPause(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nobody waits for it here
	var p pause
	var got []time.Duration
	for range 8 {
		p.wait(ctx)
		got = append(got, p.last)
	}
	want := "[50ms 100ms 200ms 400ms 800ms 1.6s 2s 2s]"
	if fmt.Sprint(got) != want {
		t.Errorf("pauses of %v, want %s", got, want)
	}
	p.reset()
	if p.wait(ctx); p.last != firstPause {
		t.Errorf("after a success %v", p.last)
	}
}

// TestPauseLasts at least half of what it may, and is broken off by the end of ctx.
func TestPauseLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pause
		for range 100 {
			began := time.Now()
			p.wait(t.Context())
			if took := time.Since(began); took < p.last/2 || took >= p.last {
				t.Fatalf("a pause of %v lasted %v", p.last, took)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		began := time.Now()
		if p.wait(ctx); time.Since(began) != time.Millisecond {
			t.Errorf("it lasted %v", time.Since(began))
		}
	})
}

// TestWorkerLacks: the error of a worker without a part names it.
func TestWorkerLacks(t *testing.T) {
	whole := WorkerConfig{Address: "redis://127.0.0.1:1", Zone: "dmz", Name: "a", AtOnce: 1, Answer: func(context.Context, []byte) []byte { return nil }, Log: slog.New(slog.DiscardHandler)}
	w, err := NewWorker(whole)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	for part, take := range map[string]func(*WorkerConfig){
		"Zone": func(c *WorkerConfig) { c.Zone = "" }, "Name": func(c *WorkerConfig) { c.Name = "" }, "AtOnce": func(c *WorkerConfig) { c.AtOnce = 0 },
		"Answer": func(c *WorkerConfig) { c.Answer = nil }, "Log": func(c *WorkerConfig) { c.Log = nil },
	} {
		c := whole
		take(&c)
		if _, err := NewWorker(c); err == nil || !strings.HasSuffix(err.Error(), part) {
			t.Errorf("without its %s: %v", part, err)
		}
	}
	whole.Address = "nowhere"
	if _, err := NewWorker(whole); err == nil {
		t.Error("a worker of no address")
	}
}
