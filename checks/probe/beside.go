package probe

import (
	"context"
	"crypto/tls"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
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
	offer rawtls.Offer
	alone bool // asked with nothing beside it
	// flight is nil where TLS was not reached; ended then tells how far it came.
	flight *rawtls.Flight
	ended  attempt
	// cut: it was given up for the sake of the others before its time was over.
	cut bool
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
		if o := a.offer; !o.HelloOnly() && o.ServerName == name && o.Key != rawtls.AnyKey && a.silent() && a.ended.Cause != checks.CauseCutShort && !a.cut && !b.answered(o) {
			if hello := (checks.Hello{Version: rawtls.VersionName(o.Best), Key: string(o.Key)}); !slices.Contains(out, hello) {
				out = append(out, hello)
			}
		}
	}
	return out
}

// answered tells whether an offer got an answer at any time.
func (b *beside) answered(o rawtls.Offer) bool {
	return slices.ContainsFunc(b.all(), func(a answer) bool {
		return a.offer.Like(o) && !a.silent()
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
		return a.leaf() == nil && a.flight.Late()
	}
	switch a.ended.Cause {
	case checks.CauseTimeout, checks.CauseSilent, checks.CauseCutShort:
		return true
	}
	return false
}

// to is the answer to an offer; nil if it was not asked.
func (b *beside) to(o rawtls.Offer) *answer {
	all := b.all()
	for i := range all {
		if all[i].offer.Like(o) {
			return &all[i]
		}
	}
	return nil
}

// spoke tells whether the server answered in TLS.
func (a *answer) spoke() bool {
	if a == nil || a.flight == nil {
		return false
	}
	_, refused := a.flight.Alert()
	return refused || a.flight.Version != 0
}

// leaf is the first certificate of the answer; nil if none came.
func (a *answer) leaf() []byte {
	if a == nil || a.flight == nil || len(a.flight.Chain) == 0 {
		return nil
	}
	return a.flight.Chain[0]
}

// learn enters what the answer to an offer tells of versions. An answer that is
// neither a ServerHello nor an alert tells nothing, nor does a refusal that may
// be owed to the key or the name.
func (b *beside) learn(o rawtls.Offer, f *rawtls.Flight) {
	alert, refused := f.Alert()
	narrow := o.Key != rawtls.AnyKey || o.Windows || o.Best == tls.VersionTLS12 && o.ServerName == ""
	if f.Version == 0 && (!refused || alert == 0 || alert == rawtls.AlertUnrecognizedName || narrow && alert != rawtls.AlertProtocolVersion) {
		return
	}
	for _, v := range rawtls.Versions() {
		switch {
		case v > o.Best || v < f.Version:
		case v == f.Version:
			b.set(rawtls.VersionName(v), true)
		case f.Version != 0 || v == o.Best || alert == rawtls.AlertProtocolVersion:
			b.set(rawtls.VersionName(v), false)
		}
	}
	if f.Version == 0 && o.Best == tls.VersionTLS10 {
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

// refusedFor tells whether the answer was this alert.
func (a *answer) refusedFor(number uint8) bool {
	if a == nil || a.flight == nil {
		return false
	}
	alert, refused := a.flight.Alert()
	return refused && alert == number
}
