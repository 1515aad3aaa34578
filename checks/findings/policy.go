package findings

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"slices"
	"strconv"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Policy: what the domain publishes about mail to this server, compared with
// what the server shows. Other mail servers go by it; mail programs do not.
var policyRules = []rule{
	{
		code: checks.DANEMismatch, severity: checks.Warning,
		title:   say.S("The certificate does not match DNS (DANE)"),
		steps:   []int{checks.StepContact},
		address: daneMismatch, chains: true,
	},
	{
		code: checks.MTASTSMismatch, severity: checks.Warning,
		title:  say.S("The server does not match the MTA-STS policy of its domain"),
		steps:  []int{checks.StepContact},
		target: mtaSTSMismatch,
	},
}

// daneMismatch looks at validated records that SMTP can use, and at addresses
// that sent a certificate (RFC 7672).
func daneMismatch(f *checks.Facts, e *checks.Endpoint) *sight {
	if f.Policy == nil || f.Policy.DANE == nil || !f.Policy.DANE.Usable || e.TLS == nil || len(e.TLS.Certificates) == 0 {
		return nil
	}
	d := f.Policy.DANE
	problem, weaker := daneProblem(f, d, e)
	if problem.Empty() {
		return nil
	}
	name := shownName(d.Name)
	records := make([]string, 0, len(d.Records))
	for _, r := range capped(d.Records, 8) {
		records = append(records, tlsaText(r))
	}
	evidence := &checks.DANEMismatchEvidence{
		Address: e.Place(), Name: name, Records: records, Problem: checks.Words(problem), WeakerDigest: weaker,
	}
	// What a record for this certificate would be; not for one that had to be
	// mended to be read, whose digest is another.
	if j := e.Judgement; j != nil && j.Leaf != nil && j.Leaf.X509 != nil && j.UnsupportedKey == nil && len(j.Malformed) == 0 {
		sum := sha256.Sum256(j.Leaf.X509.RawSubjectPublicKeyInfo)
		evidence.FittingRecord = "3 1 1 " + hex.EncodeToString(sum[:])
	}
	at := say.Host("host", d.Name)
	out := &sight{
		evidence: evidence,
		clause:   say.P("clause", "does not match any TLSA record at {host}", at),
		effect:   say.P("effect", "so mail servers that check DANE do not deliver mail to it"),
		brief:    say.P("brief", "does not match DNS (TLSA)"),
	}
	whom := say.S("Mail servers that check DANE do not deliver mail here. Mail apps do not check it.")
	if oneFits(f, d, e.Address) {
		whom = say.S("Mail servers that check DANE and get this certificate do not deliver mail here. Mail apps do not check it.")
	}
	if weaker {
		out.clause = say.P("clause", "does not match the strongest TLSA record at {host}", at)
		out.effect = say.P("effect", "so some mail servers that check DANE do not deliver mail to it")
		out.brief = say.P("brief", "does not match the strongest TLSA record")
		whom = say.S("Mail servers that go by the strongest digest alone, such as Postfix, do not deliver mail here. Mail apps do not check it.")
	}
	out.detail = say.Join(
		say.S("DNS says with a signature which certificates are valid for this server (TLSA records at {host}).", at),
		say.S("Its certificate {problem}.", say.Sub("problem", problem)), whom)
	return out
}

// oneFits tells whether an address shows a certificate that some record fits.
func oneFits(f *checks.Facts, d *checks.DANE, at netip.AddrPort) bool {
	for i := range f.Endpoints {
		if f.Endpoints[i].Address != at || i >= len(d.Matches) {
			continue
		}
		return d.Matches[i] || i < len(d.Shown) && slices.ContainsFunc(d.Shown[i], say.Text.Empty)
	}
	return false
}

// daneProblem is why no record fits the chain of an endpoint or of a view of
// one; nothing if one does. weaker: one fits, and a stronger one does not.
func daneProblem(f *checks.Facts, d *checks.DANE, e *checks.Endpoint) (problem say.Text, weaker bool) {
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Address != e.Address {
			continue
		}
		if ep.TLS == e.TLS && i < len(d.Matches) && !d.Matches[i] {
			return d.Problems[i], i < len(d.Weaker) && d.Weaker[i]
		}
		for k := range ep.Shown {
			if ep.Shown[k].TLS == e.TLS && i < len(d.Shown) && k < len(d.Shown[i]) {
				return d.Shown[i][k], i < len(d.ShownWeaker) && k < len(d.ShownWeaker[i]) && d.ShownWeaker[i][k]
			}
		}
	}
	return nil, false
}

// tlsaText writes a record as a zone file does, the data shortened.
func tlsaText(r checks.TLSA) string {
	return strconv.Itoa(int(r.Usage)) + " " + strconv.Itoa(int(r.Selector)) + " " + strconv.Itoa(int(r.MatchingType)) + " " +
		hex.EncodeToString(capped(r.Data, sha256.Size))
}

// mtaSTSMismatch: the policy is in use and names other servers, or it is
// enforced and the server shows what it forbids (RFC 8461 §4).
func mtaSTSMismatch(s *survey) *sight {
	f := s.facts
	if f.Policy == nil || f.Policy.MTASTS == nil {
		return nil
	}
	p := f.Policy.MTASTS
	domainIn := say.Host("domain", p.Domain)
	if !p.Problem.Empty() {
		return unusablePolicy(s, p, domainIn)
	}
	if p.Mode != "enforce" && p.Mode != "testing" {
		return nil
	}
	evidence := &checks.MTASTSMismatchEvidence{Domain: shownName(p.Domain), Mode: p.Mode, MX: shownNames(capped(p.MX, 20)), Listed: p.Listed}
	if !p.Listed {
		detail := say.S("The policy of {domain} lists {names} for its mail, but not {host}.", domainIn, say.Foreigns("names", 3, p.MX), hostIn(f))
		if p.Mode == "testing" {
			detail = say.Join(detail,
				say.S("The policy is in testing mode, so mail still arrives."),
				say.S("Once it is enforced, some servers will stop delivering."))
		} else {
			detail = say.Join(detail, notDelivered)
		}
		return &sight{
			detail: detail, evidence: evidence,
			whole: say.S("{host} works, but the MTA-STS policy of {domain} does not list it.", hostIn(f), domainIn),
		}
	}
	if p.Mode != "enforce" {
		return nil
	}
	for k := range s.views { // each chain that an address shows may be the one that a sender gets
		e := s.views[k].endpoint
		fault := policyFault(f, e)
		if fault.Empty() {
			continue
		}
		evidence.Address, evidence.Problem = e.Place(), checks.Words(fault)
		return &sight{
			detail: say.Join(
				say.S("The policy of {domain} requires encryption with a valid certificate.", domainIn),
				say.S("This server {fault}.", say.Sub("fault", fault)), notDelivered),
			evidence: evidence,
			whole:    say.S("{host} {fault}, which breaks the MTA-STS policy of {domain}.", hostIn(f), say.Sub("fault", fault), domainIn),
		}
	}
	return nil
}

// unusablePolicy harms nobody visibly: senders deliver as if there were no policy, or
// follow the one that they have cached (RFC 8461 §3.3, §5.1); only its protection is
// lost. Without roots of our own nothing is known of the policy host's certificate.
func unusablePolicy(s *survey, p *checks.MTASTS, domain say.Arg) *sight {
	if p.Ours || slices.ContainsFunc(s.views, func(v view) bool { return v.endpoint.Judgement.Rootless() }) {
		return nil
	}
	return &sight{
		severity: checks.Info,
		title:    say.S("The MTA-STS policy of the domain cannot be used"),
		detail: say.Join(
			say.S("The MTA-STS policy of {domain} cannot be used: {problem}.", domain, say.Sub("problem", p.Problem)),
			say.S("Mail servers deliver mail here as if there were no policy, unless they still hold an older one."),
			say.S("Mail apps do not use it.")),
		evidence: &checks.MTASTSMismatchEvidence{Domain: shownName(p.Domain), Mode: p.Mode, MX: shownNames(capped(p.MX, 20)), Problem: checks.Words(p.Problem)},
	}
}

var notDelivered = say.S("The policy is enforced, so mail servers that follow it do not deliver mail here.")

// policyFault is what an enforced policy forbids, as far as it was seen. What could not be judged is no fault.
func policyFault(f *checks.Facts, e *checks.Endpoint) say.Text {
	if e.Outcome == checks.OutcomeNoSTARTTLS {
		return say.P("policy", "offers no encryption")
	}
	j := e.Judgement
	if j == nil || j.Leaf == nil {
		return nil
	}
	switch {
	case j.Misnamed() && f.Name == f.Target.Host:
		return say.P("policy", "has a certificate without its name")
	case len(j.Expired) > 0:
		return say.P("policy", "has a certificate that has expired")
	case len(j.NotYetValid) > 0:
		return say.P("policy", "has a certificate that is not valid yet")
	case j.Trust != checks.TrustOK && j.Trust != checks.TrustUnknown && !j.Cut:
		return say.P("policy", "has a certificate that is not trusted")
	}
	return nil
}
