package discover

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// service is one kind of SRV record.
type service struct {
	label string
	use   string
	mode  checks.Mode
}

// srvServices are what mail programs look up: RFC 6186 §3, RFC 8314 §5.1.
var srvServices = [...]service{
	{"_imaps", useIMAP, checks.ModeTLS},
	{"_imap", useIMAP, checks.ModeSTARTTLS},
	{"_pop3s", usePOP3, checks.ModeTLS},
	{"_pop3", usePOP3, checks.ModeSTARTTLS},
	{"_submissions", useSMTP, checks.ModeTLS},
	{"_submission", useSMTP, checks.ModeSTARTTLS},
}

// services asks for all SRV records but that of Autodiscover.
func (s *search) services(ctx context.Context) trail {
	found := make([]trail, len(srvServices))
	ask := make([]func(), len(srvServices))
	for i, svc := range srvServices {
		ask[i] = func() {
			t := &found[i]
			records, attempt, took := s.srv(ctx, svc.label)
			for _, r := range records {
				t.tell(svc.use, r.Target, r.Port, svc.modeAt(r.Port), bySRV)
			}
			t.note(attempt, took)
		}
	}
	sideBySide(ask...)
	var all trail
	for _, t := range found {
		all.graft(t)
	}
	return all
}

// modeAt is the mode of the service, unless the record names the port of the
// other one: many domains announce 465 as _submission, which is from before
// RFC 8314 and harms nobody, for mail programs hardly read these records. What
// the port speaks is then found out.
func (svc service) modeAt(port int) checks.Mode {
	if known, ok := services.ByPort(port); ok && known.Mode != svc.mode {
		return checks.ModeAuto
	}
	return svc.mode
}

// srv looks up one service; the records come best first.
func (s *search) srv(ctx context.Context, label string) ([]checks.SRV, checks.DiscoveryAttempt, time.Duration) {
	name := label + "._tcp." + s.domain
	start := s.finder.now()
	answer := s.finder.records.SRV(ctx, name)
	took := s.finder.now().Sub(start)
	items := slices.SortedStableFunc(slices.Values(answer.Items), func(a, b checks.SRV) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Target, b.Target))
	})
	var records []checks.SRV
	var names []string
	for _, r := range items {
		if host, ok := serverName(r.Target); ok && r.Port != 0 {
			r.Target = host
			records = append(records, r)
			names = append(names, fmt.Sprintf("%s:%d", host, r.Port))
		}
	}
	a := checks.DiscoveryAttempt{Method: bySRV, Asked: name, Parent: noParent, Found: len(records) > 0}
	switch {
	case len(records) > 0:
		a.Answer = named(names)
	case len(items) > 0 && items[0].Target == "":
		a.Answer = say.P("attempt", "a record that says there is none")
	case len(items) > 0:
		a.Answer = say.P("attempt", "a record without a server name")
	default:
		a.Answer, a.None = absent(answer.Failure), answer.Failure.NameInDoubt()
	}
	return records, a, took
}

// maxNamed is how many servers an answer names.
const maxNamed = 3

// named are the servers that an answer names.
func named(servers []string) say.Text {
	return say.P("attempt", "{names}", say.Hosts("names", maxNamed, servers))
}

// absent is why DNS has no answer.
func absent(k checks.DNSKind) say.Text {
	switch k {
	case checks.DNSTimeout:
		return say.P("attempt", "the DNS servers of the domain did not answer in time")
	case checks.DNSServFail:
		return say.P("attempt", "the DNS servers of the domain report an error")
	case checks.DNSBogus:
		return say.P("attempt", "the signatures of the domain (DNSSEC) are not valid")
	case checks.DNSResolverSilent:
		return say.P("attempt", "certdesk's own DNS server does not answer")
	case checks.DNSResolverFails:
		return say.P("attempt", "certdesk's own DNS server reports an error")
	case checks.DNSRefused:
		return say.P("attempt", "certdesk's own DNS server refuses to answer")
	case checks.DNSCutShort:
		return say.P("attempt", "not asked: the time was up")
	case checks.DNSLoop:
		return say.P("attempt", "the name leads in a circle")
	}
	return say.P("attempt", "no record")
}

// serverName reads a host name that a stranger gave; false for what no server
// can be called.
func serverName(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, ":/@?#<>|\\ \t\r\n") || !strings.Contains(strings.Trim(s, "."), ".") {
		return "", false
	}
	t, err := target.Parse(s)
	if err != nil || t.Port != 0 || t.Mailbox != "" {
		return "", false
	}
	return t.Host, true
}
