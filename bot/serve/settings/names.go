package settings

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks/lazyregexp"
)

// foreign are names of others with our prefixes: what Kubernetes sets for each
// Service in a namespace, what compose.yaml and our tests are told by.
var foreign = lazyregexp.New(`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP)(_[A-Z]+)?)$|^CERTDESK_(VERSION|REQUIRE_SERVERS|BINARY|SOAK|BENCH_[A-Z]+|BUILD_[A-Z]+)$`)

// slip is how many letters a misspelt name is off at most.
const slip = 3

// locks are words for what keeps somebody out.
var locks = []string{"ALLOW", "DENY", "BLOCK", "FORBID", "WHITELIST", "BLACKLIST", "CIDR"}

// ofWorkers are the settings that mean something to a worker.
var ofWorkers = lazyregexp.New(`^(REDIS|LOG|OTEL)_|^CERTDESK_((ALLOW|DENY)_.*|LISTEN|CA_FILE|TRUST|RESOLVER|PROXY|ZONE)$`)

// WorkerUses tells whether a setting means something to a worker.
func WorkerUses(setting string) bool { return ofWorkers().MatchString(setting) }

// HasFile tells whether a setting may be given as a file by the name of its own with
// _FILE behind it.
func HasFile(setting string) bool {
	_, sdk := ofOpenTelemetry[setting]
	_, file := filesOfRedis[setting]
	return !sdk && !file
}

// Names are those that were asked for, and those that are read elsewhere, of which
// others are such as this package does not know. They are sorted.
func (e *Environment) Names(others ...string) []string {
	all := slices.Concat(others, slices.Collect(maps.Keys(e.asked)), slices.Collect(maps.Keys(filesOfRedis)), slices.Collect(maps.Keys(ofOpenTelemetry)))
	slices.Sort(all)
	return slices.Compact(all)
}

// Unknown looks for settings that nobody reads. One of certdesk's own that is
// nearly right, or means to lock something, is wrong: a lock whose name is
// misspelt is not there. Others may be meant for other programs or another
// version, and are only told.
func (e *Environment) Unknown(environ []string, others ...string) (remarks []string) {
	names := e.Names(others...)
	for _, pair := range environ {
		written, value, _ := strings.Cut(pair, "=")
		if written == "TZ" && bot.IsLostZone(value) {
			remarks = append(remarks, fmt.Sprintf("TZ is %q, which is no time zone that there is, and so times are in UTC; write its region and city, such as Europe/Berlin.", value))
		}
		name := strings.ToUpper(written)
		prefix, rest, _ := strings.Cut(name, "_")
		bare := strings.TrimSuffix(name, "_FILE")
		near, slight := nearest(bare, names)
		switch {
		case slices.Contains(names, name) || slices.Contains(names, bare) && HasFile(bare):
			if written != name {
				e.Fail(written, "is no setting of certdesk; write it in capitals: %s", name)
			}
			continue
		case slices.Contains(names, bare):
			remarks = append(remarks, fmt.Sprintf("%s is read by nobody: %s is not given as a file.", written, bare))
			continue
		case foreign().MatchString(name), rest == "":
			continue
		case prefix == "CERTDESK" && (slight || slices.ContainsFunc(locks, func(word string) bool { return strings.Contains(rest, word) })):
			e.Fail(written, "is no setting of certdesk; did you mean %s?", near)
		case slices.Contains([]string{"CERTDESK", "SLACK", "DISCORD", "REDIS"}, prefix),
			// Of these there are many more that are meant for others.
			slices.Contains([]string{"LOG", "OTEL"}, prefix) && command.Distance(bare, near) < slip:
			remarks = append(remarks, unread(written, bare, near))
		}
	}
	slices.Sort(remarks)
	return remarks
}

// unread tells of a setting that nobody reads, and of the one that may be meant: of
// which no more than half of the letters behind the prefix are others. Some name is the
// nearest to anything, as CERTDESK_DATA to CERTDESK_LANG.
func unread(written, name, near string) string {
	_, rest, _ := strings.Cut(name, "_")
	_, other, _ := strings.Cut(near, "_")
	if command.Distance(rest, other)*2 >= max(len(rest), len(other)) && !within(words(near), words(name)) && !within(words(name), words(near)) {
		return fmt.Sprintf("%s is no setting of certdesk.", written)
	}
	return fmt.Sprintf("%s is no setting of certdesk; the nearest is %s.", written, near)
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
		return near, off <= slip && 2*off <= len(rest)
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

// ForgetOfServe forgets what is wrong with settings that mean nothing to a worker.
func (e *Environment) ForgetOfServe() {
	e.errs = slices.DeleteFunc(e.errs, func(err error) bool {
		var f *fault
		return errors.As(err, &f) && !WorkerUses(f.setting) && !WorkerUses(strings.TrimSuffix(f.setting, "_FILE"))
	})
}
