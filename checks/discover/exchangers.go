package discover

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// exchangers asks for the servers that take the domain's mail. The failure is
// that of the domain itself.
func (s *search) exchangers(ctx context.Context) (trail, checks.DNSKind) {
	var t trail
	start := s.finder.now()
	answer := s.finder.records.MX(ctx, s.domain)
	took := s.finder.now().Sub(start)
	items := slices.SortedStableFunc(slices.Values(answer.Items), func(a, b checks.MX) int {
		return cmp.Or(cmp.Compare(a.Preference, b.Preference), strings.Compare(a.Host, b.Host))
	})
	var names, numbers []string
	for _, mx := range items {
		host, ok := serverName(mx.Host)
		switch _, err := netip.ParseAddr(host); {
		case !ok:
		case err == nil:
			numbers = append(numbers, host)
		case !slices.Contains(names, host):
			names = append(names, host)
			t.tell(useMX, host, 25, checks.ModeSTARTTLS, byMX)
		}
	}
	a := checks.DiscoveryAttempt{Method: byMX, Asked: s.domain, Parent: noParent, Found: len(names) > 0}
	switch aliases := s.aliases(ctx, names); {
	case len(numbers) > 0:
		a.Answer = byNumber(names, numbers)
	case len(aliases) > 0:
		a.Answer = say.P("attempt", "{names} (an alias by CNAME, which an MX record must not name: {aliases})",
			say.Hosts("names", maxNamed, names), say.Hosts("aliases", maxNamed, aliases))
	case len(names) > 0:
		a.Answer = named(names)
	case len(items) > 0 && items[0].Host == "":
		a.Answer = say.P("attempt", "the domain takes no mail")
	case len(items) > 0:
		a.Answer = say.P("attempt", "a record without a server name")
	default:
		a.Answer, a.None = absent(answer.Failure), answer.Failure.NameInDoubt()
	}
	t.note(a, took)
	if answer.Failure == checks.DNSNoAddress {
		return t, "" // the domain exists
	}
	return t, answer.Failure
}

// byNumber tells of records that hold an address where a name must stand (RFC 1035 §3.3.9):
// senders look for a server of that name, and there is none.
func byNumber(names, numbers []string) say.Text {
	wrong := say.Hosts("numbers", maxNamed, numbers)
	if len(names) == 0 {
		return say.P("attempt", "a record with the IP address {numbers}, where the name of a server must stand: no mail arrives by it", wrong)
	}
	return say.P("attempt", "{names}, and a record with the IP address {numbers}, where the name of a server must stand: no mail arrives by it",
		say.Hosts("names", maxNamed, names), wrong)
}

// aliasTime is what the look-up of names may take, of which nothing depends.
const aliasTime = time.Second

// aliases are those of the names that lead to another one by a CNAME, which RFC 2181
// §10.3 and RFC 5321 §5.1 forbid: some senders do not deliver to them.
func (s *search) aliases(ctx context.Context, names []string) []string {
	if s.finder.resolver == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, aliasTime)
	defer cancel()
	names = names[:min(len(names), maxNamed)]
	found := make([]bool, len(names))
	asking := make([]func(), len(names))
	for i, name := range names {
		asking[i] = func() {
			canonical := s.finder.resolver.Resolve(ctx, name).Canonical
			found[i] = canonical != "" && !strings.EqualFold(canonical, name)
		}
	}
	sideBySide(asking...)
	var out []string
	for i, is := range found {
		if is {
			out = append(out, names[i])
		}
	}
	return out
}
