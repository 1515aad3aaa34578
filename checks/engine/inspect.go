package engine

import (
	"context"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/clients"
	"certdesk/checks/revocation"
)

// InspectInput is a chain of certificates to judge without a network.
type InspectInput struct {
	// ID is handed through to Report.ID.
	ID string
	// Input is what the report says was asked, such as the file's name.
	Input string
	// Name the leaf must carry; "" asks nothing of its names.
	Name string
	// At is the moment to judge for; zero is now.
	At time.Time
	// Chain are DER certificates, the leaf first, others in any order.
	Chain [][]byte
	// Revocation tells how much a missing answer matters; "" is revocation.Soft.
	Revocation revocation.Mode
	// CRLs are revocation lists, in DER.
	CRLs [][]byte
	// Strict is as in Options.
	Strict bool
	// Stores replace the engine's stores where they are not nil.
	Stores []chain.Store
}

// Inspect judges certificates from a file as Check judges those of a server.
func (e *Engine) Inspect(in InspectInput) checks.Report {
	start := e.now()
	facts := &checks.Facts{
		Target:  checks.Target{Input: in.Input, Host: in.Name},
		Name:    in.Name,
		At:      in.At,
		Offline: true,
		Strict:  in.Strict,
	}
	if facts.At.IsZero() {
		facts.At = start
	}
	judge, stores := e.judge, e.stores
	if in.Stores != nil {
		stores = in.Stores
		judge = chain.New(in.Stores...)
	}
	ep := checks.Endpoint{Observation: checks.Observation{Outcome: checks.OutcomeTLS}}
	sent := chain.Input{Sent: in.Chain, Name: in.Name, At: facts.At}
	a := answer{judgement: judge.Judge(sent)}
	settle(judge, sent, &a, func(j *checks.Judgement) *checks.RevocationFacts {
		return e.stapled.Check(context.Background(), revocation.Input{
			Path: j.Path, Others: j.Sent, Mode: in.Revocation, CRLs: in.CRLs, At: facts.At,
		})
	})
	ep.Judgement, ep.Revocation = a.judgement, a.facts
	facts.Endpoints = []checks.Endpoint{ep}
	judgeRefusals(facts)
	facts.Clients = clients.Verdicts(facts)
	r := e.report(facts, start, stores)
	r.ID = in.ID
	return r
}
