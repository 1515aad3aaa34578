package serve

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"certdesk/bot/command"
)

// filesOfRedis are read where Redis is connected to, and have no _FILE: they are files.
var filesOfRedis = map[string]string{"REDIS_CA_FILE": "ca_file", "REDIS_CERT_FILE": "cert_file", "REDIS_KEY_FILE": "key_file"}

// foreign are names of others with our prefixes: what Kubernetes sets for each
// Service in a namespace, what compose.yaml and our tests are told by.
var foreign = regexp.MustCompile(`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP)(_[A-Z]+)?)$|^CERTDESK_(VERSION|REQUIRE_SERVERS|SOAK|BENCH_[A-Z]+|BUILD_[A-Z]+)$`)

// slip is how many letters a misspelt name is off at most.
const slip = 3

// locks are words for what keeps somebody out.
var locks = []string{"ALLOW", "DENY", "BLOCK", "FORBID", "WHITELIST", "BLACKLIST", "CIDR"}

// ofWorkers are the settings that mean something to a worker.
var ofWorkers = regexp.MustCompile(`^(REDIS|LOG|OTEL)_|^CERTDESK_((ALLOW|DENY)_.*|LISTEN|CA_FILE|TRUST|RESOLVER|PROXY|ZONE)$`)

// SettingNames are the names of all settings of serve and worker.
func SettingNames() []string {
	e := &environment{getenv: func(string) string { return "" }, readFile: os.ReadFile}
	e.read()
	return e.names()
}

// WorkerUses tells whether a setting means something to a worker.
func WorkerUses(setting string) bool { return ofWorkers.MatchString(setting) }

// HasFile tells whether a setting may be given as a file by the name of its own with
// _FILE behind it.
func HasFile(setting string) bool {
	_, sdk := ofOpenTelemetry[setting]
	_, file := filesOfRedis[setting]
	return !sdk && !file
}

// names are those that were asked for, and those that are read elsewhere.
func (e *environment) names() []string {
	all := slices.Concat(slices.Collect(maps.Keys(e.asked)), slices.Collect(maps.Keys(filesOfRedis)), slices.Collect(maps.Keys(ofOpenTelemetry)))
	for _, d := range databases() {
		all = append(all, d.setting)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// unknown looks for settings that nobody reads. One of certdesk's own that is
// nearly right, or means to lock something, is wrong: a lock whose name is
// misspelt is not there. Others may be meant for other programs or another
// version, and are only told.
func (e *environment) unknown(environ []string) (remarks []string) {
	names := e.names()
	for _, pair := range environ {
		written, _, _ := strings.Cut(pair, "=")
		name := strings.ToUpper(written)
		prefix, rest, _ := strings.Cut(name, "_")
		bare := strings.TrimSuffix(name, "_FILE")
		near, slight := nearest(bare, names)
		switch {
		case slices.Contains(names, name) || slices.Contains(names, bare) && HasFile(bare):
			if written != name {
				e.fail(written, "is no setting of certdesk; write it in capitals: %s", name)
			}
			continue
		case slices.Contains(names, bare):
			remarks = append(remarks, fmt.Sprintf("%s is read by nobody: %s is not given as a file.", written, bare))
			continue
		case foreign.MatchString(name), rest == "":
			continue
		case prefix == "CERTDESK" && (slight || slices.ContainsFunc(locks, func(word string) bool { return strings.Contains(rest, word) })):
			e.fail(written, "is no setting of certdesk; did you mean %s?", near)
		case slices.Contains([]string{"CERTDESK", "SLACK", "DISCORD", "REDIS"}, prefix),
			// Of these there are many more that are meant for others.
			slices.Contains([]string{"LOG", "OTEL"}, prefix) && command.Distance(bare, near) < slip:
			remarks = append(remarks, fmt.Sprintf("%s is no setting of certdesk; the nearest is %s.", written, near))
		}
	}
	slices.Sort(remarks)
	return remarks
}

// nearest is the setting that a name means most likely; slight tells that it is the
// same but for a few letters, or for words too many or too few: CERTDESK_PROXY_URL,
// CERTDESK_LOG_LEVEL, CERTDESK_WEBHOOK.
func nearest(name string, names []string) (near string, slight bool) {
	near = command.Nearest(name, names)
	off := command.Distance(name, near)
	_, rest, _ := strings.Cut(name, "_")
	if off < slip || off == slip && len(rest) >= slip*slip { // of MAIL three letters leave nothing
		return near, true
	}
	var alike []string
	for _, n := range names {
		if within(words(n), words(name)) || within(words(name), words(n)) {
			alike = append(alike, n)
		}
	}
	if len(alike) == 0 {
		return near, off <= slip
	}
	return command.Nearest(name, alike), true
}

func words(name string) []string { return strings.Split(name, "_") }

// within tells whether at least two words stand among others, in their order.
func within(some, all []string) bool {
	if len(some) < 2 {
		return false
	}
	for _, word := range all {
		if len(some) > 0 && some[0] == word {
			some = some[1:]
		}
	}
	return len(some) == 0
}

// readEnvironment reads the settings of this process, and tells what nobody reads.
// A worker shares the environment, and is not kept from its work by what serve alone
// would miss: its network may have no key of a platform or of a mail server.
func readEnvironment(worker bool) (s *settings, remarks []string, err error) {
	e := &environment{getenv: os.Getenv, readFile: os.ReadFile}
	s = e.read()
	if worker {
		e.errs = slices.DeleteFunc(e.errs, func(err error) bool {
			var f *fault
			return errors.As(err, &f) && !WorkerUses(f.setting) && !WorkerUses(strings.TrimSuffix(f.setting, "_FILE"))
		})
	}
	remarks = e.unknown(os.Environ())
	return s, remarks, errors.Join(e.errs...)
}
