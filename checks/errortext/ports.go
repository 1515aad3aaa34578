package errortext

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"certdesk/checks"
)

// A database, a queue or a remote desktop that refuses a connection does so in the very words of a
// mail server, and its port tells it apart where nothing else does.

// foreignPorts are those of services of which no mail program and no browser is a client: remote
// desktops and shells, shares, databases, queues, caches and what keeps clusters together. The
// certificates of some can be looked at all the same.
var foreignPorts = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for port := range strings.FieldsSeq("20 22 23 88 111 123 135 137 138 139 161 445 464 514 873 1433 1434 1521 1812 1883 2049 2181 2375 2376 2379 2380 3128 3260 3306 3389 4222 4369 5044 5432 5433 5671 5672 5900 5985 5986 6379 6380 6432 6443 6514 7687 8086 8883 9042 9092 9093 9094 9100 9200 9300 9418 10250 11211 15672 25672 26257 26379 27017 27018 27019 33060 61613 61616") {
		out[port] = true
	}
	return out
})

// namedPort is a port that a text names as one, of whatever server.
var namedPort = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:port|puerto)["']?\s{0,3}[:=#]?\s{0,3}["']?(\d{2,5})\b`)
})

// foreign tells whether the ports in a text are those of services that are no mail and no web
// server's, and none is: ports of servers that are named, and bare ones.
func foreign(text string, servers []checks.Target) (named, bare bool) {
	for _, s := range servers {
		switch port := strconv.Itoa(s.Port); {
		case foreignPorts()[port]:
			named = true
		case s.Port != 0:
			return false, false
		}
	}
	if hasDot(text) {
		for _, at := range hostPattern().FindAllStringSubmatchIndex(text, maxNames) {
			m := newMention(text, at)
			named = named || foreignPorts()[m.port] && !m.isOfProgram() && m.isPlausible()
		}
	}
	for _, m := range namedPort().FindAllStringSubmatch(text, maxServers) {
		if !foreignPorts()[m[1]] {
			return false, false
		}
		bare = true
	}
	return named, bare
}
