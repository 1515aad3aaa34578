package probe

import (
	"context"
	"crypto/tls"
	"slices"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
	"certdesk/checks/pulse"
)

// A server that takes one client at a time, or drops some of many, has not heard the
// questions that it hung up on. They are put again with nothing beside them before it
// counts that they were not answered.

// askUnnamedAlone asks once more, with nothing beside it, where the server hung up
// on the hello without a name and on none that names it: what it answered by name,
// without the name. Only that it hangs up on this as well is told: a server that
// drops one of many does so by chance.
func (s *scan) askUnnamedAlone(ctx context.Context, p plan, a *attempt) {
	first := s.beside.to(rawtls.Offer{Best: tls.VersionTLS12})
	if s.request.ServerName == "" || s.room() == 0 || first == nil || first.flight == nil || !first.flight.HungUp() {
		return
	}
	control, ok := s.answeredByName()
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, keyGrace+2*a.took())
	defer cancel()
	control.ServerName = ""
	s.askAlone(ctx, p, control)
}

// answeredByName is an offer with the server's name that brought a certificate, of
// a server that hung up on none of them.
func (s *scan) answeredByName() (o rawtls.Offer, ok bool) {
	for _, a := range s.beside.all() {
		switch {
		case a.offer.ServerName == "":
		case !a.spoke():
			return rawtls.Offer{}, false
		case a.leaf() != nil:
			o, ok = a.offer, true
		}
	}
	return o, ok
}

// askKeysAlone puts the questions about certificates for which the server let
// nobody in beside the main conversation, one after the other.
func (s *scan) askKeysAlone(ctx context.Context, p plan, a *attempt) {
	ctx, cancel := context.WithTimeout(ctx, s.grace(ctx, a.took(), true))
	defer cancel()
	for _, o := range s.keyQuestions(a) {
		for range aloneTries {
			if s.heard(o, a) || s.room() < 1 || ctx.Err() != nil {
				break
			}
			s.askAlone(ctx, p, o)
		}
	}
}

// unheard are the questions about certificates that did not come to a handshake,
// for the server hung up or there was no connection left to put them.
func (s *scan) unheard(a *attempt) []checks.Hello {
	var out []checks.Hello
	for _, o := range s.keyQuestions(a) {
		if !s.heard(o, a) {
			out = append(out, checks.Hello{Version: rawtls.VersionName(o.Best), Key: string(o.Key)})
		}
	}
	return out
}

// unasked are those of them without which the certificate that mail clients get may
// not have been seen: with an RSA key, which the main conversation asks for first,
// it may be another one, for they ask for ECDSA first (package findings has the
// documents). A server that showed that one shows it to them as well.
func (s *scan) unasked(a *attempt) []checks.Hello {
	return slices.DeleteFunc(s.unheard(a), func(h checks.Hello) bool { return h.Key != string(rawtls.ECDSAKey) })
}

// keyQuestions are those about a certificate that the main conversation has not
// shown.
func (s *scan) keyQuestions(a *attempt) []rawtls.Offer {
	if a.TLS == nil || len(a.TLS.Certificates) == 0 {
		return nil
	}
	return slices.DeleteFunc(s.questions(), func(o rawtls.Offer) bool {
		return o.Key == rawtls.AnyKey || o.ServerName != s.request.ServerName || o.Key == rawtls.KeyTypeOf(a.TLS.Certificates)
	})
}

// heard tells whether a question has come to a handshake, or to silence, which is
// told by itself: not if it was given up because another one was turned away. That
// the server hung up says something of the question only where others were answered,
// and it had nothing beside it, went as far as STARTTLS, or all were answered to which
// the server has the key: some send no alert.
func (s *scan) heard(o rawtls.Offer, main *attempt) bool {
	return slices.ContainsFunc(s.beside.all(), func(a answer) bool {
		switch {
		case !a.offer.Like(o):
			return false
		case a.flight != nil:
			return !a.flight.HungUp() || s.answeredBeside() && (a.alone || a.ended.Protocol != "" || s.fittingAnswered(main))
		case a.silent():
			return !a.cut && a.ended.Cause != checks.CauseCutShort
		}
		return a.ended.Outcome == checks.OutcomeNoSTARTTLS || a.ended.Outcome == checks.OutcomeNotTLS
	})
}

// fittingAnswered tells whether all questions brought a certificate that ask for what
// the main conversation showed, and there was one.
func (s *scan) fittingAnswered(main *attempt) bool {
	fitting := 0
	for _, a := range s.beside.all() {
		if a.offer.HelloOnly() || a.offer.Key != rawtls.AnyKey && a.offer.Key != rawtls.KeyTypeOf(main.TLS.Certificates) {
			continue
		}
		if a.leaf() == nil {
			return false
		}
		fitting++
	}
	return fitting > 1
}

// askAlone puts one question after a pause, with nothing beside it.
func (s *scan) askAlone(ctx context.Context, p plan, o rawtls.Offer) {
	if pulse.Sleep(ctx, refusalPause) {
		s.put(ctx, p, s.beside, answer{offer: o, alone: true})
	}
}
