package serve

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
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
func (e *environment) between(name string, fallback, min, max time.Duration) time.Duration {
	d := e.duration(name, fallback)
	if d != fallback && (d < min || d > max) {
		e.fail(name, "is not between %s and %s", min, max)
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

// check looks at what was read as a whole, and at what only shows when it is
// used. Each fault is a sentence.
func (s *settings) check(e *environment) {
	s.checkAddress(e)
	for _, admin := range s.admins {
		if p, ok := bot.ParsePlace(admin); ok {
			checkID(e, "CERTDESK_ADMINS", p, p.Platform.Traits().Person)
		}
	}
	channel := func(name string, p bot.Place) { checkID(e, name, p, p.Platform.Traits().Channel) }
	for _, p := range s.support {
		channel("CERTDESK_SUPPORT_CHANNELS", p)
	}
	if s.adminChannel != nil {
		channel("CERTDESK_ADMIN_CHANNEL", *s.adminChannel)
	}
	for _, step := range s.outside.chain {
		channel("CERTDESK_ESCALATION", step.To)
	}
	checkHTTPProxy(e)
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

// checkHTTPProxy looks at the proxy by which platforms are called. Go's HTTP client
// takes a host and port without a scheme as well, and says only in each call what it
// cannot use.
func checkHTTPProxy(e *environment) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		text := strings.TrimSpace(e.getenv(name))
		if text == "" {
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme == "" || u.Host == "" {
			u, err = url.Parse("http://" + text)
		}
		if err != nil || u.Hostname() == "" || !isPort(u.Port()) || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
			e.fail(name, "is not a proxy such as http://proxy.corp.com:3128")
		}
	}
}

// checkID tells an id from a name, which people see and platforms do not know.
func checkID(e *environment, name string, p bot.Place, form bot.IDForm) {
	if !form.Fits(p.Channel) {
		e.fail(name, "has %q, which is not an id of %s such as %s", p.Written(), p.Platform.Traits().Name, cmp.Or(form.Examples, form.Example))
	}
}

// checkServe looks at what serve alone uses: a worker shares the environment.
func (s *settings) checkServe() error {
	e := &environment{}
	served := make(map[bot.Platform]bool)
	for _, c := range s.connections {
		served[c.platform()] = c.configured()
	}
	for _, p := range s.support {
		if !served[p.Platform] {
			e.fail("CERTDESK_SUPPORT_CHANNELS", "names a channel of %s, which is not served", p.Platform.Traits().Name)
		}
	}
	if p := s.adminChannel; p != nil && !served[p.Platform] {
		e.fail("CERTDESK_ADMIN_CHANNEL", "is on %s, which is not served", p.Platform.Traits().Name)
	}
	for _, step := range s.outside.chain {
		if p := step.To.Platform; !p.Traits().Carried && !served[p] {
			e.fail("CERTDESK_ESCALATION", "names a channel of %s, which is not served", p.Traits().Name)
		}
	}
	if len(s.admins) > 0 && !slices.ContainsFunc(s.admins, func(admin string) bool {
		p, _ := bot.ParsePlace(admin)
		return served[p.Platform]
	}) {
		e.fail("CERTDESK_ADMINS", "names nobody on a platform that is served: nobody could change what is watched")
	}
	if s.watchFile != "" {
		watches, err := watchlist.ReadFile(s.watchFile)
		if err != nil {
			e.fail("CERTDESK_WATCH_FILE", "cannot be read: %s", oserr.Plain(err).String())
		}
		for i := range watches {
			if watches[i].Place.Channel == "" {
				e.fail("CERTDESK_WATCH_FILE", "has %s without a channel", watches[i].Name())
			}
		}
	}
	return errors.Join(e.errs...)
}
