package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/ratelimit"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/storetest"
)

var (
	noon  = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	here  = bot.Place{Platform: bot.Slack, Channel: "C1"}
	there = bot.Place{Platform: bot.Slack, Channel: "C9"}
	imap  = bot.Watch{Place: here, Target: checks.Target{Host: "imap.corp.example", Port: 993}}
	asked = bot.Question{Target: checks.Target{Host: "imap.corp.example", Port: 993}}
	cause = bot.Cause{Host: "imap.corp.example", SHA256: "aa"}
	alert = incident.Incident{Cause: cause, Opened: noon, Place: here, Due: noon}
)

// unreliable is a database that does to each call what a test wants: an error in the
// place of what the call does, or another value in a record that is read.
type unreliable struct {
	*storetest.Memory
	instead func(call string) error
	read    func(store.Record) store.Record
}

func (u *unreliable) before(call string) error {
	if u.instead == nil {
		return nil
	}
	return u.instead(call)
}

func (u *unreliable) seen(records []store.Record, err error) ([]store.Record, error) {
	for i := range records {
		if u.read != nil {
			records[i] = u.read(records[i])
		}
	}
	return records, err
}

func (u *unreliable) Get(ctx context.Context, kind, key string) (store.Record, error) {
	if err := u.before("get"); err != nil {
		return store.Record{}, err
	}
	r, err := u.Memory.Get(ctx, kind, key)
	if err == nil && u.read != nil {
		r = u.read(r)
	}
	return r, err
}

func (u *unreliable) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	call := "put"
	if p != store.Always {
		call = "put on a condition"
	}
	if err := u.before(call); err != nil {
		return 0, err
	}
	return u.Memory.Put(ctx, r, p)
}

func (u *unreliable) Delete(ctx context.Context, kind, key string) (bool, error) {
	if err := u.before("delete"); err != nil {
		return false, err
	}
	return u.Memory.Delete(ctx, kind, key)
}

func (u *unreliable) List(ctx context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	if err := u.before("list"); err != nil {
		return nil, err
	}
	return u.seen(u.Memory.List(ctx, kind, group, after, limit))
}

func (u *unreliable) All(ctx context.Context, kind, after string, limit int) ([]store.Record, error) {
	if err := u.before("all"); err != nil {
		return nil, err
	}
	return u.seen(u.Memory.All(ctx, kind, after, limit))
}

func (u *unreliable) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	if err := u.before("claim"); err != nil {
		return nil, err
	}
	return u.seen(u.Memory.Claim(ctx, kind, now, lease, limit))
}

func (u *unreliable) Take(ctx context.Context, key string, l store.Limit, now time.Time) (time.Duration, error) {
	if err := u.before("take"); err != nil {
		return 0, err
	}
	return u.Memory.Take(ctx, key, l, now)
}

func (u *unreliable) Append(ctx context.Context, log string, most int, entries ...store.Entry) error {
	if err := u.before("append"); err != nil {
		return err
	}
	return u.Memory.Append(ctx, log, most, entries...)
}

func (u *unreliable) Tail(ctx context.Context, log string, limit int) ([]store.Entry, error) {
	if err := u.before("tail"); err != nil {
		return nil, err
	}
	return u.Memory.Tail(ctx, log, limit)
}

// filled is a store in which there is one thing of each kind, and its database.
func filled(t *testing.T) (*store.Store, *unreliable) {
	t.Helper()
	clock := func() time.Time { return noon }
	database := &unreliable{Memory: storetest.NewMemory(clock)}
	kept := store.New(database, clock)
	wrote := func(ok bool, err error) {
		t.Helper()
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	known := imap
	known.Due = noon
	_, _, err := kept.AddWatch(t.Context(), known)
	wrote(true, err)
	wrote(true, kept.SetChannel(t.Context(), bot.Channel{Place: here, Language: "de", Due: noon}))
	wrote(kept.AddNotice(t.Context(), &bot.Notice{ID: "n1", Kind: bot.NoticeEnding, Place: here, Due: noon}))
	wrote(true, kept.SetEndTold(t.Context(), here, "aa01", watch.EndTold{Before: time.Hour}, noon.Add(time.Hour)))
	i := alert
	wrote(kept.SaveIncident(t.Context(), &i))
	wrote(kept.SaveWalk(t.Context(), &guide.Walk{ID: "w1"}))
	wrote(true, kept.CountStep(t.Context(), []checks.Code{checks.Expired}, 6, guide.Helped))
	wrote(true, kept.SetClient(t.Context(), bot.Slack, "U1", "ios"))
	wrote(kept.SetMark(t.Context(), keeping.Mark{ID: "m"}, 0))
	_, err = kept.Joined(t.Context(), "subject", "n1", nil)
	wrote(true, err)
	wrote(true, kept.KeepAnswer(t.Context(), &bot.Answer{ID: "a1", Question: asked}, time.Hour))
	wrote(true, kept.Record(t.Context(), audit.Entry{Asked: "imap.corp.example"}))
	// Another process has kept all that, so that this one remembers nothing of it.
	return store.New(database, clock), database
}

// operation is something that the bot asks of the store of filled.
type operation struct {
	name string
	// plain: what it reads is no record of JSON.
	plain bool
	do    func(ctx context.Context, s *store.Store) error
	// insists: where somebody was faster, it is done to what there is then.
	insists bool
}

// reads makes an operation of one that returns what it finds.
func reads[T any](do func(ctx context.Context, s *store.Store) (T, error)) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		_, err := do(ctx, s)
		return err
	}
}

var operations = []operation{
	{"keep an answer", true, func(ctx context.Context, s *store.Store) error {
		return s.KeepAnswer(ctx, &bot.Answer{ID: "a2", Question: asked}, time.Hour)
	}, false},
	{"an answer", false, reads(func(ctx context.Context, s *store.Store) (*bot.Answer, error) { return s.Answer(ctx, "a1") }), false},
	{"the current answer", true, reads(func(ctx context.Context, s *store.Store) (*bot.Answer, error) { return s.Current(ctx, asked) }), false},
	{"a channel", false, reads(func(ctx context.Context, s *store.Store) (bot.Channel, error) { return s.Channel(ctx, here) }), false},
	{"set a channel", true, func(ctx context.Context, s *store.Store) error { return s.SetChannel(ctx, bot.Channel{Place: here}) }, false},
	{"save a channel", true, reads(func(ctx context.Context, s *store.Store) (bool, error) {
		return s.SaveChannel(ctx, &bot.Channel{Place: there})
	}), false},
	{"claim channels", false, reads(func(ctx context.Context, s *store.Store) ([]bot.Channel, error) {
		return s.ClaimChannels(ctx, noon, time.Minute, 5)
	}), false},
	{"record", true, func(ctx context.Context, s *store.Store) error { return s.Record(ctx, audit.Entry{Asked: "x"}) }, false},
	{"audited", true, reads(func(ctx context.Context, s *store.Store) ([]audit.Entry, error) { return s.Audited(ctx, 5) }), false},
	{"count", true, reads(func(ctx context.Context, s *store.Store) (time.Duration, error) {
		return s.Counter().Take(ctx, "U1", ratelimit.Rate{Burst: 1, Every: time.Minute}, noon)
	}), false},
	{"export", true, reads(func(ctx context.Context, s *store.Store) (int, error) { return s.Export(ctx, new(bytes.Buffer)) }), false},
	{"import", true, reads(func(ctx context.Context, s *store.Store) (int, error) {
		return s.Import(ctx, strings.NewReader(`{"kind":"person","key":"slack/U1","value":{"client":"ios"}}`))
	}), false},
	{"is it writable", true, func(ctx context.Context, s *store.Store) error { return s.Writable(ctx) }, false},
	{"an incident", false, reads(func(ctx context.Context, s *store.Store) (*incident.Incident, error) {
		return s.Incident(ctx, cause.Key())
	}), false},
	{"save an incident", true, reads(func(ctx context.Context, s *store.Store) (bool, error) {
		return s.SaveIncident(ctx, &incident.Incident{Cause: bot.Cause{Host: "other.corp.example"}})
	}), false},
	{"incidents of a server", false, reads(func(ctx context.Context, s *store.Store) ([]incident.Incident, error) {
		return s.IncidentsOf(ctx, cause.ServerKey())
	}), false},
	{"each incident", false, func(ctx context.Context, s *store.Store) error {
		return s.EachIncident(ctx, func(*incident.Incident) error { return nil })
	}, false},
	{"claim incidents", false, reads(func(ctx context.Context, s *store.Store) ([]incident.Incident, error) {
		return s.ClaimIncidents(ctx, noon, time.Minute, 5)
	}), false},
	{"move a channel", false, reads(func(ctx context.Context, s *store.Store) (int, error) { return s.MoveChannel(ctx, here, there) }), true},
	{"begin work", true, reads(func(ctx context.Context, s *store.Store) (bool, error) { return s.Begin(ctx, "work", time.Minute) }), false},
	{"end work", true, func(ctx context.Context, s *store.Store) error { return s.End(ctx, "work") }, false},
	{"once", true, reads(func(ctx context.Context, s *store.Store) (bool, error) { return s.FirstToTell(ctx, "x") }), false},
	{"the mark", false, func(ctx context.Context, s *store.Store) error {
		_, _, err := s.Mark(ctx)
		return err
	}, false},
	{"set the mark", true, reads(func(ctx context.Context, s *store.Store) (bool, error) { return s.SetMark(ctx, keeping.Mark{}, 1) }), false},
	{"a notice", false, reads(func(ctx context.Context, s *store.Store) (*bot.Notice, error) { return s.Notice(ctx, "n1") }), false},
	{"add a notice", true, reads(func(ctx context.Context, s *store.Store) (bool, error) {
		return s.AddNotice(ctx, &bot.Notice{ID: "n2", Place: here})
	}), false},
	{"claim notices", false, reads(func(ctx context.Context, s *store.Store) ([]bot.Notice, error) {
		return s.ClaimNotices(ctx, noon, time.Minute, 5)
	}), false},
	{"pending notices", false, reads(func(ctx context.Context, s *store.Store) (map[bot.NoticeKind]int, error) {
		return s.PendingNotices(ctx)
	}), false},
	{"join", true, reads(func(ctx context.Context, s *store.Store) (string, error) {
		return s.Joined(ctx, "subject", "n2", func(string) (bool, error) { return false, nil })
	}), true},
	{"what is told of an end", false, reads(func(ctx context.Context, s *store.Store) (watch.EndTold, error) {
		told, _, err := s.EndTold(ctx, here, "aa01")
		return told, err
	}), false},
	{"an end is told", true, func(ctx context.Context, s *store.Store) error {
		return s.SetEndTold(ctx, here, "bb02", watch.EndTold{}, noon)
	}, false},
	{"a mail program", false, reads(func(ctx context.Context, s *store.Store) (string, error) { return s.ClientOf(ctx, bot.Slack, "U1") }), false},
	{"set a mail program", true, func(ctx context.Context, s *store.Store) error { return s.SetClient(ctx, bot.Slack, "U1", "android") }, false},
	{"a walk", false, reads(func(ctx context.Context, s *store.Store) (*guide.Walk, error) { return s.LoadWalk(ctx, "w1") }), false},
	{"save a walk", true, reads(func(ctx context.Context, s *store.Store) (bool, error) { return s.SaveWalk(ctx, &guide.Walk{ID: "w2"}) }), false},
	{"how often steps helped", false, reads(func(ctx context.Context, s *store.Store) (guide.Counts, error) { return s.Counts(ctx) }), false},
	{"count a step", false, func(ctx context.Context, s *store.Store) error {
		return s.CountStep(ctx, []checks.Code{checks.Expired}, 6, guide.DidNot)
	}, true},
	{"add a watch", true, func(ctx context.Context, s *store.Store) error {
		_, _, err := s.AddWatch(ctx, bot.Watch{Place: there, Target: imap.Target})
		return err
	}, true},
	{"add to a watch", false, func(ctx context.Context, s *store.Store) error {
		_, _, err := s.AddWatch(ctx, imap)
		return err
	}, true},
	{"take a watch over", false, func(ctx context.Context, s *store.Store) error { return s.TakeOverWatch(ctx, imap) }, true},
	{"a watch", false, reads(func(ctx context.Context, s *store.Store) (*bot.Watch, error) { return s.Watch(ctx, here, imap.Name()) }), false},
	{"the watches of a channel", false, reads(func(ctx context.Context, s *store.Store) ([]bot.Watch, error) { return s.Watches(ctx, here) }), false},
	{"every watch", false, func(ctx context.Context, s *store.Store) error {
		return s.EveryWatch(ctx, func(*bot.Watch) error { return nil })
	}, false},
	{"claim watches", false, reads(func(ctx context.Context, s *store.Store) ([]bot.Watch, error) {
		return s.ClaimWatches(ctx, noon, time.Minute, 5)
	}), false},
	{"edit a watch", false, reads(func(ctx context.Context, s *store.Store) (*bot.Watch, error) {
		return s.EditWatch(ctx, here, imap.Name(), func(w *bot.Watch) { w.Note = "ask Anna" })
	}), true},
	{"remove a watch", true, reads(func(ctx context.Context, s *store.Store) (bool, error) { return s.RemoveWatch(ctx, here, imap.Name()) }), false},
}

// TestEachFailureIsTold: whichever call of the database fails, whoever asked for
// something is told, and nothing goes on as if it were done.
func TestEachFailureIsTold(t *testing.T) {
	gone := errors.New("the disk is gone")
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			kept, database := filled(t)
			calls := 0
			database.instead = func(string) error { calls++; return nil }
			if err := o.do(t.Context(), kept); err != nil {
				t.Fatalf("where nothing fails: %v", err)
			}
			if calls == 0 {
				t.Fatal("the database was not asked")
			}
			for fails := range calls {
				kept, database := filled(t)
				call, failed := 0, ""
				database.instead = func(name string) error {
					call++
					if call == fails+1 {
						failed = name
						return gone
					}
					return nil
				}
				if err := o.do(t.Context(), kept); !errors.Is(err, gone) {
					t.Errorf("call %d of %d (%s) fails, and it is told %v", fails+1, calls, failed, err)
				}
			}
		})
	}
}

// TestSomebodyWasFaster: where another process has changed a record at the same
// moment, it is tried again, or told without an error that it was not done; and
// nobody tries for ever.
func TestSomebodyWasFaster(t *testing.T) {
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			kept, database := filled(t)
			met := 0
			database.instead = func(call string) error {
				if call != "put on a condition" {
					return nil
				}
				if met++; met == 1 {
					return store.ErrConflict
				}
				return nil
			}
			if err := o.do(t.Context(), kept); err != nil {
				t.Errorf("where it happens once: %v", err)
			}
			if again := met > 1; again != o.insists {
				t.Errorf("it is tried again: %v, want %v", again, o.insists)
			}
			if !o.insists {
				return
			}
			kept, database = filled(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			database.instead = func(call string) error {
				if call != "put on a condition" {
					return nil
				}
				cancel()
				return store.ErrConflict
			}
			if err := o.do(ctx, kept); !errors.Is(err, context.Canceled) {
				t.Errorf("where it happens each time until the caller has gone: %v", err)
			}
		})
	}
}

// TestSpoiltRecords: what cannot be read is an error, not an empty record.
func TestSpoiltRecords(t *testing.T) {
	for _, o := range operations {
		if o.plain {
			continue
		}
		t.Run(o.name, func(t *testing.T) {
			kept, database := filled(t)
			database.read = func(r store.Record) store.Record {
				r.Value = []byte("{")
				return r
			}
			if err := o.do(t.Context(), kept); err == nil || !strings.Contains(err.Error(), "reading ") {
				t.Errorf("told %v", err)
			}
		})
	}
}
