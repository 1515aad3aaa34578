package probe

import (
	"crypto/tls"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// Windows leaves out by default what other clients offer and a server may insist on.
// Whether it does is asked where every handshake came to that.

// windowsOffer is the hello of Windows, and whether it is worth a connection.
func (s *scan) windowsOffer(main *checks.TLS) (rawtls.Offer, bool) {
	lacking, shown := true, false
	for _, a := range s.beside.all() {
		if a.leaf() != nil {
			shown = true
			lacking = lacking && lacksOnWindows(a.flight.Observed())
		}
	}
	// A server of today comes to a hybrid group with whoever offers one, and that alone
	// makes nobody suspect it.
	suspect := lacksOnWindows(main) || isHybrid(main.KeyExchange) && shown
	return rawtls.Offer{Best: tls.VersionTLS13, ServerName: s.request.ServerName, Windows: true}, lacking && suspect && main.Completed
}

// lacksOnWindows tells whether a handshake came to what Windows does not offer: of groups
// it offers X25519, P-256 and P-384 alone until it is told to
// (learn.microsoft.com/windows/win32/secauthn/tls-elliptic-curves-in-windows-10-1607-and-later).
func lacksOnWindows(t *checks.TLS) bool {
	return strings.Contains(t.CipherName, "CHACHA20") || t.KeyExchange == rawtls.GroupName(uint16(tls.CurveP521))
}

// isHybrid tells whether a group is of X25519 or a curve and of ML-KEM.
func isHybrid(group string) bool { return strings.Contains(group, "MLKEM") }

// windowsUnknown tells whether the hello of Windows was worth a connection and found out
// nothing: there was none left, or it was not answered.
func (s *scan) windowsUnknown(main *checks.TLS) bool {
	o, suspect := s.windowsOffer(main)
	return suspect && !s.beside.to(o).spoke() && !s.beside.refusesWindows(main)
}

// refusesWindows tells whether the server refused the hello of Windows, or, where it came
// to a hybrid group, one like it that has none.
func (b *beside) refusesWindows(main *checks.TLS) bool {
	return slices.ContainsFunc(b.all(), func(a answer) bool {
		if a.flight == nil || a.flight.Version != 0 || !a.offer.Windows && !(a.offer.Plain && isHybrid(main.KeyExchange)) {
			return false
		}
		alert, refused := a.flight.Alert()
		return refused && rawtls.TurnsDownOffer(alert)
	})
}
