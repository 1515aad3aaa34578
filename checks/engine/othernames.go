package engine

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
	"certdesk/checks/services"
)

// maxOtherNames bounds the names that are taken from one source.
const maxOtherNames = 4

// otherNames are names by which the server at an address is known: at the end
// of the aliases of the name asked for, in what the server says of itself, in
// the mail exchangers of the domain, and by its address. A hoster's certificate
// often carries one of these and not the customer's name.
func (e *Engine) otherNames(ctx context.Context, f *checks.Facts, ep *checks.Endpoint) []string {
	var said, exchangers, reverse []string
	var wg sync.WaitGroup
	wg.Go(func() { said = e.namesItself(ctx, f, ep) })
	if e.names != nil {
		wg.Go(func() { exchangers = e.exchangersOf(ctx, f.Name) })
	}
	if e.names != nil && ep.Address.Addr().IsValid() {
		wg.Go(func() { reverse = e.names.PTR(ctx, ep.Address.Addr()).Items })
	}
	wg.Wait()
	var out []string
	if f.DNS != nil && f.DNS.Canonical != "" {
		out = append(out, f.DNS.Canonical)
	}
	for _, source := range [...][]string{said, exchangers, reverse} {
		for _, name := range source[:min(len(source), maxOtherNames)] {
			out = append(out, strings.ToLower(strings.TrimSuffix(name, ".")))
		}
	}
	return out
}

// namesItself reads the server's name from its greeting and its answer to EHLO. After a
// TLS handshake the greeting has not been read yet, and is asked for.
func (e *Engine) namesItself(ctx context.Context, f *checks.Facts, ep *checks.Endpoint) []string {
	o := ep.Observation
	service, known := services.ByPort(f.Target.Port)
	greets := !known || service.Protocol != ""
	if o.Greeting == "" && o.Mode == checks.ModeTLS && greets {
		r := e.request(f, ep.Address, false)
		r.Mode, r.Greeting = checks.ModeTLS, true
		o = e.prober.Probe(ctx, r)
	}
	return append(namesIn(o.Hello), namesIn(o.Greeting)...)
}

// namesIn finds what looks like host names in the words of a server: "220
// mx7.hoster.example ESMTP", "* OK [CAPABILITY …] imap7.hoster.example ready".
func namesIn(said string) []string {
	var names []string
	if code, text, more := strings.Cut(said, "-"); more && len(code) == 3 && strings.Trim(code, "0123456789") == "" {
		said = text // "220-mx7.hoster.example"
	}
	for word := range strings.FieldsSeq(said) {
		word = strings.Trim(word, "[](){}<>\"'`,;:!?.")
		if _, domain, mailbox := strings.Cut(word, "@"); mailbox {
			word = domain // POP3's "<1896.697170952@dbc.mtview.ca.us>" (RFC 1939 §7)
		}
		if len(names) < maxOtherNames && looksLikeHost(word) && strings.Trim(word, "0123456789.") != "" {
			names = append(names, word)
		}
	}
	return names
}

// exchangersOf are the servers that take the mail of a name's domain.
func (e *Engine) exchangersOf(ctx context.Context, name string) []string {
	domain, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return nil
	}
	var hosts []string
	for _, mx := range e.names.MX(ctx, domain).Items {
		if mx.Host != "" {
			hosts = append(hosts, mx.Host)
		}
	}
	return hosts
}
