package findings

import (
	"slices"
	"strconv"

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

// inconsistentServers: the addresses show different certificates, or one fails
// where another does not. Addresses that all fail alike are no contradiction.
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
	if leaves < 2 && (failing == 0 || failing == len(s.tested)) {
		return nil
	}
	total := len(s.tested)
	shown := make([]map[string]any, len(groups))
	for i, g := range groups {
		shown[i] = map[string]any{"addresses": s.addresses(g.where)}
		if g.leaf != nil {
			shown[i]["leaf_sha256"] = g.leaf.SHA256
			shown[i]["issued_to"] = issuedTo(g.leaf)
			shown[i]["not_after"] = stamp(g.leaf.NotAfter)
		}
	}
	evidence := map[string]any{"groups": shown, "total": total, "failing": s.addresses(bad)}
	if failing == 0 {
		return &sight{
			detail:   "Its " + strconv.Itoa(total) + " addresses show different certificates; all pass. " + s.describeGroups(groups),
			evidence: evidence,
			whole:    "The addresses of " + host(s.facts) + " show different certificates; all of them pass",
		}
	}
	detail := strconv.Itoa(failing) + " of " + strconv.Itoa(total) + " addresses fail: " + s.briefs(bad) + "."
	if failing == total {
		detail = "All " + strconv.Itoa(total) + " addresses fail, each in its own way: " + s.briefs(bad) + "."
	}
	if leaves > 1 {
		detail += " " + s.describeGroups(groups)
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

// describeGroups says who shows what: the smaller groups first, for they are
// the odd ones.
func (s *survey) describeGroups(groups []group) string {
	var parts []string
	for _, g := range slices.Backward(groups) {
		if g.leaf == nil {
			continue
		}
		parts = append(parts, checks.List(s.addresses(g.where), 3)+" until "+checks.Date(g.leaf.NotAfter)+" (issued to "+issuedTo(g.leaf)+")")
	}
	return "The certificates are valid: " + checks.List(parts, 4) + "."
}

// briefs lists addresses with what is wrong at each.
func (s *survey) briefs(where []int) string {
	parts := make([]string, len(where))
	for i, at := range where {
		parts[i] = s.facts.Endpoints[at].Address.Addr().String() + " (" + s.brief[at] + ")"
	}
	return checks.List(parts, 3)
}
