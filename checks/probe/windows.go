package probe

import (
	"crypto/tls"
	"strings"

	"certdesk/checks"
)

// Windows leaves out by default what other clients offer and a server may insist on.
// Whether it does is asked where every handshake came to that.

// windowsOffer is the hello of Windows, and whether it is worth a connection.
func (s *scan) windowsOffer(main *checks.TLS) (offer, bool) {
	lacking := lacksOnWindows(main)
	for _, a := range s.beside.all() {
		if a.leaf() != nil {
			lacking = lacking && lacksOnWindows(a.flight.observed())
		}
	}
	return offer{best: tls.VersionTLS13, serverName: s.request.ServerName, windows: true}, lacking && main.Completed
}

// lacksOnWindows tells whether a handshake came to what Windows does not offer.
func lacksOnWindows(t *checks.TLS) bool {
	return strings.Contains(t.CipherName, "CHACHA20") || t.KeyExchange == groupName(uint16(tls.CurveP521))
}

// refusesWindows tells whether the server refused the hello of Windows.
func (b *beside) refusesWindows() bool {
	for _, a := range b.all() {
		if a.offer.windows && a.flight != nil && a.flight.version == 0 {
			alert, refused := a.flight.alert()
			return refused && narrowAlerts[alert]
		}
	}
	return false
}
