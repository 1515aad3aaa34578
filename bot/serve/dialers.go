package serve

import (
	"context"
	"net"
	"time"

	"certdesk/bot/diagnosis"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/telemetry"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/fetch"
	"certdesk/checks/proxy"
)

// diagnosis dials through the policy of the settings: servers and what helps to
// find them as that says, documents at their usual ports as well.
func (s *settings) diagnosis(stores []chain.Store, traced *telemetry.Tracer) (*diagnosis.Diagnosis, error) {
	if s.proxy != nil {
		servers := dialpolicy.NewProxied(s.dialPolicy, s.throughProxy(), dialTimeout)
		return diagnosis.NewProxied(diagnosis.Dialers{
			Servers:   traced.Dialer(servers),
			Documents: traced.Dialer(servers.Documents(dialpolicy.DocumentPorts()...)),
		}, s.proxy.String(), stores, s.zone)
	}
	resolver, err := s.nameServer()
	if err != nil {
		return nil, err
	}
	nat64 := &dialpolicy.NAT64{Resolver: resolver, Now: time.Now}
	s.dialPolicy.NAT64 = nat64.Prefixes
	servers := dialpolicy.NewDialer(s.dialPolicy, nat64, dialTimeout)
	d, err := diagnosis.New(diagnosis.Dialers{
		Servers:   traced.Dialer(servers),
		Documents: traced.Dialer(servers.Documents(fetch.Host, dialpolicy.DocumentPorts()...)),
		Settings:  traced.Dialer(servers.Documents(fetch.Host)),
	}, traced.Resolver(resolver), stores, s.zone)
	if err != nil {
		return nil, err
	}
	d.Apart = func(ctx context.Context, t checks.Target) context.Context {
		if !s.dialPolicy.Target(t).Empty() {
			return dialpolicy.Forbid(ctx)
		}
		return ctx
	}
	return d, nil
}

// throughProxy leads through the proxy. It is the operator's own choice, and reached
// without the policy.
func (s *settings) throughProxy() *proxy.Dialer {
	return s.proxy.Dialer(&net.Dialer{Timeout: dialTimeout})
}
