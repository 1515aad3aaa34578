// Package desk is the one way in: whatever somebody asks on whichever platform
// comes to Handle as a bot.Request, and what is said goes back as one or more
// bot.Reply through a bot.Respond.
//
// The way of a request: twice delivered? too often? (desk.go) -> what is meant
// (package command) -> the file of its kind:
//
//	check.go  /certcheck: policy, what is known already, else a check, once for
//	          all who ask at the same time
//	fix.go    /certfix and pasted errors
//	shown.go  what a user's own dialog shows: attached certificates, the form
//	walk.go   the guide's buttons
//	watch.go  /certwatch; reach.go whether what it promises would arrive
//	press.go  the buttons below an answer; notice.go those below an alert;
//	          bound.go the channel that they belong to
//	incident.go  what many ask about at once
//	settings.go  what a channel has set, in a form
//	client.go  whose click paths an answer has
//	help.go   what can be typed
//	home.go   the home page, where a platform has one
//
// The store may be away: then questions are answered all the same, without
// what is kept, and the footnote says so.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/audit"
	"certdesk/bot/command"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/guide"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// Checker answers questions: the engine, or workers in other zones.
type Checker interface {
	// Check returns an answer without an ID, and tells meanwhile how it goes on.
	// The error is a sentence for the asker: a zone that nobody watches.
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Answers keeps answers.
type Answers interface {
	KeepAnswer(ctx context.Context, a *bot.Answer, life time.Duration) error
	Answer(ctx context.Context, id string) (*bot.Answer, error)
	Current(ctx context.Context, q bot.Question) (*bot.Answer, error)
}

// Flights lets one of many do what all of them need.
type Flights interface {
	Begin(ctx context.Context, key string, life time.Duration) (bool, error)
	End(ctx context.Context, key string) error
	Once(ctx context.Context, key string, life time.Duration) (bool, error)
}

// Watches keeps what channels watch.
type Watches interface {
	// AddWatch adds a watch, or merges it into the one that is there. It returns
	// the watch as it is now, and as it was; nil if there was none.
	AddWatch(ctx context.Context, w bot.Watch) (now, old *bot.Watch, err error)
	Watch(ctx context.Context, place bot.Place, name string) (*bot.Watch, error)
	Watches(ctx context.Context, place bot.Place) ([]bot.Watch, error)
	RemoveWatch(ctx context.Context, place bot.Place, name string) (bool, error)
	// EditWatch changes a watch, and returns it as it is then; nil if there is none.
	EditWatch(ctx context.Context, place bot.Place, name string, change func(*bot.Watch)) (*bot.Watch, error)
	Channel(ctx context.Context, place bot.Place) (bot.Channel, error)
	SetChannel(ctx context.Context, c bot.Channel) error
}

// Known is what a pasted text turned out to be.
type Known struct {
	// Client shows the text, by the name that package errortext has for it, and
	// Program is what people call that; Meaning is what it says, in plain words.
	Client           string
	Program, Meaning say.Text
	// Also are the meanings of other messages in the same text.
	Also  []say.Text
	Codes []checks.Code
	// Steps are the numbers of those that usually help, in order.
	Steps []int
	// Servers are those named in the text.
	Servers []checks.Target
	// Language is that of the text, as a tag without a region: "de"; "" where it
	// does not tell. It is told also where no error is known.
	Language string
}

// Recogniser knows error texts. It also finds the servers that are named in
// any text, and what a text shows of a certificate that somebody's PC is shown;
// language decides how a date is read that may mean two days. Its error is a
// sentence.
type Recogniser interface {
	Recognise(text string) (Known, bool)
	Servers(text string) []checks.Target
	Pasted(text, language string) (*checks.Seen, error)
}

// Poster posts where nobody has asked: escalations.
type Poster interface {
	Post(ctx context.Context, to bot.Place, r bot.Reply) error
}

// Resolver turns names into addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// Config is what a desk needs. Resolver, AdminChannel and Poster may be nil.
type Config struct {
	Checker Checker
	Answers Answers
	Flights Flights
	Watches Watches
	Walks   guide.Walks
	Tally   guide.Tally
	Audit   audit.Book
	// Alerts may be nil: then nothing is watched, only kept.
	Alerts Alerts
	// Incidents may be nil: then each question stands for itself.
	Incidents  Incidents
	Recogniser Recogniser
	// Paths may be nil: then all click paths are those of most readers.
	Paths Paths
	// People may be nil: then nothing that a person has chosen is kept.
	People People
	// ReadSeen reads what a user's certificate window shows, as FIELD=VALUE, and
	// the certificate that was exported from it; without Data there is none. Its
	// error is a sentence.
	ReadSeen func(fields []string, exported bot.File) (*checks.Seen, error)
	// JudgeSeen tells what such a certificate shows without its server; nil tells
	// nothing.
	JudgeSeen  func(seen *checks.Seen) *checks.ReportSeen
	Limits     *ratelimit.Limits
	Roles      *access.Roles
	DialPolicy *dialpolicy.Policy
	// Resolver tells where a name leads before it is watched; nil asks nobody.
	Resolver Resolver
	TTLs     TTLs
	// Translate says a reply in a language; nil leaves all in English.
	Translate func(language string, r bot.Reply) bot.Reply
	// Languages are those that a channel may have.
	Languages []Language
	// Places may be nil: then nothing is tried before it is promised.
	Places Places
	// AdminChannel is where escalations go.
	AdminChannel *bot.Place
	Poster       Poster
	// Docs is the address of pages about certdesk, for the help; "" is none.
	Docs string
	Now  func() time.Time
	// NewID returns a fresh, unguessable word of at most 16 letters and digits.
	NewID func() string
	Log   *slog.Logger
	// ProgressAfter is how long a check may take before the asker is told that it is
	// under way; zero is DefaultProgressAfter.
	ProgressAfter time.Duration
	// Timeout bounds one check; zero is DefaultTimeout.
	Timeout time.Duration
}

// Defaults of Config.
const (
	DefaultProgressAfter = 1200 * time.Millisecond
	DefaultTimeout       = 12 * time.Second
)

// TTLs are how long answers may be told again from the cache, by verdict.
type TTLs struct{ Trusted, Faulty, Unreachable time.Duration }

// DefaultTTLs are short where somebody is likely to be mending.
func DefaultTTLs() TTLs {
	return TTLs{Trusted: 10 * time.Minute, Faulty: time.Minute, Unreachable: 20 * time.Second}
}

// Desk answers requests. It is safe for concurrent use.
type Desk struct {
	// What it was made with; Config tells what each is, and which may be nil.
	checker       Checker
	answers       Answers
	flights       Flights
	watches       Watches
	walks         guide.Walks
	tally         guide.Tally
	alerts        Alerts
	incidents     Incidents
	recogniser    Recogniser
	paths         Paths
	people        People
	readSeen      func(fields []string, exported bot.File) (*checks.Seen, error)
	judgeSeen     func(seen *checks.Seen) *checks.ReportSeen
	limits        *ratelimit.Limits
	roles         *access.Roles
	dialPolicy    *dialpolicy.Policy
	resolver      Resolver
	ttls          TTLs
	translate     func(language string, r bot.Reply) bot.Reply
	languages     []Language
	places        Places
	adminChannel  *bot.Place
	poster        Poster
	docs          string
	now           func() time.Time
	newID         func() string
	log           *slog.Logger
	progressAfter time.Duration
	timeout       time.Duration

	mu sync.Mutex
	// underWay are the checks that have not ended, by the key of their question.
	underWay map[string]*flight
	working  sync.WaitGroup
	// audits is in front of Config.Audit: no answer waits for a line of it.
	audits  *audit.Log
	outage  outage
	closing closing
}

// New makes a desk.
func New(cfg Config) (*Desk, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Checker", cfg.Checker == nil}, {"Answers", cfg.Answers == nil}, {"Flights", cfg.Flights == nil}, {"Watches", cfg.Watches == nil},
		{"Walks", cfg.Walks == nil}, {"Tally", cfg.Tally == nil}, {"Audit", cfg.Audit == nil}, {"Recogniser", cfg.Recogniser == nil},
		{"ReadSeen", cfg.ReadSeen == nil}, {"Limits", cfg.Limits == nil}, {"Roles", cfg.Roles == nil}, {"DialPolicy", cfg.DialPolicy == nil},
		{"Now", cfg.Now == nil}, {"NewID", cfg.NewID == nil}, {"Log", cfg.Log == nil},
	} {
		if part.missing {
			return nil, fmt.Errorf("a desk lacks its %s", part.name)
		}
	}
	if cfg.TTLs == (TTLs{}) {
		cfg.TTLs = DefaultTTLs()
	}
	if cfg.ProgressAfter == 0 {
		cfg.ProgressAfter = DefaultProgressAfter
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	return &Desk{
		checker: cfg.Checker, answers: cfg.Answers, flights: cfg.Flights, watches: cfg.Watches,
		walks: cfg.Walks, tally: cfg.Tally, alerts: cfg.Alerts, incidents: cfg.Incidents,
		recogniser: cfg.Recogniser, paths: cfg.Paths, people: cfg.People, readSeen: cfg.ReadSeen,
		judgeSeen: cfg.JudgeSeen, limits: cfg.Limits, roles: cfg.Roles, dialPolicy: cfg.DialPolicy,
		resolver: cfg.Resolver, ttls: cfg.TTLs, translate: cfg.Translate, languages: cfg.Languages,
		places: cfg.Places, adminChannel: cfg.AdminChannel, poster: cfg.Poster, docs: cfg.Docs,
		now: cfg.Now, newID: cfg.NewID, log: cfg.Log, progressAfter: cfg.ProgressAfter,
		timeout:  cfg.Timeout,
		underWay: make(map[string]*flight),
		audits:   audit.NewLog(cfg.Audit, cfg.Log, cfg.Now),
		outage:   outage{now: cfg.Now}, closing: closing{over: make(chan struct{})},
	}, nil
}

// Drain waits until the checks under way have ended, or ctx, and keeps what is
// left of the audit log.
func (d *Desk) Drain(ctx context.Context) error {
	done := make(chan struct{})
	go func() { d.working.Wait(); close(done) }()
	select {
	case <-done:
		return d.audits.Flush(ctx)
	case <-ctx.Done():
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return errors.Join(ctx.Err(), d.audits.Flush(within))
}

// onceLife is how long a delivery is remembered: platforms repeat one for up
// to ten minutes.
const onceLife = time.Hour

// Handle answers a request. The error is that of respond: everything else is
// said to the asker.
func (d *Desk) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	if q.At.IsZero() {
		q.At = d.now()
	}
	x := &exchange{desk: d, q: q, respond: respond, started: d.now()}
	if q.ID != "" {
		first, err := d.flights.Once(ctx, string(q.Place.Platform)+"/"+q.ID, onceLife)
		if err == nil && !first {
			x.desk.log.DebugContext(ctx, "delivered twice, answered once")
			return nil
		}
		x.unkept(err)
	}
	wait := d.limits.Ask(ctx, q)
	if q.Stranger {
		x.desk.log.DebugContext(ctx, "a stranger asks", "team", q.Place.Team)
		if wait > 0 || q.Kind == bot.ChannelMessage {
			return nil // told once is enough
		}
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: forOthers()})
	}
	if wait > 0 {
		x.desk.log.DebugContext(ctx, "limited", "wait", wait)
		if q.Kind == bot.ChannelMessage {
			return nil
		}
		x.audit(ctx, "limited", "")
		return x.reply(ctx, bot.Reply{
			Audience: bot.Asker,
			Headline: say.Join(say.S("You have sent many requests in a short time."), again(wait)),
		})
	}
	switch q.Kind {
	case bot.ButtonAction:
		return x.press(ctx)
	case bot.FormSubmission:
		return x.submitted(ctx)
	case bot.Invited:
		return x.greet(ctx)
	}
	c, err := parse(q)
	if err != nil {
		x.desk.log.DebugContext(ctx, "not understood", "error", err)
		return x.usage(ctx, err)
	}
	x.desk.log.DebugContext(ctx, "parsed", "command", kind{c})
	if _, empty := c.(command.Help); empty && len(q.Files) > 0 {
		c = command.Talk{} // a file says enough
	}
	switch c := c.(type) {
	case command.Check:
		if len(q.Files) > 0 {
			x.choose(ctx, c.Client)
			return x.checkBeside(ctx, c)
		}
		x.choose(ctx, c.Client)
		return x.check(ctx, c)
	case command.Fix:
		x.choose(ctx, c.Client)
		return x.fix(ctx, c.Text)
	case command.Watch:
		return x.watch(ctx, c)
	case command.Settings:
		if c.SetClient {
			return x.setClient(ctx, c.Client)
		}
		return x.settings(ctx)
	case command.Help:
		return x.help(ctx, c.Topic)
	case command.Talk:
		return x.talk(ctx, c.Text)
	}
	return nil
}

// forOthers is all that a stranger is told.
func forOthers() say.Text {
	return say.Join(say.S("This certdesk works for another team, so it cannot answer here."), say.S("Please ask the helpdesk of your own team."))
}

// kind is what a command is called in the log.
type kind struct{ command.Command }

func (k kind) LogValue() slog.Value {
	return slog.StringValue(strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", k.Command), "command.")))
}

// exchange is one request and what is said to it: what it has read and decided
// so far is known to its further steps.
type exchange struct {
	desk    *Desk
	q       *bot.Request
	respond bot.Respond
	started time.Time
	// storeAway: something could not be read or kept.
	storeAway bool
	// channel is what the channel has set, once channelRead.
	channel     bot.Channel
	channelRead bool
	// program is the reader's mail program, nil until it is known (client.go).
	program *programs.Program
	// spoken is the language of what was asked, where it told.
	spoken string
	// private is the audience of the answer, for what is said of it before.
	private bot.Audience
	// inPlace: what is said takes the place of the message whose button was
	// pressed; covered: a first word ("Checking …") stands there already.
	inPlace, covered bool
	// posted: what is said takes the place of what nobody had asked for, and is in
	// the language of that.
	posted bool
}

// footStoreAway stands below an answer while the store is away.
func footStoreAway() say.Text {
	return say.S("certdesk cannot reach its database. It still answers, but watches are paused.")
}

// reply sends a reply, with what is to be said below it.
func (x *exchange) reply(ctx context.Context, r bot.Reply) error {
	if x.storeAway && !r.Working {
		r.Footnote = say.Join(r.Footnote, footStoreAway())
	}
	if x.q.Place.Thread != "" || x.q.Kind == bot.Message || x.q.Kind == bot.ChannelMessage {
		r.InThread = true
	}
	if x.inPlace {
		r = x.placed(r)
	}
	if x.desk.translate != nil {
		r = x.desk.translate(x.language(ctx, r), r)
	}
	if err := x.respond(ctx, r); err != nil {
		return fmt.Errorf("answering in %s: %w", x.q.Place.Key(), err)
	}
	return nil
}

// usage tells what was typed wrongly, to whoever typed it.
func (x *exchange) usage(ctx context.Context, err error) error {
	r := bot.Reply{Audience: bot.Asker, Headline: said(err)}
	var u *command.Usage
	if errors.As(err, &u) {
		r.Headline = u.Said
		r.Items = []bot.Item{{Code: u.Example, Text: say.S("an example")}}
	}
	x.audit(ctx, "refused", "")
	return x.reply(ctx, r)
}

// refuse says a sentence to the asker alone.
func (x *exchange) refuse(ctx context.Context, sentence say.Text) error {
	x.audit(ctx, "refused", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: sentence})
}

// unkept notes that the store failed, and says nothing more of it.
func (x *exchange) unkept(err error) {
	if err != nil {
		x.storeAway = true
		x.desk.outage.failed(context.Background(), x.desk.log, "the store failed", err)
	}
}

func (x *exchange) audit(ctx context.Context, outcome string, verdict checks.Verdict) {
	x.auditAs(outcome, func(e *audit.Entry) { e.Verdict = verdict })
}

// auditAnswer notes that a diagnosis was given.
func (x *exchange) auditAnswer(outcome string, a *bot.Answer) {
	x.auditAs(outcome, func(e *audit.Entry) {
		if i := a.Worst(); i >= 0 {
			e.Verdict = a.Reports[i].Verdict
			e.Diagnosed(&a.Reports[i])
		}
	})
}

// auditAs notes what was asked, and what came of it.
func (x *exchange) auditAs(outcome string, note func(*audit.Entry)) {
	asked := x.q.Text
	if x.q.Kind == bot.Command {
		asked = "/" + x.q.Verb + " " + asked
	}
	if x.q.Kind == bot.ButtonAction || x.q.Kind == bot.FormSubmission {
		asked = x.q.Action.ID()
	}
	e := audit.NewEntry(x.q, asked)
	e.Outcome, e.TookMS = outcome, x.desk.now().Sub(x.started).Milliseconds()
	note(&e)
	x.unkept(x.desk.audits.Record(e))
}

// again asks to come again after a wait.
func again(d time.Duration) say.Text {
	return say.S("Please try again in {wait}.", wait(d))
}

// wait is a wait as people say it.
func wait(d time.Duration) say.Arg {
	var text say.Text
	switch {
	case d < time.Minute:
		text = say.PN("wait", "1 second", "{n} seconds", max(int(math.Ceil(d.Seconds())), 1))
	case d < time.Hour:
		text = say.PN("wait", "1 minute", "{n} minutes", int(d.Minutes())+1)
	case d < 24*time.Hour:
		text = say.PN("wait", "1 hour", "{n} hours", int(d.Hours()))
	default:
		text = say.PN("wait", "1 day", "{n} days", int(d.Hours()/24))
	}
	return say.Sub("wait", text)
}
