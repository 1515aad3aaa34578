package engine

import (
	"context"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe"
	"certdesk/checks/services"
)

// inClearTime bounds one question whether a server waits for its client to begin.
const inClearTime = 3 * time.Second

// inClear asks a server that hung up on every hello whether it waits for its client to
// begin in clear, by one connection for each such protocol: where TLS at once was asked
// for, on a port that no convention says it of, the connections of the probe went to
// what was asked for. What is returned is what the address showed.
func (e *Engine) inClear(ctx context.Context, r probe.Request, seen checks.Observation) checks.Observation {
	if _, known := services.ByPort(r.Port); known || !r.Full || r.Mode != checks.ModeTLS || r.Protocol != "" || !hungUpOnHello(&seen) {
		return seen
	}
	made := seen.Connections
	for _, protocol := range probe.ClientFirst() {
		asked := r
		asked.Mode, asked.Protocol, asked.Full, asked.MaxConnections = checks.ModeSTARTTLS, protocol, false, 1
		within, cancel := context.WithTimeout(ctx, inClearTime)
		o := e.prober.Probe(within, asked)
		cancel()
		made += o.Connections
		if o.Mode == checks.ModeSTARTTLS && o.TLS != nil && len(o.TLS.Certificates) > 0 {
			o.Connections = made
			return o
		}
	}
	seen.Connections = made
	return seen
}

// hungUpOnHello tells whether the server took connections and closed them on the
// ClientHello without a word.
func hungUpOnHello(o *checks.Observation) bool {
	switch o.Outcome {
	case checks.OutcomeTLS:
		return o.TLS != nil && o.TLS.Reason == checks.ReasonHungUp
	case checks.OutcomeUnreachable:
		return o.Greeting == "" && (o.Cause == checks.CauseReset || o.Cause == checks.CauseGaveUp)
	}
	return false
}
