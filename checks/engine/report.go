package engine

import (
	"maps"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/clients"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
	"certdesk/checks/seen"
	"certdesk/checks/services"
	"certdesk/checks/software"
)

// report turns facts into the answer; stores are those that they were judged by.
func (e *Engine) report(f *checks.Facts, start time.Time, stores []chain.Store) checks.Report {
	found := findings.Find(f)
	advice := fixes.Advise(f, found)
	summary, told := findings.Conclude(f, found)
	r := checks.Report{
		Schema: checks.Schema,
		Target: checks.ReportTarget{
			Input:   f.Target.Input,
			Host:    f.Target.Host,
			Port:    f.Target.Port,
			Service: f.Target.Service,
			Mode:    f.Target.Mode,
		},
		Verdict:  findings.Verdict(f, found),
		Summary:  summary,
		Findings: found,
		Steps:    advice.Steps,
		Cure:     advice.Cure, Act: advice.Act, Case: advice.Case, Program: advice.Program,
		Names:      checks.Names{Requested: f.Name, Presented: []string{}, Suggested: f.Suggested},
		Revocation: reportRevocation(nil),
		Seen:       seen.Report(f.Seen),
		Quick:      f.Quick,
		Zone:       e.zone,
		Proxy:      f.Proxy,
		CheckedAt:  start.UTC().Truncate(time.Second),
	}
	r.Clients, r.ClientNotes = clients.Report(f.Clients)
	if r.Findings == nil {
		r.Findings = []checks.Finding{}
	}
	if r.Steps == nil {
		r.Steps = []checks.Step{}
	}
	for i := range r.Findings {
		r.Findings[i].Told = slices.Contains(told, r.Findings[i].Code)
	}
	addEndpoints(&r, f, endpointVerdicts(f, found))
	if r.Certificate != nil {
		r.Stores = withEmpty(r.Stores, stores)
	}
	if !f.Offline {
		r.TimingMS = timing(f, e.now().Sub(start))
	}
	return r
}

// addEndpoints adds each address with its verdict, and describes the server by the worst
// of them.
func addEndpoints(r *checks.Report, f *checks.Facts, verdicts []endpointVerdict) {
	for i := range f.Endpoints {
		if !f.Offline {
			r.Endpoints = append(r.Endpoints, reportEndpoint(&f.Endpoints[i], verdicts[i]))
		}
	}
	if shown := worst(f, verdicts); shown >= 0 {
		about := asked(f, shown)
		describe(r, about)
		if !f.Quick {
			r.Admin = software.Advise(f, about, r.Findings)
		}
		if t := f.Endpoints[shown].TLS; t != nil { // what a current client agrees on
			r.TLS = negotiated(t, f.Endpoints[shown].Versions)
		}
	}
	if f.SettingsDiffer() {
		r.Settings = nil // what fits one of them fails at another
	}
	r.CertificatesSeen = certificatesSeen(f, verdicts)
}

// describe adds what one of the addresses shows: its certificate and chain, what is known
// of their revocation, and the row to enter in a mail client.
func describe(r *checks.Report, ep *checks.Endpoint) {
	if j := ep.Judgement; j != nil {
		r.Certificate = j.Leaf
		r.Chain = wholeChain(j)
		r.Stores = j.Stores
		if j.Presented != nil {
			r.Names.Presented = j.Presented
		}
	}
	r.Revocation = reportRevocation(ep.Revocation)
	r.Settings = settings(r.Target, &ep.Observation)
	if ep.Mode != "" && ep.Mode != checks.ModeNone {
		r.Target.Mode = ep.Mode
	}
}

func negotiated(t *checks.TLS, versions map[checks.TLSVersion]bool) *checks.ReportTLS {
	return &checks.ReportTLS{
		Version:     string(t.Version),
		Cipher:      t.CipherName,
		KeyExchange: t.KeyExchange,
		Versions:    versions,
	}
}

// wholeChain is the best path, then what else was sent.
func wholeChain(j *checks.Judgement) []*checks.Certificate {
	onPath := make(map[*checks.Certificate]bool, len(j.Path))
	out := make([]*checks.Certificate, 0, len(j.Path)+len(j.Sent))
	for _, cert := range j.Path {
		onPath[cert] = true
		out = append(out, cert)
	}
	for _, cert := range j.Sent {
		if !onPath[cert] {
			out = append(out, cert)
		}
	}
	return out
}

// settings is the row to enter in a mail client, nil where it is not known.
func settings(t checks.ReportTarget, o *checks.Observation) *checks.Settings {
	label := ""
	if o.Behind.OfWeb() { // for no account
		return nil
	}
	if service, ok := services.ByName(o.Protocol); ok {
		label = service.Label
	} else if service, ok := services.ByPort(t.Port); ok {
		label = service.Label
	}
	if label == "" {
		return nil
	}
	s := &checks.Settings{Protocol: label, Port: t.Port}
	switch {
	case o.Outcome == checks.OutcomeTLS && o.Mode == checks.ModeSTARTTLS:
		s.Encryption = "STARTTLS"
	case o.Outcome == checks.OutcomeTLS:
		s.Encryption = "SSL/TLS"
	case o.Outcome == checks.OutcomeNoSTARTTLS:
		s.Encryption = "None"
	default:
		return nil
	}
	return s
}

func reportEndpoint(ep *checks.Endpoint, v endpointVerdict) checks.ReportEndpoint {
	out := checks.ReportEndpoint{
		Address:    ep.Place(),
		Verdict:    v.verdict,
		Error:      v.problem,
		TimingMS:   phases(ep.Timing),
		NoGreeting: ep.NoGreeting(),
		HangsUp:    ep.HangsUp(),
	}
	if ep.Outcome == checks.OutcomeNotTested {
		out.Untested = ep.Cause
	}
	if ep.TLS != nil {
		out.TLSVersion = string(ep.TLS.Version)
	}
	if ep.Judgement != nil && ep.Judgement.Leaf != nil {
		out.LeafSHA256 = ep.Judgement.Leaf.SHA256
	}
	return out
}

func phases(t checks.Timing) map[string]int64 {
	out := make(map[string]int64, 5)
	for _, phase := range [...]struct {
		name string
		took time.Duration
	}{{"dial", t.Dial}, {"greeting", t.Greeting}, {"starttls", t.STARTTLS}, {"tls", t.TLS}, {"total", t.Total}} {
		if phase.took > 0 {
			out[phase.name] = phase.took.Milliseconds()
		}
	}
	return out
}

func timing(f *checks.Facts, total time.Duration) map[string]int64 {
	out := map[string]int64{"total": total.Milliseconds()}
	if f.DNS != nil {
		out["dns"] = f.DNS.Took.Milliseconds()
	}
	return out
}

// WayClosed turns the report of a server that took no connection into one that
// does not blame it, for a port that many networks close. What failed otherwise
// stays as it is.
func WayClosed(r checks.Report) checks.Report {
	finding, summary, ok := findings.WayClosed(&r)
	if !ok {
		return r
	}
	r.Verdict, r.Summary, r.Findings, r.Steps = checks.VerdictUnknown, summary, []checks.Finding{finding}, []checks.Step{}
	r.Act, r.Cure, r.Case, r.LeftOut, r.Admin = checks.ActUnknown, 0, nil, nil, nil
	r.Endpoints = slices.Clone(r.Endpoints)
	for i := range r.Endpoints {
		r.Endpoints[i].Verdict, r.Endpoints[i].Untested = checks.VerdictUnknown, checks.CauseWayClosed
	}
	return r
}

// Answered tells whether the report of a server that could not be used still shows that
// the way to its port is open: the server took a connection, whatever came of that.
func Answered(r *checks.Report) bool {
	if r.Verdict != checks.VerdictUnreachable {
		return r.Verdict != checks.VerdictUnknown
	}
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool {
		switch cause := checks.EvidenceOf[checks.UnreachableEvidence](f.Evidence).Cause; cause {
		case checks.CauseNotSpecified:
			return f.Code == checks.ServerRefused
		case checks.CauseRefused, checks.CauseTimeout, checks.CauseUnroutable:
			return false
		}
		return true
	})
}

// withEmpty adds the lists of roots that hold none: a list that was to be asked
// and could not be read trusts nobody, and does not vanish without a word.
func withEmpty(answers map[string]string, stores []chain.Store) map[string]string {
	out := maps.Clone(answers)
	for _, s := range stores {
		if s.Len() == 0 && s.Name() != "" {
			if out == nil {
				out = make(map[string]string, len(stores))
			}
			if _, answered := out[s.Name()]; !answered {
				out[s.Name()] = "empty"
			}
		}
	}
	return out
}
