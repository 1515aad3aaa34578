package probe

import (
	"context"
	"crypto/tls"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// readRaw reads with our own ClientHello what an ordinary handshake could not.
// The first hello offers all versions and everything else. One of TLS 1.2
// follows for servers that choose TLS 1.3 and then find their key unfit for it,
// and one of SSL 3.0 for those that answer nothing newer. began is false where
// the port may not speak TLS: it is asked once only. It returns the flight that
// it went by, nil if none said more than the handshake.
func (s *scan) readRaw(ctx context.Context, p plan, a *attempt, began bool) (by *rawtls.Flight) {
	seen, problem := a.TLS, a.TLS.Problem
	ours, heard := !seen.AlertSeen && seen.Reason == "", false
	refused := false // the hello that offers TLS 1.3, as the handshake's did
	if s.refusedName(seen) {
		return nil
	}
	for _, o := range []rawtls.Offer{
		{Best: tls.VersionTLS13, ServerName: s.request.ServerName},
		{Best: tls.VersionTLS12, ServerName: s.request.ServerName},
		{Best: rawtls.VersionSSL3},
	} {
		f := s.rawFlight(ctx, p, o)
		if f == nil && s.room() == 0 {
			s.waitBeside(ctx)
			f = s.flightBeside(o.Best)
		}
		if f == nil {
			break
		}
		raw, late := f.Observed(), f.Late()
		heard = heard || !late
		if seen.Reason == checks.ReasonGroup {
			// Whoever offers TLS 1.3 gets no further. What others are shown is the certificate.
			seen.Certificates, seen.OCSPStaple, seen.Cut = raw.Certificates, raw.OCSPStaple, raw.Cut
			break
		}
		if raw.Version != "" || raw.AlertSeen && !seen.AlertSeen {
			seen, a.best, by = raw, o.Best, f
			seen.Completed = f.Acceptable()
			if seen.Reason = f.Reason(); s.refusesUsualGroups(ctx, p, a.TLS, f) {
				seen.Reason = checks.ReasonGroup
			}
		}
		_, alert := f.Alert()
		refused = refused || o.Best == tls.VersionTLS13 && f.Version == 0 && (alert || f.Closed())
		if len(seen.Certificates) > 0 || f.Done || late && f.Version != 0 || !began && f.Version == 0 || s.refusedName(seen) {
			break
		}
	}
	if newest := refused || s.newestRefusedBeside(); newest && len(seen.Certificates) > 0 && seen.Reason == "" && seen.Version == checks.TLS12 {
		seen.Completed, seen.Reason = false, checks.ReasonOffer
	}
	a.TLS, a.unread = seen, by == nil && ours && !heard
	if !seen.Completed {
		seen.Problem = problem
	}
	return by
}

// refusesUsualGroups tells whether the server, which chose a group that is none of those
// of mail clients, turns away whoever offers only these. Where
// connections have run out, what it said to the ordinary handshake stands for it.
func (s *scan) refusesUsualGroups(ctx context.Context, p plan, ordinary *checks.TLS, f *rawtls.Flight) bool {
	if !f.WantsUnusualGroup() {
		return false
	}
	usual := s.rawFlight(ctx, p, rawtls.Offer{Best: tls.VersionTLS13, ServerName: s.request.ServerName, Plain: true})
	if usual == nil {
		return ordinary.AlertSeen && ordinary.Alert == rawtls.AlertHandshakeFailure
	}
	_, refused := usual.Alert()
	return refused && usual.Version == 0
}

// refusedName tells whether the server does not know the name: what it shows to
// those who give none is no answer to them who do.
func (s *scan) refusedName(seen *checks.TLS) bool {
	return s.request.ServerName != "" && seen.AlertSeen && seen.Alert == rawtls.AlertUnrecognizedName
}

// rawFlight asks one raw question. It may take half of the time that is left,
// so that a server which hangs on one hello can still answer the next. nil
// means that it was not asked.
func (s *scan) rawFlight(ctx context.Context, p plan, o rawtls.Offer) *rawtls.Flight {
	deadline, _ := ctx.Deadline()
	ctx, cancel := context.WithTimeout(ctx, time.Until(deadline)/2)
	defer cancel()
	var a attempt
	conn := s.reach(ctx, p, trace{}, &a)
	if conn == nil {
		return nil
	}
	defer conn.Close()
	return rawtls.Read(conn, o, false)
}
