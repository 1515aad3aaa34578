package discover

import (
	"cmp"
	"context"
	"net"
	"net/url"
	"slices"
	"strconv"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// way is one of the places where Outlook looks, with all it leads to.
type way struct {
	trail
	address string // the one asked for; it changes when a mailbox has moved
	source  string // what told of the place
	website bool   // a place where mostly something else is
	asked   []string
	// answered: there are settings, or a server that has them for who logs in.
	// Outlook goes no further.
	answered bool
}

// outlook asks in all places where Outlook looks.
func (s *search) outlook(ctx context.Context) trail {
	own := "autodiscover." + s.domain
	var ways [4]way
	for i := range ways {
		ways[i].address, ways[i].source = s.address(), byAutodiscover
	}
	ways[0].website = true
	sideBySide(
		func() { s.ask(ctx, &ways[0], s.domain, 443, noParent) },
		func() { s.ask(ctx, &ways[1], own, 443, noParent) },
		func() { s.redirect(ctx, &ways[2], own) },
		func() { s.outlookSRV(ctx, &ways[3]) },
	)
	var all trail
	answered := false
	for i := range ways {
		if answered { // Outlook has stopped before
			ways[i].servers = slices.DeleteFunc(ways[i].servers, func(d checks.DiscoveredServer) bool { return d.Use == useAutodiscover })
		}
		answered = answered || ways[i].answered
		all.graft(ways[i].trail)
	}
	return all
}

// ask asks a host for settings, as version 1 does, then where that says nothing
// as version 2, for which Exchange wants no password.
func (s *search) ask(ctx context.Context, w *way, host string, port, parent int) {
	first := s.post(ctx, w, autodiscoverURL(host, port, "xml", ""), parent, 0)
	if !first.spoke || first.led {
		return
	}
	query := url.Values{"Email": {w.address}, "Protocol": {"AutodiscoverV1"}}
	s.version2(ctx, w, autodiscoverURL(host, port, "json", query.Encode()), first.attempt)
}

func autodiscoverURL(host string, port int, kind, query string) string {
	u := url.URL{Scheme: "https", Host: host, Path: "/autodiscover/autodiscover." + kind, RawQuery: query}
	if port != 443 {
		u.Host = net.JoinHostPort(host, strconv.Itoa(port))
	}
	return u.String()
}

// outlookSRV asks where DNS says that Autodiscover is.
func (s *search) outlookSRV(ctx context.Context, w *way) {
	hosts, attempt, took := s.srv(ctx, "_autodiscover")
	at := w.note(attempt, took)
	if len(hosts) == 0 {
		return
	}
	w.source = bySRV
	s.ask(ctx, w, hosts[0].Target, hosts[0].Port, at)
}

// redirect asks, in clear and without an address, where Autodiscover is.
func (s *search) redirect(ctx context.Context, w *way, host string) {
	at := "http://" + host + "/autodiscover/autodiscover.xml"
	p := s.page(ctx, fetch.Request{URL: at})
	attempt := checks.DiscoveryAttempt{Method: byAutodiscover, Asked: at, Parent: noParent, Answer: p.trouble()}
	_, _, secure := secureURL(p.next)
	switch {
	case p.next != "" && p.next != "?" && !secure:
		attempt.Answer = say.P("attempt", "sends on to {url}, which Outlook does not follow", say.Reply("url", p.next))
	case attempt.Answer.Empty():
		attempt.Answer = say.P("attempt", "no redirect")
	}
	index := w.note(attempt, p.took)
	// Its own name is asked anyway.
	if next, _, _ := secureURL(p.next); secure && next != host && next != s.domain {
		s.post(ctx, w, p.next, index, 1)
	}
}

// outcome is what came of asking one URL.
type outcome struct {
	attempt int
	spoke   bool // a server that can be trusted was there
	led     bool // to settings, or on to somebody else
}

// post asks one URL for settings and follows where it leads.
func (s *search) post(ctx context.Context, w *way, at string, parent, hops int) outcome {
	host, port, ok := secureURL(at)
	if !ok || hops > maxHops || slices.Contains(w.asked, at) {
		return outcome{}
	}
	w.asked = append(w.asked, at)
	p := s.page(ctx, fetch.Request{URL: at, Body: outlookRequest(w.address), ContentType: "text/xml; charset=utf-8", Accept: "text/xml", HTTPSOnly: true})
	a := checks.DiscoveryAttempt{Method: byAutodiscover, Asked: at, Parent: parent, Answer: p.trouble()}
	var said outlookAnswer
	if a.Answer.Empty() {
		var err error
		if said, err = readOutlook(p.resp.Body); err != nil {
			a.Answer = notAutodiscover
		} else {
			a.Found, a.Answer = said.summary()
		}
	}
	// A website that knows nothing of it is met without a word, unless its
	// certificate is bad.
	known := a.Found || said.refused || p.wantsPassword()
	meant := hops == 0 && !w.website && p.err == nil
	if known || meant || p.untrusted() {
		w.tell(useAutodiscover, host, port, checks.ModeTLS, w.source)
	}
	w.answered = w.answered || known && said.redirectURL == "" && said.redirectDomain == ""
	out := outcome{attempt: w.note(a, p.took), spoke: p.err == nil, led: a.Found || p.next != ""}
	for _, server := range said.servers {
		w.tell(server.Use, server.Host, server.Port, server.Mode, byAutodiscover)
	}
	if next := cmp.Or(p.next, said.redirectURL); next != "" {
		s.post(ctx, w, next, out.attempt, hops+1)
	} else if said.redirectDomain != "" && said.redirectDomain != s.domain {
		w.address = s.mailbox + "@" + said.redirectDomain
		s.post(ctx, w, autodiscoverURL("autodiscover."+said.redirectDomain, 443, "xml", ""), out.attempt, hops+1)
	}
	return out
}

// version2 asks where version 1 is to be had.
func (s *search) version2(ctx context.Context, w *way, at string, parent int) {
	p := s.page(ctx, fetch.Request{URL: at, Accept: "application/json", HTTPSOnly: true})
	a := checks.DiscoveryAttempt{Method: byAutodiscover, Asked: at, Parent: parent, Answer: p.trouble()}
	next := ""
	if a.Answer.Empty() {
		next, _ = readV2(p.resp.Body)
		if _, _, ok := secureURL(next); ok {
			a.Found, a.Answer = true, say.P("attempt", "names {url}", say.Reply("url", next))
		} else {
			next, a.Answer = "", notAutodiscover
		}
	}
	index := w.note(a, p.took)
	if next != "" {
		s.post(ctx, w, next, index, 1)
	}
}

// summary tells what an answer holds.
func (o *outlookAnswer) summary() (found bool, words say.Text) {
	var names []string
	for _, s := range o.servers {
		names = append(names, net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	}
	switch {
	case len(names) > 0:
		return true, named(names)
	case o.redirectURL != "":
		return true, sendsOn(o.redirectURL)
	case o.redirectDomain != "":
		return true, say.P("attempt", "the mailbox is at {domain}", say.Host("domain", o.redirectDomain))
	case o.exchange:
		return true, say.P("attempt", "settings for Exchange")
	case o.refused:
		return false, say.P("attempt", "has Autodiscover, but does not know this mailbox")
	}
	return false, withoutServer
}
