package discover

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

const (
	autodiscover     = "Autodiscover"
	autodiscoverPath = "/autodiscover/autodiscover.xml"
	// maxHops bounds redirects from server to server.
	maxHops = 3
)

var (
	errStatus         = errors.New("there is no such document")
	errLogin          = errors.New("it wants a login, as Exchange does")
	errNoAutodiscover = errors.New("what came is no Autodiscover answer")
	errAutodiscover   = errors.New("it answers that it does not know the address")
)

// byAutodiscover asks in Outlook's places, side by side.
func byAutodiscover(ctx context.Context, q *question) finding {
	parts := make([]log, 4)
	var wg sync.WaitGroup
	wg.Go(func() { q.askRoot(ctx, &parts[0]) })
	wg.Go(func() {
		host := "autodiscover." + q.domain
		if q.post(ctx, &parts[1], "https://"+host+autodiscoverPath, -1, 0) != unreachable {
			parts[1].add(endpoint(host, 443, autodiscover))
		}
	})
	wg.Go(func() { q.followHTTP(ctx, &parts[2]) })
	wg.Go(func() { q.followSRV(ctx, &parts[3]) })
	wg.Wait()
	var out finding
	for i := range parts {
		first := len(out.attempts)
		for _, a := range parts[i].attempts {
			if a.Parent >= 0 {
				a.Parent += first
			}
			out.attempts = append(out.attempts, a)
		}
		out.servers = append(out.servers, parts[i].servers...)
	}
	return out
}

func endpoint(host string, port int, source string) checks.DiscoveredServer {
	return checks.DiscoveredServer{Use: "autodiscover", Host: host, Port: port, Mode: checks.ModeTLS, Sources: []string{source}}
}

// reached is how far a question came.
type reached int

const (
	unreachable reached = iota // nothing answers there
	untrusted                  // its certificate is not good
	answered                   // something else answered
	served                     // an Autodiscover answer
)

// askRoot asks the domain itself: most often its website, whose certificate
// then is what Outlook warns of.
func (q *question) askRoot(ctx context.Context, l *log) {
	switch q.post(ctx, l, "https://"+q.domain+autodiscoverPath, -1, 0) {
	case untrusted, served:
		l.add(endpoint(q.domain, 443, autodiscover))
	}
}

// followHTTP follows the redirect that autodiscover.DOMAIN may give in clear:
// where it leads counts only by the certificate found there.
func (q *question) followHTTP(ctx context.Context, l *log) {
	at := "http://autodiscover." + q.domain + autodiscoverPath
	start := time.Now()
	attempt := checks.DiscoveryAttempt{Method: autodiscover, Asked: at, Parent: -1}
	resp, err := q.cfg.Fetcher.Get(ctx, fetch.Request{URL: at, MaxBytes: maxDocument})
	attempt.Took = time.Since(start)
	next := ""
	switch {
	case err != nil:
		attempt.Answer = plain(err)
	case resp.Status >= 300 && resp.Status < 400 && resp.Header.Get("Location") != "":
		next = resp.Header.Get("Location")
		attempt.Answer = "sends on to " + checks.Clean(next, 120)
	default:
		attempt.Answer = "no redirect"
	}
	parent := l.note(attempt)
	if next != "" {
		q.hop(ctx, l, next, parent, 1)
	}
}

// followSRV asks the server that _autodiscover._tcp names.
func (q *question) followSRV(ctx context.Context, l *log) {
	attempt, records := q.askSRV(ctx, "_autodiscover._tcp."+q.domain)
	parent := l.note(attempt)
	for _, r := range records[:min(len(records), 1)] {
		l.add(endpoint(r.Target, r.Port, "SRV"))
		host := r.Target
		if r.Port != 443 {
			host += ":" + strconv.Itoa(r.Port)
		}
		q.post(ctx, l, "https://"+host+autodiscoverPath, parent, 1)
	}
}

// hop asks where an answer sends on to.
func (q *question) hop(ctx context.Context, l *log, at string, parent, hops int) reached {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || hops > maxHops {
		return unreachable
	}
	port := 443
	if p, err := strconv.Atoi(u.Port()); err == nil {
		port = p
	}
	got := q.post(ctx, l, at, parent, hops)
	if got != unreachable {
		l.add(endpoint(u.Hostname(), port, autodiscover))
	}
	return got
}

// post puts Outlook's question to a server and follows its answer.
func (q *question) post(ctx context.Context, l *log, at string, parent, hops int) reached {
	start := time.Now()
	attempt := checks.DiscoveryAttempt{Method: autodiscover, Asked: at, Parent: parent}
	a, err := q.ask(ctx, at)
	attempt.Took = time.Since(start)
	if err != nil {
		attempt.Answer = plain(err)
		l.note(attempt)
		var f *fetch.Error
		switch {
		case !errors.As(err, &f):
			return answered
		case f.Kind == fetch.Certificate:
			return untrusted
		}
		return unreachable
	}
	attempt.Found, attempt.Answer = len(a.servers) > 0, a.words()
	index := l.note(attempt)
	l.add(a.servers...)
	switch {
	case a.redirect != "":
		q.hop(ctx, l, a.redirect, index, hops+1)
	case a.address != "" && hops < maxHops:
		// Sent on to another address: that domain's own Autodiscover.
		if _, domain, ok := strings.Cut(a.address, "@"); ok && domain != q.domain {
			if t, err := checks.ParseTarget(domain); err == nil && t.Port == 0 {
				other := *q
				other.domain, other.address = t.Host, a.address
				other.hop(ctx, l, "https://autodiscover."+t.Host+autodiscoverPath, index, hops+1)
			}
		}
	}
	return served
}

// answer is what an Autodiscover server said.
type answer struct {
	servers           []checks.DiscoveredServer
	redirect, address string
}

func (a *answer) words() string {
	switch {
	case a.redirect != "":
		return "sends on to " + checks.Clean(a.redirect, 120)
	case a.address != "":
		return "sends on to another address"
	case len(a.servers) == 0:
		return "answers, and names no mail server"
	}
	return "names " + serverNames(a.servers)
}

func serverNames(servers []checks.DiscoveredServer) string {
	var names []string
	for _, s := range servers {
		names = append(names, fmt.Sprintf("%s:%d", checks.Clean(s.Host, 80), s.Port))
	}
	if len(names) == 0 {
		return "no server"
	}
	return checks.List(names, 4)
}

// request is Outlook's question ([MS-OXDSCLI] §2.2.3).
func request(address string) []byte {
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(address)) // a builder takes everything
	return []byte(`<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>` +
		escaped.String() + `</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`)
}

func (q *question) ask(ctx context.Context, at string) (*answer, error) {
	r := fetch.Request{URL: at, Body: request(q.address), ContentType: "text/xml; charset=utf-8", Accept: "text/xml", HTTPSOnly: true, MaxBytes: maxDocument}
	resp, err := q.cfg.Fetcher.Get(ctx, r)
	if err != nil {
		return nil, err
	}
	switch {
	case resp.Status == http.StatusOK:
		return readAutodiscover(resp.Body)
	case resp.Status >= 300 && resp.Status < 400 && resp.Header.Get("Location") != "":
		return &answer{redirect: resp.Header.Get("Location")}, nil
	case resp.Status == http.StatusUnauthorized:
		// Exchange gives settings only for a password, which is never sent. Its
		// JSON says without one where to ask.
		return q.askJSON(ctx, at)
	}
	return nil, errStatus
}

// askJSON asks for version 2: where is version 1 to be had?
func (q *question) askJSON(ctx context.Context, at string) (*answer, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, errLogin
	}
	v2 := "https://" + u.Host + "/autodiscover/autodiscover.json?Email=" + url.QueryEscape(q.address) + "&Protocol=AutodiscoverV1"
	resp, err := q.cfg.Fetcher.Get(ctx, fetch.Request{URL: v2, Accept: "application/json", HTTPSOnly: true, MaxBytes: maxDocument})
	if err != nil || resp.Status != http.StatusOK {
		return nil, errLogin
	}
	var said struct{ Protocol, URL string }
	if json.Unmarshal(resp.Body, &said) != nil || said.URL == "" || strings.EqualFold(said.URL, at) {
		return nil, errLogin
	}
	next, err := url.Parse(said.URL)
	if err != nil || strings.EqualFold(next.Host, u.Host) {
		return nil, errLogin
	}
	return &answer{redirect: said.URL}, nil
}

// autodiscoverXML is the part of an answer that matters here.
type autodiscoverXML struct {
	XMLName  xml.Name `xml:"Autodiscover"`
	Response struct {
		Error   *struct{} `xml:"Error"`
		Account struct {
			Action       string `xml:"Action"`
			RedirectURL  string `xml:"RedirectUrl"`
			RedirectAddr string `xml:"RedirectAddr"`
			Protocols    []struct {
				Type       string `xml:"Type"`
				Server     string `xml:"Server"`
				Port       int    `xml:"Port"`
				SSL        string `xml:"SSL"`
				Encryption string `xml:"Encryption"`
			} `xml:"Protocol"`
		} `xml:"Account"`
	} `xml:"Response"`
}

func readAutodiscover(data []byte) (*answer, error) {
	var x autodiscoverXML
	if err := xml.Unmarshal(data, &x); err != nil {
		return nil, errNoAutodiscover
	}
	account := x.Response.Account
	switch {
	case x.Response.Error != nil:
		return nil, errAutodiscover
	case strings.EqualFold(account.Action, "redirectUrl"):
		return &answer{redirect: strings.TrimSpace(account.RedirectURL)}, nil
	case strings.EqualFold(account.Action, "redirectAddr"):
		return &answer{address: strings.TrimSpace(account.RedirectAddr)}, nil
	}
	a := &answer{}
	for _, p := range account.Protocols[:min(len(account.Protocols), maxServers)] {
		use, ports := "", [2]int{} // without and with TLS from the start
		switch strings.ToUpper(p.Type) {
		case "IMAP":
			use, ports = "imap", [2]int{143, 993}
		case "POP3":
			use, ports = "pop3", [2]int{110, 995}
		case "SMTP":
			use, ports = "smtp", [2]int{587, 465}
		default: // Exchange's own protocols run over the Autodiscover host's https
			continue
		}
		mode := encryption(p.Encryption, p.SSL, p.Port)
		port := p.Port
		if port == 0 {
			port = ports[0]
			if mode == checks.ModeTLS {
				port = ports[1]
			}
		}
		a.servers = append(a.servers, checks.DiscoveredServer{Use: use, Host: strings.TrimSpace(p.Server), Port: port, Mode: mode, Sources: []string{autodiscover}})
	}
	return a, nil
}

// encryption reads Encryption (TLS is STARTTLS there, SSL is from the start),
// or SSL, whose "on" does not say which of the two it means: the port does.
func encryption(said, ssl string, port int) checks.Mode {
	switch strings.ToUpper(strings.TrimSpace(said)) {
	case "SSL":
		return checks.ModeTLS
	case "TLS":
		return checks.ModeSTARTTLS
	case "NONE", "AUTO":
		return checks.ModeAuto
	}
	if strings.EqualFold(strings.TrimSpace(ssl), "on") {
		if service, ok := checks.ServiceByPort(port); ok {
			return service.Mode
		}
	}
	return checks.ModeAuto
}

// plain words an error for the tree of attempts.
func plain(err error) string {
	var f *fetch.Error
	if errors.As(err, &f) {
		return f.Problem()
	}
	return err.Error()
}
