package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"certdesk/bot/admission"
	"certdesk/bot/command"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/proxy"
	"certdesk/checks/resolve"
)

// dialTimeout bounds a connection that the bot opens for a check.
const dialTimeout = 10 * time.Second

// newDiagnosis makes a diagnosis that dials through the policy of the settings: servers and what helps to
// find them as that says, documents at their usual ports as well.
func newDiagnosis(s *settings.Settings, stores []chain.Store, traced *telemetry.Tracer) (*diagnosis.Diagnosis, error) {
	if s.Proxy != nil {
		servers := dialpolicy.NewProxied(s.DialPolicy, throughProxy(s), dialTimeout)
		return diagnosis.NewProxied(diagnosis.Dialers{
			Servers:   traced.Dialer(servers),
			Documents: traced.Dialer(servers.Documents(dialpolicy.DocumentPorts()...)),
		}, s.Proxy.String(), stores, s.Zone)
	}
	resolver, err := nameServer(s)
	if err != nil {
		return nil, err
	}
	nat64 := &dialpolicy.NAT64{Resolver: resolver, Now: time.Now}
	s.DialPolicy.NAT64 = nat64.Prefixes
	servers := dialpolicy.NewDialer(s.DialPolicy, nat64, dialTimeout)
	d, err := diagnosis.New(diagnosis.Dialers{
		Servers:   traced.Dialer(servers),
		Documents: traced.Dialer(servers.Documents(fetch.Host, dialpolicy.DocumentPorts()...)),
		Settings:  traced.Dialer(servers.Documents(fetch.Host)),
	}, traced.Resolver(resolver), stores, s.Zone)
	if err != nil {
		return nil, err
	}
	d.Apart = func(ctx context.Context, t checks.Target) context.Context {
		if !s.DialPolicy.Target(t).Empty() {
			return dialpolicy.Forbid(ctx)
		}
		return ctx
	}
	return d, nil
}

// throughProxy leads through the proxy. It is the operator's own choice, and reached
// without the policy.
func throughProxy(s *settings.Settings) *proxy.Dialer {
	return s.Proxy.Dialer(&net.Dialer{Timeout: dialTimeout})
}

// newChecker makes a checker behind the policy of the settings, and what knocks at a
// port as that allows.
func newChecker(s *settings.Settings, traced *telemetry.Tracer) (*diagnosis.Checker, admission.Knock, error) {
	var files []string
	if s.CAFile != "" {
		files = append(files, s.CAFile)
	}
	stores, err := diagnosis.TrustedRoots(s.Trust, files)
	if unknown, ok := errors.AsType[*diagnosis.UnknownStoreError](err); ok {
		takes := "it takes"
		if near := command.Meant(unknown.Word, diagnosis.StoreNames()); near != "" {
			takes = "did you mean " + near + "? It takes"
		}
		return nil, nil, fmt.Errorf("CERTDESK_TRUST does not know %q; %s mozilla, system, none, or NAME=FILE such as microsoft=roots.pem", unknown.Word, takes)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("CERTDESK_TRUST or CERTDESK_CA_FILE: %w", err)
	}
	d, err := newDiagnosis(s, stores, traced)
	if err != nil {
		return nil, nil, err
	}
	here := d.Checker(engine.Options{Timeout: engine.DefaultTimeout}, s.DialPolicy)
	return here, (&admission.Knocker{Dialer: d.Dialer, Resolver: d.Resolver}).Knock, nil
}

// watchedNames tells where a name leads before it is watched; nil where that is a
// proxy's to know.
func watchedNames(s *settings.Settings) (desk.Resolver, error) {
	if s.Proxy != nil {
		return nil, nil
	}
	return nameServer(s)
}

// nameServer is the operator's own choice, and reached without the policy.
func nameServer(s *settings.Settings) (resolve.Resolver, error) {
	plain := &net.Dialer{Timeout: dialTimeout}
	if s.Resolver == "" {
		return resolve.System(plain), nil
	}
	r, err := resolve.Server(s.Resolver, plain)
	if err != nil {
		return nil, fmt.Errorf("CERTDESK_RESOLVER: %w", err)
	}
	return r, nil
}

// lookUp looks up a name that every name server has an answer for, if only that it does
// not exist (RFC 6761 §6.5 reserves such names).
func lookUp(ctx context.Context, s *settings.Settings) (checks.DNSKind, error) {
	r, err := nameServer(s)
	if err != nil {
		return "", err
	}
	return r.Resolve(ctx, "example.com").Failure, nil
}

// askProxy tells whether the proxy takes connections, in a sentence where not.
func askProxy(ctx context.Context, s *settings.Settings) error {
	if err := throughProxy(s).Reach(ctx); err != nil {
		return fmt.Errorf("the proxy %s takes no connection (CERTDESK_PROXY)", s.Proxy)
	}
	return nil
}
