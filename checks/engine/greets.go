package engine

import (
	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/starttls"
)

// What a server says behind TLS at once is heard where its protocol begins with a
// greeting: it may send its client away there, or be another service.

// expected is the protocol that was asked for, else that of the port's convention; ""
// where there is none.
func expected(t checks.Target) string {
	if t.Protocol != "" {
		return t.Protocol
	}
	service, _ := services.ByPort(t.Port)
	return service.Protocol
}

// greets tells whether servers of a protocol greet in words.
func greets(protocol string) bool {
	p, known := starttls.Lookup(protocol)
	return known && p.Greets()
}
