package settings

import (
	"cmp"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"certdesk/bot"
	"certdesk/bot/oserr"
	"certdesk/bot/watchlist"
	"certdesk/checks/resolve"
)

// Check looks at what was read as a whole, and at what only shows when it is
// used. Each fault is a sentence.
func (s *Settings) Check(e *Environment) {
	s.checkAddress(e)
	for _, admin := range s.Admins {
		if p, ok := bot.ParsePlace(admin); ok {
			checkID(e, "CERTDESK_ADMINS", p, p.Platform.Traits().Person)
		}
	}
	channel := func(name string, p bot.Place) { checkID(e, name, p, p.Platform.Traits().Channel) }
	for _, p := range s.Support {
		channel("CERTDESK_SUPPORT_CHANNELS", p)
	}
	if s.AdminChannel != nil {
		channel("CERTDESK_ADMIN_CHANNEL", *s.AdminChannel)
	}
	for _, step := range s.Outside.Chain {
		channel("CERTDESK_ESCALATION", step.To)
	}
	checkHTTPProxy(e)
	if s.Resolver != "" {
		if _, err := resolve.Server(s.Resolver, &net.Dialer{}); err != nil {
			e.Fail("CERTDESK_RESOLVER", "is not a name server such as 10.0.0.53 or 10.0.0.53:5353")
		}
	}
}

func (s *Settings) checkAddress(e *Environment) {
	host, port, err := net.SplitHostPort(s.Listen)
	n, numeric := strconv.Atoi(port)
	switch {
	case err != nil, numeric != nil, strings.ContainsAny(host, "/ "):
		e.Fail("CERTDESK_LISTEN", "is not an address such as :8080 or 127.0.0.1:8080")
	case n < 0 || n > 65535:
		e.Fail("CERTDESK_LISTEN", "has the port %d; ports end at 65535", n)
	}
}

// checkHTTPProxy looks at the proxy by which platforms are called. Go's HTTP client
// takes a host and port without a scheme as well, and says only in each call what it
// cannot use.
func checkHTTPProxy(e *Environment) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		text := strings.TrimSpace(e.getenv(name))
		if text == "" {
			continue
		}
		u, err := url.Parse(text)
		if (err != nil || u.Host == "") && !strings.Contains(text, "://") {
			u, err = url.Parse("http://" + text)
		}
		if err != nil || u.Hostname() == "" || !isPort(u.Port()) || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
			e.Fail(name, "is not a proxy such as http://proxy.corp.com:3128")
		}
	}
}

// checkID tells an id from a name, which people see and platforms do not know.
func checkID(e *Environment, name string, p bot.Place, form bot.IDForm) {
	if !form.Fits(p.Channel) {
		e.Fail(name, "has %q, which is not an id of %s such as %s", p.Written(), p.Platform.Traits().Name, cmp.Or(form.Examples, form.Example))
	}
}

// CheckServe looks at what serve alone uses: a worker shares the environment. served
// tells which platforms are. The error has a sentence for each setting that is wrong.
func (s *Settings) CheckServe(served func(bot.Platform) bool) error {
	e := &Environment{}
	for _, p := range s.Support {
		if !served(p.Platform) {
			e.Fail("CERTDESK_SUPPORT_CHANNELS", "names a channel of %s, which is not served", p.Platform.Traits().Name)
		}
	}
	if p := s.AdminChannel; p != nil && !served(p.Platform) {
		e.Fail("CERTDESK_ADMIN_CHANNEL", "is on %s, which is not served", p.Platform.Traits().Name)
	}
	for _, step := range s.Outside.Chain {
		if p := step.To.Platform; !p.Traits().Carried && !served(p) {
			e.Fail("CERTDESK_ESCALATION", "names a channel of %s, which is not served", p.Traits().Name)
		}
	}
	if len(s.Admins) > 0 && !slices.ContainsFunc(s.Admins, func(admin string) bool {
		p, _ := bot.ParsePlace(admin)
		return served(p.Platform)
	}) {
		e.Fail("CERTDESK_ADMINS", "names nobody on a platform that is served: nobody could change what is watched")
	}
	if s.WatchFile != "" {
		watches, err := watchlist.ReadFile(s.WatchFile)
		if err != nil {
			e.Fail("CERTDESK_WATCH_FILE", "cannot be read: %s", oserr.Plain(err).String())
		}
		for i := range watches {
			if watches[i].Place.Channel == "" {
				e.Fail("CERTDESK_WATCH_FILE", "has %s without a channel", watches[i].Name())
			}
		}
	}
	return e.Err()
}
