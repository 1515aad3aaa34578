// Package services is what convention says a port is for: the names and ports
// that mail teams meet, as IANA has them. It is a hint and nothing more, since
// anything may listen anywhere.
package services

import (
	"slices"

	"certdesk/checks"
)

// table is IANA's list as far as mail teams meet it; the first row of a
// name or port counts. RFC 8314 §7.3 (submissions), RFC 5804 (sieve).
var table = []checks.Service{
	{Name: "imaps", Port: 993, Protocol: "imap", Mode: checks.ModeTLS, Label: "IMAP"},
	{Name: "imap", Port: 143, Protocol: "imap", Mode: checks.ModeSTARTTLS, Label: "IMAP"},
	{Name: "pop3s", Port: 995, Protocol: "pop3", Mode: checks.ModeTLS, Label: "POP3"},
	{Name: "pop3", Port: 110, Protocol: "pop3", Mode: checks.ModeSTARTTLS, Label: "POP3"},
	{Name: "submissions", Port: 465, Protocol: "smtp", Mode: checks.ModeTLS, Label: "SMTP"},
	{Name: "submission", Port: 587, Protocol: "smtp", Mode: checks.ModeSTARTTLS, Label: "SMTP"},
	{Name: "smtp", Port: 25, Protocol: "smtp", Mode: checks.ModeSTARTTLS, Label: "SMTP"},
	{Name: "https", Port: 443, Mode: checks.ModeTLS, Label: "HTTPS"},
	{Name: "lmtp", Port: 24, Protocol: "lmtp", Mode: checks.ModeSTARTTLS, Label: "LMTP"},
	{Name: "sieve", Port: 4190, Protocol: "sieve", Mode: checks.ModeSTARTTLS, Label: "ManageSieve"},
	{Name: "ldaps", Port: 636, Protocol: "ldap", Mode: checks.ModeTLS, Label: "LDAP"},
	{Name: "ldap", Port: 389, Protocol: "ldap", Mode: checks.ModeSTARTTLS, Label: "LDAP"},
	{Name: "ldaps", Port: 3269, Protocol: "ldap", Mode: checks.ModeTLS, Label: "LDAP"},
	{Name: "ldap", Port: 3268, Protocol: "ldap", Mode: checks.ModeSTARTTLS, Label: "LDAP"},
	{Name: "ftps", Port: 990, Protocol: "ftp", Mode: checks.ModeTLS, Label: "FTP"},
	{Name: "ftp", Port: 21, Protocol: "ftp", Mode: checks.ModeSTARTTLS, Label: "FTP"},
	{Name: "xmpps", Port: 5223, Protocol: "xmpp", Mode: checks.ModeTLS, Label: "XMPP"},
	{Name: "xmpp", Port: 5222, Protocol: "xmpp", Mode: checks.ModeSTARTTLS, Label: "XMPP"},
	{Name: "xmpp-server", Port: 5269, Protocol: "xmpp-server", Mode: checks.ModeSTARTTLS, Label: "XMPP"},
	{Name: "nntps", Port: 563, Protocol: "nntp", Mode: checks.ModeTLS, Label: "NNTP"},
	{Name: "nntp", Port: 119, Protocol: "nntp", Mode: checks.ModeSTARTTLS, Label: "NNTP"},
	{Name: "postgres", Port: 5432, Protocol: "postgres", Mode: checks.ModeSTARTTLS, Label: "PostgreSQL"},
	{Name: "mysql", Port: 3306, Protocol: "mysql", Mode: checks.ModeSTARTTLS, Label: "MySQL"},
	{Name: "https", Port: 8443, Mode: checks.ModeTLS, Label: "HTTPS"},
	{Name: "submission", Port: 2525, Protocol: "smtp", Mode: checks.ModeSTARTTLS, Label: "SMTP"},
}

// aliases are other names in URLs and in people's mouths.
var aliases = map[string]string{
	"smtps": "submissions", "ssmtp": "submissions", "pop": "pop3", "pops": "pop3s",
	"postgresql": "postgres", "managesieve": "sieve", "mariadb": "mysql",
	"xmpp-client": "xmpp", "jabber": "xmpp",
}

// MailPorts are tried side by side for a host given without a port, in the order in
// which they are told.
func MailPorts() []int { return []int{993, 143, 995, 110, 465, 587, 443} }

// Protocols are the names of those that begin in clear and are switched to TLS, each
// once. Package starttls has the dialogue of each.
func Protocols() []string {
	var out []string
	for _, s := range table {
		if s.Protocol != "" && !slices.Contains(out, s.Protocol) {
			out = append(out, s.Protocol)
		}
	}
	return out
}

// ByPort returns the convention for a port.
func ByPort(port int) (checks.Service, bool) {
	for _, s := range table {
		if s.Port == port {
			return s, true
		}
	}
	return checks.Service{}, false
}

// ByName returns the convention for a service name or URL scheme.
func ByName(name string) (checks.Service, bool) {
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	for _, s := range table {
		if s.Name == name {
			return s, true
		}
	}
	return checks.Service{}, false
}

// Sibling returns where convention has the same protocol with an encryption; false
// where it does not have it so.
func Sibling(of checks.Service, mode checks.Mode) (checks.Service, bool) {
	for _, s := range table {
		if of.Protocol != "" && s.Protocol == of.Protocol && s.Mode == mode {
			return s, true
		}
	}
	return checks.Service{}, false
}
