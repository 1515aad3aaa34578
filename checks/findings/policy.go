package findings

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Policy: what the domain publishes about mail to this server, compared with
// what the server shows. Other mail servers go by it; mail programs do not.
var policyRules = []rule{
	{
		code: checks.DANEMismatch, severity: checks.Warning,
		title:   "The certificate is not the one that DNS announces (DANE)",
		steps:   []int{10},
		address: daneMismatch, chains: true,
	},
	{
		code: checks.MTASTSMismatch, severity: checks.Warning,
		title:  "The server does not fit the mail policy of its domain (MTA-STS)",
		steps:  []int{10},
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
	problem := daneProblem(f, d, e)
	if problem == "" {
		return nil
	}
	name := shownName(d.Name)
	records := make([]string, 0, len(d.Records))
	for _, r := range capped(d.Records, 8) {
		records = append(records, tlsaText(r))
	}
	evidence := &checks.DANEMismatchEvidence{
		Address: e.Address.String(), Name: name, Records: records, Problem: checks.Words(say.Literal(problem)),
	}
	// What a record for this certificate would be; not for one that had to be
	// mended to be read, whose digest is another.
	if j := e.Judgement; j != nil && j.Leaf != nil && j.Leaf.X509 != nil && j.UnsupportedKey == nil && len(j.Malformed) == 0 {
		sum := sha256.Sum256(j.Leaf.X509.RawSubjectPublicKeyInfo)
		evidence.FittingRecord = "3 1 1 " + hex.EncodeToString(sum[:])
	}
	return &sight{
		detail: "DNS announces, signed, which certificates are good for this server (TLSA records at " + name + "). Its certificate " + problem +
			". Mail servers that follow DANE do not deliver here; mail programs do not look at it.",
		evidence: evidence,
		clause:   "fits none of the TLSA records at " + name,
		effect:   "so mail servers that follow DANE do not deliver there",
		brief:    "fits no TLSA record",
	}
}

// daneProblem is why no record fits the chain of an endpoint or of a view of
// one, "" if one does.
func daneProblem(f *checks.Facts, d *checks.DANE, e *checks.Endpoint) string {
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.Address != e.Address {
			continue
		}
		if ep.TLS == e.TLS && i < len(d.Matches) && !d.Matches[i] {
			return d.Problems[i]
		}
		for k := range ep.Shown {
			if ep.Shown[k].TLS == e.TLS && i < len(d.Shown) && k < len(d.Shown[i]) {
				return d.Shown[i][k]
			}
		}
	}
	return ""
}

// tlsaText writes a record as a zone file does, the data shortened.
func tlsaText(r checks.TLSA) string {
	return strconv.Itoa(int(r.Usage)) + " " + strconv.Itoa(int(r.Selector)) + " " + strconv.Itoa(int(r.MatchingType)) + " " +
		hex.EncodeToString(capped(r.Data, sha256.Size))
}

// mtaSTSMismatch: the policy is in use and names other servers, or it is
// enforced and the server shows what it forbids (RFC 8461 §4). A policy that
// cannot be used breaks nothing: senders deliver as if there were none.
func mtaSTSMismatch(s *survey) *sight {
	f := s.facts
	if f.Policy == nil || f.Policy.MTASTS == nil {
		return nil
	}
	p := f.Policy.MTASTS
	if p.Problem != "" || p.Mode != "enforce" && p.Mode != "testing" {
		return nil
	}
	domain := shownName(p.Domain)
	evidence := &checks.MTASTSMismatchEvidence{Domain: domain, Mode: p.Mode, MX: shownNames(capped(p.MX, 20)), Listed: p.Listed}
	if !p.Listed {
		detail := "The policy of " + domain + " lists " + nameList(p.MX, 3) + " for its mail, and not " + host(f) + ". "
		if p.Mode == "testing" {
			detail += "It is on trial (mode testing): mail still comes, and will not from those who follow it once it is enforced."
		} else {
			detail += "It is enforced, so mail servers that follow it do not deliver here."
		}
		return &sight{
			detail: detail, evidence: evidence,
			whole: host(f) + " works, but the mail policy (MTA-STS) of " + domain + " does not list it",
		}
	}
	if p.Mode != "enforce" {
		return nil
	}
	for k := range s.views { // each chain that an address shows may be the one that a sender gets
		e := s.views[k].endpoint
		fault := policyFault(f, e)
		if fault == "" {
			continue
		}
		evidence.Address, evidence.Problem = e.Address.String(), checks.Words(say.Literal(fault))
		return &sight{
			detail: "The policy of " + domain + " is enforced and asks for encryption with a valid certificate; this server " + fault +
				". Mail servers that follow the policy do not deliver here.",
			evidence: evidence,
			whole:    host(f) + " " + fault + ", which the mail policy (MTA-STS) of " + domain + " forbids",
		}
	}
	return nil
}

// policyFault is what an enforced policy forbids, as far as it was seen; "" if
// nothing. What could not be judged is no fault.
func policyFault(f *checks.Facts, e *checks.Endpoint) string {
	if e.Outcome == checks.OutcomeNoSTARTTLS {
		return "offers no encryption"
	}
	j := e.Judgement
	if j == nil || j.Leaf == nil {
		return ""
	}
	switch {
	case j.NameReason != checks.NameOK && f.Name == f.Target.Host:
		return "has a certificate that does not carry its name"
	case len(j.Expired) > 0:
		return "has a certificate that has expired"
	case len(j.NotYetValid) > 0:
		return "has a certificate that is not valid yet"
	case j.Trust != checks.TrustOK && j.Trust != checks.TrustUnknown:
		return "has a certificate that is not trusted"
	}
	return ""
}
