package serve

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/oserr"
	"certdesk/bot/watchlist"
	"certdesk/checks/resolve"
)

// Bounds of what the settings may say: outside them is a slip of the pen, and
// would mean no limit, no rest for the processor, or no alert in time.
const (
	minSweepInterval, maxSweepInterval = 100 * time.Millisecond, 24 * time.Hour
	minCheckEvery, maxCheckEvery       = time.Second, 31 * 24 * time.Hour
	minCacheTTL, maxCacheTTL           = time.Second, 24 * time.Hour
	maxDrainDelay                      = 2 * time.Minute
)

// between is a duration within bounds.
func (e *environment) between(name string, fallback, least, most time.Duration) time.Duration {
	d := e.duration(name, fallback)
	if d != fallback && (d < least || d > most) {
		e.fail(name, "is not between %s and %s", least, most)
		return fallback
	}
	return d
}

func parseDrainDelay(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > maxDrainDelay {
		return 0, fmt.Errorf("%q is not a time from 0s to %s", s, maxDrainDelay)
	}
	return d, nil
}

// Forms of what platforms call their things
// (https://docs.slack.dev/reference/objects, https://discord.com/developers/docs/reference#snowflakes).
var (
	slackPerson  = regexp.MustCompile(`^[UWS][A-Z0-9]+$`)
	slackChannel = regexp.MustCompile(`^[CGD][A-Z0-9]+$`)
	snowflake    = regexp.MustCompile(`^[0-9]+$`)
)

// check looks at what was read as a whole, and at what only shows when it is
// used. Each fault is a sentence.
func (s *settings) check(e *environment) {
	s.checkAddress(e)
	s.checkTokens(e)
	for name, address := range map[string]string{"SLACK_API_URL": s.slack.apiURL, "DISCORD_API_URL": s.discord.apiURL} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			e.fail(name, "is not an address such as https://slack.com/api/")
		}
	}
	for _, admin := range s.admins {
		checkID(e, "CERTDESK_ADMINS", admin, slackPerson, "slack:U024BE7LH (a person) or slack:S0614TZR7 (a user group)")
	}
	for _, p := range s.support {
		checkID(e, "CERTDESK_SUPPORT_CHANNELS", string(p.Platform)+":"+p.Channel, slackChannel, "slack:C024BE7LH")
	}
	if p := s.adminChannel; p != nil {
		checkID(e, "CERTDESK_ADMIN_CHANNEL", string(p.Platform)+":"+p.Channel, slackChannel, "slack:C024BE7LH")
	}
	for _, step := range s.outside.chain {
		checkID(e, "CERTDESK_ESCALATION", string(step.To.Platform)+":"+step.To.Channel, slackChannel, "slack:C024BE7LH")
	}
	if s.resolver != "" {
		if _, err := resolve.Server(s.resolver, &net.Dialer{}); err != nil {
			e.fail("CERTDESK_RESOLVER", "is not a name server such as 10.0.0.53 or 10.0.0.53:5353")
		}
	}
}

func (s *settings) checkAddress(e *environment) {
	host, port, err := net.SplitHostPort(s.listen)
	n, numeric := strconv.Atoi(port)
	switch {
	case err != nil, numeric != nil, strings.ContainsAny(host, "/ "):
		e.fail("CERTDESK_LISTEN", "is not an address such as :8080 or 127.0.0.1:8080")
	case n < 0 || n > 65535:
		e.fail("CERTDESK_LISTEN", "has the port %d; ports end at 65535", n)
	}
}

// tokenKinds are what Slack's tokens begin with
// (https://docs.slack.dev/authentication/tokens).
var tokenKinds = []struct{ prefix, kind string }{
	{"xapp-", "an app-level token, which belongs in SLACK_APP_TOKEN"},
	{"xoxp-", "the token of a person; the bot's begins with xoxb-"},
	{"xoxe-", "a refresh token; the bot's begins with xoxb-"},
	{"xoxb-", "the bot's token, which belongs in SLACK_BOT_TOKEN"},
}

func (s *settings) checkTokens(e *environment) {
	kind := func(token string) string {
		for _, k := range tokenKinds {
			if strings.HasPrefix(token, k.prefix) {
				return k.kind
			}
		}
		return ""
	}
	if t := s.slack.botToken; t != "" && !strings.HasPrefix(t, "xoxb-") && !strings.HasPrefix(t, "xoxe.xoxb-") {
		e.fail("SLACK_BOT_TOKEN", "is %s", cmp.Or(kind(t), "not a bot's token: those begin with xoxb-"))
	}
	if k := kind(s.slack.signingSecret); k != "" {
		e.fail("SLACK_SIGNING_SECRET", "is %s; the signing secret stands under Basic Information", k)
	}
	if t := s.discord.token; strings.HasPrefix(t, "Bot ") {
		e.fail("DISCORD_TOKEN", "begins with the word Bot; the token alone is meant")
	} else if kind(t) != "" {
		e.fail("DISCORD_TOKEN", "is a token of Slack")
	}
	if id := s.discord.applicationID; id != "" && !snowflake.MatchString(id) {
		e.fail("DISCORD_APPLICATION_ID", "is not an id of Discord: those are numbers such as 80351110224678912, without a comma or an exponent")
	}
	if k := s.discord.publicKey; k != "" {
		if raw, err := hex.DecodeString(k); err != nil || len(raw) != 32 {
			e.fail("DISCORD_PUBLIC_KEY", "is not a public key: that is 64 digits and letters from a to f")
		}
	}
	for name, secret := range map[string]string{
		"SLACK_BOT_TOKEN": s.slack.botToken, "SLACK_APP_TOKEN": s.slack.appToken, "DISCORD_TOKEN": s.discord.token,
	} {
		if strings.IndexFunc(secret, unicode.IsSpace) >= 0 && !strings.HasPrefix(secret, "Bot ") {
			e.fail(name, "has a space or a line break in it: more than the token was copied")
		}
	}
}

// checkID tells an id from a name, which people see and platforms do not know.
func checkID(e *environment, name, word string, onSlack *regexp.Regexp, example string) {
	platform, id, _ := strings.Cut(word, ":")
	switch bot.Platform(platform) {
	case bot.Slack:
		if !onSlack.MatchString(id) {
			e.fail(name, "has %q, which is not an id of Slack such as %s", word, example)
		}
	case bot.Discord:
		if !snowflake.MatchString(id) {
			e.fail(name, "has %q, which is not an id of Discord such as discord:80351110224678912", word)
		}
	}
}

// checkServe looks at what serve alone uses: a worker shares the environment.
func (s *settings) checkServe() error {
	e := &environment{}
	served := map[bot.Platform]bool{bot.Slack: s.slack.configured(), bot.Discord: s.discord.configured()}
	for _, p := range s.support {
		if !served[p.Platform] {
			e.fail("CERTDESK_SUPPORT_CHANNELS", "names a channel of %s, which is not served", platformNames[p.Platform])
		}
	}
	if p := s.adminChannel; p != nil && !served[p.Platform] {
		e.fail("CERTDESK_ADMIN_CHANNEL", "is on %s, which is not served", platformNames[p.Platform])
	}
	for _, step := range s.outside.chain {
		if p := step.To.Platform; p != bot.Mail && !served[p] {
			e.fail("CERTDESK_ESCALATION", "names a channel of %s, which is not served", platformNames[p])
		}
	}
	if len(s.admins) > 0 && !slices.ContainsFunc(s.admins, func(admin string) bool {
		platform, _, _ := strings.Cut(admin, ":")
		return served[bot.Platform(platform)]
	}) {
		e.fail("CERTDESK_ADMINS", "names nobody on a platform that is served: nobody could change what is watched")
	}
	if s.watchFile != "" {
		watches, err := watchlist.ReadFile(s.watchFile)
		if err != nil {
			e.fail("CERTDESK_WATCH_FILE", "cannot be read: %s", oserr.Plain(err))
		}
		for i := range watches {
			if watches[i].Place.Channel == "" {
				e.fail("CERTDESK_WATCH_FILE", "has %s without a channel", watches[i].Name())
			}
		}
	}
	return errors.Join(e.errs...)
}

// known are the settings that are read elsewhere than by readSettings.
var known = []string{"CERTDESK_DATA", "REDIS_CA_FILE", "REDIS_CERT_FILE", "REDIS_KEY_FILE"}

// foreign are names of others with our prefixes: what Kubernetes sets for each
// Service in a namespace, what compose.yaml and our tests are told by.
var foreign = regexp.MustCompile(`^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP)(_[A-Z]+)?)$|^CERTDESK_(VERSION|REQUIRE_SERVERS|SOAK|BENCH_[A-Z]+|BUILD_[A-Z]+)$`)

// slip is how many letters a misspelt name is off at most.
const slip = 3

// SettingNames are the names of all settings of serve and worker.
func SettingNames() []string {
	e := &environment{getenv: func(string) string { return "" }, readFile: os.ReadFile}
	e.read()
	return e.names()
}

// names are those that were asked for, and those that are read elsewhere.
func (e *environment) names() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name := range e.asked {
			if !yield(name) {
				return
			}
		}
		for _, name := range slices.Concat(known, ofOpenTelemetry) {
			if !yield(name) {
				return
			}
		}
	})
}

// unknown looks for settings that nobody reads. One of certdesk's own that is
// nearly right, or means to lock something, is wrong: a lock whose name is
// misspelt is not there. Others may be meant for other programs or another
// version, and are only told.
func (e *environment) unknown(environ []string) (remarks []string) {
	names := e.names()
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		prefix, _, _ := strings.Cut(name, "_")
		if !slices.Contains([]string{"CERTDESK", "SLACK", "DISCORD", "REDIS"}, prefix) || prefix == name || foreign.MatchString(name) {
			continue
		}
		bare := strings.TrimSuffix(name, "_FILE")
		if slices.Contains(names, name) || slices.Contains(names, bare) {
			continue
		}
		near := command.Nearest(bare, names)
		_, rest, _ := strings.Cut(name, "_")
		lock := strings.HasPrefix(rest, "ALLOW") || strings.HasPrefix(rest, "DENY")
		if prefix == "CERTDESK" && (lock || command.Distance(bare, near) <= slip) {
			e.fail(name, "is no setting of certdesk; did you mean %s?", near)
			continue
		}
		remarks = append(remarks, fmt.Sprintf("%s is no setting of certdesk; the nearest is %s.", name, near))
	}
	slices.Sort(remarks)
	return remarks
}

// readEnvironment reads the settings of this process, and tells what nobody reads.
func readEnvironment() (s *settings, remarks []string, err error) {
	e := &environment{getenv: os.Getenv, readFile: os.ReadFile}
	s = e.read()
	remarks = e.unknown(os.Environ())
	return s, remarks, errors.Join(e.errs...)
}
