package probe

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// finishBeside waits for the answers as long as the main conversation has made
// reasonable, asks what they make necessary, and enters all of it into the
// observation. Where the server turned out to speak otherwise than planned, the
// questions are put only now.
func (s *scan) finishBeside(ctx context.Context, planned plan, a *attempt) {
	actual := plan{mode: a.Mode}
	if a.Mode == checks.ModeSTARTTLS {
		actual.protocol = a.Protocol
	}
	switch {
	case a.Outcome != checks.OutcomeTLS:
		s.makeWay()
		return
	case planned.fits(actual) && !a.guessed:
	case actual.mode == checks.ModeTLS && speaksFirst(planned.protocol) && !s.beside.gone.Load() && !s.minded():
		s.beside.turn()
	default:
		s.makeWay()
		s.beside = s.lookBeside(ctx, actual, s.room())
	}
	b := s.beside
	b.start()
	if b.gone.Load() { // they made way before they had their time
		b.forgetSilent()
	}
	answered := s.await(ctx, a.took())
	if answered {
		s.askRest(ctx, actual, a)
	}
	s.askKeysAlone(ctx, actual, a)
	if answered && len(a.TLS.Certificates) > 0 {
		s.askUnnamedAlone(ctx, actual, a)
	}
	if (answered || s.keysAnswered()) && len(a.TLS.Certificates) > 0 {
		s.askFurther(ctx, actual, a, answered)
	}
	b.cancel()
	<-b.done
	a.Unanswered = b.unanswered(s.request.ServerName)
	if planned.fits(actual) || b.atOnce || s.guesses() { // else the port's own fault is told
		a.Unasked, a.WindowsUnknown = s.unasked(a), s.windowsUnknown(a.TLS)
	}
	a.Refused, a.RefusesWindows = s.refusedLike(a), b.refusesWindows(a.TLS)
	a.Versions = a.versionsOf()
	for version, spoken := range b.versions {
		a.Versions[version] = spoken || a.Versions[version]
	}
	a.Others = b.handshakes(s.request.ServerName, a.TLS)
	if a.Otherwise == nil {
		a.Otherwise = b.otherwise()
	}
}

// await waits until the side probes have ended, and tells whether they have: for
// those about certificates longer than for the others. took is how long the main
// conversation was.
func (s *scan) await(ctx context.Context, took time.Duration) bool {
	all := time.NewTimer(s.grace(ctx, took, false))
	defer all.Stop()
	last := time.NewTimer(s.grace(ctx, took, true))
	defer last.Stop()
	tick := time.NewTicker(besideGrace / 10)
	defer tick.Stop()
	enough := false // the others have had their time
	for {
		select {
		case <-s.beside.done:
			return true
		case <-all.C:
			enough = true
		case <-tick.C:
		case <-last.C:
			return false
		case <-ctx.Done():
			return false
		}
		if enough && s.keysAnswered() {
			return false
		}
	}
}

// keysAnswered tells whether every question about certificates has its answer.
func (s *scan) keysAnswered() bool {
	for _, o := range s.questions() {
		if !o.HelloOnly() && s.beside.to(o) == nil {
			return false
		}
	}
	return true
}

// askRest puts the questions that had no room beside the main conversation, those
// about certificates first that it has not shown.
func (s *scan) askRest(ctx context.Context, p plan, a *attempt) {
	var unasked []rawtls.Offer
	for _, o := range s.questions() {
		if s.beside.to(o) == nil {
			unasked = append(unasked, o)
		}
	}
	if len(unasked) == 0 || len(a.TLS.Certificates) == 0 || s.minded() {
		return
	}
	missing := s.keyQuestions(a)
	slices.SortStableFunc(unasked, func(o, other rawtls.Offer) int {
		switch first, second := slices.ContainsFunc(missing, o.Like), slices.ContainsFunc(missing, other.Like); {
		case first == second:
			return 0
		case first:
			return -1
		}
		return 1
	})
	t, cancel := s.shares(ctx, a)
	defer cancel()
	var wg sync.WaitGroup
	for _, o := range unasked[:min(s.room(), len(unasked))] {
		wg.Go(func() { s.ask(t.of(o), p, s.beside, o) })
	}
	wg.Wait()
}

// shares are the times that further questions share: one for those about
// certificates and one for the others.
type shares struct{ keys, others context.Context }

func (s *scan) shares(ctx context.Context, a *attempt) (shares, context.CancelFunc) {
	keys, cancel := context.WithTimeout(ctx, s.grace(ctx, a.took(), true))
	others, cancelOthers := context.WithTimeout(ctx, s.grace(ctx, a.took(), false))
	return shares{keys, others}, func() { cancelOthers(); cancel() }
}

func (t shares) of(o rawtls.Offer) context.Context {
	if o.HelloOnly() || o.ServerName == "" {
		return t.others
	}
	return t.keys
}

// askFurther asks what the first answers left open, the most important first, and
// learns what the server does without a name. versions is false where the server was
// late with an answer about its versions: it is asked for no more of them.
func (s *scan) askFurther(ctx context.Context, p plan, a *attempt, versions bool) {
	t, cancel := s.shares(ctx, a)
	defer cancel()
	for s.room() > 0 && !s.minded() {
		next, more := s.nextQuestion(a)
		if !more || next.HelloOnly() && !versions || s.beside.to(next) != nil || t.of(next).Err() != nil {
			break
		}
		s.ask(t.of(next), p, s.beside, next)
	}
	if s.request.ServerName != "" {
		a.NoSNI = s.withoutName(a.TLS)
	}
}

// minded tells whether the server turned a side probe away.
func (s *scan) minded() bool {
	for _, a := range s.beside.all() {
		switch a.ended.Outcome {
		case checks.OutcomeUnreachable:
			if a.ended.Cause != checks.CauseNotSpecified {
				return true
			}
		case checks.OutcomeRefused, checks.OutcomeNotTLS:
			return true
		}
	}
	return false
}

// nextQuestion is what is worth one more connection.
func (s *scan) nextQuestion(a *attempt) (rawtls.Offer, bool) {
	b, name := s.beside, s.request.ServerName
	rsa13 := rawtls.Offer{Best: tls.VersionTLS13, ServerName: name, Key: rawtls.RSAKey}
	rsa12 := b.to(rawtls.Offer{Best: tls.VersionTLS12, ServerName: name, Key: rawtls.RSAKey})
	ecdsaMain := a.TLS.Version == checks.TLS13 && rawtls.KeyTypeOf(a.TLS.Certificates) != rawtls.RSAKey
	if ecdsaMain && rsa12 != nil && rsa12.refusedFor(rawtls.AlertProtocolVersion) && b.to(rsa13) == nil {
		return rsa13, true // it was not asked in a version that the server speaks
	}
	if o, suspect := s.windowsOffer(a.TLS); suspect && b.to(o) == nil {
		return o, true
	}
	if o, suspect := s.likeRefused(a); suspect && b.to(o) == nil {
		return o, true
	}
	if o, suspect := s.nameSuspect(a.TLS); suspect && b.to(o) == nil {
		return o, true
	}
	if ecdsaMain && rsa12.leaf() != nil && b.to(rsa13) == nil {
		return rsa13, true
	}
	if _, known := b.knows(checks.TLS10); !known {
		return rawtls.Offer{Best: tls.VersionTLS10, ServerName: name}, true
	}
	if spoken, _ := b.knows(checks.TLS10); spoken {
		if _, known := b.knows(checks.SSL3); !known {
			return rawtls.Offer{Best: rawtls.VersionSSL3, ServerName: name}, true
		}
	}
	return rawtls.Offer{}, false
}

// nameSuspect is the question whose answer tells if the missing name is why a
// hello without it was answered otherwise: it differs from a question that was
// asked in the name alone.
func (s *scan) nameSuspect(main *checks.TLS) (rawtls.Offer, bool) {
	b, name := s.beside, s.request.ServerName
	unnamed := rawtls.Offer{Best: tls.VersionTLS12}
	got := b.to(unnamed)
	if name == "" || got == nil || got.flight == nil {
		return rawtls.Offer{}, false
	}
	alert, refused := got.flight.Alert()
	switch leaf := got.leaf(); {
	case leaf != nil && !b.sentByName(got.flight, name, main):
		return rawtls.Offer{Best: tls.VersionTLS12, ServerName: name}, true
	case refused && alert == rawtls.AlertProtocolVersion:
		return rawtls.Offer{Best: tls.VersionTLS13}, true
	case refused && leaf == nil:
		return rawtls.Offer{Best: tls.VersionTLS12, ServerName: name}, true
	}
	return rawtls.Offer{}, false
}

// shownByName tells whether a handshake with the server's name, or the main
// one, brought this leaf.
func (b *beside) shownByName(leaf []byte, name string, main *checks.TLS) bool {
	if len(main.Certificates) > 0 && bytes.Equal(leaf, main.Certificates[0]) {
		return true
	}
	for _, a := range b.all() {
		if a.offer.ServerName == name && bytes.Equal(leaf, a.leaf()) {
			return true
		}
	}
	return false
}

// sentByName tells whether a handshake with the server's name, or the main one, brought
// the chain of this flight. The leaf alone does not tell: a server that forgets its
// authority for some clients shows all of them the same. Of a flight that was not read
// to its end nothing else is known.
func (b *beside) sentByName(f *rawtls.Flight, name string, main *checks.TLS) bool {
	if !f.Done {
		return b.shownByName(f.Chain[0], name, main)
	}
	if slices.EqualFunc(f.Chain, main.Certificates, bytes.Equal) {
		return true
	}
	return slices.ContainsFunc(b.all(), func(a answer) bool {
		return a.offer.ServerName == name && a.flight != nil && slices.EqualFunc(f.Chain, a.flight.Chain, bytes.Equal)
	})
}

// withoutName is what the server does without a name, nil where that is not
// known: a difference counts only beside an answer to the same hello with the
// name. That it hung up counts only where askUnnamedAlone saw it.
func (s *scan) withoutName(main *checks.TLS) *checks.NoSNI {
	b, name := s.beside, s.request.ServerName
	var out *checks.NoSNI
	hungUp := 0 // times, with nothing beside, after one beside others
	for _, a := range b.all() {
		if a.offer.ServerName != "" || a.flight == nil || a.offer.HelloOnly() {
			continue
		}
		if leaf := a.leaf(); leaf != nil && b.shownByName(leaf, name, main) {
			sum := sha256.Sum256(leaf)
			return &checks.NoSNI{LeafSHA256: hex.EncodeToString(sum[:])}
		}
		control := a.offer
		control.ServerName = name
		if b.to(control).leaf() == nil {
			continue
		}
		alert, refused := a.flight.Alert()
		switch leaf := a.leaf(); {
		case leaf != nil:
			sum := sha256.Sum256(leaf)
			out = &checks.NoSNI{LeafSHA256: hex.EncodeToString(sum[:])}
			parsed, err := x509.ParseCertificate(leaf)
			out.OtherName = err == nil && parsed.VerifyHostname(name) != nil
		case a.flight.Version == 0 && refused:
			out = &checks.NoSNI{Failed: true, Alert: alert}
		case a.alone && a.flight.HungUp():
			hungUp++
		}
	}
	if out == nil && hungUp > 0 {
		out = &checks.NoSNI{Failed: true}
	}
	return out
}

// handshakes are the answers that brought certificates: those that a client which
// names the server would get, and of the others what none of these brought.
func (b *beside) handshakes(name string, main *checks.TLS) []checks.Handshake {
	var out []checks.Handshake
	for _, a := range b.all() {
		named := a.offer.ServerName == name
		if a.leaf() == nil || !named && b.sentByName(a.flight, name, main) {
			continue
		}
		seen := a.flight.Observed()
		seen.Completed = a.flight.Done
		out = append(out, checks.Handshake{Key: string(a.offer.Key), Unnamed: !named, TLS: seen})
	}
	return out
}
