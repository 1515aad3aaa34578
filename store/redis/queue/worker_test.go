package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// run runs a worker until end is called, which tells how it ended.
func run(t *testing.T, w *Worker) (end func() error) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	end = sync.OnceValue(func() error {
		stop()
		return <-done
	})
	t.Cleanup(func() { end() })
	return end
}

func echo(_ context.Context, question []byte) []byte { return append([]byte("re: "), question...) }

// message is a job of now, as a stream has it.
func message(question string, ms int) (id, entry string) {
	id = fmt.Sprintf("%d-0", time.Now().UnixMilli())
	return id, list(text(id), texts("q", question, "ms", fmt.Sprint(ms)))
}

// once gives a message to the first who reads the stream.
func once(entry string) func([]string, func(string)) string {
	var given atomic.Bool
	return func(c []string, _ func(string)) string {
		if c[0] == "xreadgroup" && given.CompareAndSwap(false, true) {
			return list(list(text("jobs"), list(entry)))
		}
		return ""
	}
}

// left gives a message as one that another worker has left, and says how often it was
// given to workers.
func left(id, entry string, deliveries int) func([]string, func(string)) string {
	var given atomic.Bool
	return func(c []string, _ func(string)) string {
		switch {
		case c[0] == "xautoclaim" && c[5] == "0-0" && !given.Load(): // a few that are not idle come first
			return list(text("5-0"), list(), list())
		case c[0] == "xautoclaim" && c[5] == "5-0" && given.CompareAndSwap(false, true):
			return list(text("0-0"), list(entry), list())
		case c[0] == "xpending" && strings.Contains(strings.Join(c, " "), id) && deliveries > 1: // else it is there no more
			return list(list(text(id), text("dead"), number(6000), number(deliveries)))
		}
		return ""
	}
}

// TestJob: a job is begun while it can be of use, in a time that leaves some for the
// way back, and is off the stream with its answer.
func TestJob(t *testing.T) {
	for _, tt := range []struct {
		name       string
		ms         int
		deliveries int // 0: it is a fresh one
		ahead      time.Duration
		answer     string // "" where there is none
		within     time.Duration
		logged     string
	}{
		{"in time", 10000, 0, 0, "+re: what", 9700 * time.Millisecond, ""},
		{"just in time", 1000, 0, 0, "+re: what", 700 * time.Millisecond, ""},
		{"too late", 999, 0, 0, "", 0, "a job came too late"},
		{"in time by a clock that is ahead", 3000, 0, -2 * time.Second, "+re: what", 4700 * time.Millisecond, ""},
		{"too late by a clock that is ahead", 2500, 0, 2 * time.Second, "", 0, "a job came too late"},
		{"left by one", 10000, 2, 0, "+re: what", 9700 * time.Millisecond, "deliveries=2"},
		{"left by two", 10000, 3, 0, "+re: what", 9700 * time.Millisecond, "deliveries=3"},
		{"left, and finished meanwhile", 10000, 1, 0, "+re: what", 9700 * time.Millisecond, "deliveries=1"},
		{"left by three", 10000, 4, 0, "-", 0, "a job is dropped: every worker that took it broke off\" zone=dmz job=946684800000-0 deliveries=3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				const moment = 100 * time.Millisecond // in which the worker reads Redis's clock
				id, entry := message("what", tt.ms+int(moment.Milliseconds()))
				give := once(entry)
				if tt.deliveries > 0 {
					give = left(id, entry, tt.deliveries)
				}
				p := &played{says: func(c []string, push func(string)) string {
					if c[0] == "time" {
						now := time.Now().Add(tt.ahead)
						return texts(fmt.Sprint(now.Unix()), fmt.Sprint(now.Nanosecond()/1000))
					}
					said := give(c, push)
					if c[0] != "xpending" && strings.Contains(said, id) {
						time.Sleep(moment)
					}
					return said
				}}
				var log bytes.Buffer
				var within time.Duration
				w := p.worker(t, &log, func(ctx context.Context, q []byte) []byte {
					until, _ := ctx.Deadline()
					within = until.Sub(began) - moment
					return echo(ctx, q)
				})
				end := run(t, w)
				time.Sleep(500 * time.Millisecond)
				if err := end(); err != nil {
					t.Error(err)
				}
				var want []string
				if tt.answer != "" {
					want = []string{"rpush certdesk:{zone:dmz}:answer:" + id + " " + tt.answer, "pexpire certdesk:{zone:dmz}:answer:" + id + " 60000"}
				}
				want = append(want, "xack certdesk:{zone:dmz}:jobs workers "+id, "xdel certdesk:{zone:dmz}:jobs "+id)
				got := slices.DeleteFunc(p.asked(""), func(c string) bool {
					word, _, _ := strings.Cut(c, " ")
					return !strings.Contains(c, id) || !slices.Contains([]string{"rpush", "pexpire", "xack", "xdel"}, word)
				})
				if !slices.Equal(got, want) {
					t.Errorf("Redis heard %q, want %q", got, want)
				}
				if within != tt.within {
					t.Errorf("it ran for at most %v, want %v", within, tt.within)
				}
				if !strings.Contains(log.String(), tt.logged) || tt.logged == "" && log.Len() > 0 {
					t.Errorf("log: %s", &log)
				}
			})
		})
	}
}

// TestUnderWay: a worker speaks each second for the jobs that it is at, so that nobody
// takes them over, and for no other.
func TestUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		id, entry := message("what", 20000)
		p := &played{}
		give := once(entry)
		p.says = func(c []string, push func(string)) string {
			if c[0] == "xclaim" && c[4] == "0" && strings.Contains(strings.Join(c, " "), id) && len(p.asked("xclaim")) == 3 {
				return "-ERR not now\r\n"
			}
			return give(c, push)
		}
		var log bytes.Buffer
		w := p.worker(t, &log, func(context.Context, []byte) []byte {
			time.Sleep(4500 * time.Millisecond)
			return nil
		})
		end := run(t, w)
		time.Sleep(4400 * time.Millisecond)
		if n := w.UnderWay(); n != 1 {
			t.Errorf("%d are under way", n)
		}
		time.Sleep(5 * time.Second)
		if n := w.UnderWay(); n != 0 {
			t.Errorf("%d are under way", n)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
		claimed := slices.DeleteFunc(p.asked("xclaim"), func(c string) bool { return !strings.Contains(c, id) })
		if len(claimed) != 4 || claimed[0] != "xclaim certdesk:{zone:dmz}:jobs workers me 0 "+id+" justid" {
			t.Errorf("claimed %q", claimed)
		}
		if n := strings.Count(log.String(), "jobs under way were not kept"); n != 1 {
			t.Errorf("a claim that failed is told %d times:\n%s", n, &log)
		}
	})
}

// TestRounds: how often a worker looks for jobs of others, reads Redis's clock and says
// that it is alive; and that it goes.
func TestRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &played{}
		id, entry := message("what", 20000)
		p.says = once(entry)
		began := make(chan struct{})
		w := p.worker(t, io.Discard, func(context.Context, []byte) []byte {
			close(began)
			time.Sleep(12800 * time.Millisecond) // beyond the end that is asked for
			return []byte("late")
		})
		end := run(t, w)
		<-began
		time.Sleep(10*time.Second + 500*time.Millisecond)
		for word, want := range map[string]int{
			"xautoclaim": 11, "publish certdesk:{zone:dmz}:alive +me": 11, "publish certdesk:{zone:dmz}:alive -me": 1, "time": 12,
		} {
			if n := len(p.asked(word)); n != want {
				t.Errorf("%q was heard %d times, want %d", word, n, want)
			}
		}
		read := len(p.asked("xreadgroup"))
		if err := end(); err != nil {
			t.Error(err)
		}
		// It says at once that it takes nothing new, and each second until it has gone.
		if n := len(p.asked("publish certdesk:{zone:dmz}:alive -me")); n != 4 {
			t.Errorf("it said %d times that it goes", n)
		}
		if n := len(p.asked("time")); n != 12 {
			t.Errorf("the clock was read %d times", n)
		}
		if n := len(p.asked("xreadgroup")); n != read {
			t.Errorf("it took jobs %d times after its end", n-read)
		}
		if n := len(p.asked("rpush certdesk:{zone:dmz}:answer:" + id + " +late")); n != 1 {
			t.Errorf("the answer of what was under way was sent %d times", n)
		}
	})
}

// TestDrained: what does not end in time is left to another worker, under this one's
// name.
func TestDrained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &played{}
		id, entry := message("what", 20000)
		give := once(entry)
		p.says = func(c []string, push func(string)) string {
			if c[0] == "xpending" && slices.Contains(c, "me") {
				return list(list(text(id), text("me"), number(10), number(1)))
			}
			return give(c, push)
		}
		w := p.worker(t, io.Discard, func(ctx context.Context, _ []byte) []byte {
			<-ctx.Done()
			return nil
		})
		end := run(t, w)
		time.Sleep(1500 * time.Millisecond)
		asked := time.Now()
		if err := end(); err != nil {
			t.Error(err)
		}
		if took := time.Since(asked); took < w.drain || took > w.drain+block {
			t.Errorf("it ended after %v", took)
		}
		for _, word := range []string{"rpush certdesk:{zone:dmz}:answer:" + id, "xgroup delconsumer"} {
			if heard := p.asked(word); len(heard) > 0 {
				t.Errorf("Redis heard %q", heard)
			}
		}
	})
}

// TestTidy: the group forgets workers that were silent for long and have no job, and
// one that ends.
func TestTidy(t *testing.T) {
	consumer := func(name string, pending int, idle time.Duration) string {
		return list(text("name"), text(name), text("pending"), number(pending), text("idle"), number(int(idle.Milliseconds())))
	}
	synctest.Test(t, func(t *testing.T) {
		p := &played{says: func(c []string, _ func(string)) string {
			if c[0] == "xinfo" {
				return list(consumer("me", 0, 2*time.Hour), consumer("idle", 0, forgetAfter), consumer("dead", 0, forgetAfter+time.Millisecond), consumer("owing", 1, 2*time.Hour))
			}
			return ""
		}}
		end := run(t, p.worker(t, io.Discard, echo))
		time.Sleep(25 * time.Minute)
		const forgets = "xgroup delconsumer certdesk:{zone:dmz}:jobs workers "
		dead := forgets + "dead"
		if got := p.asked("xgroup delconsumer"); !slices.Equal(got, []string{dead, dead, dead}) {
			t.Errorf("forgotten are %q", got)
		}
		if err := end(); err != nil {
			t.Error(err)
		}
		if got := p.asked("xgroup delconsumer"); got[len(got)-1] != forgets+"me" {
			t.Errorf("forgotten are %q", got)
		}
	})
}

// TestOneCommandFails: where Redis takes all but the heartbeats, or all but the
// answers, that is said once, and once that it is over.
func TestOneCommandFails(t *testing.T) {
	for _, of := range []string{"publish", "rpush"} {
		t.Run(of, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				p := &played{says: func(c []string, _ func(string)) string {
					if in := time.Since(began); c[0] == of && in > 10*time.Second && in < 70*time.Second {
						return "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
					}
					if c[0] == "xreadgroup" && of == "rpush" {
						time.Sleep(time.Second)
						return list(list(text(jobsKey("dmz")), list(list(text(fmt.Sprintf("%d-1", time.Now().UnixMilli())), texts("q", "x", "ms", "90000")))))
					}
					return ""
				}}
				var log bytes.Buffer
				end := run(t, p.worker(t, &log, echo))
				time.Sleep(2 * time.Minute)
				if err := end(); err != nil {
					t.Error(err)
				}
				for said, want := range map[string]int{"Redis refuses a command": 1, "Redis is back": 1, "cannot be reached": 0} {
					if n := strings.Count(log.String(), said); n != want {
						t.Errorf("%d times %q, want %d:\n%s", n, said, want, &log)
					}
				}
			})
		})
	}
}

// TestArrival: a worker waits for Redis, and does not wait where Redis refuses it.
func TestArrival(t *testing.T) {
	busy := "-BUSYGROUP Consumer Group name already exists\r\n"
	for _, tt := range []struct {
		name  string
		group string // what is said to XGROUP CREATE
		word  string // a command to which is said
		said  string
		away  time.Duration
		want  string // the error
		log   []string
	}{
		{"the first of its zone", fine, "", "", 0, "", nil},
		{"a further one", busy, "", "", 0, "", nil},
		{"it may not join", "-NOPERM this user has no permissions\r\n", "", "", 0, "the worker of the zone dmz is refused by Redis: joining the workers of dmz: NOPERM", nil},
		{"it may not answer", busy, "rpush", "-NOPERM this user has no permissions to run the 'rpush' command\r\n", 0, "refused by Redis: NOPERM", nil},
		{"it may not read", busy, "xreadgroup", "-NOPERM this user has no permissions to run the 'xreadgroup' command\r\n", 0, "refused by Redis: reading the jobs of dmz: NOPERM", nil},
		{"Redis is away at first", busy, "", "", 2 * time.Second, "", []string{"Redis cannot be reached", "Redis is back"}},
		{"Redis is away", busy, "", "", time.Hour, "", []string{"Redis cannot be reached"}},
		{"Redis has no room", busy, "rpush", "-OOM command not allowed when used memory > 'maxmemory'.\r\n", 0, "", []string{"Redis refuses a command"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &played{says: func(c []string, _ func(string)) string {
					switch {
					case c[0] == "xgroup" && strings.EqualFold(c[1], "create"):
						return tt.group
					case c[0] == tt.word:
						return tt.said
					}
					return ""
				}}
				if tt.away > 0 {
					p.goes()
					time.AfterFunc(tt.away, p.comes)
				}
				var log bytes.Buffer
				w := p.worker(t, &log, echo)
				end := run(t, w)
				time.Sleep(5 * time.Second)
				err := end()
				if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
					t.Errorf("it ended with %v, want %q", err, tt.want)
				}
				if n := strings.Count(log.String(), "\n"); n != len(tt.log) {
					t.Errorf("%d lines, want %d:\n%s", n, len(tt.log), &log)
				}
				for _, line := range tt.log {
					if !strings.Contains(log.String(), line) {
						t.Errorf("the log lacks %q:\n%s", line, &log)
					}
				}
				taking := tt.want == "" && len(tt.log) != 1
				if read := len(p.asked("xreadgroup")); taking != (read > 1) {
					t.Errorf("it read jobs %d times", read)
				}
				if arrived := len(p.asked("xreadgroup")) > 0; arrived != (len(p.asked("xgroup delconsumer certdesk:{zone:dmz}:jobs workers me")) == 1) {
					t.Error("who takes jobs leaves the group, and nobody else")
				}
				for _, command := range p.asked("xgroup create") {
					if command != "xgroup create certdesk:{zone:dmz}:jobs workers 0 mkstream" {
						t.Errorf("the group is made with %q", command)
					}
				}
			})
		})
	}
}

// TestRepair: a group that is gone is made again, with a line that says so; where Redis
// is away that is said, and nothing is made.
func TestRepair(t *testing.T) {
	for _, tt := range []struct {
		name, to, said string // to which command
		create         string
		made           bool
		log            string
	}{
		{"there is nothing to claim from", "xautoclaim", "-NOGROUP No such key 'certdesk:{zone:dmz}:jobs'\r\n", fine, true, "Redis had lost the workers' group; it was made again"},
		{"the group is gone", "xreadgroup", "-NOGROUP No such key 'certdesk:{zone:dmz}:jobs'\r\n", fine, true, "Redis had lost the workers' group; it was made again"},
		{"the stream went under a wait", "xreadgroup", "-UNBLOCKED the stream key no longer exists\r\n", fine, true, "Redis had lost the workers' group; it was made again"},
		{"it cannot be made again", "xreadgroup", "-NOGROUP No such key 'certdesk:{zone:dmz}:jobs'\r\n", "-READONLY You can't write against a read only replica.\r\n", true, "Redis cannot be reached"},
		{"something else", "xreadgroup", "-LOADING Redis is loading the dataset in memory\r\n", fine, false, "Redis cannot be reached"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var reads atomic.Int64
				p := &played{}
				p.says = func(c []string, _ func(string)) string {
					switch {
					case c[0] == "xreadgroup" && reads.Add(1) == 3 && tt.to == c[0]:
						return tt.said
					case c[0] == "xautoclaim" && len(p.asked("xautoclaim")) == 3 && tt.to == c[0]:
						return tt.said
					case c[0] == "xgroup" && strings.EqualFold(c[1], "create") && reads.Load() >= 2:
						return tt.create
					}
					return ""
				}
				var log bytes.Buffer
				w := p.worker(t, &log, echo)
				end := run(t, w)
				time.Sleep(6 * time.Second)
				if err := end(); err != nil {
					t.Error(err)
				}
				if made := len(p.asked("xgroup create")); (made == 2) != tt.made {
					t.Errorf("the group was made %d times", made)
				}
				if n := strings.Count(log.String(), tt.log); n != 1 {
					t.Errorf("%q is said %d times:\n%s", tt.log, n, &log)
				}
				if back := strings.Contains(log.String(), "Redis is back"); back == strings.Contains(tt.log, "made again") {
					t.Errorf("log:\n%s", &log)
				}
				if reads.Load() < 5 {
					t.Errorf("it read %d times", reads.Load())
				}
			})
		})
	}
}

// TestUndelivered: an answer is tried to be sent as long as somebody waits for it, and a
// moment in any case.
func TestUndelivered(t *testing.T) {
	for _, tt := range []struct {
		name        string
		takes, away time.Duration // the job, and then Redis
		lost        time.Duration // since the job began; 0 where it arrives
	}{
		{"back in time", 2 * time.Second, 4 * time.Second, 0},
		{"away for longer", 2 * time.Second, time.Minute, 10 * time.Second},
		{"away at the very end", 9500 * time.Millisecond, time.Minute, 9500*time.Millisecond + command},
		{"away for a moment at the very end", 9500 * time.Millisecond, time.Second, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				id, entry := message("what", 10000)
				p := &played{says: once(entry)}
				var log lastLine
				w := p.worker(t, &log, func(context.Context, []byte) []byte {
					time.Sleep(tt.takes)
					p.goes()
					time.AfterFunc(tt.away, p.comes)
					return []byte("re: what")
				})
				w.drain = time.Minute
				began := time.Now()
				end := run(t, w)
				time.Sleep(30 * time.Second)
				if sent := len(p.asked("rpush certdesk:{zone:dmz}:answer:" + id)); (sent > 0) != (tt.lost == 0) {
					t.Errorf("it was sent %d times", sent)
				}
				lost := log.at("an answer was not delivered")
				if tt.lost == 0 && !lost.IsZero() || tt.lost > 0 && lost.Sub(began) != tt.lost {
					t.Errorf("lost after %v, want %v", lost.Sub(began), tt.lost)
				}
				end()
			})
		})
	}
}

// lastLine is a log that knows when a line was written.
type lastLine struct {
	mu    sync.Mutex
	lines []string
	when  []time.Time
}

func (l *lastLine) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines, l.when = append(l.lines, string(p)), append(l.when, time.Now())
	return len(p), nil
}

func (l *lastLine) at(words string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, line := range l.lines {
		if strings.Contains(line, words) {
			return l.when[i]
		}
	}
	return time.Time{}
}

// TestReady: what keeps a worker from taking jobs is told with Redis's words.
func TestReady(t *testing.T) {
	for _, tt := range []struct {
		name   string
		runs   bool
		says   func(c []string) string
		away   bool
		reason Obstacle
		words  string
	}{
		{"it does not run yet", false, nil, false, Arriving, "arriving"},
		{"it runs", true, nil, false, "", ""},
		{"Redis is full", true, func(c []string) string {
			if c[0] == "rpush" {
				return "-OOM command not allowed\r\n"
			}
			return ""
		}, false, Unwritable, "unwritable: OOM command not allowed"},
		{"Redis has gone", true, nil, true, Away, "away: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &played{}
				w := p.worker(t, io.Discard, echo)
				if tt.runs {
					run(t, w)
					time.Sleep(1500 * time.Millisecond)
				}
				if tt.says != nil {
					p.mu.Lock()
					p.says = func(c []string, _ func(string)) string { return tt.says(c) }
					p.mu.Unlock()
				}
				if tt.away {
					p.goes()
				}
				err := w.Ready(t.Context())
				var not *NotReady
				switch {
				case tt.reason == "" && err == nil:
				case !errors.As(err, &not) || not.Obstacle != tt.reason || !strings.HasPrefix(err.Error(), tt.words):
					t.Errorf("%v, want %s", err, tt.words)
				case (errors.Unwrap(err) == nil) != (tt.reason == Arriving):
					t.Errorf("Redis said %v", errors.Unwrap(err))
				}
			})
		})
	}
}

// TestClock: how far Redis's clock is ahead is counted from the middle of the way there
// and back, and a reading that failed changes nothing.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		said := ""
		p := &played{}
		p.says = func(c []string, _ func(string)) string {
			if c[0] != "time" || said != "" {
				return said
			}
			time.Sleep(100 * time.Millisecond)
			now := time.Now().Add(-50 * time.Millisecond).Add(2 * time.Second)
			return texts(fmt.Sprint(now.Unix()), fmt.Sprint(now.Nanosecond()/1000))
		}
		w := p.worker(t, io.Discard, echo)
		w.readClock(t.Context())
		if ahead := time.Duration(w.ahead.Load()); ahead != 2*time.Second {
			t.Errorf("it is ahead by %v", ahead)
		}
		said = "-LOADING Redis is loading the dataset in memory\r\n"
		w.readClock(t.Context())
		if ahead := time.Duration(w.ahead.Load()); ahead != 2*time.Second {
			t.Errorf("after a reading that failed it is ahead by %v", ahead)
		}
	})
}
