// Package desk is the one way in: whatever somebody asks on whichever platform
// comes to Handle as a bot.Request, and what is said goes back as one or more
// bot.Reply through a bot.Respond.
//
// The files name one way, from the entry to the ground:
//
//	handle.go    a request: twice delivered (once.go)? too often? what is meant (parse.go, by
//	             package command)? Then the file of its kind:
//	press.go     the buttons below an answer; client.go the mail program that it is
//	             told for, notice.go those below an alert, walk.go the guide's,
//	             incident.go what many ask about at once
//	fix.go       /certfix, pasted errors and filled-in forms; several.go where a text
//	             names several servers, despite.go where the server is fine
//	followup.go  what is asked on about an answer without naming its server: about an
//	             answer (onquestion.go; askedpart.go is the part of it that is asked for),
//	             about an alert (asknotice.go), or nobody knows about what (aboutwhat.go)
//	topic.go     which answer or alert that is (subject.go), lasttopic.go where that is
//	             kept, unkepttopics.go until the store knows it, posted.go where the
//	             platform tells later which message it is
//	remark.go    what is said behind an answer and not understood, or asks what a word means;
//	             service.go which other server of the same mail is meant
//	check.go     /certcheck
//	watch.go     /certwatch; watchimport.go lists, reach.go whether what it promises
//	             would arrive, watched.go how a watch is shown
//	settings.go  what a channel has set, in a form
//	help.go      what can be typed
//	home.go      the home page, where a platform has one
//	diagnosis.go the first screen of an answer; answerbuttons.go its buttons; admin.go the
//	             administrator's half, escalate.go all of it for the administrator,
//	             pclines.go commands for the user's own PC
//	retell.go    an answer that is remembered, and told as it was told before (retold.go)
//	form.go      the form for an error; shown.go what a user's own dialog shows
//	ask.go       what is known already, else a check; join.go once for all who ask
//	             at the same time (sharedcheck.go); closing.go none at the end
//	reply.go     what is said; sentence.go an error as it is said, language.go in which
//	             language, audit.go what is noted of it, reader.go whose click paths it
//	             has; outage.go the log of a store that is away
//	exchange.go  what one request knows of itself
//	desk.go      the parts; config.go and parts.go what they are, buttonnames.go and
//	             buttonvalues.go what a button is told by, bound.go the channel that
//	             it belongs to
//
// The store may be away: then questions are answered all the same, without
// what is kept, and the footnote says so.
package desk

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/audit"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/guide"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
	"certdesk/checks/cache"
	"certdesk/checks/wiring"
)

// Desk answers requests. It is safe for concurrent use.
type Desk struct {
	// What it was made with; Config tells what each is, and which may be nil.
	checker       Checker
	answers       Answers
	leases        Leases
	watches       Watches
	walks         guide.Walks
	tally         guide.Tally
	alerts        Alerts
	incidents     Incidents
	recogniser    Recogniser
	paths         Paths
	people        People
	topics        Topics
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

	// asked is what was talked about just now.
	asked askedLately
	// retold are the answers that were told lately.
	retold *cache.Cache[telling, *retold]

	mu sync.Mutex
	// underWay are the checks that have not ended, by the key of their question.
	underWay map[string]*sharedCheck
	working  sync.WaitGroup
	// audits queues lines for Config.Audit, so that no answer waits for the log to be
	// written.
	audits  *audit.Log
	outage  outage
	closing closing
}

// New makes a desk.
func New(cfg Config) (*Desk, error) {
	if err := wiring.Complete("a desk", wiring.Parts{
		"Checker": cfg.Checker != nil, "Answers": cfg.Answers != nil, "Leases": cfg.Leases != nil, "Watches": cfg.Watches != nil,
		"Walks": cfg.Walks != nil, "Tally": cfg.Tally != nil, "Audit": cfg.Audit != nil, "Recogniser": cfg.Recogniser != nil,
		"ReadSeen": cfg.ReadSeen != nil, "Limits": cfg.Limits != nil, "Roles": cfg.Roles != nil, "DialPolicy": cfg.DialPolicy != nil,
		"Now": cfg.Now != nil, "NewID": cfg.NewID != nil, "Log": cfg.Log != nil,
	}); err != nil {
		return nil, err
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
		checker: cfg.Checker, answers: cfg.Answers, leases: cfg.Leases, watches: cfg.Watches,
		walks: cfg.Walks, tally: cfg.Tally, alerts: cfg.Alerts, incidents: cfg.Incidents,
		recogniser: cfg.Recogniser, paths: cfg.Paths, people: cfg.People, topics: cfg.Topics, readSeen: cfg.ReadSeen,
		judgeSeen: cfg.JudgeSeen, limits: cfg.Limits, roles: cfg.Roles, dialPolicy: cfg.DialPolicy,
		resolver: cfg.Resolver, ttls: cfg.TTLs, translate: cfg.Translate, languages: cfg.Languages,
		places: cfg.Places, adminChannel: cfg.AdminChannel, poster: cfg.Poster, docs: cfg.Docs,
		now: cfg.Now, newID: cfg.NewID, log: cfg.Log, progressAfter: cfg.ProgressAfter,
		timeout:  cfg.Timeout,
		retold:   cache.New[telling, *retold](maxRetold, nil),
		underWay: make(map[string]*sharedCheck),
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

// closing is how a desk shuts down while people ask: first no check is begun any more,
// then the checks under way are ended. Whoever is affected is told so.
type closing struct {
	none atomic.Bool // is begun
	over chan struct{}
	told atomic.Bool // over is closed
}
