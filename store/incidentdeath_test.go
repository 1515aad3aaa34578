package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
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
	t.Helper()
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

func (a *actor) Find(_ context.Context, _ bot.Place, key string, _ time.Time) ([]string, error) {
	if err := a.does(); err != nil {
		return nil, err
	}
	a.on.mu.Lock()
	defer a.on.mu.Unlock()
	if _, ok := a.on.shown[key]; ok {
		return []string{key}, nil
	}
	return nil, nil
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

func (a *actor) Delete(_ context.Context, _ bot.Place, message string) error {
	if err := a.does(); err != nil {
		return err
	}
	a.on.mu.Lock()
	delete(a.on.shown, message)
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
