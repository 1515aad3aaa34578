package probe

import (
	"crypto/tls"
	"strings"

	"certdesk/checks"
	"certdesk/checks/probe/rawtls"
)

// Windows leaves out by default what other clients offer and a server may insist on.
// Whether it does is asked where every handshake came to that.

// windowsOffer is the hello of Windows, and whether it is worth a connection.
func (s *scan) windowsOffer(main *checks.TLS) (rawtls.Offer, bool) {
	lacking := lacksOnWindows(main)
	for _, a := range s.beside.all() {
		if a.leaf() != nil {
			lacking = lacking && lacksOnWindows(a.flight.Observed())
		}
	}
	return rawtls.Offer{Best: tls.VersionTLS13, ServerName: s.request.ServerName, Windows: true}, lacking && main.Completed
}

// lacksOnWindows tells whether a handshake came to what Windows does not offer.
func lacksOnWindows(t *checks.TLS) bool {
	return strings.Contains(t.CipherName, "CHACHA20") || t.KeyExchange == rawtls.GroupName(uint16(tls.CurveP521))
}

// refusesWindows tells whether the server refused the hello of Windows.
func (b *beside) refusesWindows() bool {
	for _, a := range b.all() {
		if a.offer.Windows && a.flight != nil && a.flight.Version == 0 {
			alert, refused := a.flight.Alert()
			return refused && rawtls.TurnsDownOffer(alert)
		}
	}
	return false
}
