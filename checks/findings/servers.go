package findings

import (
	"slices"
	"strconv"
	"strings"

	"certdesk/checks"
)

// Servers: the addresses of one name, compared.
var serverRules = []rule{
	{
		code: checks.InconsistentServers, severity: checks.Warning,
		title:  "The servers behind the name differ",
		steps:  []int{10},
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
	if failing == 0 {
		return &sight{
			detail:   "Its " + strconv.Itoa(total) + " addresses show different certificates; all pass. " + s.describe(groups),
			evidence: evidence,
			whole:    "The addresses of " + host(s.facts) + " show different certificates; all of them pass",
		}
	}
	detail := s.count(bad) + ": " + s.briefs(bad) + "."
	if family := s.family(bad); family != "" {
		evidence.Family = family
		detail += familyEffects[family]
	}
	if leaves > 1 {
		detail += s.older(groups) + " " + s.describe(groups)
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
func (s *survey) describe(groups []group) string {
	parts := make([]string, 0, len(groups))
	for _, g := range slices.Backward(groups) {
		if g.leaf == nil {
			continue
		}
		parts = append(parts, checks.List(s.addresses(g.where), 3)+": issued to "+issuedTo(g.leaf)+" by "+issuer(g.leaf)+", valid until "+checks.Date(g.leaf.NotAfter))
		if len(parts) == 4 {
			break
		}
	}
	return "Certificates: " + strings.Join(parts, "; ") + "."
}

// older names the addresses that were left behind when the others got a new
// certificate for the same name.
func (s *survey) older(groups []group) string {
	usual := groups[0].leaf
	if usual == nil {
		return ""
	}
	var left []int
	for _, g := range groups[1:] {
		if g.leaf != nil && g.leaf.IssuedTo == usual.IssuedTo && g.leaf.NotAfter.Before(usual.NotAfter) {
			left = append(left, g.where...)
		}
	}
	if len(left) == 0 {
		return ""
	}
	verb := " still have"
	if len(left) == 1 {
		verb = " still has"
	}
	return " " + checks.List(s.addresses(left), 4) + verb + " an older certificate than the rest."
}

// count is "1 of 4 addresses fails".
func (s *survey) count(bad []int) string {
	verb := " addresses fail"
	if len(bad) == 1 {
		verb += "s"
	}
	return strconv.Itoa(len(bad)) + " of " + strconv.Itoa(len(s.tested)) + verb
}

// briefs lists addresses with what is wrong at each.
func (s *survey) briefs(where []int) string {
	parts := make([]string, len(where))
	for i, at := range where {
		parts[i] = s.facts.Endpoints[at].Address.Addr().String() + " (" + s.brief[at] + ")"
	}
	return checks.List(parts, 3)
}
