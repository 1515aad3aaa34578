package discover

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
)

// clientConfig is the part of Thunderbird's file that names servers.
type clientConfig struct {
	XMLName  xml.Name `xml:"clientConfig"`
	Provider struct {
		Incoming []configServer `xml:"incomingServer"`
		Outgoing []configServer `xml:"outgoingServer"`
	} `xml:"emailProvider"`
}

type configServer struct {
	Type   string `xml:"type,attr"`
	Host   string `xml:"hostname"`
	Port   int    `xml:"port"`
	Socket string `xml:"socketType"`
}

var errNoConfig = errors.New("what came is no autoconfig file")

func byAutoconfig(ctx context.Context, q *question) finding {
	urls := []string{
		"https://autoconfig." + q.domain + "/mail/config-v1.1.xml?emailaddress=" + url.QueryEscape(q.address),
		"https://" + q.domain + "/.well-known/autoconfig/mail/config-v1.1.xml",
	}
	parts := make([]finding, len(urls))
	var wg sync.WaitGroup
	for i, at := range urls {
		wg.Go(func() {
			start := time.Now()
			attempt := checks.DiscoveryAttempt{Method: "autoconfig", Asked: at, Parent: -1}
			servers, err := q.config(ctx, at)
			attempt.Took = time.Since(start)
			if err != nil {
				attempt.Answer = plain(err)
			} else {
				attempt.Found, attempt.Answer = len(servers) > 0, "names "+serverNames(servers)
			}
			parts[i] = finding{attempts: []checks.DiscoveryAttempt{attempt}, servers: servers}
		})
	}
	wg.Wait()
	return finding{attempts: append(parts[0].attempts, parts[1].attempts...), servers: append(parts[0].servers, parts[1].servers...)}
}

func (q *question) config(ctx context.Context, at string) ([]checks.DiscoveredServer, error) {
	resp, err := q.cfg.Fetcher.Get(ctx, fetch.Request{URL: at, HTTPSOnly: true, MaxBytes: maxDocument, MaxRedirects: 3, Accept: "text/xml, application/xml"})
	if err != nil {
		return nil, err
	}
	if resp.Status != http.StatusOK {
		return nil, errStatus
	}
	return readConfig(resp.Body, q.domain, q.address)
}

// readConfig reads a file. Placeholders stand for parts of the address.
func readConfig(data []byte, domain, address string) ([]checks.DiscoveredServer, error) {
	var c clientConfig
	if err := xml.Unmarshal(data, &c); err != nil {
		return nil, errNoConfig
	}
	local, _, _ := strings.Cut(address, "@")
	fill := strings.NewReplacer("%EMAILDOMAIN%", domain, "%EMAILADDRESS%", address, "%EMAILLOCALPART%", local)
	var out []checks.DiscoveredServer
	for _, s := range append(c.Provider.Incoming, c.Provider.Outgoing...) {
		use := strings.ToLower(s.Type)
		if use != "imap" && use != "pop3" && use != "smtp" {
			continue
		}
		out = append(out, checks.DiscoveredServer{
			Use: use, Host: fill.Replace(strings.TrimSpace(s.Host)), Port: s.Port, Mode: socketMode(s.Socket), Sources: []string{"autoconfig"},
		})
	}
	return out[:min(len(out), maxServers)], nil
}

func socketMode(s string) checks.Mode {
	switch strings.ToUpper(strings.TrimSpace(s)) {
	case "SSL", "TLS", "SSL/TLS":
		return checks.ModeTLS
	case "STARTTLS":
		return checks.ModeSTARTTLS
	}
	return checks.ModeAuto
}
