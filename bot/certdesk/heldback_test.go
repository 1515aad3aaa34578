package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path"
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
	var sum toll
	for worlds := uint64(1); !sum.enough(); worlds++ {
		if worlds > 60 {
			t.Fatalf("%+v: that is no test", sum)
		}
		sum.add(killedWhileHeldBack(t, worlds))
	}
	t.Logf("%+v", sum)
}

// toll is what happened to the processes of a test.
type toll struct{ deaths, held, lost, lostPosts int }

func (s *toll) add(other toll) {
	s.deaths += other.deaths
	s.held += other.held
	s.lost += other.lost
	s.lostPosts += other.lostPosts
}

// enough tells whether enough was met that alerts might be lost or doubled by.
func (s *toll) enough() bool {
	return s.deaths >= 60 && s.held >= 30 && s.lost >= 30 && s.lostPosts >= 15
}

// killedWhileHeldBack does so in one world until all is told.
func killedWhileHeldBack(t *testing.T, seed uint64) toll {
	h := newHeldBack(t, seed)
	const (
		most  = 1000 // rounds
		after = 15   // without any death, for one that comes twice
	)
	out := toll{}
	for n, left := 0, after; left > 0; n++ {
		if n == most {
			t.Fatalf("world %d, after %d rounds: %v", seed, n, h.all())
		}
		over := h.told(bot.NoticeChanged)
		if over {
			left--
			h.mortal.within(0)
		}
		if h.renewed.IsZero() && h.told(bot.NoticeEnding) {
			h.renewed = h.clock.Now()
		}
		if !over && h.random.IntN(4) == 0 {
			out.held += h.holdBack()
		}
		// Each lives for a round at most: it remembers nothing of what platforms asked of
		// the one before.
		it := h.process()
		for _, task := range []func(context.Context) error{it.Sweep, it.PostDue} {
			if err := task(t.Context()); err != nil && !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
		}
		if h.mortal.isDead() {
			out.deaths++
		}
		h.clock.add(time.Duration(1+h.random.IntN(60)) * time.Second)
	}
	for _, place := range h.places {
		got := h.posts(place)
		slices.Sort(got)
		if want := []bot.NoticeKind{bot.NoticeChanged, bot.NoticeEnding}; !slices.Equal(got, want) {
			t.Errorf("world %d, %s: posted %v, want %v", seed, place.ChannelKey(), got, want)
		}
	}
	out.lost, out.lostPosts = h.mortal.lost, h.mortal.lostPosts
	return out
}

var errKilled = fmt.Errorf("the process was killed: %w", context.Canceled)

// mortal dies at one of the next things that it is asked for.
type mortal struct {
	mu     sync.Mutex
	random *rand.Rand
	most   int // things until the death, at most; 0 lives for ever
	left   int
	dead   bool
	// lost are the answers that it did not hear, lostPosts those to posts.
	lost, lostPosts int
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

// heard tells whether it lives to hear the answer to a call. Of posts it hears less than of
// others: whether they were posted is what the next one has to find out.
func (m *mortal) heard(post bool) error {
	m.mu.Lock()
	if post && m.most > 0 && m.random.IntN(3) == 0 {
		m.left = 0
	}
	m.mu.Unlock()
	err := m.do()
	if err != nil {
		m.mu.Lock()
		m.lost++
		if post {
			m.lostPosts++
		}
		m.mu.Unlock()
	}
	return err
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
	posted := answer.StatusCode == http.StatusOK && q.Method == http.MethodPost && (path.Base(q.URL.Path) == "chat.postMessage" || path.Base(q.URL.Path) == "messages")
	if err := c.heard(posted); err != nil {
		answer.Body.Close()
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
	// heldSlack and heldDiscord are the posts up to which each holds back.
	heldSlack, heldDiscord int
}

func newHeldBack(t *testing.T, seed uint64) *heldBack {
	t.Helper()
	begin := time.Now().UTC().Truncate(time.Second)
	clock := &setClock{now: begin}
	h := &heldBack{
		t: t, slack: fakeslack.NewAt(t, clock.Now), discord: fakediscord.NewAt(t, clock.Now), clock: clock, begin: begin,
		random: rand.New(rand.NewPCG(seed, 4)), mortal: &mortal{random: rand.New(rand.NewPCG(seed, 6)), most: 60},
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

// holdBack has each platform answer the next post that it is to come in a minute, but
// once until then: none asks more of who waits that long. It returns how many do.
func (h *heldBack) holdBack() (n int) {
	if calls := h.slack.Calls("chat.postMessage"); calls >= h.heldSlack {
		h.heldSlack = calls + 1
		h.slack.Fail("chat.postMessage", fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
		n++
	}
	if calls := h.discord.Calls("post"); calls >= h.heldDiscord {
		h.heldDiscord = calls + 1
		h.discord.Fail("post", fakediscord.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
		n++
	}
	return n
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
		HTTP: calls(h.slack.Client()), Now: h.clock.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	onDiscord, err := discord.New(discord.Config{
		Desk: noDesk{}, Token: fakediscord.Token, ApplicationID: fakediscord.Application, PublicKey: h.discord.PublicKey(), APIURL: h.discord.APIURL(),
		HTTP: calls(h.discord.Client()), Now: h.clock.Now, Log: slog.New(slog.DiscardHandler),
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

func (b bothPosters) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	if in.Platform == bot.Slack {
		return b.slack.Find(ctx, in, key, since)
	}
	return b.discord.Find(ctx, in, key, since)
}

func (b bothPosters) Delete(ctx context.Context, in bot.Place, message string) error {
	if in.Platform == bot.Slack {
		return b.slack.Delete(ctx, in, message)
	}
	return b.discord.Delete(ctx, in, message)
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
