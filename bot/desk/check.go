package desk

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/say"
)

func (x *exchange) check(ctx context.Context, c command.Check) error {
	question := bot.Question{Target: c.Target, Zone: c.Zone}
	if sentence := x.desk.forbidden(question); !sentence.Empty() {
		return x.refuse(ctx, sentence)
	}
	x.private = x.audience(c)
	a, cached, err := x.ask(ctx, question, c.Fresh)
	if err != nil {
		return x.failed(ctx, err)
	}
	if sentence := notAllowed(a); !sentence.Empty() {
		return x.refuse(ctx, sentence)
	}
	r := x.answerTo(ctx, a, cached)
	if i := a.Worst(); c.Admin && i >= 0 {
		r = x.forAdmin(a, i)
	}
	r.Audience = x.private
	return x.reply(ctx, r)
}

// notAllowed is the sentence for an answer in which policy forbade every address,
// nothing for any other: nothing was dialled, so there is nothing to tell.
func notAllowed(a *bot.Answer) say.Text {
	if len(a.Reports) == 0 {
		return nil
	}
	for i := range a.Reports {
		for _, e := range a.Reports[i].Endpoints {
			if e.Untested != checks.CauseNotAllowed {
				return nil
			}
		}
		if len(a.Reports[i].Endpoints) == 0 {
			return nil
		}
	}
	r := &a.Reports[0]
	address := r.Endpoints[0].Address
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	return dialpolicy.NotAllowed(r.Target.Host, address)
}

// forbidden tells why a question may not be asked, nothing if it may. Addresses are
// judged where they are dialled: what is inner to this network may be open to
// the workers of a zone.
func (d *Desk) forbidden(q bot.Question) say.Text {
	if q.Zone == "" || q.Zone == zone.Here {
		return d.dialPolicy.Target(q.Target)
	}
	return d.dialPolicy.TargetElsewhere(q.Target)
}

// audience: a command is answered to the asker, who may share it; what was
// asked aloud is answered aloud.
func (x *exchange) audience(c command.Check) bot.Audience {
	switch {
	case c.Said:
		return c.Audience
	case x.q.Kind == bot.Command && x.q.Place.Platform.Traits().Private:
		return bot.Asker
	}
	return bot.Everyone
}

// failed tells why there is no answer.
func (x *exchange) failed(ctx context.Context, err error) error {
	var sentence *Sentence
	if errors.As(err, &sentence) {
		return x.refuse(ctx, sentence.Text)
	}
	var refusal *zone.Refusal
	if errors.As(err, &refusal) {
		return x.refuse(ctx, refusal.Text)
	}
	var busy *admission.Busy
	if errors.As(err, &busy) {
		return x.refuse(ctx, x.busy(busy))
	}
	x.desk.log.Error("a check failed", "error", err, "request", x.q.ID)
	x.audit(ctx, "failed", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
		Headline: say.Join(say.S("Something went wrong in certdesk, not on the server."),
			say.S("Please try again. If it happens again, tell your certdesk administrator."))})
}

// busy says why there was no room, and when there will be.
func (x *exchange) busy(b *admission.Busy) say.Text {
	if b.Silent {
		return say.Join(say.S("certdesk is busy with many questions, and this server did not answer immediately."), again(b.Again))
	}
	return say.Join(say.S("certdesk is busy with many questions."), again(b.Again))
}

// Sentence is an error that is said to the asker as it is.
type Sentence struct{ Text say.Text }

// Error is the sentence in English, for logs.
func (s *Sentence) Error() string { return s.Text.String() }

// said is what an error says to the asker. That of a package that reads what
// people type is a sentence.
func said(err error) say.Text {
	var sentence *Sentence
	if errors.As(err, &sentence) {
		return sentence.Text
	}
	var typed interface{ Said() say.Text }
	if errors.As(err, &typed) {
		return typed.Said()
	}
	return say.S("Something went wrong in certdesk, not on the server. Please ask again.")
}

// diagnosis is the first screen of an answer and its buttons.
func (x *exchange) diagnosis(ctx context.Context, a *bot.Answer, cached bool) bot.Reply {
	a = x.toReader(ctx, a)
	shown := *a
	shown.Reports = append([]checks.Report(nil), a.Reports...)
	if cached {
		age := int(x.desk.now().Sub(a.At).Seconds())
		for i := range shown.Reports {
			shown.Reports[i].Cached, shown.Reports[i].AgeS = true, max(age, 0)
		}
	}
	form := answer.Several
	if a.Question.Zone == zone.All {
		form = answer.Zones
	}
	r := form(&shown)
	r.Actions = x.actions(a)
	return r
}

// ask answers a question: with what is known, or by a check that all who ask
// at the same time share. While it lasts the asker is told so.
func (x *exchange) ask(ctx context.Context, q bot.Question, fresh bool) (a *bot.Answer, cached bool, err error) {
	if !fresh {
		a, err := x.desk.answers.Current(ctx, q)
		x.unkept(err)
		if a != nil {
			x.desk.log.DebugContext(ctx, "cached", "target", bot.TargetName(q.Target), "answer", a.ID)
			x.auditAnswer("cached", a)
			return a, true, nil
		}
	}
	if x.desk.closing.none.Load() {
		return nil, false, errEnding()
	}
	f := x.join(ctx, q, fresh)
	err = x.await(ctx, f)
	if err == nil && f.open.Load() {
		// In a crowd: where there is no room that will be said right now, and to say
		// first that the server is being checked would be wrong.
		err = x.await(ctx, f)
	}
	if err == nil && !f.over() {
		err = x.meanwhile(ctx, q, f)
	}
	if err != nil {
		return nil, false, err
	}
	x.storeAway = x.storeAway || f.storeAway
	if f.err != nil {
		return nil, false, f.err
	}
	x.auditAnswer("answered", f.answer)
	return f.answer, f.cached, nil
}

// await waits for a check, for as long as ProgressAfter.
func (x *exchange) await(ctx context.Context, f *flight) error {
	timer := time.NewTimer(x.desk.progressAfter)
	defer timer.Stop()
	select {
	case <-f.done:
	case <-timer.C:
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// meanwhile says that a check is under way, and what is known so far once there
// is something, until the check is done.
func (x *exchange) meanwhile(ctx context.Context, q bot.Question, f *flight) error {
	tell := func(r bot.Reply) {
		r.Working = true
		if err := x.reply(ctx, r); err != nil {
			x.desk.log.Warn("saying that a check is under way", "error", err, "request", x.q.ID)
		}
	}
	looked := f.looked
	if x.q.Kind == bot.ButtonAction || x.q.Kind == bot.FormSubmission {
		looked = nil // what was pressed is replaced once
	}
	// Said even where a first look is there already: where a first word cannot
	// be edited, it stays, and must not read as a second answer.
	first := bot.Reply{Headline: say.S("Checking {host} …", say.Host("host", bot.TargetName(q.Target)))}
	if before := f.before.Load(); before > 0 {
		first.Footnote = say.S("Questions before yours: {n}.", say.Count("n", int(before)))
	}
	tell(first)
	select {
	case <-f.done:
		return nil
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	case <-looked:
	}
	r := answer.Several(x.toReader(ctx, f.first))
	r.Audience = x.private
	r.Footnote = firstLookNote()
	tell(r)
	select {
	case <-f.done:
		return nil
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// firstLookNote stands below what is known before all is.
func firstLookNote() say.Text {
	return say.Join(say.S("This is a quick first result."), say.S("The full result follows in a few seconds."))
}

func verdictOf(a *bot.Answer) checks.Verdict {
	if i := a.Worst(); i >= 0 {
		return a.Reports[i].Verdict
	}
	return ""
}

// flight is a check under way. Its fields are set when done is closed.
type flight struct {
	end       context.CancelFunc // of the check, before its time
	done      chan struct{}
	answer    *bot.Answer
	cached    bool
	err       error
	storeAway bool

	// before is how many questions were before this one when it had to wait; open
	// is set while it is not known whether there is room for it.
	before atomic.Int64
	open   atomic.Bool
	// looked is closed when first is set: what is known before all is.
	looked chan struct{}
	first  *bot.Answer
}

// over tells whether it has ended.
func (f *flight) over() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// join joins the check of a question that is under way, or begins one, which
// takes nothing that is known already if it is to be fresh. It goes on when the
// asker has gone: others may wait for it.
func (x *exchange) join(ctx context.Context, q bot.Question, fresh bool) *flight {
	key := q.Key()
	x.desk.mu.Lock()
	defer x.desk.mu.Unlock()
	if f := x.desk.underWay[key]; f != nil {
		x.desk.log.DebugContext(ctx, "joined a check under way", "target", bot.TargetName(q.Target))
		return f
	}
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), x.desk.timeout)
	f := &flight{end: end, done: make(chan struct{}), looked: make(chan struct{})}
	x.desk.underWay[key] = f
	if x.desk.closing.told.Load() {
		end()
	}
	d := x.desk
	d.working.Go(func() {
		defer func() {
			d.mu.Lock()
			delete(d.underWay, key)
			d.mu.Unlock()
			close(f.done)
		}()
		defer end()
		d.fly(ctx, q, key, fresh, f)
	})
	return f
}

// progress is how a check tells its flight what becomes of it.
func (f *flight) progress() bot.Progress {
	var once sync.Once
	return bot.Progress{
		FirstLook: func(a *bot.Answer) {
			once.Do(func() {
				f.first = a
				close(f.looked)
			})
		},
		Queued:  func(before int) { f.before.Store(int64(before)) },
		Crowded: f.open.Store,
	}
}

// keepTimeout bounds the keeping of an answer.
const keepTimeout = 5 * time.Second

// pollEvery is how often it is looked whether another process has the answer.
const pollEvery = 100 * time.Millisecond

func (d *Desk) fly(ctx context.Context, q bot.Question, key string, fresh bool, f *flight) {
	mine := d.turn(ctx, q, key, fresh, f)
	if mine {
		defer d.flights.End(context.WithoutCancel(ctx), key) // the lease ends anyway
	}
	if f.answer != nil || f.err != nil {
		return
	}
	if wait := d.limits.Check(ctx, q.Target.Host); wait > 0 {
		f.err = &Sentence{say.Join(say.S("{host} was checked many times in the last few minutes.", say.Host("host", q.Target.Host)), again(wait))}
		return
	}
	a, err := d.checker.Check(ctx, q, f.progress())
	if err == nil && errors.Is(ctx.Err(), context.Canceled) {
		err = errEnding() // it was cut off: what was not seen is not the server's fault
	}
	if err != nil {
		f.err = err
		return
	}
	a.ID, a.Question, a.At = d.newID(), q, d.now()
	f.answer = a
	// The check may have used up its own time; its buttons need the answer.
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTimeout)
	defer cancel()
	if err := d.answers.KeepAnswer(within, a, d.life(a)); err != nil {
		f.storeAway = true
		d.outage.failed(ctx, d.log, "an answer was not kept", err)
	}
}

// turn waits until nobody else is at a check, or has answered it: then f has
// the answer. mine is false where the store cannot tell.
func (d *Desk) turn(ctx context.Context, q bot.Question, key string, fresh bool, f *flight) (mine bool) {
	began := d.now()
	for waited := false; ; waited = true {
		mine, err := d.flights.Begin(ctx, key, d.timeout)
		if err != nil {
			f.storeAway = true
			return false
		}
		// Another process is at it, or was until a moment ago. What it finds is the
		// answer; if it dies, its lease ends and the work is ours.
		if waited || !fresh {
			a, err := d.answers.Current(ctx, q)
			if err == nil && a != nil && (!fresh || !a.At.Before(began.Add(-time.Second))) {
				f.answer, f.cached = a, true
				return mine
			}
		}
		if mine {
			return true
		}
		select {
		case <-ctx.Done():
			f.err = ctx.Err()
			return false
		case <-time.After(pollEvery):
		}
	}
}

// life is how long an answer is good for: never past the end of a certificate.
func (d *Desk) life(a *bot.Answer) time.Duration {
	life := d.ttls.Trusted
	for i := range a.Reports {
		r := &a.Reports[i]
		switch r.Verdict {
		case checks.VerdictTrusted:
		case checks.VerdictUnreachable, checks.VerdictUnknown:
			life = min(life, d.ttls.Unreachable)
		default:
			life = min(life, d.ttls.Faulty)
		}
		if r.Certificate != nil && r.Certificate.NotAfter.After(a.At) {
			life = min(life, r.Certificate.NotAfter.Sub(a.At))
		}
	}
	return max(life, time.Second)
}
