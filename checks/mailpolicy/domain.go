package mailpolicy

import (
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
)

// maxLevels bounds how many domains above a host are looked at.
const maxLevels = 5

// climb lists a name and the domains above it.
func climb(name string) []string {
	var out []string
	for name != "" && len(out) < maxLevels {
		out = append(out, name)
		_, name, _ = strings.Cut(name, ".")
	}
	return out
}

// mailDomains are the domains that a host of this name may well take mail for:
// the one that its owner registered, those below it, and the host itself.
// Others cannot be known from the name.
func mailDomains(host string) []string {
	registered, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return nil // the host is itself a public suffix, or no domain name
	}
	var out []string
	for _, name := range climb(host) {
		if name == registered || strings.HasSuffix(name, "."+registered) {
			out = append(out, name)
		}
	}
	slices.Reverse(out)
	return out
}

// takesMail tells whether the mail of a domain goes to the host.
func takesMail(mx []checks.MX, host string) bool {
	return slices.ContainsFunc(mx, func(r checks.MX) bool { return r.Host == host })
}

// served are the domains whose mail goes to the host, as validated answers say: of the
// given one, or else of those above the host.
func (c *Checker) served(ctx context.Context, host, given string) []string {
	domains := mailDomains(host)
	if given != "" {
		domains = []string{given}
	}
	signed := make([]bool, len(domains))
	var wg sync.WaitGroup
	for i, domain := range domains {
		wg.Go(func() {
			mx := c.records.MX(ctx, domain)
			signed[i] = mx.Authenticated && takesMail(mx.Items, host)
		})
	}
	wg.Wait()
	var out []string
	for i, domain := range domains {
		if signed[i] {
			out = append(out, domain)
		}
	}
	return out
}

// announced is a domain and the record that announces its policy.
type announced struct {
	domain string
	record record
}

// announcing finds the domain whose policy is to be looked at: the given one,
// or the first of those above the host that has its mail sent to the host and
// announces a policy.
func (c *Checker) announcing(ctx context.Context, host, given string) (announced, bool) {
	domains, known := []string{given}, true
	if given == "" {
		domains, known = mailDomains(host), false
	}
	records := make([]record, len(domains))
	takes := make([]bool, len(domains))
	var wg sync.WaitGroup
	for i, domain := range domains {
		wg.Go(func() { records[i] = parseRecords(c.records.TXT(ctx, "_mta-sts."+domain).Items) })
		if known {
			takes[i] = true
			continue
		}
		wg.Go(func() { takes[i] = takesMail(c.records.MX(ctx, domain).Items, host) })
	}
	wg.Wait()
	for i, domain := range domains {
		if takes[i] && records[i].there {
			return announced{domain, records[i]}, true
		}
	}
	return announced{}, false
}
