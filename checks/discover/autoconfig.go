package discover

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// thunderbird asks for the settings of the domain's mail where another or the
// same domain keeps them.
func (s *search) thunderbird(ctx context.Context, at string) trail {
	query := url.Values{"emailaddress": {s.address()}}.Encode()
	urls := []string{
		"https://autoconfig." + at + "/mail/config-v1.1.xml?" + query,
		"https://" + at + "/.well-known/autoconfig/mail/config-v1.1.xml?" + query,
	}
	if s.finder.ispdb != "" {
		urls = append(urls, s.finder.ispdb+url.PathEscape(at))
	}
	found := make([]trail, len(urls))
	ask := make([]func(), len(urls))
	for i, u := range urls {
		ask[i] = func() { s.config(ctx, &found[i], u, noParent, 0) }
	}
	// Many hosters have it without encryption alone, and Thunderbird takes it.
	// The address is not sent that way.
	inner := ask[0]
	ask[0] = func() {
		inner()
		if t := &found[0]; len(t.servers) == 0 && mayBeInClear(t) {
			clear := url.Values{"emailaddress": {neutral + "@" + s.domain}}.Encode()
			s.config(ctx, t, "http://autoconfig."+at+"/mail/config-v1.1.xml?"+clear, noParent, 0)
		}
	}
	sideBySide(ask...)
	var all trail
	for _, t := range found {
		all.graft(t)
	}
	return all
}

// mayBeInClear: the host exists, and speaks no HTTPS that can be used.
func mayBeInClear(t *trail) bool {
	if len(t.attempts) != 1 {
		return false
	}
	switch t.failed[0] {
	case fetch.NoAddress, fetch.NameFails, fetch.LookupFailed, fetch.Timeout, fetch.Unheard:
		return false
	}
	return true
}

// config asks one URL and follows where it leads.
func (s *search) config(ctx context.Context, t *trail, at string, parent, hops int) {
	asked := func(a checks.DiscoveryAttempt) bool { return a.Asked == at }
	if hops > maxHops || slices.ContainsFunc(t.attempts, asked) {
		return
	}
	p := s.page(ctx, fetch.Request{URL: at, Accept: "text/xml, application/xml"})
	a := checks.DiscoveryAttempt{Method: byAutoconfig, Asked: at, Parent: parent, Answer: p.trouble()}
	if a.Answer.Empty() {
		servers, err := readClientConfig(p.resp.Body, s.mailbox, s.domain)
		var names []string
		for _, d := range servers {
			t.tell(d.Use, d.Host, d.Port, d.Mode, byAutoconfig)
			names = append(names, net.JoinHostPort(d.Host, strconv.Itoa(d.Port)))
		}
		switch {
		case err != nil:
			a.Answer = say.P("attempt", "an answer that is not autoconfig's")
		case len(names) == 0:
			a.Answer = withoutServer
		default:
			a.Found, a.Answer = true, named(names)
		}
	}
	index := t.note(a, p.took)
	if p.err != nil {
		t.failed[index] = p.err.Kind
	}
	if _, _, secure := secureURL(p.next); secure {
		s.config(ctx, t, p.next, index, hops+1)
	}
}

// hoster asks whoever takes the domain's mail for the settings, as Thunderbird
// does where the domain itself has none.
func (s *search) hoster(ctx context.Context, mail *trail) trail {
	for _, mx := range mail.servers {
		domain, err := publicsuffix.EffectiveTLDPlusOne(mx.Host)
		if err == nil && domain != s.domain {
			return s.thunderbird(ctx, domain)
		}
	}
	return trail{}
}
