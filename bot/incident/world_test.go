package incident_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) // a Monday at eight

// world is a store, an outbox, a clock and the servers, for tests.
type world struct {
	mu       sync.Mutex
	now      time.Time
	kept     map[string][]byte
	versions map[string]int64
	due      map[string]time.Time
	notices  map[string]bot.Notice
	order    []string
	shown    map[string]int
	looks    int
	telling  func() // is called while something is told
	look     func(q bot.Question) (*bot.Answer, error)
}

func newWorld() *world {
	return &world{
		now: start, kept: make(map[string][]byte), versions: make(map[string]int64), due: make(map[string]time.Time),
		notices: make(map[string]bot.Notice), shown: make(map[string]int),
	}
}

func (w *world) keeper(t testing.TB, change ...func(*incident.Config)) *incident.Keeper {
	t.Helper()
	cfg := incident.Config{
		Store: w, Outbox: w, Checker: w, Admin: &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, Support: []bot.Place{{Platform: bot.Slack, Channel: "HELP"}},
		Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler), Interval: time.Minute,
	}
	for _, c := range change {
		c(&cfg)
	}
	k, err := incident.NewKeeper(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (w *world) Incident(_ context.Context, key string) (*incident.Incident, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.get(key), nil
}

func (w *world) get(key string) *incident.Incident {
	if w.kept[key] == nil {
		return nil
	}
	var i incident.Incident
	if err := json.Unmarshal(w.kept[key], &i); err != nil {
		panic(err)
	}
	i.Version, i.Due = w.versions[key], w.due[key]
	return &i
}

func (w *world) SaveIncident(_ context.Context, i *incident.Incident) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := i.Key()
	if w.versions[key] != i.Version {
		return false, nil
	}
	plain, err := json.Marshal(i)
	if err != nil {
		return false, err
	}
	i.Version++
	w.kept[key], w.versions[key], w.due[key] = plain, i.Version, i.Due
	return true, nil
}

func (w *world) ClaimIncidents(_ context.Context, now time.Time, lease time.Duration, limit int) ([]incident.Incident, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []incident.Incident
	for key, due := range w.due {
		if len(out) < limit && !due.IsZero() && !due.After(now) {
			w.due[key] = now.Add(lease)
			w.versions[key]++
			out = append(out, *w.get(key))
		}
	}
	return out, nil
}

func (w *world) IncidentsOf(_ context.Context, server string) ([]incident.Incident, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []incident.Incident
	for _, key := range slices.Sorted(maps.Keys(w.kept)) {
		if i := w.get(key); i.Cause.ServerKey() == server {
			out = append(out, *i)
		}
	}
	return out, nil
}

func (w *world) Tell(_ context.Context, n *bot.Notice) error {
	if w.telling != nil {
		w.telling()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.notices[n.ID]; !ok {
		w.notices[n.ID] = *n
		w.order = append(w.order, n.ID)
	}
	return nil
}

func (w *world) Refresh(_ context.Context, id string, revision int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shown[id] = revision
	return nil
}

func (w *world) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	w.mu.Lock()
	w.looks++
	w.mu.Unlock()
	return w.look(q)
}

// told are the notices of a kind.
func (w *world) told(kind bot.NoticeKind) []bot.Notice {
	var out []bot.Notice
	for _, id := range w.order {
		if w.notices[id].Kind == kind {
			out = append(out, w.notices[id])
		}
	}
	return out
}

// pass lets time pass, minute by minute, and has done what is due.
func (w *world) pass(t testing.TB, k *incident.Keeper, d time.Duration) {
	t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		if err := k.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(min(time.Minute, end.Sub(w.now)))
	}
	if err := k.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func person(id string) incident.Person {
	return incident.Person{Platform: bot.Slack, ID: id, Name: "name of " + id}
}

// faulty is an answer about a host's port with a critical finding.
func (w *world) faulty(host string, port int, sha string, codes ...checks.Code) *bot.Answer {
	r := checks.Report{
		Target: checks.ReportTarget{Host: host, Port: port}, Verdict: checks.VerdictUntrusted,
		Summary: say.S("The certificate of {host} has expired.", say.Host("host", host)),
	}
	if sha != "" {
		r.Certificate = &checks.Certificate{SHA256: sha}
	}
	for _, c := range codes {
		r.Findings = append(r.Findings, checks.Finding{Code: c, Severity: checks.Critical})
	}
	return &bot.Answer{ID: "a" + host, Question: bot.Question{Target: checks.Target{Host: host, Port: port}}, Reports: []checks.Report{r}, At: w.now}
}

func well(q bot.Question) *bot.Answer {
	return &bot.Answer{Question: q, Reports: []checks.Report{{Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, Verdict: checks.VerdictTrusted, Zone: q.Zone}}}
}

func (w *world) ask(t testing.TB, k *incident.Keeper, who string, a *bot.Answer) *incident.Incident {
	t.Helper()
	all, err := k.Asked(t.Context(), person(who), a)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return nil
	}
	return &all[0]
}
