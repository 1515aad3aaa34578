package errortext

import (
	"cmp"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"certdesk/checks"
)

// Of several servers in a text the one is meant of which the trouble is told: "mx1.corp.example
// works, mx2.corp.example refuses". The text is parted between its servers, and each part is read
// by itself.

const (
	// maxBlaming is how long a text may be for that, in bytes: more is a log of many things.
	maxBlaming = 4 << 10
	// maxPieces bounds how many parts are read.
	maxPieces = 12
)

// bounds are what parts what is said of one server from what is said of the next: the end of a
// sentence or a line counts before a comma or a word of contrast, and that before "and" and the verb by
// which one server tells of another.
var bounds = [...]func() *regexp.Regexp{
	anyOf(``, []string{`[.!?][")”“»]?\s+`, `[\n;]`}, ``),
	anyOf(``, []string{
		`,\s`, `\s[–—-]\s`,
		`\s(?:but|while|whereas|though|only|aber|nur|doch|während|hingegen|dagegen|mais|alors que|tandis que|pero|mientras|sino)\s`,
	}, ``),
	anyOf(``, []string{
		`^:\s`,
		`\s(?:and|und|et|y|says|reports|shows|claims|tells|meldet|sagt|zeigt|signale|indique|affiche|dit|avisa|indica|informa|dice):?\s`,
	}, ``),
}

// piece is a part of a text with the server that is named in it, or several in one breath.
type piece struct {
	from, to int
	hosts    []string
}

// blamed are the servers of a text, of which something is known to be the matter, with those first
// of which that is told, and those last of which it is said that they work. read tells what a part
// of it says by itself.
func blamed(text string, kind Kind, servers []checks.Target, read func(part string) (told Kind, well bool)) []checks.Target {
	if len(servers) < 2 || len(text) > maxBlaming || failing(text) != "" {
		return servers
	}
	const (
		theTrouble = iota
		another
		nothing
		works
	)
	told := make(map[string]int) // what is told of each server, the worst of all
	for _, p := range piecesOf(text, kind, servers) {
		blame := nothing
		switch kindOf, well := read(text[p.from:p.to]); {
		case kindOf == kind:
			blame = theTrouble
		case kindOf != "":
			blame = another
		case well:
			blame = works
		}
		for _, host := range p.hosts {
			if before, ok := told[host]; !ok || blame < before {
				told[host] = blame
			}
		}
	}
	blame := func(t checks.Target) int {
		if n, ok := told[t.Host]; ok {
			return n
		}
		return nothing
	}
	return slices.SortedStableFunc(slices.Values(servers), func(a, b checks.Target) int { return cmp.Compare(blame(a), blame(b)) })
}

// piecesOf are the parts of a text that speak of one of its servers each. An address speaks of the
// name before it, and a name that a certificate has of nothing.
func piecesOf(text string, kind Kind, servers []checks.Target) []piece {
	var all []piece
	from, end := 0, 0
	for _, at := range hostPattern().FindAllStringSubmatchIndex(text, maxNames) {
		m := newMention(text, at)
		if !isAmong(servers, m.host) || m.isPart() || m.isCaller() || m.isLeft() || m.isGreeting() || m.isLogger() || m.isOfCertificate() {
			continue
		}
		if len(all) > 0 {
			last := &all[len(all)-1]
			if slices.Contains(last.hosts, m.host) || together[strings.ToLower(strings.TrimSpace(text[end:m.from]))] {
				last.hosts, end = append(last.hosts, m.host), m.to
				continue
			}
			at, ok := bound(text, end, m.from, kind == wrongName)
			if !ok {
				continue
			}
			from, last.to = at, at
		}
		if len(all) == maxPieces {
			break
		}
		all = append(all, piece{from, len(text), []string{m.host}})
		end = m.to
	}
	return all
}

// greetings stand before the name that a server or a client gives itself, and those that a log of
// nginx has for itself.
var greetings = anyOf(``, []string{`\b2[25]0[ -]`, `\* OK `, `\b(?:EHLO|HELO|LHLO) `, `, server: `, `, host: "`}, `$`)

// isGreeting tells whether a program says that the name is its own.
func (m *mention) isGreeting() bool {
	return greetings().MatchString(m.text[max(0, m.from-namelessReach):m.from])
}

// levels stand behind the name of the machine that writes a log.
var levels = anyOf(`^`, []string{`(?-i: \[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE)\b)`}, ``)

// isLogger tells whether a name is that of the machine that writes a line of a log, of what happens
// with another.
func (m *mention) isLogger() bool {
	return strings.HasSuffix("\n"+m.text[:m.from], "\n") && levels().MatchString(m.text[m.to:])
}

// isOfCertificate tells whether a name is one that the certificate has.
func (m *mention) isOfCertificate() bool {
	return isPresented(m.text[max(0, m.from-presentedReach):m.from]) || m.isContrasted()
}

// together is what stands between two servers of which the same is told.
var together = map[string]bool{",": true, "/": true, "&": true, "+": true, "and": true, "und": true, "et": true, "y": true, "or": true, "oder": true, "ou": true, "o": true, "nor": true, "noch": true, "ni": true, "and also": true, "as well as": true, "sowie": true, "ainsi que": true}

// isAmong tells whether a name is one of several servers, and no address where one of them has a name.
func isAmong(servers []checks.Target, host string) bool {
	named := slices.ContainsFunc(servers, func(t checks.Target) bool { return !isAddress(t.Host) })
	return slices.ContainsFunc(servers, func(t checks.Target) bool { return t.Host == host }) && !(named && isAddress(host))
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// bound is where what is said of a name that ends at a place ends, before another one. strict: only
// where a sentence or a line ends, for whoever names two in one sentence about names may speak of both.
func bound(text string, from, to int, strict bool) (at int, ok bool) {
	for _, b := range bounds {
		if all := b().FindAllStringIndex(text[from:to], -1); len(all) > 0 {
			return from + all[len(all)-1][0], true
		}
		if strict {
			return 0, false
		}
	}
	return to, true
}
