package discover

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Where a domain says nothing about its servers, Thunderbird tries the names
// that most hosters use, at the ports of convention, and takes the first that
// answers (GuessConfig in comm-central, mail/components/accountcreation). The
// same is done here, and the domain's mail exchangers come last: at a small
// hoster one machine does it all.

// usual are the labels before the domain in the order in which they are tried,
// the domain itself ("") among them, and the ports.
var usual = [...]struct {
	use    string
	labels []string
	ports  []int
}{
	{useIMAP, []string{"imap", "mail", ""}, []int{993, 143}},
	{usePOP3, []string{"pop3", "pop", "mail", ""}, []int{995, 110}},
	{useSMTP, []string{"smtp", "mail", ""}, []int{465, 587}},
}

const (
	// maxExchangers bounds the mail exchangers that are tried as well.
	maxExchangers = 2
	// knockTime bounds the wait for a port: what is not open soon is not told.
	knockTime = 2 * time.Second
	// maxKnocks bounds the addresses of one name.
	maxKnocks = 2
)

// door is a host that may have what a mail program looks for, and the ports
// that were found open there.
type door struct {
	host    string
	ports   []int // to try
	open    []int
	trouble say.Text // why none is open
	took    time.Duration
}

// guess tries the usual names for what nobody has told: servers for incoming
// mail, for outgoing mail, or both.
func (s *search) guess(ctx context.Context, told, mail *trail) trail {
	var doors []*door
	places := make([][]*door, len(usual)) // by use, the likeliest first
	for i, u := range usual {
		if told.has(u.use) || u.use != useSMTP && (told.has(useIMAP) || told.has(usePOP3)) {
			continue
		}
		for _, host := range s.usualHosts(u.labels, mail) {
			at := slices.IndexFunc(doors, func(d *door) bool { return d.host == host })
			if at < 0 {
				at = len(doors)
				doors = append(doors, &door{host: host})
			}
			doors[at].ports = append(doors[at].ports, u.ports...)
			places[i] = append(places[i], doors[at])
		}
	}
	var ask []func()
	for _, d := range doors {
		ask = append(ask, func() { s.knock(ctx, d) })
	}
	sideBySide(ask...)
	var t trail
	for _, d := range doors {
		a := checks.DiscoveryAttempt{Method: byGuess, Asked: d.host, Parent: noParent, Found: len(d.open) > 0, Answer: d.trouble}
		if a.Found {
			a.Answer = answersOn(d.open)
		}
		t.note(a, d.took)
	}
	for i, u := range usual {
		for _, d := range places[i] {
			before := len(t.servers)
			for _, port := range u.ports {
				if slices.Contains(d.open, port) {
					t.tell(u.use, d.host, port, checks.ModeAuto, byGuess)
				}
			}
			if len(t.servers) > before {
				break // the likeliest one that answers, as Thunderbird does
			}
		}
	}
	return t
}

func answersOn(open []int) say.Text {
	words := make([]string, len(open))
	for i, port := range open {
		words[i] = strconv.Itoa(port)
	}
	if len(words) == 1 {
		return say.P("attempt", "answers on port {port}", say.Port("port", open[0]))
	}
	return say.P("attempt", "answers on ports {ports}", say.Terms("ports", len(words), words))
}

func (s *search) usualHosts(labels []string, mail *trail) []string {
	var hosts []string
	for _, label := range labels {
		hosts = append(hosts, strings.TrimPrefix(label+"."+s.domain, "."))
	}
	for _, mx := range mail.servers[:min(len(mail.servers), maxExchangers)] {
		if !slices.Contains(hosts, mx.Host) {
			hosts = append(hosts, mx.Host)
		}
	}
	return hosts
}

// knock tries the ports of a host side by side.
func (s *search) knock(ctx context.Context, d *door) {
	start := s.finder.now()
	defer func() { d.took = s.finder.now().Sub(start) }()
	ctx, cancel := context.WithTimeout(ctx, knockTime)
	defer cancel()
	resolution := s.finder.resolver.Resolve(ctx, d.host)
	if len(resolution.Addresses) == 0 {
		d.trouble = absent(resolution.Failure)
		return
	}
	addresses := resolution.Addresses[:min(len(resolution.Addresses), maxKnocks)]
	causes := make([]checks.Cause, len(d.ports)*len(addresses))
	var ask []func()
	for i := range causes {
		at := netip.AddrPortFrom(addresses[i%len(addresses)], uint16(d.ports[i/len(addresses)]))
		ask = append(ask, func() { causes[i] = s.finder.knocker.Knock(ctx, d.host, at) })
	}
	sideBySide(ask...)
	d.trouble = say.P("attempt", "no mail port answers")
	for i, cause := range causes {
		port := d.ports[i/len(addresses)]
		switch {
		case cause == checks.CauseNotAllowed:
			d.trouble = say.P("attempt", "certdesk may not connect to it")
		case cause == "" && !slices.Contains(d.open, port):
			d.open = append(d.open, port)
		}
	}
}
