package mailpolicy

import (
	"slices"
	"strconv"
	"strings"

	"certdesk/checks/say"
)

const (
	version = "STSv1"
	// maxPatterns bounds the list of servers in a policy.
	maxPatterns = 256
	// maxAge is the longest life of a policy in seconds (RFC 8461 §3.2).
	maxAge = 31557600
)

// record is the TXT record that announces a policy (RFC 8461 §3.1).
type record struct {
	there bool
	// problem is why it announces nothing, as a phrase; nothing if it does.
	problem say.Text
}

// parseRecords looks for exactly one record of the right version; other texts
// at the name do not count.
func parseRecords(texts []string) record {
	var ours []string
	for _, text := range texts {
		first, _, more := strings.Cut(text, ";")
		if more && strings.TrimRight(first, " \t") == "v="+version {
			ours = append(ours, text)
		}
	}
	switch len(ours) {
	case 0:
		return record{}
	case 1:
	default:
		return record{there: true, problem: say.P("problem", "it is announced more than once (several TXT records)")}
	}
	for field := range strings.SplitSeq(ours[0], ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		if strings.TrimSpace(key) == "id" && validID(strings.TrimSpace(value)) {
			return record{there: true}
		}
	}
	return record{there: true, problem: say.P("problem", "its TXT record has no valid id")}
}

// validID: 1 to 32 letters and digits.
func validID(id string) bool {
	return id != "" && len(id) <= 32 && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// policy is the text behind the record (RFC 8461 §3.2).
type policy struct {
	mode string // enforce, testing or none
	mx   []string
}

// parsePolicy returns a problem, as a phrase, for a text that senders cannot
// use. Fields that are not known are passed over; of doubles the first counts.
func parsePolicy(text string) (p policy, problem say.Text) {
	fields := map[string]string{}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line = strings.TrimRight(line, " \t"); line == "" {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return policy{}, say.P("problem", "one of its lines is not “name: value”")
		}
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if _, twice := fields[key]; !twice {
			fields[key] = value
		}
		if key == "mx" {
			if len(p.mx) == maxPatterns {
				return policy{}, say.P("problem", "it lists more servers than can be")
			}
			p.mx = append(p.mx, strings.ToLower(strings.TrimSuffix(value, ".")))
		}
	}
	p.mode = fields["mode"]
	age, err := strconv.ParseUint(fields["max_age"], 10, 64)
	switch {
	case fields["version"] != version:
		return policy{}, say.P("problem", "it does not say “version: {name}”", say.Term("name", version))
	case !slices.Contains([]string{"enforce", "testing", "none"}, p.mode):
		return policy{}, say.P("problem", "it has no mode that senders know")
	case err != nil || age > maxAge:
		return policy{}, say.P("problem", "it does not say how long it holds (max_age)")
	case len(p.mx) == 0 && p.mode != "none":
		return policy{}, say.P("problem", "it lists no server (mx)")
	}
	return p, nil
}

// lists tells whether the policy names the host. A star stands for exactly one
// label, the first (RFC 8461 §4.1).
func (p policy) lists(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	_, parent, _ := strings.Cut(host, ".")
	return slices.ContainsFunc(p.mx, func(pattern string) bool {
		base, wildcard := strings.CutPrefix(pattern, "*.")
		return pattern == host || wildcard && base != "" && base == parent
	})
}
