package discover

import (
	"encoding/xml"
	"strings"

	"certdesk/checks"
)

// readClientConfig reads Thunderbird's format. Placeholders in host names stand
// for parts of the address.
func readClientConfig(data []byte, mailbox, domain string) ([]checks.DiscoveredServer, error) {
	type server struct {
		Type    string   `xml:"type,attr"`
		Host    string   `xml:"hostname"`
		Port    string   `xml:"port"`
		Sockets []string `xml:"socketType"`
	}
	var doc struct {
		XMLName   xml.Name `xml:"clientConfig"`
		Providers []struct {
			Incoming []server `xml:"incomingServer"`
			Outgoing []server `xml:"outgoingServer"`
		} `xml:"emailProvider"`
	}
	if err := readXML(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Providers) == 0 {
		return nil, errNotSettings
	}
	fill := strings.NewReplacer("%EMAILADDRESS%", mailbox+"@"+domain, "%EMAILLOCALPART%", mailbox, "%EMAILDOMAIN%", domain)
	var out []checks.DiscoveredServer
	for _, provider := range doc.Providers {
		for _, told := range append(provider.Incoming, provider.Outgoing...) {
			use := strings.ToLower(strings.TrimSpace(told.Type))
			host, ok := serverName(fill.Replace(told.Host))
			port := portOr(told.Port, 0)
			if !ok || port == 0 || use != useIMAP && use != usePOP3 && use != useSMTP || len(out) == maxProtocols {
				continue
			}
			mode := checks.ModeAuto
			if len(told.Sockets) == 1 { // several: whichever works
				mode = socketMode(told.Sockets[0])
			}
			out = append(out, checks.DiscoveredServer{Use: use, Host: host, Port: port, Mode: mode})
		}
	}
	return out, nil
}

func socketMode(s string) checks.Mode {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "ssl", "tls": // TLS as some write it
		return checks.ModeTLS
	case "starttls":
		return checks.ModeSTARTTLS
	case "plain":
		return checks.ModeNone
	}
	return checks.ModeAuto
}
