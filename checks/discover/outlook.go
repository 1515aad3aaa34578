package discover

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/services"
)

// maxProtocols bounds what is taken from one document.
const maxProtocols = 12

// outlookRequest is what Outlook posts ([MS-OXDSCLI] §2.2.3).
func outlookRequest(address string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString(`<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>`)
	_ = xml.EscapeText(&b, []byte(address)) // a Buffer takes everything
	b.WriteString(`</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`)
	return b.Bytes()
}

// outlookAnswer is what was understood of an answer to it.
type outlookAnswer struct {
	servers []checks.DiscoveredServer
	// redirectURL and redirectDomain send on to somebody else.
	redirectURL, redirectDomain string
	// exchange: settings for Exchange, which names no mail ports.
	exchange bool
	// refused: the server knows Autodiscover, and not the mailbox.
	refused bool
}

// readOutlook reads an answer ([MS-OXDSCLI] §2.2.4).
func readOutlook(data []byte) (outlookAnswer, error) {
	var doc outlookDocument
	var out outlookAnswer
	if err := readXML(data, &doc); err != nil {
		return out, err
	}
	understood := false
	for _, r := range doc.Responses {
		if r.Error != nil {
			out.refused, understood = true, true
		}
		for _, account := range r.Accounts {
			understood = true
			out.take(&account)
		}
	}
	if !understood {
		return out, errNotSettings
	}
	return out, nil
}

// outlookDocument is an answer as far as it is read.
type outlookDocument struct {
	XMLName   xml.Name `xml:"Autodiscover"`
	Responses []struct {
		Error *struct {
			Code string `xml:"ErrorCode"`
		}
		Accounts []outlookAccount `xml:"Account"`
	} `xml:"Response"`
}

type outlookAccount struct {
	Action       string
	RedirectAddr string
	RedirectURL  string            `xml:"RedirectUrl"`
	Protocols    []outlookProtocol `xml:"Protocol"`
}

type outlookProtocol struct {
	Type       string
	TypeAttr   string `xml:"Type,attr"`
	Server     string
	Port       string
	SSL        string
	Encryption string
}

// take notes where an account leads to: elsewhere, or to its servers.
func (o *outlookAnswer) take(account *outlookAccount) {
	switch strings.ToLower(strings.TrimSpace(account.Action)) {
	case "redirecturl":
		o.redirectURL = strings.TrimSpace(account.RedirectURL)
	case "redirectaddr":
		if _, domain, ok := strings.Cut(strings.TrimSpace(account.RedirectAddr), "@"); ok {
			o.redirectDomain, _ = serverName(domain)
		}
	}
	for _, p := range account.Protocols {
		switch kind := strings.ToLower(strings.TrimSpace(p.Type + p.TypeAttr)); kind {
		case "exch", "expr", "exhttp", "mapihttp":
			o.exchange = true
		case useIMAP, usePOP3, useSMTP:
			server, ok := p.server(kind)
			if ok && len(o.servers) < maxProtocols {
				o.servers = append(o.servers, server)
			}
		}
	}
}

// server is the server of a protocol that mail programs speak; false where it names
// none that can be checked.
func (p *outlookProtocol) server(kind string) (checks.DiscoveredServer, bool) {
	host, ok := serverName(p.Server)
	port := portOr(p.Port, map[string]int{useIMAP: 993, usePOP3: 995, useSMTP: 587}[kind])
	if !ok || port == 0 {
		return checks.DiscoveredServer{}, false
	}
	return checks.DiscoveredServer{Use: kind, Host: host, Port: port, Mode: outlookMode(p.SSL, p.Encryption, port)}, true
}

// outlookMode: Encryption counts more than SSL ([MS-OXDSCLI] §2.2.4.1.1.2.5).
// Both are filled in by rote by many: "TLS" for the port of implicit TLS,
// "SSL on" for one with STARTTLS. Such a pair is left open, for Outlook tries
// what works.
func outlookMode(ssl, encryption string, port int) checks.Mode {
	var mode checks.Mode
	switch strings.ToLower(strings.TrimSpace(encryption)) {
	case "ssl":
		mode = checks.ModeTLS
	case "tls":
		mode = checks.ModeSTARTTLS
	case "none":
		return checks.ModeNone
	case "auto":
		return checks.ModeAuto
	default:
		if strings.EqualFold(strings.TrimSpace(ssl), "off") {
			return checks.ModeNone
		}
		mode = checks.ModeTLS
	}
	if known, ok := services.ByPort(port); ok && known.Mode != mode && (mode == checks.ModeSTARTTLS || encryption == "") {
		return checks.ModeAuto
	}
	return mode
}

// portOr reads a port; the usual one where none is given, 0 for what is none.
func portOr(s string, usual int) int {
	s = strings.TrimSpace(s)
	if s == "" {
		return usual
	}
	port, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0
	}
	return int(port)
}

// readV2 reads where version 2 of Autodiscover sends on to.
func readV2(data []byte) (string, error) {
	var doc struct {
		Protocol string
		URL      string `json:"Url"`
	}
	if err := json.Unmarshal(data, &doc); err != nil || doc.URL == "" {
		return "", errNotSettings
	}
	return doc.URL, nil
}
