package discover

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"certdesk/checks"
)

// services are the names of RFC 6186 §3 and RFC 8314 §5.1.
var services = []struct {
	name, use string
	mode      checks.Mode
}{
	{"_imaps._tcp", "imap", checks.ModeTLS},
	{"_imap._tcp", "imap", checks.ModeSTARTTLS},
	{"_pop3s._tcp", "pop3", checks.ModeTLS},
	{"_pop3._tcp", "pop3", checks.ModeSTARTTLS},
	{"_submissions._tcp", "smtp", checks.ModeTLS},
	{"_submission._tcp", "smtp", checks.ModeSTARTTLS},
}

func bySRV(ctx context.Context, q *question) finding {
	parts := make([]finding, len(services))
	var wg sync.WaitGroup
	for i, service := range services {
		wg.Go(func() {
			name := service.name + "." + q.domain
			attempt, records := q.askSRV(ctx, name)
			for _, r := range records {
				parts[i].servers = append(parts[i].servers, checks.DiscoveredServer{
					Use: service.use, Host: r.Target, Port: r.Port, Mode: service.mode, Sources: []string{"SRV"},
				})
			}
			parts[i].attempts = append(parts[i].attempts, attempt)
		})
	}
	wg.Wait()
	var out finding
	for _, p := range parts {
		out.attempts = append(out.attempts, p.attempts...)
		out.servers = append(out.servers, p.servers...)
	}
	return out
}

// askSRV asks for records; a target of "." says that there is no such service.
func (q *question) askSRV(ctx context.Context, name string) (checks.DiscoveryAttempt, []checks.SRV) {
	start := time.Now()
	answer := q.cfg.Records.SRV(ctx, name)
	attempt := checks.DiscoveryAttempt{Method: "SRV", Asked: name, Parent: -1, Took: time.Since(start)}
	var records []checks.SRV
	var names []string
	for _, r := range answer.Items {
		if r.Target != "" && r.Port != 0 {
			records = append(records, r)
			names = append(names, fmt.Sprintf("%s:%d", checks.Clean(r.Target, 80), r.Port))
		}
	}
	switch {
	case len(records) > 0:
		attempt.Found, attempt.Answer = true, strings.Join(names, ", ")
	case len(answer.Items) > 0:
		attempt.Answer = "says that there is none"
	default:
		attempt.Answer = absent(answer.Failure)
	}
	return attempt, records
}

// absent words the failure of a lookup.
func absent(kind checks.DNSKind) string {
	switch kind {
	case checks.DNSNotFound, checks.DNSNoAddress, "":
		return "no record"
	case checks.DNSTimeout:
		return "no answer in time"
	case checks.DNSRefused:
		return "the name server refuses to answer"
	}
	return "the name server failed"
}

func byMX(ctx context.Context, q *question) finding {
	start := time.Now()
	answer := q.cfg.Records.MX(ctx, q.domain)
	attempt := checks.DiscoveryAttempt{Method: "MX", Asked: q.domain, Parent: -1, Took: time.Since(start)}
	var out finding
	var names []string
	for _, r := range answer.Items {
		if r.Host == "" {
			continue
		}
		names = append(names, checks.Clean(r.Host, 80))
		out.servers = append(out.servers, checks.DiscoveredServer{Use: "mx", Host: r.Host, Port: 25, Mode: checks.ModeSTARTTLS, Sources: []string{"MX"}})
	}
	switch {
	case len(names) > 0:
		attempt.Found, attempt.Answer = true, strings.Join(names, ", ")
	case len(answer.Items) > 0:
		attempt.Answer = "says that the domain takes no mail"
	default:
		attempt.Answer = absent(answer.Failure)
	}
	out.attempts = []checks.DiscoveryAttempt{attempt}
	for _, r := range answer.Items {
		if p := providerByMX(r.Host); p != nil {
			return out.with(p, "its MX "+checks.Clean(r.Host, 80), 0)
		}
	}
	return out
}
