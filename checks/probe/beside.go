package probe

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/checks"
)

const (
	// headStart is how far the main conversation is ahead, behind a proxy from when
	// it is connected: its connection comes first where a server counts, and a
	// server that answers at once has shown by then whether the plan fits.
	headStart = 5 * time.Millisecond
	// besideGrace is how long the side probes may take at least once the main
	// conversation is over.
	besideGrace = time.Second
	// keyGrace is the least for those about certificates: a certificate that was
	// not seen may be a bad one, and a server may have to start a process for each
	// connection first. See scan.grace.
	keyGrace = 5 * time.Second
)

// beside are the side probes of one plan. They are of use only if it turns out
// that the plan was right.
type beside struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when all of them have ended
	head   *time.Timer   // the head start
	start  func()        // ends the head start

	asked     atomic.Bool // the first one is under way
	connected atomic.Bool // one of them was let in
	gone      atomic.Bool // all of them have made way
	minded    atomic.Bool // one was turned away, so that the others were given up

	mu       sync.Mutex
	waiting  []*tap   // for the server's first words
	atOnce   bool     // there will be none: the port speaks TLS at once
	answers  []answer // in the order in which they came
	versions map[checks.TLSVersion]bool
}

// answer is what one question brought.
type answer struct {
	offer offer
	alone bool // asked with nothing beside it
	// flight is nil where TLS was not reached; ended then tells how far it came.
	flight *flight
	ended  attempt
	// cut: it was given up for the sake of the others before its time was over.
	cut bool
}

// roomBeside is how many side probes begin with the main conversation, where
// the plan was asked for or is the port's convention; one connection then
// remains for what an answer makes necessary. A guess leaves more of them.
const (
	roomBeside      = 4
	roomBesideGuess = 2
)

// questions are what is asked beside the main conversation, the most telling
// ones first.
func (s *scan) questions() []offer {
	name := s.request.ServerName
	return []offer{
		{best: tls.VersionTLS13, serverName: name, key: ecdsaKey},
		{best: tls.VersionTLS12}, // without a name, whatever the key
		{best: tls.VersionTLS12, serverName: name, key: rsaKey},
		{best: tls.VersionTLS11, serverName: name},
	}
}

// helloOnly tells whether an offer asks for the version alone: mail clients
// have given up what is below TLS 1.2.
func (o offer) helloOnly() bool { return o.best < tls.VersionTLS12 }

// lookBeside starts the side probes, room of them at most. The rest is asked
// by finishBeside.
func (s *scan) lookBeside(ctx context.Context, p plan, room int) *beside {
	ctx, cancel := context.WithCancel(ctx)
	started := make(chan struct{})
	b := &beside{
		cancel:   cancel,
		done:     make(chan struct{}),
		head:     time.NewTimer(headStart),
		start:    sync.OnceFunc(func() { close(started) }),
		versions: map[checks.TLSVersion]bool{},
	}
	if s.request.Proxied {
		b.head.Stop() // until the main conversation is connected
	}
	go func() {
		defer close(b.done)
		defer b.head.Stop()
		select {
		case <-ctx.Done():
			return
		case <-started:
		case <-b.head.C:
		}
		s.askAll(ctx, p, b, s.questions(), room)
	}()
	return b
}

// askAll puts questions side by side, room of them at most.
func (s *scan) askAll(ctx context.Context, p plan, b *beside, questions []offer, room int) {
	var wg sync.WaitGroup
	for _, o := range questions[:max(0, min(room, len(questions)))] {
		wg.Go(func() { s.ask(ctx, p, b, o) })
	}
	wg.Wait()
}

// connectedBeside tells the side probes that the main conversation has its
// connection. They wait for that behind a proxy: it answers in an order of its own,
// and where it allows few connections none of ours may take the place of this one.
func (s *scan) connectedBeside() {
	if s.beside != nil && s.request.Proxied {
		s.beside.head.Reset(headStart)
	}
}

// hintBeside tells the side probes how the server began to speak.
func (s *scan) hintBeside(p plan, first []byte) {
	if s.beside == nil {
		return
	}
	if p.mode == checks.ModeTLS && !isRecord(first) || p.mode == checks.ModeSTARTTLS && isRecord(first) {
		s.beside.cancel()
		return
	}
	s.beside.start()
}

// makeWay ends the side probes and waits until their connections are closed.
func (s *scan) makeWay() {
	if s.beside != nil {
		s.beside.cancel()
		<-s.beside.done
		s.beside.gone.Store(true)
	}
}

// waitBeside waits a while until the side probes have ended by themselves: what
// they saw tells why the main conversation failed.
func (s *scan) waitBeside(ctx context.Context) {
	if s.beside == nil {
		return
	}
	grace := time.NewTimer(besideGrace)
	defer grace.Stop()
	select {
	case <-ctx.Done():
	case <-s.beside.done:
	case <-grace.C:
	}
}

// ask puts one question and enters the answer. A refusal of the conversation
// ends all other questions as well.
func (s *scan) ask(ctx context.Context, p plan, b *beside, o offer) answer {
	return s.put(ctx, p, b, answer{offer: o})
}

func (s *scan) put(ctx context.Context, p plan, b *beside, got answer) answer {
	o := got.offer
	b.asked.Store(true)
	conn := s.reach(ctx, p, trace{connected: func(time.Duration) { b.connected.Store(true) }, turned: b.turned}, &got.ended)
	if conn == nil {
		switch got.ended.Outcome {
		case checks.OutcomeUnreachable, checks.OutcomeRefused:
			if got.ended.Cause != checks.CauseNotSpecified {
				if !got.silent() {
					b.minded.Store(true)
				}
				b.cancel()
			}
		}
		b.note(got)
		return got
	}
	defer conn.Close()
	f := readFlight(conn, o, o.helloOnly())
	var plain *notTLSError
	if errors.As(f.err, &plain) {
		got.ended.Outcome, got.ended.Greeting = checks.OutcomeNotTLS, firstLine(plain.got)
	} else {
		got.flight = f
	}
	if got.alone { // the next one waits until this one no longer counts
		conn.leave()
	}
	b.note(got)
	return got
}

// turned waits for the first words of a server that should speak first, and tells
// whether it became known meanwhile that it speaks TLS at once. The connection, on
// which nobody has said anything, then does for that.
func (b *beside) turned(conn *tap) bool {
	b.mu.Lock()
	atOnce := b.atOnce
	if !atOnce {
		b.waiting = append(b.waiting, conn)
	}
	b.mu.Unlock()
	if atOnce {
		return true
	}
	conn.await()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = slices.DeleteFunc(b.waiting, func(other *tap) bool { return other == conn })
	if !b.atOnce || len(conn.ahead) > 0 {
		return false
	}
	conn.SetReadDeadline(conn.last)
	return true
}

// turn tells those who wait that the port speaks TLS at once.
func (b *beside) turn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.atOnce = true
	for _, conn := range b.waiting {
		conn.SetReadDeadline(time.Unix(1, 0))
	}
}

// note enters an answer.
func (b *beside) note(a answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	a.cut = !a.alone && b.minded.Load() && a.silent()
	b.answers = append(b.answers, a)
	if a.flight != nil {
		b.learn(a.offer, a.flight)
	}
}

// all are the answers so far.
func (b *beside) all() []answer {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.answers)
}

// unanswered are the questions about certificates, put with the server's name,
// that were left without a word. A refusal is an answer, and so is a certificate
// where the rest stayed away; that there was no connection left is none.
func (b *beside) unanswered(name string) []checks.Hello {
	var out []checks.Hello
	for _, a := range b.all() {
		if o := a.offer; !o.helloOnly() && o.serverName == name && o.key != anyKey && a.silent() && a.ended.Cause != checks.CauseCutShort && !a.cut && !b.answered(o) {
			if hello := (checks.Hello{Version: versionName(o.best), Key: string(o.key)}); !slices.Contains(out, hello) {
				out = append(out, hello)
			}
		}
	}
	return out
}

// answered tells whether an offer got an answer at any time.
func (b *beside) answered(o offer) bool {
	return slices.ContainsFunc(b.all(), func(a answer) bool {
		return a.offer.like(o) && !a.silent()
	})
}

// forgetSilent drops the questions that got no answer, so that they are put again.
func (b *beside) forgetSilent() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answers = slices.DeleteFunc(b.answers, func(a answer) bool { return a.silent() })
}

// silent tells whether the time ended before the server answered or refused.
func (a *answer) silent() bool {
	if a.flight != nil {
		return a.leaf() == nil && isTimeout(a.flight.err)
	}
	switch a.ended.Cause {
	case checks.CauseTimeout, checks.CauseSilent, checks.CauseCutShort:
		return true
	}
	return false
}

// to is the answer to an offer; nil if it was not asked.
func (b *beside) to(o offer) *answer {
	all := b.all()
	for i := range all {
		if all[i].offer.like(o) {
			return &all[i]
		}
	}
	return nil
}

// Alerts that tell something of the question.
const (
	alertProtocolVersion  = 70
	alertUnrecognizedName = 112
)

// spoke tells whether the server answered in TLS.
func (a *answer) spoke() bool {
	if a == nil || a.flight == nil {
		return false
	}
	_, refused := a.flight.alert()
	return refused || a.flight.version != 0
}

// leaf is the first certificate of the answer; nil if none came.
func (a *answer) leaf() []byte {
	if a == nil || a.flight == nil || len(a.flight.chain) == 0 {
		return nil
	}
	return a.flight.chain[0]
}

// answeredBeside tells whether a side probe has met TLS.
func (s *scan) answeredBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool { return a.spoke() })
}

// greetedBeside tells whether a side probe was spoken to in the planned protocol.
func (s *scan) greetedBeside() bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool { return a.ended.Protocol != "" })
}

// clearTextBeside is the first line of what a side probe heard in clear where TLS was
// due; "" if none did, or met TLS: then it was another server, or a full one.
func (s *scan) clearTextBeside(ctx context.Context) string {
	s.waitBeside(ctx)
	greeting := ""
	for _, a := range s.beside.all() {
		switch {
		case a.spoke():
			return ""
		case a.ended.Outcome == checks.OutcomeNotTLS && !turnsAway(a.ended.Greeting):
			greeting = cmp.Or(greeting, a.ended.Greeting)
		}
	}
	return greeting
}

// flightBeside is what a side probe read of a server whose best version is not
// above the given one; nil if nothing. Where connections have run out it stands
// for one more.
func (s *scan) flightBeside(best uint16) *flight {
	var found *flight
	for _, a := range s.beside.all() {
		if a.leaf() != nil && a.flight.version <= best && (found == nil || a.offer.key == anyKey) {
			found = a.flight
		}
	}
	return found
}

// learn enters what the answer to an offer tells of versions. An answer that is
// neither a ServerHello nor an alert tells nothing, nor does a refusal that may
// be owed to the key or the name.
func (b *beside) learn(o offer, f *flight) {
	alert, refused := f.alert()
	narrow := o.key != anyKey || o.windows || o.best == tls.VersionTLS12 && o.serverName == ""
	if f.version == 0 && (!refused || alert == 0 || alert == alertUnrecognizedName || narrow && alert != alertProtocolVersion) {
		return
	}
	for _, v := range allVersions {
		switch {
		case v > o.best || v < f.version:
		case v == f.version:
			b.set(versionName(v), true)
		case f.version != 0 || v == o.best || alert == alertProtocolVersion:
			b.set(versionName(v), false)
		}
	}
	if f.version == 0 && o.best == tls.VersionTLS10 {
		b.set(checks.SSL3, false) // it would have been chosen
	}
}

// set notes whether a version is spoken. That it was spoken once outweighs
// every refusal.
func (b *beside) set(version checks.TLSVersion, spoken bool) {
	b.versions[version] = spoken || b.versions[version]
}

// knows tells whether it was learnt if a version is spoken.
func (b *beside) knows(version checks.TLSVersion) (spoken, known bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	spoken, known = b.versions[version]
	return spoken, known
}
