package serve

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/oserr"
	"certdesk/bot/ratelimit"
	"certdesk/bot/telemetry"
	"certdesk/bot/watch"
	"certdesk/bot/zone"
	"certdesk/checks/proxy"
)

// settings are what the environment says to serve and worker. Each may be
// given as a file: SLACK_BOT_TOKEN_FILE holds what SLACK_BOT_TOKEN would.
type settings struct {
	// connections are to all platforms, those included that are not configured.
	connections []connection

	listen        string
	dialPolicy    *dialpolicy.Policy
	caFile, trust string
	resolver      string
	proxy         *proxy.Proxy // nil: servers are reached directly
	zone          string
	redisURL      string // "": the embedded store, and no zone but one's own
	admins        []string
	adminChannel  *bot.Place
	outside       outsideSettings
	docs          string
	support       []bot.Place
	sweepInterval time.Duration
	checkEvery    time.Duration
	warn          []int
	watchFile     string
	cacheTTL      time.Duration // 0: as usual
	drainDelay    time.Duration // how long what comes is still served after SIGTERM
	maxChecks     int           // 0: as the memory allows
	maxSeries     int           // endpoints of watches in the metrics
	exportFolder  string        // "": nothing is exported
	rate          ratelimit.Rate
	traces        telemetry.TraceSettings
	logLevel      slog.Level
	logJSON       bool
	// files are those that settings were read from, by setting.
	files map[string]settingFile
}

// environment reads variables, from files where they are given as such.
type environment struct {
	getenv   func(string) string
	readFile func(string) ([]byte, error)
	errs     []error
	asked    map[string]bool // the names that were asked for
	files    map[string]settingFile
}

// text is a variable, or fallback where it is not set.
func (e *environment) text(name, fallback string) string {
	if e.asked == nil {
		e.asked = make(map[string]bool)
	}
	e.asked[name] = true
	value := strings.TrimSpace(e.getenv(name))
	file := e.getenv(name + "_FILE")
	if file == "" && value == "" {
		file = e.credential(name)
	}
	switch {
	case file != "" && value != "":
		e.fail(name, "is set, and so is %s_FILE; set one of them", name)
	case file != "":
		data, err := e.readFile(file)
		if err != nil {
			e.fail(name+"_FILE", "names a file that cannot be read: %s", oserr.Plain(err).String())
			return fallback
		}
		value = strings.TrimSpace(string(data))
		if e.files == nil {
			e.files = make(map[string]settingFile)
		}
		e.files[name] = settingFile{file, sha256.Sum256([]byte(value))}
	}
	return cmp.Or(value, fallback)
}

// credential is the file that systemd hands over for a setting, "" if there is
// none: a credential of its name, or a file of that name in a folder of keys
// (https://systemd.io/CREDENTIALS; LoadCredential=keys:FOLDER makes keys_NAME).
func (e *environment) credential(name string) string {
	folder := e.getenv("CREDENTIALS_DIRECTORY")
	if folder == "" {
		return ""
	}
	for _, file := range []string{name, "keys_" + name} {
		path := filepath.Join(folder, file)
		if _, err := e.readFile(path); err == nil {
			return path
		}
	}
	return ""
}

// fail never says a value: it may be a secret.
func (e *environment) fail(name, format string, args ...any) {
	e.errs = append(e.errs, &fault{name, fmt.Sprintf(format, args...)})
}

// fault is what is wrong with a setting.
type fault struct{ setting, what string }

func (f *fault) Error() string { return f.setting + " " + f.what }

func (e *environment) duration(name string, fallback time.Duration) time.Duration {
	text := e.text(name, "")
	if text == "" {
		return fallback
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		e.fail(name, "is not a time such as 90s or 6h")
		return fallback
	}
	return d
}

// parsed is a variable that parse understands, or the zero value.
func parsed[T any](e *environment, name, fallback string, parse func(string) (T, error)) (out T) {
	text := e.text(name, fallback)
	if text == "" {
		return out
	}
	out, err := parse(text)
	if err != nil {
		e.fail(name, "cannot be understood: %s", err)
	}
	return out
}

// readSettings reads the environment. The error has a sentence for each
// variable that is wrong.
func readSettings(getenv func(string) string) (*settings, error) {
	e := &environment{getenv: getenv, readFile: os.ReadFile}
	return e.read(), errors.Join(e.errs...)
}

// read reads everything; what is wrong is in errs.
func (e *environment) read() *settings {
	s := &settings{
		connections: e.connections(),
		listen:      e.text("CERTDESK_LISTEN", ":8080"),
		dialPolicy: &dialpolicy.Policy{
			Allow: parsed(e, "CERTDESK_ALLOW_CIDRS", "", dialpolicy.ParsePrefixes),
			Deny:  parsed(e, "CERTDESK_DENY_CIDRS", "", dialpolicy.ParsePrefixes),
			Hosts: parsed(e, "CERTDESK_ALLOW_HOSTS", "", dialpolicy.ParseHosts),
			Ports: parsed(e, "CERTDESK_ALLOW_PORTS", "", dialpolicy.ParsePorts),
		},
		caFile: e.text("CERTDESK_CA_FILE", ""), trust: e.text("CERTDESK_TRUST", "mozilla,system"),
		resolver: e.text("CERTDESK_RESOLVER", ""), zone: parsed(e, "CERTDESK_ZONE", "", zone.ParseName),
		proxy:         parsed(e, "CERTDESK_PROXY", "", proxy.Parse),
		redisURL:      e.redisURL(),
		admins:        parsed(e, "CERTDESK_ADMINS", "", access.ParseAdmins),
		support:       parsed(e, "CERTDESK_SUPPORT_CHANNELS", "", parseChannels),
		sweepInterval: e.between("CERTDESK_SWEEP_INTERVAL", watch.DefaultInterval, minSweepInterval, maxSweepInterval),
		checkEvery:    e.between("CERTDESK_CHECK_EVERY", watch.DefaultEvery, minCheckEvery, maxCheckEvery),
		warn:          parsed(e, "CERTDESK_WARN", "30,14,7,3,1", parseWarn),
		watchFile:     e.text("CERTDESK_WATCH_FILE", ""),
		cacheTTL:      e.between("CERTDESK_CACHE_TTL", 0, minCacheTTL, maxCacheTTL),
		drainDelay:    parsed(e, "CERTDESK_DRAIN_DELAY", "0s", parseDrainDelay),
		maxChecks:     parsed(e, "CERTDESK_MAX_CHECKS", "", parseMaxChecks),
		maxSeries:     parsed(e, "CERTDESK_METRICS_TARGETS", "20000", parseMaxSeries),
		exportFolder:  exportsIn(e),
		docs:          parsed(e, "CERTDESK_DOCS_URL", "", parsePage),
		rate:          parsed(e, "CERTDESK_RATE", "20/1m", ratelimit.ParseRate),
		traces:        readTraceSettings(e),
		logJSON:       parsed(e, "LOG_FORMAT", "text", parseLogFormat),
	}
	if err := s.logLevel.UnmarshalText([]byte(e.text("LOG_LEVEL", "info"))); err != nil {
		e.fail("LOG_LEVEL", "is not one of debug, info, warn and error")
	}
	if channels := parsed(e, "CERTDESK_ADMIN_CHANNEL", "", parseChannels); len(channels) > 1 {
		e.fail("CERTDESK_ADMIN_CHANNEL", "names %d channels; there is one", len(channels))
	} else if len(channels) == 1 {
		s.adminChannel = &channels[0]
	}
	s.dialPolicy.Proxied = s.proxy != nil
	s.outside = e.outside(s.adminChannel)
	for _, c := range s.connections {
		c.check(e)
	}
	s.check(e)
	s.files = e.files
	return s
}

// parseChannels reads "slack:C024BE7LH, discord:80351110224678912".
func parseChannels(list string) ([]bot.Place, error) {
	var out []bot.Place
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, ok := bot.ParsePlace(word)
		if !ok || !p.Platform.Traits().Served {
			return nil, fmt.Errorf("%q is not a channel such as %s", word, bot.PlaceExamples(func(t *bot.Traits) bot.IDForm { return t.Channel }))
		}
		out = append(out, p)
	}
	return out, nil
}

// maxPage bounds the address of a page, in bytes.
const maxPage = 300

// parsePage reads the address of a page for people.
func parsePage(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(text) > maxPage || strings.ContainsAny(u.String(), "<>|\" \t") {
		return "", fmt.Errorf("%q is not a page such as https://wiki.corp.com/certdesk", text)
	}
	return u.String(), nil
}

func parseWarn(list string) ([]int, error) {
	var out []int
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 365 {
			return nil, fmt.Errorf("%q is not a number of days from 1 to 365", word)
		}
		out = append(out, n)
	}
	return out, nil
}

func parseLogFormat(s string) (json bool, err error) {
	switch strings.ToLower(s) {
	case "json":
		return true, nil
	case "text":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither text nor json", s)
}

func parseMaxSeries(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > telemetry.MaxSeries {
		return 0, fmt.Errorf("%q is not a number from 0 (none) to %d", s, telemetry.MaxSeries)
	}
	return n, nil
}
