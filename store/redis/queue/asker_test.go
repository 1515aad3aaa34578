package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot/zone"
)

// TestAnswers: what lies under the key of an answer is told as it is meant, and the job
// of a question that has no answer is taken back.
func TestAnswers(t *testing.T) {
	for said, want := range map[string]string{
		texts("key", "+re: what"): "re: what",
		texts("key", "+"):         "",
		texts("key", "-"):         zone.ErrDropped.Error(),
		texts("key", ""):          "something else",
		texts("key"):              "something else",
		texts("key", "+a", "+b"):  "something else",
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &played{says: func(c []string, _ func(string)) string {
				if c[0] == "blpop" {
					return said
				}
				return ""
			}}
			got, err := p.asker(t, io.Discard).Ask(t.Context(), "dmz", []byte("what"))
			if err != nil {
				got = []byte(err.Error())
			}
			if !strings.HasSuffix(string(got), want) {
				t.Errorf("%q is %q, want %q", said, got, want)
			}
			if taken := len(p.asked("xdel certdesk:{zone:dmz}:jobs 1-1")); (taken == 1) != (err != nil) {
				t.Errorf("%q: the job is taken back %d times", said, taken)
			}
			if posted := p.asked("xadd"); len(posted) != 1 || !strings.HasSuffix(posted[0], " q what ms 30000") {
				t.Errorf("posted as %q", posted)
			}
		})
	}
}

// TestEndOfAWait: whoever gets no answer is told why, and not long after it was known.
func TestEndOfAWait(t *testing.T) {
	const moment = 10 * time.Millisecond
	// After so long a whole wait in Redis has passed.
	rounded := func(d time.Duration) time.Duration { return (d + block - 1).Truncate(block) }
	// gone is a Redis that is away from some time on.
	gone := func(after time.Duration) func(*Asker, *played) {
		return func(_ *Asker, p *played) { time.AfterFunc(after, p.goes) }
	}
	for _, tt := range []struct {
		name  string
		begin func(*Asker, *played)
		says  func(began time.Time, c []string) string
		want  error
		after time.Duration // at the earliest
		until time.Duration // at the latest
	}{
		{"nobody takes it", nil, nil, context.DeadlineExceeded, 9500 * time.Millisecond, rounded(9500 * time.Millisecond)},
		{"nobody is alive", func(a *Asker, _ *played) { a.roster.listening(time.Now()) }, nil, zone.ErrNobody, aliveFor, aliveFor + block},
		{"Redis goes", gone(3 * time.Second), nil, zone.ErrAway, 9500 * time.Millisecond, 9500*time.Millisecond + moment},
		{"Redis goes for a while, in the waits", func(_ *Asker, p *played) {
			time.AfterFunc(2500*time.Millisecond, p.goes)
			time.AfterFunc(5*time.Second, p.comes)
		}, func(began time.Time, c []string) string {
			if c[0] == "blpop" && time.Since(began) >= 5*time.Second {
				return texts("key", "+re: what")
			}
			return ""
		}, nil, 5 * time.Second, 7 * time.Second},
		{"Redis is away when it is asked, and comes", func(_ *Asker, p *played) {
			p.goes()
			time.AfterFunc(2*time.Second, p.comes)
		}, func(_ time.Time, c []string) string {
			if c[0] == "blpop" {
				return texts("key", "+re: what")
			}
			return ""
		}, nil, 2 * time.Second, 4 * time.Second},
		{"Redis is away when it is asked, and stays so", gone(0), nil, zone.ErrAway, 9500 * time.Millisecond, 9500*time.Millisecond + moment},
		{"Redis loads for a while", nil, func(began time.Time, c []string) string {
			switch {
			case c[0] == "xadd" && time.Since(began) < 2*time.Second:
				return "-LOADING Redis is loading the dataset in memory\r\n"
			case c[0] == "blpop":
				return texts("key", "+re: what")
			}
			return ""
		}, nil, 2 * time.Second, 4 * time.Second},
		{"Redis has no room", nil, func(_ time.Time, c []string) string {
			if c[0] == "xadd" {
				return "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
			}
			return ""
		}, zone.ErrAway, 0, moment},
		{"Redis hangs", nil, func(_ time.Time, c []string) string {
			if c[0] == "blpop" {
				return silent
			}
			return ""
		}, context.DeadlineExceeded, 9500 * time.Millisecond, 9500*time.Millisecond + moment},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				p := &played{}
				if tt.says != nil {
					p.says = func(c []string, _ func(string)) string { return tt.says(began, c) }
				}
				a := p.asker(t, io.Discard)
				if tt.begin != nil {
					tt.begin(a, p)
				}
				synctest.Wait()
				ctx, cancel := context.WithTimeout(t.Context(), 9500*time.Millisecond)
				defer cancel()
				got, err := a.Ask(ctx, "dmz", []byte("what"))
				if took := time.Since(began); !errors.Is(err, tt.want) || took < tt.after || took > tt.until || err == nil && string(got) != "re: what" {
					t.Errorf("%q, %v after %v, want %v from %v to %v", got, err, took, tt.want, tt.after, tt.until)
				}
				if errors.Is(err, zone.ErrAway) && errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("two reasons: %v", err)
				}
			})
		})
	}
}

// TestLiving: a silence of the zones is told apart from one of Redis.
func TestLiving(t *testing.T) {
	for _, tt := range []struct {
		name  string
		quiet time.Duration
		says  string // to a ping
		pings int
		want  string
	}{
		{"heard a moment ago", time.Second, "", 0, "[dmz office] <nil>"},
		{"heard as long ago as everybody is", settle, "", 0, "[dmz office] <nil>"},
		{"the zones are silent", 2 * time.Second, "", 1, "[dmz office] <nil>"},
		{"Redis does not let us ask", 2 * time.Second, "-LOADING Redis is loading the dataset in memory\r\n", 1, "[] zone away"},
		{"Redis hangs", 2 * time.Second, silent, 1, "[] zone away"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &played{says: func([]string, func(string)) string { return tt.says }}
				a := p.asker(t, io.Discard)
				a.roster.listening(time.Now())
				for _, name := range []string{"office", "dmz"} {
					a.roster.note(aliveKey(name), alive+"a", time.Now())
				}
				a.roster.hear(time.Now())
				time.Sleep(tt.quiet)
				began := time.Now()
				living, err := a.Living(t.Context())
				if errors.Is(err, zone.ErrAway) {
					err = errors.New("zone away")
				}
				if got := fmt.Sprint(living, " ", err); got != tt.want || len(p.asked("ping")) != tt.pings {
					t.Errorf("%s after %d pings, want %s after %d", got, len(p.asked("ping")), tt.want, tt.pings)
				}
				if took := time.Since(began); took > settle {
					t.Errorf("it took %v", took)
				}
				if n := a.Workers()["dmz"]; n != 1 {
					t.Errorf("%d workers", n)
				}
			})
		})
	}
}

// TestListen: a connection on which nothing is heard is tried, and given up where not
// even that is answered; zones that are silent are no reason.
func TestListen(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers bool // pings
		connect int  // how often within the time
		lines   int  // of the log
	}{
		{"silent zones", true, 1, 0},
		{"a dead connection", false, 2, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &played{}
				p.says = func(c []string, _ func(string)) string {
					switch {
					case c[0] == "psubscribe":
						return list(text("psubscribe"), text(c[1]), number(1))
					case c[0] == "ping" && tt.answers:
						return texts("pong", "")
					case c[0] == "ping":
						return silent
					}
					return ""
				}
				var log bytes.Buffer
				a := p.asker(t, &log)
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { a.Listen(ctx); close(done) }()
				time.Sleep(silence - 100*time.Millisecond)
				if n := len(p.asked("ping")); n != 0 {
					t.Errorf("%d pings before it was silent for long", n)
				}
				time.Sleep(silence)
				if n := len(p.asked("ping")); n == 0 {
					t.Error("no ping in a long silence")
				}
				if n := len(p.asked("psubscribe")); n != 1 {
					t.Errorf("listened %d times before it was silent for too long", n)
				}
				time.Sleep(silence)
				if n := len(p.asked("psubscribe")); n != tt.connect {
					t.Errorf("listened %d times, want %d", n, tt.connect)
				}
				stop()
				<-done
				if n := strings.Count(log.String(), "\n"); n != tt.lines {
					t.Errorf("%d lines, want %d:\n%s", n, tt.lines, &log)
				}
				if a.roster.deserted("dmz", time.Now().Add(time.Hour)) {
					t.Error("a zone is given up after the end of listening")
				}
			})
		})
	}
}

// TestHeartbeats are heard on one connection, each as it comes, and a broken one is
// made anew.
func TestHeartbeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &played{}
		p.says = func(c []string, push func(string)) string {
			if c[0] != "psubscribe" {
				return ""
			}
			go func() {
				for range 30 {
					push(texts("pmessage", c[1], aliveKey("dmz"), alive+"a"))
					time.Sleep(beatEvery)
				}
			}()
			return list(text("psubscribe"), text(c[1]), number(1))
		}
		var log bytes.Buffer
		a := p.asker(t, &log)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { a.Listen(ctx); close(done) }()
		time.Sleep(20 * time.Second)
		if living, err := a.Living(t.Context()); err != nil || fmt.Sprint(living) != "[dmz]" {
			t.Errorf("alive are %v, %v", living, err)
		}
		if listened, pings := len(p.asked("psubscribe")), len(p.asked("ping")); listened != 1 || pings != 0 {
			t.Errorf("listened %d times, with %d pings", listened, pings)
		}
		p.goes()
		time.Sleep(5 * time.Second)
		if _, err := a.Living(t.Context()); !errors.Is(err, zone.ErrAway) {
			t.Errorf("while Redis is away: %v", err)
		}
		p.comes()
		time.Sleep(5 * time.Second)
		if living, err := a.Living(t.Context()); err != nil || fmt.Sprint(living) != "[dmz]" {
			t.Errorf("alive are %v, %v", living, err)
		}
		stop()
		<-done
		if n := strings.Count(log.String(), "\n"); n != 2 {
			t.Errorf("%d lines:\n%s", n, &log)
		}
		time.Sleep(time.Minute) // for who still speaks
	})
}
