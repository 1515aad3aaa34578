package engine

import (
	"cmp"
	"context"

	"certdesk/checks"
	"certdesk/checks/probe"
	"certdesk/checks/services"
)

// ofTheWeb are the protocols that browsers offer by ALPN (RFC 7301). Web servers choose
// one. Mail servers choose none, or break off, which tells nothing.
var ofTheWeb = []string{"h2", "http/1.1"}

// likeBrowsers asks a web server that refused every hello once more as browsers do, which
// name their protocols by ALPN (RFC 7301): some servers refuse whoever does not. Of one
// that takes those no more is known than that handshake told. What is returned is what the
// address showed.
func (e *Engine) likeBrowsers(ctx context.Context, f *checks.Facts, r probe.Request, seen checks.Observation) checks.Observation {
	service, _ := services.ByPort(r.Port)
	if cmp.Or(f.Target.Service, service.Name) != "https" || r.Mode == checks.ModeSTARTTLS || r.Protocol != "" || !refusedHello(&seen) {
		return seen
	}
	r.Full, r.ALPN, r.Mode, r.MaxConnections = false, ofTheWeb, checks.ModeTLS, 1
	o := e.prober.Probe(ctx, r)
	o.Connections += seen.Connections
	if o.Outcome == checks.OutcomeTLS && o.TLS != nil && len(o.TLS.Certificates) > 0 {
		return o
	}
	seen.Connections = o.Connections
	return seen
}

// refusedHello tells whether the server answered no hello but by an alert, or hung up on
// all of them.
func refusedHello(o *checks.Observation) bool {
	if o.Outcome == checks.OutcomeTLS && o.TLS != nil && o.TLS.AlertSeen {
		return o.TLS.Version == "" && len(o.TLS.Certificates) == 0
	}
	return hungUpOnHello(o)
}
