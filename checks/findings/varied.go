package findings

import (
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Varied: one address shows different certificates, by the type of key that is
// asked for, by the version of TLS, or by connection. Each of them has been
// through all rules; this family says who is shown which.
var variedRules = []rule{
	{
		code: checks.CertificateVaries, severity: checks.Info,
		title:  "The server has more than one certificate",
		steps:  []int{10},
		target: certificateVaries,
	},
}

// view is one chain that an address showed.
type view struct {
	// at is the index of the endpoint, which is seen as if it showed that chain
	// alone.
	at       int
	main     bool
	endpoint *checks.Endpoint
	// worst is how grave what is wrong with the chain is; "" for nothing.
	worst checks.Severity
}

func (v *view) note(s checks.Severity) {
	if v.worst == "" || rank(s) < rank(v.worst) {
		v.worst = s
	}
}

// look lists the chains of the endpoints.
func (s *survey) look() {
	s.views = make([]view, 0, len(s.tested))
	for _, i := range s.tested {
		ep := &s.facts.Endpoints[i]
		s.views = append(s.views, view{at: i, main: true, endpoint: ep})
		for k := range ep.Shown {
			s.views = append(s.views, view{at: i, endpoint: ep.View(&ep.Shown[k])})
		}
	}
}

// of are the chains of one endpoint.
func (s *survey) of(at int) []*view {
	var out []*view
	for i := range s.views {
		if s.views[i].at == at {
			out = append(out, &s.views[i])
		}
	}
	return out
}

// What the certificates of one address differ by.
const (
	byKey        = "key"
	byVersion    = "version"
	byBoth       = "key-and-version"
	byConnection = "connection"
)

// differBy tells by what the chains of one endpoint differ.
func differBy(views []*view) string {
	var labels, kinds []string
	for _, v := range views {
		kind := keyKind(v)
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		for _, label := range v.endpoint.ShownTo {
			if slices.Contains(labels, label) {
				return byConnection // asked in the same way, answered in two
			}
			labels = append(labels, label)
		}
	}
	switch len(kinds) {
	case len(views):
		return byKey
	case 1:
		return byVersion
	}
	return byBoth
}

// keyKind is the type of the leaf's key without its size.
func keyKind(v *view) string {
	if j := v.endpoint.Judgement; j != nil && j.Leaf != nil {
		kind, _, _ := strings.Cut(j.Leaf.Key, " ")
		return kind
	}
	return ""
}

// versions are the versions of TLS in which the chain was shown.
func versions(v *view) []string {
	var out []string
	for _, label := range v.endpoint.ShownTo {
		version, _, _ := strings.Cut(label, " with ")
		if !slices.Contains(out, version) {
			out = append(out, version)
		}
	}
	slices.Sort(out)
	return out
}

// called is what tells a certificate from the others of its address: "its RSA
// certificate".
func called(v *view, by string) string {
	switch by {
	case byKey:
		return "its " + keyKind(v) + " certificate"
	case byVersion:
		return "its certificate for " + checks.List(versions(v), 4)
	case byBoth:
		return "its " + keyKind(v) + " certificate for " + checks.List(versions(v), 4)
	}
	return "one of its certificates"
}

// which names the certificate that a fact is about, and by what it differs from
// the others of its address; "" where it is about all that were seen.
func (s *survey) which(f *found) (name, by string) {
	for _, v := range f.shown {
		all := s.of(v.at)
		if len(all) < 2 || !slices.ContainsFunc(all, func(o *view) bool { return !slices.Contains(f.shown, o) }) {
			continue
		}
		by = differBy(all)
		this := called(v, by)
		if name != "" && name != this {
			return "one of its certificates", by
		}
		name = this
	}
	return name, by
}

// whom says in a sentence whom a fact concerns that is not so of every
// certificate.
func (s *survey) whom(f *found) string {
	name, by := s.which(f)
	switch by {
	case "":
		return ""
	case byConnection:
		return " This is about one of its certificates: another connection, made in the same way, was shown another one."
	}
	return " This is about " + name + "; programs that ask otherwise are shown another one."
}

// certificateVaries: what clients are shown differs. Chains of the same leaf
// count only where one of them is worse.
func certificateVaries(s *survey) *sight {
	var worst *sight
	for _, i := range s.tested {
		views := s.of(i)
		if len(views) < 2 || !matters(views) {
			continue
		}
		if seen := s.varies(views); worst == nil || rank(seen.severity) < rank(worst.severity) {
			worst = seen
		}
	}
	return worst
}

func matters(views []*view) bool {
	for _, v := range views[1:] {
		if v.worst != views[0].worst || leafOf(v) != leafOf(views[0]) {
			return true
		}
	}
	return false
}

func leafOf(v *view) string {
	if j := v.endpoint.Judgement; j != nil && j.Leaf != nil {
		return j.Leaf.SHA256
	}
	return ""
}

// varies says who is shown what.
func (s *survey) varies(views []*view) *sight {
	by := differBy(views)
	evidence := &checks.CertificateVariesEvidence{By: by, Address: views[0].endpoint.Address.String()}
	out := &sight{severity: checks.Info, evidence: evidence}
	var parts, bad []string
	var until time.Time // the end of the first bad one
	for _, v := range views {
		j := v.endpoint.Judgement
		if j == nil || j.Leaf == nil {
			continue
		}
		who := checks.List(v.endpoint.ShownTo, 4)
		parts = append(parts, who+": issued to "+issuedTo(j.Leaf)+" by "+issuer(j.Leaf)+", valid until "+checks.Date(j.Leaf.NotAfter))
		evidence.Certificates = append(evidence.Certificates, checks.ShownCertificate{
			LeafSHA256: j.Leaf.SHA256, IssuedTo: issuedTo(j.Leaf), Key: j.Leaf.Key,
			NotAfter: checks.EvidenceTime(j.Leaf.NotAfter), DaysLeft: j.Leaf.DaysLeft, ShownTo: v.endpoint.ShownTo, Severity: v.worst,
		})
		if v.worst != "" && rank(v.worst) < rank(out.severity) {
			out.severity = v.worst
		}
		if v.worst == checks.Critical || v.worst == checks.Warning {
			if bad = append(bad, called(v, by)); len(bad) == 1 {
				until = checks.EvidenceTime(j.Leaf.NotAfter)
			}
		}
	}
	out.detail = "Certificates: " + strings.Join(capped(parts, 4), "; ") + "."
	switch {
	case len(bad) == 0:
		out.detail += " All that were seen are in order."
	case len(bad) == len(parts):
		out.detail += " None of them is in order."
		out.title = "Not every program is shown the same certificate"
	default:
		out.detail += " Not in order: " + bad[0] + "."
		out.title = "Not every program is shown the same certificate"
		evidence.Until = until
		for _, one := range bad {
			evidence.NotInOrder = append(evidence.NotInOrder, checks.Words(say.Literal(one)))
		}
	}
	switch by {
	case byKey:
		out.detail += " Which one a program is shown depends on the type of key that it asks for first." + s.preferences(evidence, views)
	case byConnection:
		out.detail += " Connections made in the same way were shown different ones, as if several servers stood behind the address."
	case byVersion:
		out.detail += " Which one a program is shown depends on its version of TLS."
	}
	return out
}

// preferences are clients whose order of key types is documented, as the
// report names them. A server may still choose by its own order.
var preferences = []struct{ client, name, key, source string }{
	{"outlook-windows", "Outlook on Windows 11", "ECDSA", "https://learn.microsoft.com/windows/win32/secauthn/tls-cipher-suites-in-windows-11"},
	{"thunderbird", "Thunderbird", "ECDSA", "https://searchfox.org/mozilla-central/source/security/manager/ssl/nsNSSIOLayer.cpp"},
}

// preferences says which clients ask for what first.
func (s *survey) preferences(evidence *checks.CertificateVariesEvidence, views []*view) string {
	if !slices.ContainsFunc(views, func(v *view) bool { return keyKind(v) == "ECDSA" }) || !slices.ContainsFunc(views, func(v *view) bool { return keyKind(v) == "RSA" }) {
		return ""
	}
	var names, sources []string
	clients := make(map[string]string, len(preferences))
	for _, p := range preferences {
		names, sources = append(names, p.name), append(sources, p.source)
		clients[p.client] = p.key
	}
	evidence.AsksFirst, evidence.Sources = clients, sources
	return " " + checks.List(names, 4) + " ask for ECDSA first."
}
