package findings

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Servers: the addresses of one name, compared.
var serverRules = []rule{
	{
		code: checks.InconsistentServers, severity: checks.Warning,
		title:  say.S("The servers behind the name differ"),
		steps:  []int{checks.StepContact},
		target: inconsistentServers,
	},
}

// maxGroups bounds the groups in evidence, the largest first.
const maxGroups = 20

// inconsistentServers: the addresses show different certificates, or one fails
// where another does not, or one gives a certificate and another none.
// Addresses that all fail alike are no contradiction.
func inconsistentServers(s *survey) *sight {
	if len(s.tested) < 2 {
		return nil
	}
	groups := s.groups()
	bad := s.failing()
	failing := len(bad)
	leaves := 0
	for _, g := range groups {
		if g.leaf != nil {
			leaves++
		}
	}
	total := len(s.tested)
	if leaves == 0 || (len(groups) == 1 && (failing == 0 || failing == total)) {
		return nil
	}
	shown := make([]checks.GroupEvidence, min(len(groups), maxGroups))
	for i, g := range groups[:len(shown)] {
		shown[i] = checks.GroupEvidence{Addresses: s.addresses(g.where)}
		if g.leaf != nil {
			shown[i].LeafSHA256, shown[i].IssuedTo, shown[i].NotAfter = g.leaf.SHA256, issuedTo(g.leaf), checks.EvidenceTime(g.leaf.NotAfter)
		}
	}
	evidence := &checks.InconsistentServersEvidence{Groups: shown, Total: total, Failing: s.addresses(bad)}
	if failing == 0 && slices.ContainsFunc(s.views, isVouched) {
		return &sight{
			detail: say.Join(
				say.S("The server's {n} addresses send different certificates.", say.Count("n", total)), notWithoutDANE,
				s.describe(groups)),
			evidence: evidence,
			whole:    say.S("The addresses for {host} send different certificates, and not all are valid without their TLSA records in DNS (DANE).", hostIn(s.facts)),
		}
	}
	if failing == 0 {
		return &sight{
			detail: say.Join(
				say.S("The server's {n} addresses send different certificates, and all are valid.", say.Count("n", total)),
				s.describe(groups)),
			evidence: evidence,
			whole:    say.S("The addresses for {host} send different certificates, and all are valid.", hostIn(s.facts)),
		}
	}
	detail := say.N("{n} of {total} addresses does not work: {list}.", "{n} of {total} addresses do not work: {list}.", failing,
		say.Count("total", total), s.briefs(bad))
	if evidence.Family = s.family(bad); evidence.Family != "" {
		detail = say.Join(detail, familyEffects[evidence.Family])
	}
	if leaves > 1 {
		detail = say.Join(detail, s.older(groups), s.describe(groups))
	}
	return &sight{severity: checks.Critical, detail: detail, evidence: evidence}
}

// group are addresses that show the same leaf, or none.
type group struct {
	leaf  *checks.Certificate
	where []int
}

// groups puts the largest first.
func (s *survey) groups() []group {
	var groups []group
	for _, i := range s.tested {
		var leaf *checks.Certificate
		if j := s.facts.Endpoints[i].Judgement; j != nil {
			leaf = j.Leaf
		}
		at := slices.IndexFunc(groups, func(g group) bool {
			return (g.leaf == nil) == (leaf == nil) && (leaf == nil || g.leaf.SHA256 == leaf.SHA256)
		})
		if at < 0 {
			groups = append(groups, group{leaf: leaf})
			at = len(groups) - 1
		}
		groups[at].where = append(groups[at].where, i)
	}
	slices.SortStableFunc(groups, func(a, b group) int { return len(b.where) - len(a.where) })
	return groups
}

// describe says who shows what: the smaller groups first, for they are the odd
// ones.
func (s *survey) describe(groups []group) say.Text {
	var parts []say.Text
	alike := lookAlike(groups)
	for _, g := range slices.Backward(groups) {
		if g.leaf == nil {
			continue
		}
		who := say.Hosts("who", 3, s.addresses(g.where))
		if alike {
			parts = append(parts, certificateByThumbprint(who, g.leaf))
		} else {
			parts = append(parts, certificateOf(who, g.leaf))
		}
		if len(parts) == 4 {
			break
		}
	}
	return say.Join(parts...)
}

// lookAlike tells whether two of the certificates differ in nothing that certificateOf
// says, as those of servers do that get them on the same day by themselves.
func lookAlike(groups []group) bool {
	for i, g := range groups {
		for _, other := range groups[i+1:] {
			if a, b := g.leaf, other.leaf; a != nil && b != nil && a.IssuedTo == b.IssuedTo && a.Issuer == b.Issuer &&
				a.NotAfter.UTC().Format(time.DateOnly) == b.NotAfter.UTC().Format(time.DateOnly) {
				return true
			}
		}
	}
	return false
}

// certificateByThumbprint is certificateOf with what a viewer on Windows shows to tell
// certificates apart.
func certificateByThumbprint(who say.Arg, leaf *checks.Certificate) say.Text {
	return say.S("{who}: issued to {name} by {issuer}, valid until {date}, thumbprint {thumbprint}.",
		who, holderIn("name", leaf), issuerIn("issuer", leaf), say.Date("date", leaf.NotAfter), say.Code("thumbprint", leaf.SHA1))
}

// certificateOf says who is shown which certificate.
func certificateOf(who say.Arg, leaf *checks.Certificate) say.Text {
	return say.S("{who}: issued to {name} by {issuer}, valid until {date}.",
		who, holderIn("name", leaf), issuerIn("issuer", leaf), say.Date("date", leaf.NotAfter))
}

// older names the addresses that were left behind when the others got a new
// certificate for the same name.
func (s *survey) older(groups []group) say.Text {
	usual := groups[0].leaf
	if usual == nil {
		return nil
	}
	var left []int
	for _, g := range groups[1:] {
		if g.leaf != nil && g.leaf.IssuedTo == usual.IssuedTo && g.leaf.NotAfter.Before(usual.NotAfter) {
			left = append(left, g.where...)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return say.S("An older certificate than the rest is still on {addresses}.", say.Hosts("addresses", 4, s.addresses(left)))
}

// briefs lists addresses with what is wrong at each, in the slot {list}.
func (s *survey) briefs(where []int) say.Arg {
	parts := make([]say.Text, len(where))
	for i, at := range where {
		parts[i] = say.P("address and problem", "{address} ({brief})",
			say.Host("address", s.facts.Endpoints[at].PlaceHost()), say.Sub("brief", s.brief[at]))
	}
	return say.Subs("list", 3, parts)
}
