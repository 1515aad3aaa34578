package incident

import (
	"slices"

	"certdesk/bot"
	"certdesk/checks"
)

// maxCauses bounds what one answer is joined to.
const maxCauses = 6

// blame is what a critical finding says of whose fault it is.
type blame int

const (
	// ofNobody: it may be the asker's own side, or ours. Codes without a row are
	// that.
	ofNobody blame = iota
	// ofCertificate: whoever is shown this certificate of the host meets it.
	ofCertificate
	// ofEndpoint: whoever asks this port meets it; ofHost: whatever the port.
	ofEndpoint
	ofHost
	// ofMode: of the port, unless the asker chose how to speak to it.
	ofMode
)

var blames = map[checks.Code]blame{
	checks.HostnameMismatch: ofCertificate, checks.NoSAN: ofCertificate, checks.AutodiscoverMismatch: ofCertificate,
	checks.Expired: ofCertificate, checks.NotYetValid: ofCertificate,
	checks.SelfSigned: ofCertificate, checks.UntrustedRoot: ofCertificate, checks.IncompleteChain: ofCertificate,
	checks.InvalidChain: ofCertificate, checks.WrongUsage: ofCertificate, checks.DistrustedCA: ofCertificate,
	checks.Revoked: ofCertificate, checks.WeakSignature: ofCertificate, checks.WeakKey: ofCertificate,
	checks.UnsupportedKey: ofCertificate, checks.MalformedCertificate: ofCertificate,

	checks.DNSFailure: ofHost,

	checks.Unreachable: ofEndpoint, checks.ServerRefused: ofEndpoint, checks.LegacyTLS: ofEndpoint,
	checks.InconsistentServers: ofEndpoint, checks.CertificateVaries: ofEndpoint,

	checks.NotTLS: ofMode, checks.STARTTLSNotOffered: ofMode, checks.TLSHandshakeFailed: ofMode,
}

// several are findings about more than one certificate: whose of them a report
// describes is chance.
var several = []checks.Code{checks.InconsistentServers, checks.CertificateVaries}

// CauseOf is what a report says is wrong with its server; false where nothing is,
// or where it may be the fault of somebody else. q is what was asked.
func CauseOf(q *bot.Question, r *checks.Report) (bot.Cause, bool) {
	if q.Seen != nil || q.Target.Guessed || r.Verdict == checks.VerdictUnknown || !faulty(r.Verdict) {
		return bot.Cause{}, false
	}
	var first *checks.Finding
	for n := range r.Findings {
		f := &r.Findings[n]
		if f.Severity != checks.Critical {
			continue
		}
		if f.Evidence.OfUser() || blames[f.Code] == ofNobody {
			return bot.Cause{}, false
		}
		if first == nil || slices.Contains(several, f.Code) && !slices.Contains(several, first.Code) {
			first = f
		}
	}
	if first == nil || r.Target.Host == "" {
		return bot.Cause{}, false
	}
	c := bot.Cause{Host: r.Target.Host, Name: q.Target.Name, Connect: q.Target.Connect}
	switch blames[first.Code] {
	case ofCertificate:
		if c.SHA256 = certificateOf(first, r); c.SHA256 != "" {
			return c, true
		}
		c.Port = r.Target.Port
	case ofMode:
		if q.Target.Mode != checks.ModeAuto || q.Target.Protocol != "" {
			return bot.Cause{}, false
		}
		c.Port = r.Target.Port
	case ofEndpoint:
		c.Port = r.Target.Port
	case ofHost, ofNobody:
	}
	c.Code = first.Code
	return c, true
}

// zoneOf is from where a report was made, as a question names it.
func zoneOf(a *bot.Answer, r *checks.Report) string {
	switch a.Question.Zone {
	case allZones:
		return r.Zone
	case here:
		return ""
	}
	return a.Question.Zone
}

// Names of zones with a meaning of their own, as package zone has them.
const (
	allZones = "all"
	here     = "here"
)

// certificateOf is the leaf that a finding is about.
func certificateOf(f *checks.Finding, r *checks.Report) string {
	if len(f.Evidence.LeafSHA256) == 1 {
		return f.Evidence.LeafSHA256[0]
	}
	if r.Certificate == nil {
		return ""
	}
	return r.Certificate.SHA256
}

// faulty tells whether users cannot work with a server.
func faulty(v checks.Verdict) bool {
	switch v {
	case checks.VerdictUntrusted, checks.VerdictUnreachable, checks.VerdictNoTLS:
		return true
	}
	return false
}

// met is a cause with the reports that show it.
type met struct {
	cause   bot.Cause
	reports []*checks.Report
	zones   []string
}

// causesOf are the causes of an answer, each once, the worst report's first.
func causesOf(a *bot.Answer) []met {
	var out []met
	order := make([]int, 0, len(a.Reports))
	if worst := a.Worst(); worst >= 0 {
		order = append(order, worst)
	}
	for n := range a.Reports {
		if n != a.Worst() {
			order = append(order, n)
		}
	}
	for _, n := range order {
		r := &a.Reports[n]
		c, ok := CauseOf(&a.Question, r)
		if !ok {
			continue
		}
		at := slices.IndexFunc(out, func(m met) bool { return m.cause == c })
		if at < 0 {
			if len(out) == maxCauses {
				continue
			}
			at = len(out)
			out = append(out, met{cause: c})
		}
		out[at].reports = append(out[at].reports, r)
		out[at].zones = add(out[at].zones, zoneOf(a, r), maxZones)
	}
	return out
}
