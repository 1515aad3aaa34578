package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/discord"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// TestKilledWhileHeldBack kills the process that posts at one of every few
// things it does, calls of the store and the platforms alike, while Slack and
// Discord answer again and again that it is to come in a minute; and finds every
// alert posted once.
func TestKilledWhileHeldBack(t *testing.T) {
	t.Parallel()
	h := newHeldBack(t)
	const (
		killed = 150 // rounds of kills at least
		most   = 1000
		after  = 30 // without any, for one that comes twice
	)
	deaths, held, left := 0, 0, after
	for n := 0; left > 0; n++ {
		if n == most {
			t.Fatalf("after %d rounds: %v", n, h.all())
		}
		over := n >= killed && h.told(bot.NoticeChanged)
		if over {
			left--
			h.mortal.within(0)
		}
		if h.renewed.IsZero() && n > killed/2 && h.told(bot.NoticeEnding) {
			h.renewed = h.clock.Now()
		}
		if !over && h.random.IntN(4) == 0 {
			held++
			h.slack.Fail("chat.postMessage", fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
			h.discord.Fail("post", fakediscord.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
		}
		// Each lives for a round at most: what platforms ask to wait is the clock's
		// time here, and that of the machine in an adapter's memory.
		it := h.process()
		for _, task := range []func(context.Context) error{it.Sweep, it.PostDue} {
			if err := task(t.Context()); err != nil && !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
		}
		if h.mortal.isDead() {
			deaths++
		}
		h.clock.add(time.Duration(1+h.random.IntN(60)) * time.Second)
	}
	for _, place := range h.places {
		got := h.posts(place)
		slices.Sort(got)
		if want := []bot.NoticeKind{bot.NoticeChanged, bot.NoticeEnding}; !slices.Equal(got, want) {
			t.Errorf("%s: posted %v, want %v", place.ChannelKey(), got, want)
		}
	}
	if deaths < killed/5 || held < killed/5 {
		t.Errorf("%d deaths, held back %d times: that is no test", deaths, held)
	}
	if calls := h.slack.Calls("chat.postMessage") + h.discord.Calls("post"); calls < 4*len(h.places) {
		t.Errorf("%d posts were tried: that is no test", calls)
	}
	t.Logf("%d deaths, held back %d times, %d and %d posts tried, %d answers lost", deaths, held, h.slack.Calls("chat.postMessage"), h.discord.Calls("post"), h.mortal.lost)
}

var errKilled = fmt.Errorf("the process was killed: %w", context.Canceled)

// mortal dies at one of the next things that it is asked for.
type mortal struct {
	mu     sync.Mutex
	random *rand.Rand
	most   int // things until the death, at most; 0 lives for ever
	left   int
	dead   bool
	lost   int
}

func (m *mortal) within(most int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.most = most
}

func (m *mortal) revive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = false
	if m.most > 0 {
		m.left = 1 + m.random.IntN(m.most)
	}
}

func (m *mortal) isDead() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dead
}

func (m *mortal) do() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left--; m.most > 0 && m.left <= 0 {
		m.dead = true
	}
	if m.dead {
		return errKilled
	}
	return nil
}

// mortalStore is a backend that a killed process does not reach.
type mortalStore struct {
	store.Backend
	*mortal
}

func (s mortalStore) Get(ctx context.Context, kind, key string) (store.Record, error) {
	if err := s.do(); err != nil {
		return store.Record{}, err
	}
	return s.Backend.Get(ctx, kind, key)
}

func (s mortalStore) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	if err := s.do(); err != nil {
		return 0, err
	}
	return s.Backend.Put(ctx, r, p)
}

func (s mortalStore) List(ctx context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	if err := s.do(); err != nil {
		return nil, err
	}
	return s.Backend.List(ctx, kind, group, after, limit)
}

func (s mortalStore) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	if err := s.do(); err != nil {
		return nil, err
	}
	return s.Backend.Claim(ctx, kind, now, lease, limit)
}

// mortalCalls are calls that a killed process does not make, or of which it does
// not hear the answer.
type mortalCalls struct {
	next http.RoundTripper
	*mortal
}

func (c mortalCalls) RoundTrip(q *http.Request) (*http.Response, error) {
	if err := c.do(); err != nil {
		return nil, err
	}
	answer, err := c.next.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	if err := c.do(); err != nil {
		answer.Body.Close()
		c.mu.Lock()
		c.lost++
		c.mu.Unlock()
		return nil, err
	}
	return answer, nil
}

// setClock is a clock that is set.
type setClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *setClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *setClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// heldBack is what the processes share, and outlive.
type heldBack struct {
	t       *testing.T
	slack   *fakeslack.Server
	discord *fakediscord.Server
	clock   *setClock
	random  *rand.Rand
	mortal  *mortal
	kept    store.Backend
	lists   *store.Store
	places  []bot.Place
	begin   time.Time
	renewed time.Time // zero: not yet
	ids     int
}

func newHeldBack(t *testing.T) *heldBack {
	random := rand.New(rand.NewPCG(11, 4))
	begin := time.Now().UTC().Truncate(time.Second)
	h := &heldBack{
		t: t, slack: fakeslack.New(t), discord: fakediscord.New(t), clock: &setClock{now: begin}, random: random, begin: begin,
		mortal: &mortal{random: rand.New(rand.NewPCG(5, 6)), most: 60},
	}
	backend, err := sqlite.Open(t.Context(), t.TempDir(), h.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	h.kept = backend
	h.lists = store.New(backend, h.clock.Now)
	for i := range 4 {
		place := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: fmt.Sprintf("C%d", i)}
		if i%2 == 1 {
			place = bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fmt.Sprintf("10000000000000000%d", i)}
		}
		target := checks.Target{Host: fmt.Sprintf("mail%d.example", i), Port: 993}
		if _, _, err := h.lists.AddWatch(t.Context(), bot.Watch{Place: place, Target: target, Due: begin}); err != nil {
			t.Fatal(err)
		}
		h.places = append(h.places, place)
	}
	return h
}

// process is one that begins with nothing in its memory.
func (h *heldBack) process() *watch.Watcher {
	h.mortal.revive()
	calls := func(c *http.Client) *http.Client {
		next := c.Transport
		if next == nil {
			next = http.DefaultTransport
		}
		return &http.Client{Transport: mortalCalls{next, h.mortal}, Timeout: c.Timeout}
	}
	onSlack, err := slack.New(slack.Config{
		Desk: noDesk{}, BotToken: fakeslack.BotToken, SigningSecret: fakeslack.Secret, APIURL: h.slack.APIURL(),
		HTTP: calls(h.slack.Client()), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	onDiscord, err := discord.New(discord.Config{
		Desk: noDesk{}, Token: fakediscord.Token, ApplicationID: fakediscord.Application, PublicKey: h.discord.PublicKey(), APIURL: h.discord.APIURL(),
		HTTP: calls(h.discord.Client()), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	kept := store.New(mortalStore{h.kept, h.mortal}, h.clock.Now)
	it, err := watch.New(watch.Config{
		Checker: h, Watches: kept, Notices: kept, Channels: kept, Poster: bothPosters{onSlack, onDiscord},
		Serves: func(bot.Platform) bool { return true }, Every: time.Minute, Interval: time.Second, Concurrency: 1,
		Now: h.clock.Now, Random: func() float64 { return 0.5 },
		NewID: func() string { h.ids++; return fmt.Sprintf("n%d", h.ids) },
		Log:   slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return it
}

// Check finds a certificate that ends in twenty days, and later a new one.
func (h *heldBack) Check(_ context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	if err := h.mortal.do(); err != nil {
		return nil, err
	}
	now := h.clock.Now()
	begin := h.begin.AddDate(0, 0, -70)
	cert := &checks.Certificate{SHA256: "old" + q.Target.Host, IssuedTo: q.Target.Host, IssuedBy: "Example CA", NotBefore: begin, NotAfter: begin.AddDate(0, 0, 90)}
	if !h.renewed.IsZero() {
		cert.SHA256, cert.NotBefore, cert.NotAfter = "new"+q.Target.Host, h.renewed, h.renewed.AddDate(0, 0, 90)
	}
	return &bot.Answer{Reports: []checks.Report{{
		Target:  checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port},
		Verdict: checks.VerdictTrusted, CheckedAt: now, Certificate: cert,
		Endpoints: []checks.ReportEndpoint{{Address: "192.0.2.1:993", LeafSHA256: cert.SHA256}},
	}}}, nil
}

// told tells whether something was told in all channels.
func (h *heldBack) told(what bot.NoticeKind) bool {
	return !slices.ContainsFunc(h.places, func(p bot.Place) bool { return !slices.Contains(h.posts(p), what) })
}

func (h *heldBack) all() (out []string) {
	for _, place := range h.places {
		out = append(out, fmt.Sprintf("%s: %v", place.ChannelKey(), h.posts(place)))
	}
	return out
}

// checkButton has the id of the notice that a message shows.
var checkButton = regexp.MustCompile(`notice-check:(\w+)`)

// posts tells what stands in a channel. An alert that is over is edited, and
// stays the same message.
func (h *heldBack) posts(place bot.Place) (out []bot.NoticeKind) {
	told := func(text string) {
		button := checkButton.FindStringSubmatch(text)
		if button == nil {
			h.t.Fatalf("a message is no notice: %s", text)
		}
		n, err := h.lists.Notice(h.t.Context(), button[1])
		if err != nil || n == nil {
			h.t.Fatalf("the notice %s: %v", button[1], err)
		}
		out = append(out, n.Kind)
	}
	if place.Platform == bot.Slack {
		for _, m := range h.slack.Messages() {
			if m.Channel == place.Channel {
				told(m.Text + " " + string(m.Blocks))
			}
		}
		return out
	}
	for _, m := range h.discord.Messages() {
		if m.Channel == place.Channel {
			told(fmt.Sprintf("%s", m.Body))
		}
	}
	return out
}

// bothPosters post on the platform of a place.
type bothPosters struct {
	slack   *slack.Adapter
	discord *discord.Adapter
}

func (b bothPosters) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	if to.Platform == bot.Slack {
		return b.slack.Post(ctx, to, r, key)
	}
	return b.discord.Post(ctx, to, r, key)
}

func (b bothPosters) Find(ctx context.Context, in bot.Place, key string) (string, error) {
	if in.Platform == bot.Slack {
		return b.slack.Find(ctx, in, key)
	}
	return b.discord.Find(ctx, in, key)
}

func (b bothPosters) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	if in.Platform == bot.Slack {
		return b.slack.Edit(ctx, in, message, r)
	}
	return b.discord.Edit(ctx, in, message, r)
}

func (b bothPosters) Direct(ctx context.Context, p bot.Platform, person string) (bot.Place, error) {
	return bot.Place{Platform: p, Channel: "D" + person}, nil
}

// noDesk answers nothing.
type noDesk struct{}

func (noDesk) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }
