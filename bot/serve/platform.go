package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/telemetry"
	"certdesk/checks/say"
)

// platform is an adapter with a fate of its own. One platform's token that ends
// while certdesk runs (revoked, reset, an intent switched off) stops that
// platform alone: the others answer and post on, are told of it once, and it
// comes back without a restart. What a platform refuses before it has ever let
// certdesk in is a wrong setting, and stops the start.
//
// While it is down it is tried again, with growing waits. Before each try the
// settings are read again, because a new token may stand in its file by then;
// where it does, another adapter takes the place of this one, which brings to
// its end what it had acknowledged.
type platform struct {
	name         bot.Platform
	surroundings *surroundings
	reread       func() (*configuration, error)
	secrets      *telemetry.Secrets
	leases       leases
	admin        *bot.Place
	serves       func(bot.Platform) bool
	post         func(ctx context.Context, to bot.Place, r bot.Reply) error
	waits        waits
	now          func() time.Time
	log          *slog.Logger

	is      atomic.Pointer[serving]
	leaving sync.WaitGroup // of adapters that were replaced
	offers  chan offeredAdapter

	mu   sync.Mutex
	down *outage // nil: nothing is known to be wrong
}

// serving is the current adapter.
type serving struct {
	adapter adapter
	handler http.Handler
	tokens  []string
}

// outage is a time in which a platform does not let certdesk in.
type outage struct {
	since, next time.Time
	why         error
	// told: the other processes know of it, or there is nobody to tell. ours: it was
	// this process that told them.
	told, ours bool
}

// waits between tries grow from first to max; settle is how long an adapter
// that was started again may take to be in.
type waits struct{ first, max, settle time.Duration }

func usualWaits() waits {
	return waits{first: 15 * time.Second, max: 15 * time.Minute, settle: 30 * time.Second}
}

// leases tell which of several processes on one store does what one of them does.
type leases interface {
	// Begin tells whether this process has the lease of a name now, and for how long
	// nobody else does unless End gives it up.
	Begin(ctx context.Context, name string, life time.Duration) (bool, error)
	End(ctx context.Context, name string) error
}

// platformConfig is what a platform is run with. All but reread and admin are needed.
type platformConfig struct {
	connection   connection
	adapter      adapter       // the first one, of that connection
	surroundings *surroundings // of those that take its place
	// reread reads the settings again, nil where they stay as they are; secrets learns
	// what is among them.
	reread  func() (*configuration, error)
	secrets *telemetry.Secrets
	// admin is the place where others are told of an outage, nil for nowhere; serves
	// tells whether this process has its platform, and post posts there, once for
	// all processes that share leases.
	admin  *bot.Place
	serves func(bot.Platform) bool
	post   func(ctx context.Context, to bot.Place, r bot.Reply) error
	leases leases
	now    func() time.Time
	log    *slog.Logger
}

func newPlatform(c platformConfig) *platform {
	p := &platform{
		name: c.connection.platform(), surroundings: c.surroundings, reread: c.reread, secrets: c.secrets, leases: c.leases,
		admin: c.admin, serves: c.serves, post: c.post, waits: usualWaits(), now: c.now, log: c.log, offers: make(chan offeredAdapter),
	}
	p.is.Store(&serving{adapter: c.adapter, handler: c.adapter.Handler(), tokens: c.connection.tokens()})
	return p
}

func (p *platform) Platform() bot.Platform { return p.name }
func (p *platform) Prefix() string         { return p.is.Load().adapter.Prefix() }

// Handler serves by the adapter of the moment; nil if the platform calls none.
func (p *platform) Handler() http.Handler {
	if p.is.Load().handler == nil {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := p.is.Load().handler; h != nil {
			h.ServeHTTP(w, r)
			return
		}
		http.NotFound(w, r)
	})
}

func (p *platform) Check(ctx context.Context) error       { return p.is.Load().adapter.Check(ctx) }
func (p *platform) Refused(err error) bool                { return p.is.Load().adapter.Refused(err) }
func (p *platform) Warnings(ctx context.Context) []string { return p.is.Load().adapter.Warnings(ctx) }

// Post and Find are the adapter's.
func (p *platform) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	return p.is.Load().adapter.Post(ctx, to, r, key)
}

func (p *platform) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	return p.is.Load().adapter.Find(ctx, in, key, since)
}

// Edit, Delete and Direct are the adapter's.
func (p *platform) Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error {
	return p.is.Load().adapter.Edit(ctx, in, message, r)
}

func (p *platform) Delete(ctx context.Context, in bot.Place, message string) error {
	return p.is.Load().adapter.Delete(ctx, in, message)
}

func (p *platform) Direct(ctx context.Context, person string) (bot.Place, error) {
	return p.is.Load().adapter.Direct(ctx, person)
}

// MayPost is the adapter's.
func (p *platform) MayPost(ctx context.Context, to bot.Place) error {
	return p.is.Load().adapter.MayPost(ctx, to)
}

// Drain waits for the adapter, and for those that it has replaced.
func (p *platform) Drain(ctx context.Context) error {
	err := p.is.Load().adapter.Drain(ctx)
	p.leaving.Wait() // each has a bound of its own
	return err
}

// Trouble is what keeps certdesk from working there, "" if nothing is known.
func (p *platform) Trouble() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down == nil {
		return p.is.Load().adapter.Trouble()
	}
	return fmt.Sprintf("%s does not let certdesk in since %s: %s; it is tried again at %s",
		p.name.Traits().Name, clock(p.down.since), p.down.why, clock(p.down.next))
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// running is an adapter under way.
type running struct {
	stop  context.CancelFunc
	ended chan error // has its error when it has ended
	over  bool
	err   error
}

func (p *platform) start(ctx context.Context) *running {
	ctx, cancel := context.WithCancel(ctx)
	r := &running{stop: cancel, ended: make(chan error, 1)}
	a := p.is.Load()
	go func() { r.ended <- a.adapter.Run(ctx) }()
	return r
}

// endsWithin is how long an adapter may take to end after a call was refused.
const endsWithin = 5 * time.Second

// mayEnd gives the adapter a moment to end by itself, with its own explanation.
func (r *running) mayEnd(ctx context.Context) {
	timer := time.NewTimer(endsWithin)
	defer timer.Stop()
	select {
	case r.err = <-r.ended:
		r.over = true
	case <-timer.C:
	case <-ctx.Done():
	}
}

// end ends it and waits until it has.
func (r *running) end() {
	if r.stop(); !r.over {
		<-r.ended
		r.over = true
	}
}

// Run serves until ctx ends. An error is that of a platform that has never let
// certdesk in.
func (p *platform) Run(ctx context.Context) error {
	r := p.start(ctx)
	defer func() { r.end() }()
	for wasIn := false; ; {
		var why error
		a := p.is.Load()
		select {
		case <-ctx.Done():
			return nil
		case o := <-p.offers:
			r = p.take(ctx, r, o)
			continue
		case why = <-r.ended:
			r.over = true
		case why = <-a.adapter.Refusals():
			if !wasIn && !a.adapter.WasIn() {
				r.mayEnd(ctx) // with a sentence of its own
			}
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case r.over && !wasIn && !a.adapter.WasIn():
			if r.err != nil {
				return r.err
			}
			return why
		}
		p.fell(why)
		if r = p.comeBack(ctx, r); ctx.Err() != nil {
			return nil
		}
		wasIn = true
	}
}

// fell records that the platform does not let certdesk in any more.
func (p *platform) fell(why error) {
	why = p.is.Load().adapter.Explain(why)
	p.mu.Lock()
	p.down = &outage{since: p.now(), why: why}
	p.mu.Unlock()
	p.log.Error("a platform does not let certdesk in any more; the others go on", "platform", p.name, "error", why)
}

// comeBack tries until the platform lets certdesk in again, and returns what
// runs then.
func (p *platform) comeBack(ctx context.Context, r *running) *running {
	for wait := p.waits.first; ; wait = min(2*wait, p.waits.max) {
		p.mu.Lock()
		p.down.next = p.now().Add(wait)
		p.mu.Unlock()
		p.tell(ctx)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return r
		case <-timer.C:
		case o := <-p.offers: // new tokens: they are tried right now
			timer.Stop()
			o.done <- nil
		}
		if p.renew(ctx, r) {
			r = p.start(ctx)
		}
		if err := bounded(ctx, p.is.Load().adapter.Check); err != nil {
			p.log.Warn("a platform does not let certdesk in yet", "platform", p.name, "error", err)
			continue
		}
		if r.over {
			r = p.start(ctx)
		}
		if p.isIn(ctx, r) {
			p.back(ctx)
			return r
		}
	}
}

// renew reads the settings again and puts another adapter in the place of this
// one if it would have other tokens. It tells whether it did.
func (p *platform) renew(ctx context.Context, r *running) bool {
	if p.reread == nil {
		return false
	}
	fresh, err := p.reread()
	if err != nil {
		p.log.Warn("the settings could not be read again", "error", err)
		return false
	}
	c := fresh.connection(p.name)
	tokens := c.tokens()
	if slices.Equal(tokens, p.is.Load().tokens) {
		return false
	}
	p.secrets.Learn(fresh.keys()...)
	a, err := c.adapter(p.surroundings, fresh.settings)
	if err != nil {
		p.log.Warn("the new settings are not used", "platform", p.name, "error", err)
		return false
	}
	p.replace(ctx, r, a, tokens)
	return true
}

// replace puts another adapter in the place of the one that runs, which brings to
// its end what it had acknowledged.
func (p *platform) replace(ctx context.Context, r *running, a adapter, tokens []string) {
	old := p.is.Swap(&serving{adapter: a, handler: a.Handler(), tokens: tokens})
	r.end()
	p.leaving.Go(func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		if err := old.adapter.Drain(last); err != nil {
			p.log.Warn("an adapter that was replaced did not come to its end", "platform", p.name, "error", err)
		}
	})
	p.log.Info("the settings of a platform have changed, and are used", "platform", p.name)
}

// offeredAdapter is one of settings that were read again; done has what became of it.
type offeredAdapter struct {
	adapter adapter
	tokens  []string
	done    chan error
}

// offer has other tokens used if there are any, once the platform has let them in.
// The error is a sentence: those of before are used on.
func (p *platform) offer(ctx context.Context, fresh *configuration) error {
	c := fresh.connection(p.name)
	tokens := c.tokens()
	if slices.Equal(tokens, p.is.Load().tokens) {
		return nil
	}
	p.secrets.Learn(fresh.keys()...)
	a, err := c.adapter(p.surroundings, fresh.settings)
	if err == nil {
		err = bounded(ctx, a.Check)
	}
	if err != nil {
		return err
	}
	o := offeredAdapter{adapter: a, tokens: tokens, done: make(chan error, 1)}
	select {
	case p.offers <- o:
		return <-o.done
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take puts an adapter that was offered to work.
func (p *platform) take(ctx context.Context, r *running, o offeredAdapter) *running {
	p.replace(ctx, r, o.adapter, o.tokens)
	o.done <- nil
	return p.start(ctx)
}

// lookEvery is how often it is looked whether an adapter that was started is in.
const lookEvery = 100 * time.Millisecond

// isIn waits until nothing keeps certdesk from working.
func (p *platform) isIn(ctx context.Context, r *running) bool {
	late := time.NewTimer(p.waits.settle)
	defer late.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		if p.is.Load().adapter.Trouble() == "" {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case why := <-r.ended:
			r.over = true
			if ctx.Err() == nil {
				p.mu.Lock()
				p.down.why = p.is.Load().adapter.Explain(why)
				p.mu.Unlock()
			}
			return false
		case <-late.C:
			return false
		case <-look.C:
		}
	}
}

// telling names the outage among processes on one store: one of them tells.
func (p *platform) telling() string { return "platform-down/" + string(p.name) }

// toldFor is for how long no other process tells of an outage.
const toldFor = time.Hour

// tell tells the admin channel of another platform, once.
func (p *platform) tell(ctx context.Context) {
	p.mu.Lock()
	down := *p.down
	p.mu.Unlock()
	if down.told {
		return
	}
	ours, err := p.leases.Begin(ctx, p.telling(), toldFor)
	if down.told, down.ours = true, ours || err != nil; down.ours {
		down.told = p.tellAdmin(ctx, bot.Reply{
			Tone:     bot.Bad,
			Headline: say.S("{platform} no longer accepts certdesk. Nobody gets answers there, and its alerts wait.", say.Term("platform", p.name.Traits().Name)),
			Items:    []bot.Item{{Tone: bot.Bad, Text: say.Quote(fmt.Sprint(down.why))}},
			Footnote: say.S("certdesk tries again automatically. It reads a new token from its file without a restart."),
		})
		if !down.told && err == nil {
			p.leases.End(ctx, p.telling()) // somebody else may be able to
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down.told, p.down.ours = down.told, down.ours && down.told
}

// tellAdmin posts in the admin channel if that is on another platform; it is false
// where that should be tried again.
func (p *platform) tellAdmin(ctx context.Context, r bot.Reply) bool {
	to := p.admin
	if to == nil || to.Platform == p.name || !p.serves(to.Platform) {
		return true // there is nobody to tell
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	err := p.post(ctx, *to, r)
	if err != nil {
		p.log.Error("the admin channel could not be told", "error", err)
	}
	return err == nil
}

// back ends the outage.
func (p *platform) back(ctx context.Context) {
	select {
	case <-p.is.Load().adapter.Refusals(): // of before
	default:
	}
	p.mu.Lock()
	down := p.down
	p.down = nil
	p.mu.Unlock()
	p.log.Info("a platform lets certdesk in again", "platform", p.name, "after", p.now().Sub(down.since).Round(time.Second))
	if down.ours {
		p.leases.End(ctx, p.telling())
		p.tellAdmin(ctx, bot.Reply{Tone: bot.Good, Headline: say.S("certdesk works on {platform} again.", say.Term("platform", p.name.Traits().Name))})
	}
}
