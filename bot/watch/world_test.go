package watch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

// world is a clock, servers, a store and a platform for tests. died, where it
// is set, is asked before each thing that a process does to the outside; a
// process that died gets errDied for everything. fails is asked before each thing
// that the store does; what it fails at is not done.
type world struct {
	mu       sync.Mutex
	now      time.Time
	servers  map[string]func(now time.Time) seen
	watches  kept[bot.Watch]
	notices  kept[bot.Notice]
	channels kept[bot.Channel]
	joins    map[string]string
	ends     map[string]watch.EndTold
	posted   []post
	// unheard: a post arrives, and nobody hears of it.
	unheard   bool
	deletedIn []string // the channels of messages that were deleted
	// refusesDelete is what it says to who would delete a message.
	refusesDelete error
	edits         []post
	checked       int
	fully         int
	died          func() bool
	fails         func() bool
	ids           int
	// refuses is what the platform says to the next posts.
	refuses func() error
	// refusesIn is what it says to posts in a place.
	refusesIn func(bot.Place) error
	// refusesEdits is what it says to edits, and refusesDirect to who asks for
	// somebody's direct messages.
	refusesEdits, refusesDirect func() error
	blind                       bool // nobody may look for messages
	bubble                      bool
	// read is called with each notice after a process has read it.
	read func(id string)
	// after is called with the key of what was posted, before anybody notes that; saving
	// with a watch before it is kept.
	after  func(key string)
	saving func(*bot.Watch)
	// halts is called before the store does something, and after it has kept a notice or
	// a platform was asked whether a message is there.
	halts func()
	// slow is what a post waits for; nil is nothing.
	slow func(ctx context.Context, to bot.Place) error
}

var errDied = errors.New("the process died")

// seen is what a check of a server shows: the certificates of its addresses.
type seen struct {
	verdict checks.Verdict
	codes   []checks.Code
	leaves  []bot.Leaf
	// ends are certificates beside the leaf; deep are those that only a look in
	// full shows.
	ends, deep []bot.FurtherEnd
	// warns are warnings, deepWarns those that only a look in full shows.
	warns, deepWarns []checks.Code
	// hasty are faults that only a quick look finds: what settles them shows in full.
	hasty []checks.Code
	// hangsUp: it ends the connection behind TLS without a greeting.
	hangsUp bool
}

func newWorld(now time.Time) *world {
	w := &world{
		now: now, servers: make(map[string]func(time.Time) seen),
		joins: make(map[string]string), ends: make(map[string]watch.EndTold),
	}
	w.watches.init()
	w.notices.init()
	w.channels.init()
	return w
}

// clock is the world's own time; in a bubble of synctest that goes on by itself.
func (w *world) clock() time.Time {
	if w.bubble {
		return time.Now()
	}
	return w.now
}

// watcher is a process of its own over the world.
func (w *world) watcher(t testing.TB, change ...func(*watch.Config)) *watch.Watcher {
	random := rand.New(rand.NewPCG(1, 2))
	cfg := watch.Config{
		Checker: w, Watches: w, Notices: w, Channels: w, Poster: w,
		Serves: func(bot.Platform) bool { return true },
		Every:  6 * time.Hour, Interval: time.Minute, Concurrency: 1,
		Now: w.clock, Random: func() float64 {
			w.mu.Lock()
			defer w.mu.Unlock()
			return random.Float64()
		},
		NewID: func() string {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.ids++
			return fmt.Sprintf("n%d", w.ids)
		},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	for _, c := range change {
		c(&cfg)
	}
	made, err := watch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func newLog(to io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(to, nil)) }

// add watches a server in a channel.
func (w *world) add(channel, name string, warn ...int) {
	target, err := target.Parse(name)
	if err != nil {
		panic(err)
	}
	at := bot.Watch{Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: channel}, Target: target, Warn: warn, Due: w.clock()}
	w.watches.put(at.Place.ChannelKey()+"|"+at.Name(), at.Place.ChannelKey(), at, at.Due, 0, true)
}

// step moves on to the next thing that is due, and does it; false at the end.
func (w *world) step(t testing.TB, it *watch.Watcher, end time.Time) bool {
	next := end
	for _, due := range []time.Time{w.watches.next(), w.notices.next(), w.channels.next()} {
		if !due.IsZero() && due.Before(next) {
			next = due
		}
	}
	if !next.Before(end) {
		w.now = end
		return false
	}
	if next = next.UTC().Truncate(time.Minute).Add(time.Minute); next.After(w.now) {
		w.now = next
	}
	for _, task := range []func(context.Context) error{it.Sweep, it.Digests, it.PostDue} {
		if err := task(t.Context()); err != nil && !errors.Is(err, errDied) {
			t.Fatal(err)
		}
	}
	return true
}

// posts tells what was posted in a channel: "ending 30d", "changed".
func (w *world) posts(channel string) []string {
	var out []string
	for _, p := range w.posted {
		if p.place.Channel != channel {
			continue
		}
		n, _ := w.Notice(context.Background(), p.key)
		what := string(n.Kind)
		if n.Kind == bot.NoticeEnding {
			what += fmt.Sprintf(" %gd", n.Before.Hours()/24)
		}
		out = append(out, what)
	}
	return out
}

func (w *world) dies() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.died != nil && w.died() {
		return errDied
	}
	return nil
}

func (w *world) halt() {
	if w.halts != nil {
		w.halts()
	}
}

// errFailed is what the store says where it fails.
var errFailed = errors.New("the store fails")

// lost is why the store does not do something now, nil where it does.
func (w *world) lost() error {
	w.halt()
	if err := w.dies(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fails != nil && w.fails() {
		return errFailed
	}
	return nil
}

func (w *world) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	return w.check(q, true)
}

// quick is a world that is looked at quickly.
type quick struct{ *world }

func (w quick) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	return w.check(q, false)
}

func (w *world) check(q bot.Question, full bool) (*bot.Answer, error) {
	if err := w.dies(); err != nil {
		return nil, err
	}
	name := bot.TargetName(q.Target)
	w.mu.Lock()
	w.checked++
	if full {
		w.fully++
	}
	s := w.servers[name](w.clock())
	w.mu.Unlock()
	r := checks.Report{
		Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, Verdict: s.verdict, CheckedAt: w.clock(),
		Summary: say.Literal("A summary of " + name + "."),
	}
	if !full && len(s.hasty) > 0 {
		s.codes, r.Verdict = s.hasty, checks.VerdictUntrusted
	}
	for _, code := range s.codes {
		r.Findings = append(r.Findings, checks.Finding{Code: code, Severity: checks.Critical})
	}
	if full {
		s.ends = append(slices.Clone(s.ends), s.deep...)
	}
	if full {
		s.warns = append(slices.Clone(s.warns), s.deepWarns...)
	}
	for _, code := range s.warns {
		r.Findings = append(r.Findings, checks.Finding{Code: code, Severity: checks.Warning, Title: say.Literal("Warned of " + string(code)), Detail: say.Literal("It is seen.")})
		if r.Verdict == checks.VerdictTrusted {
			r.Verdict = checks.VerdictWarning
		}
	}
	for _, e := range s.ends {
		r.Findings = append(r.Findings, endFinding(&r, e, w.clock())...)
	}
	for i, l := range s.leaves {
		if i == 0 {
			r.Certificate = &checks.Certificate{SHA256: l.SHA256, IssuedBy: l.IssuedBy, IssuedTo: l.IssuedTo, NotBefore: l.NotBefore, NotAfter: l.NotAfter}
		}
		r.Endpoints = append(r.Endpoints, checks.ReportEndpoint{Address: fmt.Sprintf("192.0.2.%d:%d", i+1, q.Target.Port), LeafSHA256: l.SHA256, HangsUp: s.hangsUp})
	}
	return &bot.Answer{Reports: []checks.Report{r}}, nil
}

func (w *world) ClaimWatches(_ context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Watch, error) {
	if err := w.lost(); err != nil {
		return nil, err
	}
	var out []bot.Watch
	for _, r := range w.watches.claim(now, lease, limit) {
		out = append(out, *withState(r))
	}
	return out, nil
}

// withState copies what a watch shares with the store.
func withState(r *record[bot.Watch]) *bot.Watch {
	at := r.value
	at.Version, at.Due = r.version, r.due
	if at.State != nil {
		state := *at.State
		state.Endpoints = slices.Clone(state.Endpoints)
		for i := range state.Endpoints {
			e := &state.Endpoints[i]
			e.Pending, e.Past, e.Others, e.Open = slices.Clone(e.Pending), slices.Clone(e.Past), slices.Clone(e.Others), slices.Clone(e.Open)
		}
		at.State = &state
	}
	return &at
}

func (w *world) Watch(_ context.Context, place bot.Place, name string) (*bot.Watch, error) {
	if err := w.lost(); err != nil {
		return nil, err
	}
	if r := w.watches.look(place.ChannelKey() + "|" + name); r != nil {
		return withState(r), nil
	}
	return nil, nil
}

func (w *world) SaveWatch(_ context.Context, at *bot.Watch) (bool, error) {
	if err := w.lost(); err != nil {
		return false, err
	}
	if w.saving != nil {
		w.saving(at)
	}
	key := at.Place.ChannelKey()
	return w.watches.put(key+"|"+at.Name(), key, *at, at.Due, at.Version, false), nil
}

func (w *world) EachWatch(_ context.Context, place bot.Place, do func(*bot.Watch) error) error {
	if err := w.lost(); err != nil {
		return err
	}
	for _, r := range w.watches.group(place.ChannelKey()) {
		if err := do(withState(r)); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) ClaimNotices(_ context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Notice, error) {
	if err := w.lost(); err != nil {
		return nil, err
	}
	var out []bot.Notice
	for _, r := range w.notices.claim(now, lease, limit) {
		n := r.value
		n.Version, n.Due = r.version, r.due
		out = append(out, n)
	}
	return out, nil
}

func (w *world) Notice(_ context.Context, id string) (*bot.Notice, error) {
	if err := w.lost(); err != nil {
		return nil, err
	}
	r := w.notices.look(id)
	if r == nil {
		return nil, nil
	}
	n := r.value
	n.Version, n.Due = r.version, r.due
	if w.read != nil {
		w.read(id)
	}
	return &n, nil
}

func (w *world) AddNotice(_ context.Context, n *bot.Notice) (bool, error) {
	if err := w.lost(); err != nil {
		return false, err
	}
	added := w.notices.put(n.ID, n.Place.ChannelKey(), *n, n.Due, 0, true)
	if added {
		n.Version = 1
	}
	return added, nil
}

func (w *world) SaveNotice(ctx context.Context, n *bot.Notice) (bool, error) {
	if err := errors.Join(ctx.Err(), w.lost()); err != nil {
		return false, err
	}
	ok := w.notices.put(n.ID, n.Place.ChannelKey(), *n, n.Due, n.Version, false)
	if ok {
		n.Version++
	}
	w.halt()
	return ok, nil
}

func (w *world) Joined(_ context.Context, subject, fresh string, open func(string) (bool, error)) (string, error) {
	if err := w.lost(); err != nil {
		return "", err
	}
	w.mu.Lock()
	id, ok := w.joins[subject]
	w.mu.Unlock()
	if ok {
		if is, err := open(id); err != nil || is {
			return id, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.joins[subject] = fresh
	return fresh, nil
}

func (w *world) EndTold(_ context.Context, place bot.Place, leaf string) (watch.EndTold, bool, error) {
	if err := w.lost(); err != nil {
		return watch.EndTold{}, false, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	e, found := w.ends[place.ChannelKey()+"|"+leaf]
	return e, found, nil
}

func (w *world) SetEndTold(ctx context.Context, place bot.Place, leaf string, e watch.EndTold, _ time.Time) error {
	if err := errors.Join(ctx.Err(), w.lost()); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ends[place.ChannelKey()+"|"+leaf] = e
	return nil
}

func (w *world) Channel(_ context.Context, place bot.Place) (bot.Channel, error) {
	if r := w.channels.look(place.ChannelKey()); r != nil {
		c := r.value
		c.Version = r.version
		return c, w.lost()
	}
	return bot.Channel{Place: place}, w.lost()
}

func (w *world) ClaimChannels(_ context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Channel, error) {
	if err := w.lost(); err != nil {
		return nil, err
	}
	var out []bot.Channel
	for _, r := range w.channels.claim(now, lease, limit) {
		c := r.value
		c.Version = r.version
		out = append(out, c)
	}
	return out, nil
}

func (w *world) SaveChannel(_ context.Context, c *bot.Channel) (bool, error) {
	if err := w.lost(); err != nil {
		return false, err
	}
	return w.channels.put(c.Place.ChannelKey(), "", *c, c.Due, c.Version, c.Version == 0), nil
}

// endFinding is what the diagnosis says of a certificate beside the leaf, as
// the answer of another process has it.
func endFinding(r *checks.Report, e bot.FurtherEnd, now time.Time) []checks.Finding {
	role := "leaf"
	if e.Authority {
		role = "intermediate"
	}
	c := checks.CertificateEvidence{SHA256: e.SHA256, Certificate: e.IssuedTo, Role: role}
	f := checks.Finding{Code: checks.ExpiringSoon, Severity: checks.Warning, Evidence: checks.Evidence{
		Of:            &checks.ExpiringSoonEvidence{CertificateEvidence: c, NotAfter: e.NotAfter.UTC()},
		EvidenceScope: checks.EvidenceScope{ShownTo: []string{"TLS 1.2 with RSA"}},
	}}
	switch left := e.NotAfter.Sub(now); {
	case left > 30*24*time.Hour:
		return nil
	case left <= 0:
		f.Code, f.Severity, r.Verdict = checks.Expired, checks.Critical, checks.VerdictUntrusted
		f.Evidence.Of = &checks.ExpiredEvidence{CertificateEvidence: c, NotAfter: e.NotAfter.UTC()}
	case r.Verdict == checks.VerdictTrusted:
		r.Verdict = checks.VerdictWarning
	}
	return []checks.Finding{f}
}

// leaf makes a certificate that ends after some days.
func leaf(name string, from time.Time, life int) bot.Leaf {
	return bot.Leaf{SHA256: name, IssuedTo: strings.TrimRight(name, "0123456789-"), IssuedBy: "Example CA R3", NotBefore: from, NotAfter: from.AddDate(0, 0, life)}
}

// fine shows certificates at the addresses of a healthy server.
func fine(leaves ...bot.Leaf) seen { return seen{verdict: checks.VerdictTrusted, leaves: leaves} }

// expiring is what a server with this certificate shows at a time.
func expiring(now time.Time, l bot.Leaf) seen {
	if now.Before(l.NotAfter) {
		return fine(l)
	}
	return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.Expired}, leaves: []bot.Leaf{l}}
}

func silentServer() seen {
	return seen{verdict: checks.VerdictUnreachable, codes: []checks.Code{checks.Unreachable}}
}

func nameOf(i int) string { return fmt.Sprintf("s%04d.example:993", i) }

func check(t *testing.T, w *world, channel string, want ...string) {
	t.Helper()
	if got := w.posts(channel); !slices.Equal(got, want) {
		t.Errorf("%s: posted %v, want %v", channel, got, want)
	}
}

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
