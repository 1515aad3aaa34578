//go:build !race

package main_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// whoMayImportWhom states the direction of imports inside this module. It is
// policy: a build that breaks it is mended in the code, not here. A new room
// needs a row only if it is more than a room among its siblings.
//
// "room : friends" means that the packages of room may import those friends
// and nothing else of ours. The most exact row that fits a package decides.
// "x/*" is every room directly below x, "x/..." is x and all that is below it.
// The packages of one room (checks/chain and a checks/chain/sub) may always
// import each other. "tests" in front of a friend: from _test.go files only.
const whoMayImportWhom = `
	# The engine knows nothing of chat. Its vocabulary imports nothing of ours
	# but checks/say, the values that sentences are made of. A room knows the
	# vocabulary, what ports are for and how people write a server, and only
	# engine knows all the rooms.
	checks              : checks/say
	checks/say          : nothing
	checks/services     : checks
	checks/cache        : nothing
	checks/lazyregexp   : nothing
	checks/wiring       : nothing
	checks/target       : checks, checks/say, checks/services, checks/lazyregexp
	checks/*            : checks, checks/say, checks/cache, checks/services, checks/target, checks/wiring, checks/lazyregexp, tests checks/checktest
	checks/pulse        : nothing
	checks/fetch        : checks, checks/say, checks/pulse, checks/wiring, tests checks/checktest, tests checks/resolve
	checks/probe        : checks, checks/say, checks/services, checks/starttls, checks/pulse, tests checks/checktest
	checks/checktest    : checks, checks/say, checks/starttls, tests checks/target
	checks/fixes        : checks, checks/say, checks/services, checks/programs, tests checks/findings
	checks/findings     : checks, checks/say, checks/services, checks/intercept, tests checks/checktest
	checks/intercept    : checks, checks/say, tests checks/checktest
	checks/view         : checks, checks/say, checks/services, checks/probe, checks/lazyregexp, tests checks/checktest
	checks/seen         : checks, checks/say, checks/intercept, checks/certfile, checks/view, checks/pctools, checks/lazyregexp, tests checks/chain, tests checks/checktest, tests checks/findings
	checks/certfile     : checks, checks/say, checks/pkcs7, tests checks/checktest
	checks/revocation   : checks, checks/say, checks/cache, checks/fetch, checks/wiring, tests checks/chain, tests checks/checktest, tests checks/resolve
	checks/aia          : checks, checks/say, checks/cache, checks/fetch, checks/pkcs7, checks/wiring, tests checks/checktest, tests checks/resolve, tests checks/chain
	checks/discover     : checks, checks/say, checks/services, checks/target, checks/fetch, checks/wiring, tests checks/checktest, tests checks/resolve
	checks/mailpolicy   : checks, checks/say, checks/fetch, checks/wiring, tests checks/checktest, tests checks/resolve
	checks/engine       : checks, checks/say, checks/*, tests checks/checktest

	# The conversation knows the engine's vocabulary, reads the servers that
	# people type with checks/target, and runs the engine through small
	# interfaces. Only desk knows all the rooms, and no room knows a platform.
	bot                 : checks, checks/say, checks/lazyregexp
	bot/*               : checks, checks/say, checks/services, checks/target, bot, checks/wiring
	bot/pcline          : checks, checks/say, checks/services, bot, tests checks/checktest, tests checks/seen
	bot/picture         : checks, checks/say, bot, bot/watch
	# Which mail programs there are is data, as the vocabulary is.
	bot/answer          : checks, checks/say, checks/services, checks/target, checks/programs, bot, checks/wiring, tests checks/phrasebook
	bot/command         : checks, checks/say, checks/services, checks/target, checks/programs, bot
	bot/desk            : checks, checks/say, checks/cache, checks/services, checks/target, checks/programs, bot, bot/*, checks/wiring, tests store, tests store/sqlite, tests store/redis, tests store/redis/redistest
	bot/letter          : checks, checks/say, bot, bot/answer
	bot/summary         : checks, checks/say, bot, bot/incident, bot/audit

	# Adapters translate the bot's vocabulary for a platform: they know neither
	# each other nor how things are kept. What they share is in small rooms that
	# know no platform.
	adapters/*          : bot, checks/say, checks/cache, adapters/connection, adapters/inbox, adapters/plaintext, adapters/retry, checks/wiring, tests adapters/adaptertest
	# What can be typed is one table, of which Discord is told.
	adapters/discord/rest: bot, adapters/retry, checks/wiring
	adapters/discord    : adapters/discord/rest, bot, bot/command, checks/say, checks/cache, adapters/connection, adapters/inbox, adapters/plaintext, adapters/retry, checks/wiring, tests adapters/adaptertest
	adapters/connection : adapters/plaintext, checks/wiring
	adapters/inbox      : bot, checks/cache, adapters/plaintext, adapters/retry
	adapters/plaintext  : bot, checks/say
	adapters/retry      : nothing
	adapters/adaptertest: bot, checks/say

	# Stores keep the types of bot and checks. They do not know each other.
	store               : bot, bot/audit, bot/guide, bot/incident, bot/keeping, bot/ratelimit, bot/watch, checks, checks/say, checks/cache, tests store/*, tests store/redis/redistest
	store/*             : bot, checks, checks/say, store, tests store/storetest
	store/sqlite        : checks/cache, store, tests store/storetest
	store/storetest     : bot, bot/incident, checks, checks/say, store
	store/redis/queue   : bot/zone, store/redis, checks/wiring, tests store/redis/redistest

	# The composing rooms. diagnosis puts the engine's rooms together for the
	# conversation, telemetry tells what a process does; they know no platform and no
	# store. serve, cli and demo put everything together, and certdesk is the program,
	# which calls them. These four, and rooms of serve, are the only ones of bot that
	# import adapters and stores: the known arrows that run up. Nobody imports them but
	# the program, and the demo, which is a terminal with servers of its own.
	bot/oserr           : checks/say
	bot/diagnosis       : checks, checks/say, checks/*, bot, bot/answer, bot/desk, bot/oserr, bot/dialpolicy, bot/picture, bot/watch, bot/zone
	bot/telemetry/otlphttp : checks/say, checks/wiring
	bot/telemetry       : checks, checks/say, checks/resolve, bot, bot/admission, bot/desk, bot/incident, bot/zone, tests checks/checktest, tests store, tests store/sqlite, tests checks/target
	bot/serve           : checks, checks/say, checks/*, bot, bot/*, adapters/*, store, store/*, tests adapters/adaptertest, tests adapters/adaptertest/*, tests checks/checktest, tests store/redis/redistest
	bot/serve/webserver : nothing
	bot/serve/openstore : bot/serve/settings, store, store/redis, store/sqlite
	bot/serve/storecommand: bot, bot/audit, bot/incident, bot/oserr, bot/summary, bot/watchlist, bot/serve/openstore, adapters/plaintext, store, store/sqlite, tests checks
	bot/serve/settings  : checks, checks/say, checks/proxy, checks/resolve, bot, bot/*, adapters/mail, adapters/webhook, checks/lazyregexp
	bot/cli             : checks, checks/say, checks/*, bot, bot/*, adapters/console, store, store/redis/queue
	bot/demo            : checks, checks/say, checks/*, checks/checktest, bot, bot/*, adapters/*, store, store/sqlite
	bot/certdesk        : checks, checks/say, checks/*, bot, bot/*, adapters/*, store, store/*, tests checks/checktest, tests adapters/adaptertest/*
`

// composing are the rooms that put others together, with those that may import them.
var composing = map[string][]string{
	"bot/certdesk":           nil,
	"bot/serve":              {"bot/certdesk"},
	"bot/serve/settings":     {"bot/serve", "bot/serve/openstore", "bot/certdesk"},
	"bot/serve/openstore":    {"bot/serve", "bot/serve/storecommand", "bot/certdesk"},
	"bot/serve/storecommand": {"bot/serve", "bot/certdesk"},
	"bot/cli":                {"bot/certdesk", "bot/demo"},
	"bot/demo":               {"bot/certdesk"},
}

// whoMayUseWhat states which rooms may import which modules of others. A
// module without a row is not used at all; "everyone" are all rooms.
const whoMayUseWhat = `
	golang.org/x/crypto/x509roots/... : checks/chain, tests checks/intercept
	golang.org/x/crypto/ocsp          : checks/revocation, checks/checktest
	golang.org/x/crypto/...           : checks/*, checks/checktest
	golang.org/x/net/idna             : checks/*
	golang.org/x/net/publicsuffix     : checks/*, bot/audit
	golang.org/x/net/proxy            : checks/proxy
	golang.org/x/sync/...             : everyone
	golang.org/x/text/unicode/norm    : checks/errortext, checks/view
	golang.org/x/sys/windows/registry : checks/view
	golang.org/x/sys/...              : tests bot/certdesk
	github.com/leonelquinteros/gotext : checks/phrasebook
	golang.org/x/time/rate            : bot/ratelimit
	golang.org/x/term                 : bot/cli, bot/demo, adapters/console
	github.com/goccy/go-yaml/...      : bot/watchlist
	github.com/miekg/dns              : checks/resolve, checks/checktest
	github.com/prometheus/client_golang/... : bot/telemetry, bot/serve
	github.com/KimMachineGun/automemlimit/... : bot/certdesk

	# Traces: the SDK and its exporter, and what is sent of it; what arrives is read in
	# tests. gRPC is not linked.
	go.opentelemetry.io/otel/...      : bot/telemetry
	go.opentelemetry.io/proto/otlp/... : bot/telemetry/otlphttp, tests bot/certdesk
	google.golang.org/protobuf/...    : bot/telemetry/otlphttp, tests bot/certdesk
	github.com/cenkalti/backoff/...   : bot/telemetry/otlphttp

	# The digest's picture alone is drawn.
	github.com/go-analyze/charts/... : bot/picture

	# The command line, with completion for four shells.
	github.com/spf13/cobra            : bot/cli, bot/demo, bot/certdesk
	github.com/spf13/pflag            : bot/cli, bot/certdesk

	# Seen in tests only.
	github.com/google/go-cmp/...      : tests everyone
	github.com/rogpeppe/go-internal/... : tests everyone
	go.uber.org/goleak                : tests everyone

	# SQL stays in its store.
	database/sql/...                  : store/sqlite
	modernc.org/sqlite/...            : store/sqlite
	github.com/redis/go-redis/...     : store/redis

	# A platform's library stays in its adapter.
	github.com/slack-go/slack/...     : adapters/slack
	github.com/bwmarrin/discordgo     : adapters/discord, adapters/discord/rest
	github.com/gorilla/websocket/...  : adapters/discord, adapters/adaptertest
	github.com/wneessen/go-mail/...   : adapters/mail

	# A fake platform checks against the platform's own description.
	github.com/santhosh-tekuri/jsonschema/... : adapters/adaptertest
`

func TestWhoMayImportWhom(t *testing.T) {
	rules := parseRules(t, whoMayImportWhom)
	for _, file := range sourceFiles(t) {
		for _, imported := range file.imports {
			friend, ours := strings.CutPrefix(imported, "certdesk/")
			if !ours {
				continue
			}
			rule, ok := rules.forSubject(file.pkg)
			switch {
			case !ok:
				t.Errorf("%s: package %s stands in no row of whoMayImportWhom", file.name, file.pkg)
			case composes(friend) && friend != file.pkg && !slices.Contains(composing[friend], file.pkg):
				t.Errorf("%s: %s imports %s; only %q may", file.name, file.pkg, friend, composing[friend])
			case up(friend) && strings.HasPrefix(file.pkg, "bot/") && !file.test && !composes(file.pkg):
				t.Errorf("%s: %s imports %s; of bot only the composing rooms import adapters and stores", file.name, file.pkg, friend)
			case !rule.allows(friend, file.test) && room(rule.subject, file.pkg) != room(rule.subject, friend) && friend != file.pkg:
				t.Errorf("%s: %s may not import %s; the rule is\n\t%s", file.name, file.pkg, friend, rule.text)
			}
		}
	}
}

func composes(pkg string) bool {
	_, ok := composing[pkg]
	return ok
}

// up tells whether an arrow from bot to the package runs up.
func up(pkg string) bool {
	room, _, _ := strings.Cut(pkg, "/")
	return room == "adapters" || room == "store"
}

func TestWhoMayUseWhat(t *testing.T) {
	rules := parseRules(t, whoMayUseWhat)
	for _, file := range sourceFiles(t) {
		for _, imported := range file.imports {
			first, _, _ := strings.Cut(imported, "/")
			rule, ok := rules.forSubject(imported)
			switch {
			case ok && !rule.allows(file.pkg, file.test):
				t.Errorf("%s: %s may not use %s; the rule is\n\t%s", file.name, file.pkg, imported, rule.text)
			case !ok && strings.Contains(first, "."):
				t.Errorf("%s: %s stands in no row of whoMayUseWhat", file.name, imported)
			}
		}
	}
}

// The root of the engine holds plain data: what reads, compiles or asks needs more
// than these, and stands in a room below.
func TestTheEnginesVocabularyIsData(t *testing.T) {
	data := []string{"crypto/x509", "encoding/json", "fmt", "maps", "net", "net/netip", "slices", "time", "certdesk/checks/say"}
	for _, file := range sourceFiles(t) {
		for _, imported := range file.imports {
			if file.pkg == "checks" && !file.test && !slices.Contains(data, imported) {
				t.Errorf("%s: imports %s; machinery belongs into a room below checks", file.name, imported)
			}
		}
	}
}

// A rule is one row: a subject and those it is about.
type rule struct {
	text    string
	subject string
	names   []string // patterns
	inTests []string // patterns that hold for _test.go files only
}

type ruleSet []rule

func parseRules(t *testing.T, text string) ruleSet {
	t.Helper()
	var set ruleSet
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		subject, names, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("a rule without a colon: %q", line)
		}
		r := rule{text: line, subject: strings.TrimSpace(subject)}
		for name := range strings.SplitSeq(names, ",") {
			name = strings.TrimSpace(name)
			if only, ok := strings.CutPrefix(name, "tests "); ok {
				r.inTests = append(r.inTests, only)
			} else {
				r.names = append(r.names, name)
			}
		}
		set = append(set, r)
	}
	return set
}

// forSubject returns the most exact row that fits the package.
func (set ruleSet) forSubject(pkg string) (rule, bool) {
	best, found := rule{}, false
	for _, r := range set {
		if !fits(r.subject, pkg) {
			continue
		}
		if !found || exactness(r.subject) > exactness(best.subject) {
			best, found = r, true
		}
	}
	return best, found
}

// exactness orders patterns: a longer one is more exact, a literal one more
// than one with a wildcard in the same place.
func exactness(pattern string) int {
	n := 2 * strings.Count(pattern, "/")
	if !strings.Contains(pattern, "*") && !strings.HasSuffix(pattern, "/...") {
		n++
	}
	return n
}

func (r rule) allows(name string, test bool) bool {
	fitsName := func(pattern string) bool {
		// Test helpers are named in full: a wildcard does not mean them.
		if strings.HasSuffix(name, "test") && strings.HasSuffix(pattern, "*") && !test {
			return false
		}
		return pattern == "everyone" || fitsOrBelow(pattern, name)
	}
	return slices.ContainsFunc(r.names, fitsName) || test && slices.ContainsFunc(r.inTests, fitsName)
}

// fits reports whether the pattern of a row means pkg. A subject also means
// what is below it, as long as it is a room and not one of the roots.
func fits(pattern, pkg string) bool {
	if strings.Contains(pattern, "/") {
		return fitsOrBelow(pattern, pkg)
	}
	return pattern == pkg
}

func fitsOrBelow(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	if !strings.Contains(pattern, "/") {
		return pattern == pkg
	}
	depth := strings.Count(pattern, "/") + 1
	parts := strings.Split(pkg, "/")
	if len(parts) < depth {
		return false
	}
	ok, err := path.Match(pattern, strings.Join(parts[:depth], "/"))
	if err != nil {
		panic(fmt.Sprintf("bad pattern %q: %v", pattern, err))
	}
	return ok
}

// room is the part of the package's path that the row's subject spans.
func room(subject, pkg string) string {
	parts := strings.Split(pkg, "/")
	return strings.Join(parts[:min(len(parts), strings.Count(subject, "/")+1)], "/")
}

// The rules themselves are tried: a rule that lets everything pass is no rule.
func TestTheRulesCanFail(t *testing.T) {
	rules := parseRules(t, whoMayImportWhom)
	cases := []struct {
		pkg, friend string
		test, want  bool
	}{
		{"checks/chain", "checks", false, true},
		{"checks/chain", "checks/probe", false, false},
		{"checks/chain", "checks/checktest", false, false},
		{"checks/chain", "checks/checktest", true, true},
		{"checks", "checks/probe", true, false},
		{"checks", "checks/target", true, false},
		{"checks/target", "checks/probe", false, false},
		{"checks/engine", "checks/probe", false, true},
		{"checks/engine", "checks/checktest", false, false},
		{"checks/engine", "bot", false, false},
		{"checks/checktest", "checks/engine", false, false},
		{"bot", "bot/desk", false, false},
		{"bot/watch", "bot/guide", false, false},
		{"bot/watch", "adapters/slack", false, false},
		{"bot/desk", "bot/watch", false, true},
		{"bot/desk", "store/redis", false, false},
		{"adapters/slack", "adapters/discord", false, false},
		{"adapters/slack", "store/sqlite", false, false},
		{"adapters/slack", "adapters/inbox", false, true},
		{"adapters/inbox", "adapters/slack", false, false},
		{"adapters/retry", "bot", false, false},
		{"store/redis", "bot", false, true},
		{"store/redis", "store/sqlite", false, false},
		{"bot/serve", "adapters/slack", false, true},
		{"bot/serve", "checks/checktest", false, false},
		{"bot/cli", "adapters/slack", false, false},
		{"bot/cli", "adapters/console", false, true},
		{"bot/demo", "checks/checktest", false, true},
		{"bot/diagnosis", "store/redis", false, false},
		{"bot/telemetry", "adapters/slack", false, false},
		{"bot/certdesk", "checks/checktest", false, false},
	}
	for _, c := range cases {
		r, ok := rules.forSubject(c.pkg)
		if !ok {
			t.Errorf("no rule for %s", c.pkg)
		} else if got := r.allows(c.friend, c.test); got != c.want {
			t.Errorf("%s imports %s (test %v): allowed is %v, want %v by %q", c.pkg, c.friend, c.test, got, c.want, r.text)
		}
	}
}
