package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/desk"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/guide"
	"certdesk/bot/ratelimit"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// checker answers as it is told, and counts.
type checker struct {
	calls  atomic.Int32
	hold   chan struct{} // nil does not hold
	answer func(q bot.Question) (*bot.Answer, error)
	look   func(q bot.Question) *bot.Answer // what is known before; nil tells nothing
}

func (c *checker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	c.calls.Add(1)
	if to.FirstLook != nil && c.look != nil {
		to.FirstLook(c.look(q))
	}
	if c.hold != nil {
		select {
		case <-c.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if c.answer != nil {
		return c.answer(q)
	}
	return expired(q), nil
}

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func expired(q bot.Question) *bot.Answer {
	cert := &checks.Certificate{IssuedTo: "imap.corp.com", IssuedBy: "CA", NotAfter: now.Add(-time.Hour), Role: "leaf", Sent: true}
	return &bot.Answer{
		Reports: []checks.Report{{
			Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, TimingMS: map[string]int64{"total": 12},
			CheckedAt: now, Verdict: checks.VerdictUntrusted, Summary: say.Literal("The certificate of " + q.Target.Host + " has expired."),
			Findings:    []checks.Finding{{Code: checks.Expired, Severity: checks.Critical, Title: say.Literal("Expired"), Detail: say.Literal("It expired."), Steps: []int{6, 10}}},
			Steps:       []checks.Step{{Number: 6, Title: say.Literal("Check system date and time"), Why: say.Literal("Look at the clock.")}, {Number: 10, Title: say.Literal("Contact your email provider or administrator"), Why: say.Literal("Ask them.")}},
			Certificate: cert, Chain: []*checks.Certificate{cert}, Case: &checks.Case{},
		}},
		Chains: [][][]byte{{[]byte("der")}},
	}
}

// heard is what came back.
type heard struct {
	mu      sync.Mutex
	replies []bot.Reply
	on      func(bot.Reply) // told of each; may be nil
}

func (h *heard) respond(_ context.Context, r bot.Reply) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.replies = append(h.replies, r)
	if h.on != nil {
		h.on(r)
	}
	return nil
}

func (h *heard) last(t *testing.T) bot.Reply {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.replies) == 0 {
		t.Fatal("nothing was said")
	}
	return h.replies[len(h.replies)-1]
}

type recogniser struct{}

func (recogniser) Recognise(text string) (desk.Known, bool) {
	if strings.Contains(text, "sign-in failed") {
		return desk.Known{Meaning: say.Literal("The server did not accept the password."), Steps: []int{10}}, true
	}
	if !strings.Contains(text, "0x800CCC1A") {
		return desk.Known{Language: spokenIn(text), Printed: strings.Contains(text, "error 17") || strings.Contains(text, "printed: ")}, false
	}
	k := desk.Known{Client: "Outlook", Program: say.Literal("Outlook"), Meaning: say.Literal("Outlook and the server do not agree on the encryption."), Codes: []checks.Code{checks.WrongEncryptionMode},
		Steps: []int{3, 10}}
	k.Servers, k.Language = recogniser{}.Servers(text), spokenIn(text)
	return k, true
}

// spokenIn knows two languages by a word of each.
func spokenIn(text string) string {
	switch {
	case strings.Contains(text, "Fehler"):
		return "de"
	case strings.Contains(text, "error"):
		return "en"
	}
	return ""
}

func (recogniser) Servers(text string) []checks.Target {
	var out []checks.Target
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, "imap.") || strings.HasPrefix(word, "smtp.") {
			if t, err := target.Parse(strings.TrimSuffix(word, ":70000")); err == nil { // which is no port
				out = append(out, t)
			}
		}
	}
	return out
}

// Pasted reads "shown: ISSUER" and "shown: ISSUER@HOST", which no program prints.
func (recogniser) Pasted(text, _ string) (*checks.Seen, error) {
	_, issuer, ok := strings.Cut(text, "shown: ")
	if !ok {
		return nil, nil
	}
	issuer, host, _ := strings.Cut(issuer, "@")
	return &checks.Seen{IssuedBy: issuer, Host: host}, nil
}

type poster struct {
	posted []bot.Reply
	err    error
}

func (p *poster) Post(_ context.Context, _ bot.Place, r bot.Reply) error {
	p.posted = append(p.posted, r)
	return p.err
}

type bench struct {
	*desk.Desk
	checker *checker
	backend *sqlite.Store
	folder  string
	cfg     desk.Config
	clock   time.Time
}

func newBench(t *testing.T, change ...func(*desk.Config)) *bench {
	t.Helper()
	b := &bench{checker: &checker{}, folder: t.TempDir(), clock: now}
	b.open(t, change...)
	return b
}

// open starts the desk on the folder; a second time as after a restart.
func (b *bench) open(t *testing.T, change ...func(*desk.Config)) {
	t.Helper()
	clock := func() time.Time { return b.clock }
	backend, err := sqlite.Open(t.Context(), b.folder, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	b.backend = backend
	kept := store.New(backend, clock)
	var ids atomic.Int32
	start := fmt.Sprint(time.Now().UnixNano() % 1e6)
	b.cfg = desk.Config{
		Languages: []desk.Language{called("en", "English"), called("de", "Deutsch"), called("nl", "Nederlands")},
		Checker:   b.checker, Answers: kept, Leases: kept, Watches: kept, Walks: kept, Tally: kept, Audit: kept, Topics: kept,
		Recogniser: recogniser{}, ReadSeen: func([]string, bot.File) (*checks.Seen, error) { return &checks.Seen{}, nil },
		Limits: &ratelimit.Limits{Counter: store.Counter{Backend: backend}, Now: clock},
		Roles:  &access.Roles{}, DialPolicy: &dialpolicy.Policy{}, Now: clock,
		NewID: func() string { return fmt.Sprintf("id%s%d", start, ids.Add(1)) },
		Log:   slog.New(slog.DiscardHandler), ProgressAfter: time.Hour,
	}
	for _, c := range change {
		c(&b.cfg)
	}
	if b.Desk, err = desk.New(b.cfg); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) say(t *testing.T, verb, text string) bot.Reply {
	t.Helper()
	return b.send(t, &bot.Request{Kind: bot.Command, Verb: verb, Text: text})
}

func (b *bench) send(t *testing.T, q *bot.Request) bot.Reply {
	t.Helper()
	q.Place = bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	q.Asker = bot.Person{ID: "U1", Name: "Anna", Locale: q.Asker.Locale}
	h := &heard{}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	return h.last(t)
}

func (b *bench) press(t *testing.T, r bot.Reply, label string) bot.Reply {
	t.Helper()
	for _, a := range r.Actions {
		if a.Label.String() == label {
			if len(a.ID()) > bot.MaxAction {
				t.Errorf("the button %q carries %d bytes", label, len(a.ID()))
			}
			return b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID())})
		}
	}
	t.Fatalf("there is no button %q in %+v", label, r.Actions)
	return bot.Reply{}
}

func TestCheckAndCache(t *testing.T) {
	b := newBench(t)
	first := b.say(t, "certcheck", "imap.corp.com:993")
	if first.Headline.String() != "The certificate of imap.corp.com has expired." || first.Cure == nil || len(first.Steps) != 1 || !bot.Titles(first.Steps) || first.Audience != bot.Asker {
		t.Errorf("%+v", first)
	}
	b.clock = b.clock.Add(30 * time.Second)
	if again := b.say(t, "certcheck", "IMAP.corp.com : 993"); !strings.Contains(again.Footnote.String(), " ago.") || b.checker.calls.Load() != 1 {
		t.Errorf("%d checks; footnote %q", b.checker.calls.Load(), again.Footnote.String())
	}
	if fresh := b.say(t, "certcheck", "imap.corp.com:993 fresh"); strings.Contains(fresh.Footnote.String(), " ago.") || b.checker.calls.Load() != 2 {
		t.Errorf("%d checks; footnote %q", b.checker.calls.Load(), fresh.Footnote.String())
	}
	b.clock = b.clock.Add(2 * time.Minute) // a faulty answer lives a minute
	b.say(t, "certcheck", "imap.corp.com:993 public")
	if b.checker.calls.Load() != 3 {
		t.Errorf("%d checks", b.checker.calls.Load())
	}
}

func TestManyAskersOneCheck(t *testing.T) {
	b := newBench(t)
	b.checker.hold = make(chan struct{})
	var wg sync.WaitGroup
	var answered atomic.Int32
	for range 500 {
		wg.Go(func() {
			q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
			h := &heard{}
			if err := b.Handle(t.Context(), q, h.respond); err == nil && len(h.replies) == 1 {
				answered.Add(1)
			}
		})
	}
	time.AfterFunc(300*time.Millisecond, func() { close(b.checker.hold) })
	wg.Wait()
	if answered.Load() != 500 || b.checker.calls.Load() != 1 {
		t.Errorf("%d answers of %d checks", answered.Load(), b.checker.calls.Load())
	}
}

func TestSlowCheckSaysSo(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.ProgressAfter = time.Millisecond })
	b.checker.hold = make(chan struct{})
	h := &heard{}
	done := make(chan error, 1)
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993"}
	go func() { done <- b.Handle(t.Context(), q, h.respond) }()
	for {
		h.mu.Lock()
		n := len(h.replies)
		h.mu.Unlock()
		if n > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	close(b.checker.hold)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if len(h.replies) != 2 || !h.replies[0].Working || h.replies[0].Headline.String() != "Checking imap.corp.com:993 …" || h.replies[1].Working {
		t.Errorf("%+v", h.replies)
	}
}

func TestDeliveredTwice(t *testing.T) {
	b := newBench(t)
	h := &heard{}
	for range 2 {
		q := &bot.Request{ID: "Ev1", Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Place: bot.Place{Platform: bot.Slack}}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.replies) != 1 {
		t.Errorf("%d replies", len(h.replies))
	}
}

func TestRefusals(t *testing.T) {
	b := newBench(t)
	for text, want := range map[string]string{
		"imap corp com":      "“imap corp com” cannot be checked: a server name has no spaces.",
		"127.0.0.1:993":      "127.0.0.1 is in an internal network. certdesk is not allowed to check it from chat.",
		"[::1]:993":          "::1 is in an internal network. certdesk is not allowed to check it from chat.",
		"<!channel> evil":    "“<!channel> evil” cannot be checked: it names a person or a channel, not a server.",
		"imap.corp.com:993 ": "",
	} {
		r := b.say(t, "certcheck", text)
		if want != "" && (r.Headline.String() != want || r.Audience != bot.Asker) {
			t.Errorf("%q: %q to %q", text, r.Headline.String(), r.Audience)
		}
	}
	if b.checker.calls.Load() != 1 {
		t.Errorf("%d checks", b.checker.calls.Load())
	}
	b.checker.answer = func(bot.Question) (*bot.Answer, error) {
		return nil, &desk.Sentence{Text: say.Literal("Nobody looks from there.")}
	}
	if r := b.say(t, "certcheck", "other.corp.com from mars"); r.Headline.String() != "Nobody looks from there." {
		t.Errorf("%q", r.Headline.String())
	}
	b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, errors.New("tls: internal wording") }
	if r := b.say(t, "certcheck", "third.corp.com"); strings.Contains(r.Headline.String(), "tls:") || r.Audience != bot.Asker {
		t.Errorf("%q", r.Headline.String())
	}
}

// TestZones: an address is judged where it is dialled, names and ports here as
// well; what a zone refuses is said as it is; all zones stand side by side.
func TestZones(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.DialPolicy = &dialpolicy.Policy{Hosts: []string{"*.corp.com", "10.0.0.7"}} })
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		switch q.Zone {
		case "mars":
			return nil, &zone.Refusal{Text: say.Literal("Nobody looks from there.")}
		case zone.All:
			a, there := expired(q), expired(q)
			there.Reports[0].Zone = "dmz"
			a.Reports, a.Chains = append(a.Reports, there.Reports...), append(a.Chains, there.Chains...)
			return a, nil
		}
		return expired(q), nil
	}
	for text, want := range map[string]string{
		"10.0.0.7:993 from here":      "10.0.0.7 is in an internal network. certdesk is not allowed to check it from chat.",
		"10.0.0.7:993 from dmz":       "The certificate of 10.0.0.7 has expired.",
		"evil.example:993 from dmz":   "certdesk is not allowed to check evil.example from here.",
		"imap.corp.com:993 from mars": "Nobody looks from there.",
	} {
		if r := b.say(t, "certcheck", text); r.Headline.String() != want {
			t.Errorf("%s: %q", text, r.Headline.String())
		}
	}
	r := b.say(t, "certcheck", "imap.corp.com:993 from ALL")
	if len(r.Findings) != 1 || r.Findings[0].Detail.String() != "It looks the same from here and dmz." || len(r.Facts) == 0 {
		t.Errorf("from all: %+v", r)
	}
	if again := b.press(t, r, "Check again"); len(again.Findings) != 1 {
		t.Errorf("from all, again: %+v", again)
	}
	if d := b.press(t, b.say(t, "certcheck", "10.0.0.7:993 from dmz"), "Check again"); !d.Replaces {
		t.Errorf("from dmz, again: %+v", d)
	}
}

func TestLimited(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Limits.User = ratelimit.Rate{Burst: 2, Every: 30 * time.Second} })
	b.say(t, "certcheck", "imap.corp.com:993")
	b.say(t, "certcheck", "imap.corp.com:993")
	if r := b.say(t, "certcheck", "imap.corp.com:993"); r.Headline.String() != "You have sent many requests in a short time. Please try again in 30 seconds." || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
}

func TestButtons(t *testing.T) {
	p := &poster{}
	b := newBench(t, func(c *desk.Config) { c.Poster, c.AdminChannel = p, &bot.Place{Platform: bot.Slack, Channel: "ADMIN"} })
	r := b.say(t, "certcheck", "imap.corp.com:993")
	if d := b.press(t, r, "Show details"); len(d.Findings) != 1 || d.Findings[0].Detail.String() != "It expired." || d.Audience != bot.Asker {
		t.Errorf("details: %+v", d)
	}
	if d := b.press(t, r, "Show all steps"); len(d.Steps) != 2 {
		t.Errorf("steps: %+v", d)
	}
	if d := b.press(t, r, "Show chain"); len(d.Files) != 1 || !strings.Contains(string(d.Files[0].Data), "BEGIN CERTIFICATE") {
		t.Errorf("chain: %+v", d)
	}
	if d := b.press(t, r, "Share in channel"); d.Audience != bot.Everyone || d.Headline.String() != r.Headline.String() {
		t.Errorf("share: %+v", d)
	}
	if d := b.press(t, r, "Check again"); !d.Replaces || b.checker.calls.Load() != 2 {
		t.Errorf("again: %+v", d)
	}
	if d := b.press(t, r, "Watch this server"); !strings.Contains(d.Headline.String(), "now watches imap.corp.com:993") {
		t.Errorf("watch: %+v", d)
	}
	if d := b.press(t, r, "Ask an admin"); d.Audience != bot.Asker || len(p.posted) != 1 || p.posted[0].Headline.String() != "Anna needs help with imap.corp.com:993." {
		t.Errorf("escalate: %+v, posted %+v", d, p.posted)
	}
	if text := string(p.posted[0].Files[0].Data); !strings.Contains(text, "Asked by: Anna") || !strings.Contains(text, "BEGIN CERTIFICATE") || !strings.Contains(text, "expired") {
		t.Errorf("the report says\n%s", text)
	}
	p.err = errors.New("not in channel")
	if d := b.press(t, b.press(t, r, "Check again"), "Ask an admin"); len(d.Files) != 1 || d.Audience != bot.Asker {
		t.Errorf("escalate without a channel: %+v", d)
	}
	// A button outlives its answer.
	b.clock = b.clock.Add(60 * 24 * time.Hour)
	if d := b.press(t, r, "Show details"); d.Headline.String() != r.Headline.String() {
		t.Errorf("an old button: %+v", d)
	}
	if d := b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: "gone", Value: "x"}}); d.Audience != bot.Asker {
		t.Errorf("an unknown button: %+v", d)
	}
}

func TestWalkSurvivesARestart(t *testing.T) {
	b := newBench(t)
	r := b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "Guide me")
	if len(r.Steps) != 1 || r.Steps[0].Number != 6 {
		t.Fatalf("%+v", r)
	}
	first := r
	b.backend.Close()
	b.open(t)
	if form := b.press(t, r, "It shows something else").Form; form == nil || form.Fields[0].Value != "imap.corp.com:993" {
		t.Errorf("the comparison is not opened: %+v", form)
	}
	r = b.press(t, r, "Still not working")
	if len(r.Steps) != 1 || r.Steps[0].Number != 10 || !r.Replaces {
		t.Errorf("%+v", r)
	}
	if again := b.press(t, first, "Still not working"); again.Steps[0].Number != 10 {
		t.Errorf("a press on the old message: %+v", again)
	}
	r = b.press(t, r, "It works now")
	if r.Tone != bot.Good || !strings.Contains(r.Headline.String(), "Step 10 fixed it") {
		t.Errorf("%+v", r)
	}
	kept := store.New(b.backend, time.Now)
	counts, err := kept.Counts(t.Context())
	if err != nil || counts[checks.Expired][6] != (guide.Count{Not: 1}) || counts[checks.Expired][10] != (guide.Count{Helped: 1}) {
		t.Errorf("%v, %v", counts, err)
	}
}

func TestPastedError(t *testing.T) {
	b := newBench(t)
	r := b.say(t, "certfix", "Outlook says 0x800CCC1A")
	if r.Footnote.String() != "This message comes from Outlook." {
		t.Errorf("%q", r.Footnote.String())
	}
	if r.Headline.String() != "Outlook and the server do not agree on the encryption." || r.Cure == nil || len(r.Steps) != 1 || b.checker.calls.Load() != 0 {
		t.Errorf("%+v", r)
	}
	if w := b.press(t, r, "Guide me"); len(w.Steps) != 1 || w.Steps[0].Number != 3 {
		t.Errorf("%+v", w)
	}
	if f := b.press(t, r, "Enter the server"); f.Form == nil || f.Form.Fields[0].Name != "server" {
		t.Errorf("%+v", f)
	}
	r = b.say(t, "certfix", "0x800CCC1A at imap.corp.com:993")
	if r.Headline.String() != "The certificate of imap.corp.com has expired." || !strings.Contains(r.Items[0].Text.String(), "do not agree") {
		t.Errorf("%+v", r)
	}
	r = b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "imap.corp.com:993", "issued-by": "Avast"}})
	if r.Headline.String() != "The certificate of imap.corp.com has expired." {
		t.Errorf("%+v", r)
	}
	h := &heard{}
	if err := b.Handle(t.Context(), &bot.Request{Kind: bot.ChannelMessage, Text: "the printer is broken"}, h.respond); err != nil || len(h.replies) != 0 {
		t.Errorf("answered what was not meant for us: %+v, %v", h.replies, err)
	}
	if err := b.Handle(t.Context(), &bot.Request{Kind: bot.ChannelMessage, Text: "sign-in failed"}, h.respond); err != nil || len(h.replies) != 0 {
		t.Errorf("what is known but no matter of certificates was answered unasked: %v, %+v", err, h.replies)
	}
	if err := b.Handle(t.Context(), &bot.Request{Kind: bot.ChannelMessage, Text: "I get 0x800CCC1A"}, h.respond); err != nil || len(h.replies) != 1 || !h.replies[0].InThread {
		t.Errorf("%+v, %v", h.replies, err)
	}
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "hello?"}); r.Audience != bot.Asker || len(r.Items) == 0 {
		t.Errorf("%+v", r)
	}
}

func TestWatches(t *testing.T) {
	b := newBench(t)
	if r := b.say(t, "certwatch", "list"); r.Headline.String() != "This channel does not watch any servers yet." {
		t.Errorf("%+v", r)
	}
	b.say(t, "certwatch", "add mail.corp.com warn 30,7 note =ask Anna")
	if r := b.say(t, "certwatch", "add MAIL.corp.com note ask Anna"); !strings.Contains(r.Headline.String(), "already") {
		t.Errorf("%+v", r)
	}
	b.say(t, "certwatch", "add imap.corp.com:993")
	if r := b.say(t, "certwatch", "list"); r.Headline.String() != "This channel watches 2 servers." || len(r.Items) != 2 || r.Items[1].Code != "mail.corp.com" {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "show mial.corp.com"); r.Headline.String() != "This channel does not watch mial.corp.com. Did you mean mail.corp.com?" || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "snooze mail.corp.com 7d"); r.Headline.String() != "Alerts for mail.corp.com are snoozed until 30 November 2026." {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "schedule weekdays 09:00 Europe/Berlin"); r.Headline.String() != "Digest for this channel: weekdays at 09:00, Europe/Berlin." {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "export"); len(r.Files) != 1 || !strings.Contains(string(r.Files[0].Data), "mail.corp.com,30 7,ask Anna,Anna,2026-11-23T12:00:00Z,2026-11-30T12:00:00Z") {
		t.Errorf("%s", r.Files[0].Data)
	}
	if r := b.say(t, "certwatch", "remove mail.corp.com"); r.Headline.String() != "This channel no longer watches mail.corp.com." {
		t.Errorf("%+v", r)
	}
	other := &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "list", Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "D"}}
	h := &heard{}
	if err := b.Handle(t.Context(), other, h.respond); err != nil || h.last(t).Headline.String() != "This channel does not watch any servers yet." {
		t.Errorf("another channel: %+v, %v", h.replies, err)
	}
	admins := newBench(t, func(c *desk.Config) { c.Roles.Admins = []string{"slack:BOSS"} })
	if r := admins.say(t, "certwatch", "add mail.corp.com"); len(r.Items) != 1 || len(r.Items[0].Mentions()) != 1 || r.Items[0].Mentions()[0] != (bot.Mention{Kind: bot.MentionPerson, ID: "BOSS"}) || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
}

func TestStoreAway(t *testing.T) {
	b := newBench(t)
	b.backend.Close()
	r := b.say(t, "certcheck", "imap.corp.com:993")
	if r.Headline.String() != "The certificate of imap.corp.com has expired." || !strings.Contains(r.Footnote.String(), "cannot reach its database") {
		t.Errorf("%+v", r)
	}
	if r := b.say(t, "certwatch", "add mail.corp.com"); r.Tone != bot.Warning || !strings.Contains(r.Headline.String(), "nothing was changed") {
		t.Errorf("%+v", r)
	}
	b.open(t)
	if r := b.say(t, "certcheck", "imap.corp.com:993"); strings.Contains(r.Footnote.String(), "database") {
		t.Errorf("it is back: %q", r.Footnote.String())
	}
}

func TestAudit(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", "imap.corp.com:993")
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := store.New(b.backend, time.Now).Audited(t.Context(), 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%+v, %v", entries, err)
	}
	e := entries[0]
	if e.User != "U1" || e.Place != "slack/C" || e.Asked != "/certcheck imap.corp.com:993" || e.Verdict != checks.VerdictUntrusted || e.Outcome != "answered" {
		t.Errorf("%+v", e)
	}
}

// BenchmarkAcknowledge is a request parsed, limited, and answered from what is
// kept.
func BenchmarkAcknowledge(b *testing.B) {
	folder := b.TempDir()
	backend, err := sqlite.Open(b.Context(), folder, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer backend.Close()
	kept := store.New(backend, time.Now)
	d, err := desk.New(desk.Config{
		Checker: &checker{}, Answers: kept, Leases: kept, Watches: kept, Walks: kept, Tally: kept, Audit: kept,
		Recogniser: recogniser{}, ReadSeen: func([]string, bot.File) (*checks.Seen, error) { return nil, nil },
		Limits: &ratelimit.Limits{Counter: store.Counter{Backend: backend}, Now: time.Now},
		Roles:  &access.Roles{}, DialPolicy: &dialpolicy.Policy{}, Now: time.Now,
		NewID: func() string { return "id" }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	quiet := func(context.Context, bot.Reply) error { return nil }
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		q := &bot.Request{ID: fmt.Sprint(n), Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
		if err := d.Handle(b.Context(), q, quiet); err != nil {
			b.Fatal(err)
		}
	}
}
