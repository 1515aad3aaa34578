package desk_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/desk"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/store"
)

// board is a platform's channels: what was posted, as it was edited last.
type board struct {
	mu    sync.Mutex
	shown map[string]bot.Reply // by message
	where map[string]bot.Place
	edits map[string]int
}

func (p *board) Post(_ context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown["m"+key], p.where["m"+key] = r, to
	return "m" + key, nil
}

func (p *board) Find(_ context.Context, _ bot.Place, key string, _ time.Time) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.shown["m"+key]; ok {
		return []string{"m" + key}, nil
	}
	return nil, nil
}

func (p *board) Edit(_ context.Context, _ bot.Place, message string, r bot.Reply) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown[message] = r
	p.edits[message]++
	return nil
}

func (p *board) Delete(_ context.Context, _ bot.Place, message string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.shown, message)
	delete(p.where, message)
	return nil
}

func (p *board) Direct(_ context.Context, platform bot.Platform, person string) (bot.Place, error) {
	return bot.Place{Platform: platform, Channel: "D" + person}, nil
}

// in are the messages of a channel.
func (p *board) in(channel string) []string {
	var out []string
	for id, place := range p.where {
		if place.Channel == channel {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// office is a desk with incidents, and what stands behind it.
type office struct {
	*bench
	board   *board
	keeper  *incident.Keeper
	watcher *watch.Watcher
	well    bool
	n       int
}

func newOffice(t *testing.T, change ...func(*desk.Config)) *office {
	o := &office{board: &board{shown: make(map[string]bot.Reply), where: make(map[string]bot.Place), edits: make(map[string]int)}}
	o.bench = newBench(t, append([]func(*desk.Config){func(c *desk.Config) {
		kept := c.Answers.(*store.Store)
		looks := &checker{answer: o.look}
		var err error
		o.watcher, err = watch.New(watch.Config{
			Checker: looks, Watches: kept, Notices: kept, Channels: kept, Poster: o.board, Serves: func(bot.Platform) bool { return true },
			Every: 6 * time.Hour, Interval: time.Minute, Now: c.Now, NewID: c.NewID, Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		o.keeper, err = incident.NewKeeper(incident.Config{
			Store: kept, Outbox: o.watcher, Checker: looks, Admin: &bot.Place{Platform: bot.Slack, Channel: "ADMIN"},
			Support: []bot.Place{{Platform: bot.Slack, Channel: "HELP"}}, Now: c.Now, Log: slog.New(slog.DiscardHandler), Interval: time.Minute,
		})
		if err != nil {
			t.Fatal(err)
		}
		o.watcher.Attend(o.keeper)
		c.Alerts, c.Incidents = o.watcher, o.keeper
	}}, change...)...)
	o.checker.answer = o.look
	return o
}

func (o *office) look(q bot.Question) (*bot.Answer, error) {
	a := expired(q)
	a.Question = q
	r := &a.Reports[0]
	r.Target = checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}
	if o.well {
		r.Verdict, r.Findings = checks.VerdictTrusted, nil
		return a, nil
	}
	r.Certificate.SHA256 = "aa"
	return a, nil
}

// as is what somebody does, in a channel.
func (o *office) as(t *testing.T, who, channel string, q bot.Request) bot.Reply {
	t.Helper()
	o.n++
	q.ID, q.Place, q.Asker = fmt.Sprint("r", o.n), bot.Place{Platform: bot.Slack, Team: "T", Channel: channel}, bot.Person{ID: who, Name: "name of " + who}
	h := &heard{}
	if err := o.Handle(t.Context(), &q, h.respond); err != nil {
		t.Fatal(err)
	}
	return h.last(t)
}

func (o *office) ask(t *testing.T, who string) bot.Reply {
	t.Helper()
	return o.as(t, who, "C", bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993"})
}

func (o *office) push(t *testing.T, who, channel, message string, r bot.Reply, action string) bot.Reply {
	t.Helper()
	for _, a := range r.Actions {
		if a.Name == action {
			return o.as(t, who, channel, bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID()), Message: message})
		}
	}
	t.Fatalf("there is no button %q in %+v", action, r.Actions)
	return bot.Reply{}
}

// pass lets time pass, and has done what is due.
func (o *office) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for end := o.clock.Add(d); ; o.clock = o.clock.Add(min(time.Minute, end.Sub(o.clock))) {
		for _, do := range []func(context.Context) error{o.keeper.Work, o.watcher.PostDue} {
			if err := do(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if !o.clock.Before(end) {
			return
		}
	}
}

// only is the one message of a channel.
func (o *office) only(t *testing.T, channel string) (id string, r bot.Reply) {
	t.Helper()
	all := o.board.in(channel)
	if len(all) != 1 {
		t.Fatalf("%d messages in %s, want one", len(all), channel)
	}
	return all[0], o.board.shown[all[0]]
}

func hasAction(r bot.Reply, name string) bool {
	return slices.ContainsFunc(r.Actions, func(a bot.Action) bool { return a.Name == name })
}

// TestIncident tells the story of a Monday: three ask, one message comes about,
// somebody takes it, hands it over, it is over, and who wanted to hear it does.
func TestIncident(t *testing.T) {
	o := newOffice(t, func(c *desk.Config) { c.Roles = &access.Roles{Admins: []string{"slack:UA", "slack:UB"}} })
	first := o.ask(t, "U1")
	if strings.Contains(first.Headline.String(), "known") || !hasAction(first, "tell") {
		t.Fatalf("the first who asks: %q, %+v", first.Headline.String(), first.Actions)
	}
	if r := o.push(t, "U1", "C", "", first, "tell"); r.Audience != bot.Asker || r.Tone != bot.Good {
		t.Errorf("told %+v", r)
	}
	o.ask(t, "U2")
	o.pass(t, time.Minute)
	if all := o.board.in("ADMIN"); len(all) != 0 {
		t.Fatalf("two have asked, and there are %d messages", len(all))
	}
	third := o.ask(t, "U3")
	if !strings.HasPrefix(third.Headline.String(), "This has been known since 23 November 2026") || len(third.Facts) == 0 ||
		!strings.Contains(third.Headline.String(), "The certificate of imap.corp.com has expired.") {
		t.Errorf("the third: %q", third.Headline.String())
	}
	o.pass(t, time.Minute)
	id, _ := o.only(t, "ADMIN")
	for n := range 20 {
		o.ask(t, fmt.Sprint("V", n))
	}
	o.pass(t, time.Minute)
	_, message := o.only(t, "ADMIN")
	if !strings.Contains(itemsOf(message), "23 people have asked.") {
		t.Errorf("after twenty more: %s", itemsOf(message))
	}
	if n := o.board.edits[id]; n == 0 || n > 5 {
		t.Errorf("edited %d times", n)
	}

	// Only admins, only there, and only one of them.
	if r := o.push(t, "U9", "ADMIN", id, message, incident.ActTake); r.Replaces {
		t.Errorf("somebody took it who may not: %+v", r)
	}
	if r := o.push(t, "UA", "C", id, message, incident.ActTake); r.Replaces {
		t.Errorf("it was taken from elsewhere: %+v", r)
	}
	if r := o.push(t, "UA", "ADMIN", id, message, incident.ActTake); !r.Replaces || !hasAction(r, incident.ActHand) || hasAction(r, incident.ActTake) {
		t.Errorf("taken: %+v", r)
	}
	if r := o.push(t, "UB", "ADMIN", id, message, incident.ActTake); r.Replaces || !strings.Contains(r.Headline.String(), "name of UA") {
		t.Errorf("taken twice: %+v", r)
	}
	if r := o.ask(t, "W1"); !strings.Contains(r.Headline.String(), "name of UA is on it") {
		t.Errorf("who asks now: %q", r.Headline.String())
	}

	// A note, a notice, the details.
	if r := o.push(t, "UA", "ADMIN", id, message, incident.ActNote); r.Form == nil {
		t.Fatalf("no form: %+v", r)
	} else {
		o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: r.Form.Action, Options: map[string]string{"note": "the hoster knows"}})
	}
	o.push(t, "UA", "ADMIN", id, message, incident.ActPost)
	o.push(t, "UA", "ADMIN", id, message, incident.ActPost)
	o.pass(t, time.Minute)
	notice, users := o.only(t, "HELP")
	if users.Tone != bot.Warning {
		t.Errorf("the users are told %+v", users)
	}
	if _, message = o.only(t, "ADMIN"); !strings.Contains(itemsOf(message), "the hoster knows") || strings.Contains(itemsOf(message), "name of U1") {
		t.Errorf("the message: %s", itemsOf(message))
	}
	if r := o.push(t, "UB", "ADMIN", id, message, incident.ActDetails); !strings.Contains(itemsOf(r), "name of U1") || r.Audience != bot.Asker {
		t.Errorf("the details: %s", itemsOf(r))
	}

	// Handed over, it is nobody's; that is told again.
	if r := o.push(t, "UA", "ADMIN", id, message, incident.ActHand); r.Form == nil {
		t.Fatalf("no form: %+v", r)
	} else {
		o.as(t, "UA", "ADMIN", bot.Request{Kind: bot.FormSubmission, Action: r.Form.Action, Options: map[string]string{"who": "Ben"}})
	}
	o.pass(t, 20*time.Minute)
	all := o.board.in("ADMIN")
	if len(all) != 2 {
		t.Fatalf("%d messages, want a reminder beside the first", len(all))
	}
	reminder := all[0]
	if reminder == id {
		reminder = all[1]
	}
	if r := o.push(t, "UB", "ADMIN", reminder, o.board.shown[reminder], incident.ActTake); !r.Replaces || len(r.Actions) != 0 || !strings.Contains(r.Headline.String(), "name of UB is on it") {
		t.Errorf("taken below the reminder: %+v", r)
	}

	// The end.
	o.well = true
	o.pass(t, 10*time.Minute)
	if r := o.board.shown[id]; r.Tone != bot.Good || hasAction(r, incident.ActHand) {
		t.Errorf("at the end the admins see %+v", r)
	}
	if r := o.board.shown[notice]; r.Tone != bot.Good {
		t.Errorf("at the end the users see %+v", r)
	}
	if _, told := o.only(t, "DU1"); told.Tone != bot.Good {
		t.Errorf("U1 is told %+v", told)
	}
	if r := o.push(t, "U2", "C", "", first, "tell"); !strings.Contains(r.Headline.String(), "works again since") {
		t.Errorf("whoever waits for what is over is told %q", r.Headline.String())
	}
	o.pass(t, time.Hour)
	if n := len(o.board.shown); n != 4 {
		t.Errorf("%d messages in all", n)
	}
}

func itemsOf(r bot.Reply) string {
	var out []string
	for _, i := range r.Items {
		out = append(out, i.Text.String())
	}
	return strings.Join(out, "\n")
}

// What is right, and what may be the asker's own fault, has no such button.
func TestNothingToWaitFor(t *testing.T) {
	o := newOffice(t)
	o.well = true
	if r := o.ask(t, "U1"); hasAction(r, "tell") {
		t.Errorf("a healthy server: %+v", r.Actions)
	}
	o.well = false
	o.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a, err := o.look(q)
		a.Reports[0].Findings = []checks.Finding{{Code: checks.Intercepted, Severity: checks.Critical}}
		return a, err
	}
	for _, who := range []string{"U1", "U2", "U3", "U4"} {
		r := o.as(t, who, "C", bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "smtp.corp.com:465"})
		if hasAction(r, "tell") || strings.Contains(r.Headline.String(), "known") {
			t.Errorf("an interceptor: %q %+v", r.Headline.String(), r.Actions)
		}
	}
}

// Two escalations of one fault are one report and one incident.
func TestEscalatedIncident(t *testing.T) {
	post := &poster{}
	o := newOffice(t, func(c *desk.Config) {
		c.AdminChannel, c.Poster = &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, post
	})
	o.push(t, "U1", "C", "", o.ask(t, "U1"), "escalate")
	o.clock = o.clock.Add(10 * time.Minute) // another answer
	r := o.push(t, "U2", "C", "", o.ask(t, "U2"), "escalate")
	o.pass(t, time.Minute)
	if _, message := o.only(t, "ADMIN"); len(post.posted) != 1 || !strings.Contains(itemsOf(message), "2 people") {
		t.Errorf("%d reports; %s; told %q", len(post.posted), itemsOf(message), r.Headline.String())
	}
}
