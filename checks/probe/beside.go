package probe

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"certdesk/checks"
)

const (
	// headStart is how far the main conversation is ahead: its connection comes
	// first where a server counts, and a server that answers at once has shown
	// by then whether the plan fits.
	headStart = 5 * time.Millisecond
	// besideGrace is how long the side probes may take at least once the main
	// conversation is over.
	besideGrace = time.Second
)

// beside are the side probes of one plan. They are of use only if it turns out
// that the plan was right.
type beside struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when all of them have ended
	start  func()        // ends the head start
	over   chan struct{} // closed when the main conversation is over
	main   *checks.TLS   // what it saw; to be read after over

	mu       sync.Mutex
	answered bool // TLS was spoken
	versions map[checks.TLSVersion]bool
	noSNI    *checks.NoSNI
}

// roomBeside is how many side probes begin with the main conversation. Two of
// its connections remain for what it may still need.
const roomBeside = 3

// lookBeside starts the side probes, room of them at most: TLS 1.2 without a
// server name, and TLS 1.0 and 1.1 by themselves. SSL 3.0 is asked for where
// TLS 1.0 is spoken.
func (s *session) lookBeside(ctx context.Context, p plan, room int) *beside {
	ctx, cancel := context.WithCancel(ctx)
	started := make(chan struct{})
	b := &beside{
		cancel:   cancel,
		done:     make(chan struct{}),
		start:    sync.OnceFunc(func() { close(started) }),
		over:     make(chan struct{}),
		versions: map[checks.TLSVersion]bool{},
	}
	go func() {
		defer close(b.done)
		wait := time.NewTimer(headStart)
		defer wait.Stop()
		select {
		case <-ctx.Done():
			return
		case <-started:
		case <-wait.C:
		}
		questions := []func(){
			func() { s.askWithoutName(ctx, p, b) },
			func() { s.askVersion(ctx, p, b, tls.VersionTLS10) },
			func() { s.askVersion(ctx, p, b, tls.VersionTLS11) },
		}
		var wg sync.WaitGroup
		for _, question := range questions[:min(room, len(questions))] {
			wg.Go(question)
		}
		wg.Wait()
	}()
	return b
}

// hintBeside tells the side probes how the server began to speak.
func (s *session) hintBeside(p plan, first []byte) {
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
func (s *session) makeWay() {
	if s.beside != nil {
		s.beside.cancel()
		<-s.beside.done
	}
}

// answeredBeside tells whether a side probe has met TLS.
func (s *session) answeredBeside() bool {
	if s.beside == nil {
		return false
	}
	s.beside.mu.Lock()
	defer s.beside.mu.Unlock()
	return s.beside.answered
}

// ask puts one question. nil means that there was no answer in TLS; a refusal
// ends all other questions as well.
func (s *session) ask(ctx context.Context, p plan, b *beside, o offer, helloOnly bool) *flight {
	var a attempt
	conn := s.reach(ctx, p, watch{}, &a)
	if conn == nil {
		if a.Cause != checks.CauseNotSpecified {
			b.cancel()
		}
		return nil
	}
	defer conn.Close()
	f := readFlight(conn, o, helloOnly)
	var plain *notTLSError
	if errors.As(f.err, &plain) {
		b.cancel()
		return nil
	}
	if _, refused := f.alert(); refused || f.version != 0 {
		b.mu.Lock()
		b.answered = true
		b.mu.Unlock()
	}
	return f
}

// askVersion asks for one version by offering none above it.
func (s *session) askVersion(ctx context.Context, p plan, b *beside, version uint16) {
	f := s.ask(ctx, p, b, offer{best: version, serverName: s.request.ServerName}, true)
	b.learn(version, f)
	if version != tls.VersionTLS10 || f == nil {
		return
	}
	if f.version != tls.VersionTLS10 {
		if _, refused := f.alert(); refused {
			b.set(checks.SSL3, false) // it would have been chosen
		}
		return
	}
	if b.await(ctx) == nil {
		return
	}
	b.learn(versionSSL3, s.ask(ctx, p, b, offer{best: versionSSL3}, true))
}

// learn enters what the answer to an offer tells of versions. An answer that is
// neither a ServerHello nor an alert tells nothing.
func (b *beside) learn(best uint16, f *flight) {
	if f == nil {
		return
	}
	const protocolVersion, unrecognizedName = 70, 112
	alert, refused := f.alert()
	if f.version == 0 && (!refused || alert == 0 || alert == unrecognizedName) {
		return
	}
	for _, v := range allVersions {
		switch {
		case v > best || v < f.version:
		case v == f.version:
			b.set(versionName(v), true)
		case f.version != 0 || v == best || alert == protocolVersion:
			b.set(versionName(v), false)
		}
	}
}

// set notes whether a version is spoken. That it was spoken once outweighs
// every refusal.
func (b *beside) set(version checks.TLSVersion, spoken bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.versions[version] = spoken || b.versions[version]
}

// await waits for the end of the main conversation and returns what it saw;
// nil if that is not worth another question.
func (b *beside) await(ctx context.Context) *checks.TLS {
	select {
	case <-ctx.Done():
		return nil
	case <-b.over:
	}
	if b.main == nil || len(b.main.Certificates) == 0 {
		return nil
	}
	return b.main
}

// askWithoutName asks for TLS 1.2 without a server name. An answer settles both
// questions, that for the version and that for the name. A refusal may be owed
// to either, so the other is asked alone.
func (s *session) askWithoutName(ctx context.Context, p plan, b *beside) {
	name := s.request.ServerName
	unnamed := offer{best: tls.VersionTLS12}
	f := s.ask(ctx, p, b, unnamed, name == "")
	if f == nil {
		return
	}
	alert, refused := f.alert()
	const protocolVersion = 70
	if f.version != 0 || refused && alert == protocolVersion || name == "" {
		b.learn(tls.VersionTLS12, f)
	}
	if name == "" || f.version == 0 && !refused && !f.closed() {
		return
	}
	main := b.await(ctx)
	if main == nil {
		return
	}
	switch {
	case f.version != 0:
	case refused && alert == protocolVersion:
		f = s.ask(ctx, p, b, offer{best: tls.VersionTLS13}, false)
	case main.Version == checks.TLS12:
		if !refused {
			f = s.ask(ctx, p, b, unnamed, false) // once more: it may have been chance
		}
	default:
		named := s.ask(ctx, p, b, offer{best: tls.VersionTLS12, serverName: name}, true)
		b.learn(tls.VersionTLS12, named)
		switch {
		case named == nil:
			return
		case named.version == 0: // no TLS 1.2 at all: the name was not the matter
			f = s.ask(ctx, p, b, offer{best: tls.VersionTLS13}, false)
		case !refused:
			f = s.ask(ctx, p, b, unnamed, false)
		}
	}
	if noSNI := f.withoutName(name, main); noSNI != nil {
		b.mu.Lock()
		b.noSNI = noSNI
		b.mu.Unlock()
	}
}

// withoutName words the answer to a ClientHello without a server name.
func (f *flight) withoutName(name string, main *checks.TLS) *checks.NoSNI {
	if f == nil {
		return nil
	}
	alert, refused := f.alert()
	if len(f.chain) == 0 {
		if f.version == 0 && (refused || f.closed()) {
			return &checks.NoSNI{Failed: true, Alert: alert}
		}
		return nil
	}
	sum := sha256.Sum256(f.chain[0])
	out := &checks.NoSNI{LeafSHA256: hex.EncodeToString(sum[:])}
	if string(f.chain[0]) != string(main.Certificates[0]) {
		leaf, err := x509.ParseCertificate(f.chain[0])
		out.OtherName = err == nil && leaf.VerifyHostname(name) != nil
	}
	return out
}

// finishBeside waits for the answers as long as the main conversation has made
// reasonable, and enters them into the observation. Where the server turned out
// to speak otherwise than planned, the questions are put only now.
func (s *session) finishBeside(ctx context.Context, planned plan, a *attempt) {
	b := s.beside
	actual := plan{mode: a.Mode}
	if a.Mode == checks.ModeSTARTTLS {
		actual.protocol = a.Protocol
	}
	if a.Outcome != checks.OutcomeTLS || actual != planned {
		s.makeWay()
		if a.Outcome != checks.OutcomeTLS {
			return
		}
		b = s.lookBeside(ctx, actual, maxConnections-int(s.connections.Load()))
	}
	b.main = a.TLS
	b.start()
	close(b.over)
	grace := time.NewTimer(max(besideGrace, 2*a.Timing.Total))
	defer grace.Stop()
	select {
	case <-b.done:
	case <-grace.C:
	}
	b.cancel()
	<-b.done
	a.Versions = a.versionsOf()
	for version, spoken := range b.versions {
		a.Versions[version] = spoken || a.Versions[version]
	}
	a.NoSNI = b.noSNI
}
