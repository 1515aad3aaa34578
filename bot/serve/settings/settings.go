package settings

import (
	"log/slog"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/ratelimit"
	"certdesk/bot/telemetry"
	"certdesk/bot/watch"
	"certdesk/bot/zone"
	"certdesk/checks/proxy"
)

// Settings are what the environment says to serve and worker, but for those of the
// platforms. Each may be given as a file: CERTDESK_PROXY_FILE holds what
// CERTDESK_PROXY would.
type Settings struct {
	Listen        string
	DialPolicy    *dialpolicy.Policy
	CAFile, Trust string
	Resolver      string
	Proxy         *proxy.Proxy // nil: servers are reached directly
	Zone          string
	RedisURL      string // "": the embedded store, and no zone but one's own
	Admins        []string
	AdminChannel  *bot.Place
	Outside       Outside
	Docs          string
	Support       []bot.Place
	SweepInterval time.Duration
	CheckEvery    time.Duration
	Warn          []int
	WatchFile     string
	CacheTTL      time.Duration // 0: as usual
	DrainDelay    time.Duration // how long what comes is still served after SIGTERM
	MaxChecks     int           // 0: as the memory allows
	MaxSeries     int           // endpoints of watches in the metrics
	ExportFolder  string        // "": nothing is exported
	Rate          ratelimit.Rate
	Traces        telemetry.TraceSettings
	LogLevel      slog.Level
	LogJSON       bool
	// Files are those that settings were read from, by setting.
	Files map[string]File
}

// Bounds of what the settings may say: outside them is a slip of the pen, and
// would mean no limit, no rest for the processor, or no alert in time.
const (
	minSweepInterval, maxSweepInterval = 100 * time.Millisecond, 24 * time.Hour
	minCheckEvery, maxCheckEvery       = time.Second, 31 * 24 * time.Hour
	minCacheTTL, maxCacheTTL           = time.Second, 24 * time.Hour
)

// Read reads the settings. What is wrong with them is told by Err, and a faulty one
// is as if it were not set. See Check for what shows only when all are read.
func (e *Environment) Read() *Settings {
	s := &Settings{
		Listen: e.Text("CERTDESK_LISTEN", ":8080"),
		DialPolicy: &dialpolicy.Policy{
			Allow: Parsed(e, "CERTDESK_ALLOW_CIDRS", "", dialpolicy.ParsePrefixes),
			Deny:  Parsed(e, "CERTDESK_DENY_CIDRS", "", dialpolicy.ParsePrefixes),
			Hosts: Parsed(e, "CERTDESK_ALLOW_HOSTS", "", dialpolicy.ParseHosts),
			Ports: Parsed(e, "CERTDESK_ALLOW_PORTS", "", dialpolicy.ParsePorts),
		},
		CAFile: e.Text("CERTDESK_CA_FILE", ""), Trust: e.Text("CERTDESK_TRUST", "mozilla,system"),
		Resolver: e.Text("CERTDESK_RESOLVER", ""), Zone: Parsed(e, "CERTDESK_ZONE", "", zone.ParseName),
		Proxy:         Parsed(e, "CERTDESK_PROXY", "", proxy.Parse),
		RedisURL:      e.redisURL(),
		Admins:        Parsed(e, "CERTDESK_ADMINS", "", access.ParseAdmins),
		Support:       Parsed(e, "CERTDESK_SUPPORT_CHANNELS", "", parseChannels),
		SweepInterval: e.between("CERTDESK_SWEEP_INTERVAL", watch.DefaultInterval, minSweepInterval, maxSweepInterval),
		CheckEvery:    e.between("CERTDESK_CHECK_EVERY", watch.DefaultEvery, minCheckEvery, maxCheckEvery),
		Warn:          Parsed(e, "CERTDESK_WARN", "30,14,7,3,1", parseWarn),
		WatchFile:     e.Text("CERTDESK_WATCH_FILE", ""),
		CacheTTL:      e.between("CERTDESK_CACHE_TTL", 0, minCacheTTL, maxCacheTTL),
		DrainDelay:    Parsed(e, "CERTDESK_DRAIN_DELAY", "0s", parseDrainDelay),
		MaxChecks:     Parsed(e, "CERTDESK_MAX_CHECKS", "", parseMaxChecks),
		MaxSeries:     Parsed(e, "CERTDESK_METRICS_TARGETS", "20000", parseMaxSeries),
		ExportFolder:  exportsIn(e),
		Docs:          Parsed(e, "CERTDESK_DOCS_URL", "", parsePage),
		Rate:          Parsed(e, "CERTDESK_RATE", "20/1m", ratelimit.ParseRate),
		Traces:        readTraceSettings(e),
		LogJSON:       Parsed(e, "LOG_FORMAT", "text", parseLogFormat),
	}
	if level := e.Text("LOG_LEVEL", "info"); s.LogLevel.UnmarshalText([]byte(level)) != nil {
		e.Fail("LOG_LEVEL", "is not one of debug, info, warn and error%s", meaning(level, "debug", "info", "warn", "error"))
	}
	if channels := Parsed(e, "CERTDESK_ADMIN_CHANNEL", "", parseChannels); len(channels) > 1 {
		e.Fail("CERTDESK_ADMIN_CHANNEL", "names %d channels; there is one", len(channels))
	} else if len(channels) == 1 {
		s.AdminChannel = &channels[0]
	}
	s.DialPolicy.Proxied = s.Proxy != nil
	s.Outside = e.outside(s.AdminChannel)
	s.Files = e.files
	return s
}
