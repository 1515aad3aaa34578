package probe

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"time"

	"certdesk/checks"
)

// readRaw reads with our own ClientHello what an ordinary handshake could not.
// The first hello offers all versions and everything else. One of TLS 1.2
// follows for servers that choose TLS 1.3 and then find their key unfit for it,
// and one of SSL 3.0 for those that answer nothing newer. began is false where
// the port may not speak TLS: it is asked once only. It returns the flight that
// it went by, nil if none said more than the handshake.
func (s *scan) readRaw(ctx context.Context, p plan, a *attempt, began bool) (by *flight) {
	seen, problem := a.TLS, a.TLS.Problem
	ours, heard := !seen.AlertSeen && seen.Reason == "", false
	if s.refusedName(seen) {
		return nil
	}
	for _, o := range []offer{
		{best: tls.VersionTLS13, serverName: s.request.ServerName},
		{best: tls.VersionTLS12, serverName: s.request.ServerName},
		{best: versionSSL3},
	} {
		f := s.rawFlight(ctx, p, o)
		if f == nil && s.room() == 0 {
			s.waitBeside(ctx)
			f = s.flightBeside(o.best)
		}
		if f == nil {
			break
		}
		raw, late := f.observed(), f.late()
		heard = heard || !late
		if seen.Reason == checks.ReasonGroup {
			// Whoever offers TLS 1.3 gets no further. What others are shown is the certificate.
			seen.Certificates, seen.OCSPStaple, seen.Cut = raw.Certificates, raw.OCSPStaple, raw.Cut
			break
		}
		if raw.Version != "" || raw.AlertSeen && !seen.AlertSeen {
			seen, a.best, by = raw, o.best, f
			seen.Completed = f.done && len(f.chain) > 0 && !f.signedOld() && (clientSuites[f.suite] || f.forWindows() || f.promising() && largeKey(f.chain))
			if seen.Reason = reasonOf(f); s.refusesUsualGroups(ctx, p, a.TLS, f) {
				seen.Reason = checks.ReasonGroup
			}
		}
		if len(seen.Certificates) > 0 || f.done || late && f.version != 0 || !began && f.version == 0 || s.refusedName(seen) {
			break
		}
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
func (s *scan) refusesUsualGroups(ctx context.Context, p plan, ordinary *checks.TLS, f *flight) bool {
	if !f.wantsUnusualGroup() {
		return false
	}
	usual := s.rawFlight(ctx, p, offer{best: tls.VersionTLS13, serverName: s.request.ServerName, plain: true})
	if usual == nil {
		return ordinary.AlertSeen && ordinary.Alert == alertHandshakeFailure
	}
	_, refused := usual.alert()
	return refused && usual.version == 0
}

// refusedName tells whether the server does not know the name: what it shows to
// those who give none is no answer to them who do.
func (s *scan) refusedName(seen *checks.TLS) bool {
	return s.request.ServerName != "" && seen.AlertSeen && seen.Alert == alertUnrecognizedName
}

// Limits of RSA keys in bits. crypto/tls refuses what is above the first, in any
// certificate that is sent; the second is OpenSSL's, the highest of all.
const largestOurs, largestRSA = 8192, 16384

// largeKey tells whether crypto/tls refuses a chain for the size of a key that
// clients work with; which of them do is for package clients to say.
func largeKey(chain [][]byte) bool {
	most := largest(chain)
	return most > largestOurs && most <= largestRSA
}

// largest is the size of the largest RSA key of a chain.
func largest(chain [][]byte) int {
	most := 0
	for _, der := range chain {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			continue
		}
		if key, ok := cert.PublicKey.(*rsa.PublicKey); ok {
			most = max(most, key.N.BitLen())
		}
	}
	return most
}

// reasonOf is why a current client does not go through though the server sends
// its whole flight.
func reasonOf(f *flight) checks.HandshakeReason {
	switch {
	case !f.done && f.version != 0 && f.closed():
		return checks.ReasonBrokeOff
	case !f.done && f.version != 0 && f.late():
		return checks.ReasonTime
	case !f.done:
	case f.signedOld():
		return checks.ReasonSHA1
	case largest(f.chain) > largestRSA:
		return checks.ReasonKeySize
	}
	return ""
}

// windowsSuites are suites that only Windows still offers, of all whose clients
// package clients knows.
// https://learn.microsoft.com/windows/win32/secauthn/tls-cipher-suites-in-windows-11
var windowsSuites = map[uint16]bool{
	0x009E: true, // TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
	0x009F: true, // TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
}

// smallestDH is the size in bits of the smallest Diffie-Hellman group that nobody
// calls too small (RFC 9325 §4.4). Windows takes half of it.
const smallestDH = 2048

// forWindows tells whether the server would have gone through with Outlook on Windows,
// though with nobody else.
func (f *flight) forWindows() bool { return windowsSuites[f.suite] && f.dhBits >= smallestDH }

// rawFlight asks one raw question. It may take half of the time that is left,
// so that a server which hangs on one hello can still answer the next. nil
// means that it was not asked.
func (s *scan) rawFlight(ctx context.Context, p plan, o offer) *flight {
	deadline, _ := ctx.Deadline()
	ctx, cancel := context.WithTimeout(ctx, time.Until(deadline)/2)
	defer cancel()
	var a attempt
	conn := s.reach(ctx, p, trace{}, &a)
	if conn == nil {
		return nil
	}
	defer conn.Close()
	return readFlight(conn, o, false)
}
