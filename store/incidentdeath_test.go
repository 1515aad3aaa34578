package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/storetest"
)

var errDied = errors.New("the process died")

// mortal is a process: it dies at the n-th thing that it does to its store or to
// the platform, and does nothing from then on.
type mortal struct {
	store.Backend
	mu   *sync.Mutex // of the stage
	left *int        // things until it dies; below zero it lives
	dead bool
}

func (m *mortal) does() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if *m.left == 0 {
		m.dead = true
	}
	if m.dead {
		return errDied
	}
	*m.left--
	return nil
}

func (m *mortal) Get(ctx context.Context, kind, key string) (store.Record, error) {
	if err := m.does(); err != nil {
		return store.Record{}, err
	}
	return m.Backend.Get(ctx, kind, key)
}

// Put may be done, and its process dead before it knows.
func (m *mortal) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	if err := m.does(); err != nil {
		return 0, err
	}
	version, err := m.Backend.Put(ctx, r, p)
	if err == nil {
		err = m.does()
	}
	return version, err
}

func (m *mortal) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	if err := m.does(); err != nil {
		return nil, err
	}
	claimed, err := m.Backend.Claim(ctx, kind, now, lease, limit)
	if err == nil && len(claimed) > 0 {
		err = m.does()
	}
	return claimed, err
}

// stage is what outlives all processes.
type stage struct {
	mu     sync.Mutex
	now    time.Time
	kept   *storetest.Memory
	broken bool
	// shy: nobody takes direct messages.
	shy    bool
	left   int
	posted []string          // "place: headline", in their order
	shown  map[string]string // by message, as it was edited last
	// carried are letters and events by the ID that whoever gets them knows them by.
	// One in doubt is carried twice, and has to be the same then.
	carried map[string]string
	differs []string
}

// actor is a process on it.
type actor struct {
	*mortal
	on      *stage
	keeper  *incident.Keeper
	watcher *watch.Watcher
}

func (s *stage) begin(t *testing.T) *actor {
	a := &actor{mortal: &mortal{Backend: s.kept, mu: &s.mu, left: &s.left}, on: s}
	now := func() time.Time { return s.now }
	kept, log, n := store.New(a.mortal, now), slog.New(slog.DiscardHandler), 0
	var err error
	a.watcher, err = watch.New(watch.Config{
		Checker: a, Watches: kept, Notices: kept, Channels: kept, Poster: a, Serves: func(bot.Platform) bool { return true },
		Every: 6 * time.Hour, Interval: time.Minute, Now: now, Random: func() float64 { return 0.5 }, Log: log,
		NewID: func() string { n++; return fmt.Sprint("n", n) },
	})
	if err != nil {
		t.Fatal(err)
	}
	a.keeper, err = incident.NewKeeper(incident.Config{
		Store: kept, Outbox: a.watcher, Checker: a, Admin: &bot.Place{Platform: bot.Slack, Channel: "ADMIN"},
		Chain: []incident.Step{{To: incident.Mail("ops@corp.com")}}, Webhook: &bot.Place{Platform: bot.Webhook, Channel: "webhook"},
		Support: []bot.Place{{Platform: bot.Slack, Channel: "HELP"}}, Now: now, Log: log, Interval: time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	a.watcher.Attend(a.keeper)
	a.watcher.Engage(bot.Mail, a)
	a.watcher.Engage(bot.Webhook, a)
	return a
}

// Carry may be done, and its process dead before it knows.
func (a *actor) Carry(_ context.Context, n *bot.Notice) error {
	if err := a.does(); err != nil {
		return err
	}
	content, err := json.Marshal(n.Dispatch)
	if err != nil {
		return err
	}
	a.on.mu.Lock()
	id := string(n.Place.Platform) + " " + string(n.Dispatch.Event) + " " + n.ID
	if before, ok := a.on.carried[id]; ok && before != string(content) {
		a.on.differs = append(a.on.differs, id)
	}
	if a.on.carried == nil {
		a.on.carried = make(map[string]string)
	}
	a.on.carried[id] = string(content)
	a.on.mu.Unlock()
	return a.does()
}

func (a *actor) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	if err := a.does(); err != nil {
		return nil, err
	}
	return a.on.answer(q), nil
}

func (s *stage) answer(q bot.Question) *bot.Answer {
	r := checks.Report{Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, Verdict: checks.VerdictTrusted}
	if s.broken {
		r.Verdict, r.Certificate = checks.VerdictUntrusted, &checks.Certificate{SHA256: "aa"}
		r.Summary = say.S("Resolved: {host}.", say.Host("host", q.Target.Host))
		r.Findings = []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}}
	}
	return &bot.Answer{ID: "a1", Question: q, Reports: []checks.Report{r}, At: s.now}
}

func (a *actor) Post(_ context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	if err := a.does(); err != nil {
		return "", err
	}
	a.on.mu.Lock()
	a.on.posted = append(a.on.posted, to.Channel+" "+string(r.Tone))
	a.on.shown[key] = to.Channel + " " + string(r.Tone)
	a.on.mu.Unlock()
	return key, a.does() // posted, and nobody knows
}

func (a *actor) Find(_ context.Context, _ bot.Place, key string) (string, error) {
	if err := a.does(); err != nil {
		return "", err
	}
	a.on.mu.Lock()
	defer a.on.mu.Unlock()
	if _, ok := a.on.shown[key]; ok {
		return key, nil
	}
	return "", nil
}

func (a *actor) Edit(_ context.Context, in bot.Place, message string, r bot.Reply) error {
	if err := a.does(); err != nil {
		return err
	}
	a.on.mu.Lock()
	a.on.shown[message] = in.Channel + " " + string(r.Tone)
	a.on.mu.Unlock()
	return a.does()
}

func (a *actor) Direct(_ context.Context, p bot.Platform, person string) (bot.Place, error) {
	to := bot.Place{Platform: p, Channel: "D" + person}
	if a.on.shy {
		return to, &bot.UndeliverableError{Place: to, Barrier: bot.NotPermitted}
	}
	return to, a.does()
}

// act is something that people do at a time, again until it is acknowledged.
type act struct {
	at time.Duration
	do func(a *actor) error
}

// TestIncidentsOutliveTheirProcess lets a Monday pass, undisturbed and with a process
// that dies at the first, sixth, eleventh … thing it does, and finds the same told,
// once each.
func TestIncidentsOutliveTheirProcess(t *testing.T) {
	began := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	question := bot.Question{Target: checks.Target{Host: "mail.corp.com", Port: 993}}
	person := func(id string) incident.Person {
		return incident.Person{Platform: bot.Slack, ID: id, Name: id}
	}
	day := func(dies int) (*stage, *incident.Incident, int) {
		s := &stage{now: began, broken: true, left: dies, shown: make(map[string]string), carried: make(map[string]string)}
		s.kept = storetest.NewMemory(func() time.Time { return s.now })
		key := ""
		asks := func(who string) func(*actor) error {
			return func(a *actor) error {
				all, err := a.keeper.Asked(t.Context(), person(who), s.answer(question))
				if err == nil {
					key = all[0].Key()
				}
				return err
			}
		}
		waits := func(who string) func(*actor) error {
			return func(a *actor) error {
				_, _, err := a.keeper.Wait(t.Context(), incident.Waiter{Person: person(who)}, s.answer(question))
				return err
			}
		}
		breaks := func(is bool) func(*actor) error { return func(*actor) error { s.broken = is; return nil } }
		acts := []act{
			{0, asks("U1")}, {time.Minute, waits("U1")}, {2 * time.Minute, asks("U2")}, {3 * time.Minute, asks("U3")}, {4 * time.Minute, waits("U2")},
			{8 * time.Minute, func(a *actor) error { _, _, err := a.keeper.Take(t.Context(), key, person("UA")); return err }},
			{9 * time.Minute, func(a *actor) error { _, _, err := a.keeper.Announce(t.Context(), key, person("UA")); return err }},
			{30 * time.Minute, breaks(false)},
			{90 * time.Minute, breaks(true)}, {90 * time.Minute, asks("U4")}, {91 * time.Minute, waits("U1")}, {110 * time.Minute, breaks(false)},
		}
		a := s.begin(t)
		steps := 0
		for ; s.now.Before(began.Add(150 * time.Minute)); s.now = s.now.Add(time.Minute) {
			if a.dead {
				s.left = -1
				a = s.begin(t)
			}
			for len(acts) > 0 && !s.now.Before(began.Add(acts[0].at)) {
				if err := acts[0].do(a); err != nil {
					if !errors.Is(err, errDied) {
						t.Fatal(err)
					}
					break // and again in a minute
				}
				acts = acts[1:]
			}
			for _, task := range []func(context.Context) error{a.keeper.Work, a.watcher.PostDue} {
				if err := task(t.Context()); err != nil && !errors.Is(err, errDied) {
					t.Fatal(err)
				}
			}
			steps++
		}
		i, err := store.New(s.kept, func() time.Time { return s.now }).Incident(t.Context(), key)
		if err != nil || i == nil {
			t.Fatalf("dying at %d: there is no incident: %v", dies, err)
		}
		return s, i, steps
	}
	told := func(s *stage) string {
		out := make([]string, 0, len(s.shown))
		for _, shown := range s.shown {
			out = append(out, shown)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	events := func(s *stage) string {
		var out []string
		for id := range s.carried {
			out = append(out, strings.Join(strings.Fields(id)[:2], " "))
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	quiet, _, _ := day(-1)
	outside := events(quiet)
	if outside != "mail opened, mail resolved, mail resolved, mail returned, webhook opened, webhook resolved, webhook resolved, webhook returned, webhook taken" {
		t.Fatalf("undisturbed: %s", outside)
	}
	const everything = 1 << 20
	count, _, _ := day(everything)
	things := everything - count.left
	want := told(quiet)
	if want != "ADMIN bad, ADMIN good, DU1 good, DU1 good, DU2 good, HELP good" || len(quiet.posted) != 6 {
		t.Fatalf("undisturbed: %s (%d posts)", want, len(quiet.posted))
	}
	if things < 300 {
		t.Fatalf("only %d things are done in a day", things)
	}
	const every = 5 // all of them take as many times as long
	for n := 0; n < things; n += every {
		s, i, _ := day(n)
		if got := told(s); got != want || len(s.posted) != len(s.shown) {
			t.Errorf("dying at %d: %s (%d posts), want %s", n, got, len(s.posted), want)
		}
		if got := events(s); got != outside || len(s.differs) > 0 {
			t.Errorf("dying at %d: %s, want %s; told twice, and otherwise: %v", n, got, outside, s.differs)
		}
		if len(i.Askers) != 4 || i.Owner == nil || i.Owner.ID != "UA" || i.Relapses != 1 || i.Ended.IsZero() || len(i.Waiting) != 0 {
			t.Errorf("dying at %d: %+v", n, i)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("died at %d of %d things", (things+every-1)/every, things)
}
