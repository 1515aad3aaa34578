package checks

// Service is what convention says a port is for. It is a hint: the engine
// finds out what a port really speaks.
type Service struct {
	// Name is the IANA service name ("imaps").
	Name string
	Port int
	// Protocol is the name in the starttls registry ("imap"); empty where the
	// service has no in-band upgrade (https).
	Protocol string
	// Mode is the conventional mode: ModeTLS or ModeSTARTTLS.
	Mode Mode
	// Label is the protocol as people write it ("IMAP").
	Label string
}

// services is IANA's list as far as mail teams meet it; the first row of a
// name or port counts. RFC 8314 §7.3 (submissions), RFC 5804 (sieve).
var services = []Service{
	{"imaps", 993, "imap", ModeTLS, "IMAP"},
	{"imap", 143, "imap", ModeSTARTTLS, "IMAP"},
	{"pop3s", 995, "pop3", ModeTLS, "POP3"},
	{"pop3", 110, "pop3", ModeSTARTTLS, "POP3"},
	{"submissions", 465, "smtp", ModeTLS, "SMTP"},
	{"submission", 587, "smtp", ModeSTARTTLS, "SMTP"},
	{"smtp", 25, "smtp", ModeSTARTTLS, "SMTP"},
	{"https", 443, "", ModeTLS, "HTTPS"},
	{"lmtp", 24, "lmtp", ModeSTARTTLS, "LMTP"},
	{"sieve", 4190, "sieve", ModeSTARTTLS, "ManageSieve"},
	{"ldaps", 636, "ldap", ModeTLS, "LDAP"},
	{"ldap", 389, "ldap", ModeSTARTTLS, "LDAP"},
	{"ldaps", 3269, "ldap", ModeTLS, "LDAP"},
	{"ldap", 3268, "ldap", ModeSTARTTLS, "LDAP"},
	{"ftps", 990, "ftp", ModeTLS, "FTP"},
	{"ftp", 21, "ftp", ModeSTARTTLS, "FTP"},
	{"xmpps", 5223, "xmpp", ModeTLS, "XMPP"},
	{"xmpp", 5222, "xmpp", ModeSTARTTLS, "XMPP"},
	{"xmpp-server", 5269, "xmpp-server", ModeSTARTTLS, "XMPP"},
	{"nntps", 563, "nntp", ModeTLS, "NNTP"},
	{"nntp", 119, "nntp", ModeSTARTTLS, "NNTP"},
	{"postgres", 5432, "postgres", ModeSTARTTLS, "PostgreSQL"},
	{"mysql", 3306, "mysql", ModeSTARTTLS, "MySQL"},
	{"https", 8443, "", ModeTLS, "HTTPS"},
	{"submission", 2525, "smtp", ModeSTARTTLS, "SMTP"},
}

// serviceAliases are other names in URLs and in people's mouths.
var serviceAliases = map[string]string{
	"smtps": "submissions", "ssmtp": "submissions", "pop": "pop3", "pops": "pop3s",
	"postgresql": "postgres", "managesieve": "sieve", "mariadb": "mysql",
	"xmpp-client": "xmpp", "jabber": "xmpp",
}

// MailPorts are tried side by side for a host given without a port, in the order in
// which they are told.
func MailPorts() []int { return []int{993, 143, 995, 110, 465, 587, 443} }

// ServiceByPort returns the convention for a port.
func ServiceByPort(port int) (Service, bool) {
	for _, s := range services {
		if s.Port == port {
			return s, true
		}
	}
	return Service{}, false
}

// ServiceByName returns the convention for a service name or URL scheme.
func ServiceByName(name string) (Service, bool) {
	if alias, ok := serviceAliases[name]; ok {
		name = alias
	}
	for _, s := range services {
		if s.Name == name {
			return s, true
		}
	}
	return Service{}, false
}
