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
		title:  say.S("The server has more than one certificate"),
		steps:  []int{checks.StepContact},
		target: certificateVaries,
	},
}

// What the certificates of one address differ by.
const (
	byKey        = "key"
	byVersion    = "version"
	byBoth       = "key-and-version"
	byConnection = "connection"
	byName       = "server-name"
)

// differBy tells by what the chains of one endpoint differ.
func differBy(views []*view) string {
	if len(views[0].endpoint.Refused) > 0 {
		return byConnection
	}
	if slices.ContainsFunc(views, unnamed) {
		return byName
	}
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

// withoutName is a grave fact about a chain that is shown only where no server name is
// sent. Every current mail app sends it (RFC 6066 §3), so it warns.
func withoutName(f *checks.Facts, seen *sight) *sight {
	out := *seen
	out.severity, out.steps = checks.Warning, []int{checks.StepContact}
	out.whole = say.S("{host} works, but devices and old programs that send no server name (SNI) get a faulty certificate.", hostIn(f))
	out.clause, out.alone, out.effect = nil, nil, nil
	return &out
}

// helloLabel is the label of an offer.
func helloLabel(h checks.Hello) string { return versionNames[h.Version] + " with " + h.Key }

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

var oneOfThem = say.P("which certificate", "one of its certificates")

// called is what tells a certificate from the others of its address: "its RSA
// certificate".
func called(v *view, by string) say.Text {
	key := say.Term("key", keyKind(v))
	switch by {
	case byKey:
		return say.P("which certificate", "its {key} certificate", key)
	case byVersion:
		return say.P("which certificate", "its certificate for {versions}", say.Terms("versions", 4, versions(v)))
	case byBoth:
		return say.P("which certificate", "its {key} certificate for {versions}", key, say.Terms("versions", 4, versions(v)))
	}
	if by == byName && unnamed(v) {
		return say.P("which certificate", "its certificate for connections without a server name (SNI)")
	}
	return oneOfThem
}

// which names the certificate that a fact is about, and by what it differs from
// the others of its address; nothing where it is about all that were seen.
func (s *survey) which(f *found) (name say.Text, by string) {
	for _, v := range f.shown {
		all := s.of(v.at)
		if len(all) < 2 || !slices.ContainsFunc(all, func(o *view) bool { return !slices.Contains(f.shown, o) }) {
			continue
		}
		by = differBy(all)
		this := called(v, by)
		if !name.Empty() && !say.Equal(name, this) {
			return oneOfThem, by
		}
		name = this
	}
	return name, by
}

// whom says in a sentence whom a fact concerns that is not so of every
// certificate.
func (s *survey) whom(f *found) say.Text {
	name, by := s.which(f)
	switch by {
	case "":
		return nil
	case byConnection:
		return say.Join(
			say.S("This is about one of its certificates."),
			say.S("The server sent a different one to another connection of the same kind."))
	}
	if by == byName && !slices.ContainsFunc(f.shown, func(v *view) bool { return !v.unnamed }) {
		return say.Join(
			say.S("This is about {which}.", say.Sub("which", name)),
			say.S("All current mail apps send it. Some devices and old programs do not."))
	}
	return say.Join(
		say.S("This is about {which}.", say.Sub("which", name)),
		say.S("The server sends a different one to mail apps that connect in another way."))
}

// certificateVaries: what clients are shown differs. Chains of the same leaf
// count only where one of them is worse.
func certificateVaries(s *survey) *sight {
	var worst *sight
	for _, i := range s.tested {
		views := s.of(i)
		if refused := s.facts.Endpoints[i].Refused; len(refused) == 0 && (len(views) < 2 || !matters(views)) {
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

// varies says who is shown what.
func (s *survey) varies(views []*view) *sight {
	by := differBy(views)
	evidence := &checks.CertificateVariesEvidence{By: by, Address: views[0].endpoint.Place()}
	for _, hello := range views[0].endpoint.Refused {
		evidence.Refused = append(evidence.Refused, helloLabel(hello))
	}
	out := &sight{severity: checks.Info, evidence: evidence}
	parts, bad := out.certificates(evidence, views, by)
	out.detail = say.Join(capped(parts, 4)...)
	notAlike := say.S("Not every mail app gets the same certificate")
	switch {
	case len(parts) < 2: // its own findings tell what is wrong with it
		out.title = say.S("The server does not answer every connection alike")
	case len(bad) == 0 && slices.ContainsFunc(views, func(v *view) bool { return v.vouched }):
		out.detail = say.Join(out.detail, notWithoutDANE)
		evidence.Until = time.Time{}
	case len(bad) == 0:
		out.detail = say.Join(out.detail, say.S("All of them are OK."))
		evidence.Until = time.Time{}
	case len(bad) == len(parts):
		out.detail = say.Join(out.detail, say.S("All of them have a problem."))
		out.title = notAlike
		evidence.Until = time.Time{}
	default:
		out.detail = say.Join(out.detail, say.S("There is a problem with {which}.", say.Sub("which", bad[0])))
		out.title = notAlike
		for _, one := range bad {
			evidence.NotInOrder = append(evidence.NotInOrder, checks.Words(one))
		}
	}
	out.detail = say.Join(out.detail, s.chosen(evidence, views))
	return out
}

// certificates notes each certificate, and the worst that was found in one. parts say who
// is shown which, bad name those that users get a warning for or worse.
func (s *sight) certificates(evidence *checks.CertificateVariesEvidence, views []*view, by string) (parts, bad []say.Text) {
	for _, v := range views {
		j := v.endpoint.Judgement
		if j == nil || j.Leaf == nil {
			continue
		}
		parts = append(parts, certificateOf(say.Subs("who", 4, handshakes(v.endpoint.ShownTo)), j.Leaf))
		evidence.Certificates = append(evidence.Certificates, checks.ShownCertificate{
			LeafSHA256: j.Leaf.SHA256, IssuedTo: issuedTo(j.Leaf), Key: j.Leaf.Key,
			NotAfter: checks.EvidenceTime(j.Leaf.NotAfter), DaysLeft: j.Leaf.DaysLeft, ShownTo: v.endpoint.ShownTo, Severity: v.worst,
		})
		if v.worst != "" && rank(v.worst) < rank(s.severity) {
			s.severity = v.worst
		}
		if v.worst == checks.Critical || v.worst == checks.Warning {
			if bad = append(bad, called(v, by)); len(bad) == 1 {
				evidence.Until = checks.EvidenceTime(j.Leaf.NotAfter)
			}
		}
	}
	return parts, bad
}

// chosen says how it comes that one client gets this certificate and another that one;
// nothing where that is not known.
func (s *survey) chosen(evidence *checks.CertificateVariesEvidence, views []*view) say.Text {
	switch evidence.By {
	case byKey:
		return say.Join(say.S("The server sends the one whose key type the mail app asks for first."), s.preferences(evidence, views))
	case byConnection:
		if len(evidence.Refused) > 0 {
			return say.Join(
				say.S("A handshake for {list} was refused, though the server can do it.", say.Subs("list", 4, handshakes(evidence.Refused))),
				shareAddress)
		}
		return say.Join(say.S("Connections of the same kind got different ones."), shareAddress)
	case byName:
		return say.S("The server chooses by the server name (SNI), or several servers share this address.")
	case byVersion:
		return say.S("Which one the server sends depends on the TLS version of the mail app.")
	}
	return nil
}

var shareAddress = say.S("Several servers seem to share this address.")

// handshakes are their labels ("TLS 1.2 with RSA") as said.
func handshakes(labels []string) []say.Text {
	out := make([]say.Text, len(labels))
	for i, label := range labels {
		out[i] = handshake(label)
	}
	return out
}

// handshake is a label as said.
func handshake(label string) say.Text {
	if version, key, ok := strings.Cut(label, " with "); ok {
		if key, ok := strings.CutSuffix(key, withoutSNI); ok {
			return say.P("handshake", "{version} with {key}, without SNI", say.Term("version", version), say.Term("key", key))
		}
		return say.P("handshake", "{version} with {key}", say.Term("version", version), say.Term("key", key))
	}
	return say.Quote(label)
}

// preferences are clients whose order of key types is documented, as the
// report names them. A server may still choose by its own order.
var preferences = []struct{ client, key, source string }{
	{"outlook-windows", "ECDSA", "https://learn.microsoft.com/windows/win32/secauthn/tls-cipher-suites-in-windows-11"},
	{"thunderbird", "ECDSA", "https://searchfox.org/mozilla-central/source/security/manager/ssl/nsNSSIOLayer.cpp"},
}

// preferences says which clients ask for what first.
func (s *survey) preferences(evidence *checks.CertificateVariesEvidence, views []*view) say.Text {
	if !slices.ContainsFunc(views, func(v *view) bool { return keyKind(v) == "ECDSA" }) || !slices.ContainsFunc(views, func(v *view) bool { return keyKind(v) == "RSA" }) {
		return nil
	}
	evidence.AsksFirst = make(map[string]string, len(preferences))
	for _, p := range preferences {
		evidence.AsksFirst[p.client] = p.key
		evidence.Sources = append(evidence.Sources, p.source)
	}
	return say.S("Outlook on Windows 11 and Thunderbird ask for ECDSA first.")
}
