package saytest

// names are the same in all languages: programs, organisations, protocols and
// what they call things. A word that has a translation does not belong here.
var names = set("Outlook", "Thunderbird", "Windows", "Mail", "Apple", "Gmail", "Android", "iPhone", "iOS", "macOS", "Mac", "Mozilla", "Microsoft",
	"OpenSSL", "Exchange", "Chrome", "Firefox", "Java", "Dovecot", "Postfix", "Exim", "nginx", "Slack", "Discord",
	"English", "Deutsch", "Français", "Español",
	"Apache", "HAProxy", "stapling", "IPv4", "IPv6", "PowerShell",
	"eM", "Client", "Edge", "Samsung", "Email", "Evolution", "FairEmail", "GnuTLS", "Go", "KMail", "Mailbird", "Mailspring", "Node",
	"OpenLDAP", "PostgreSQL", "Python", "Safari", "Wget", "curl", "fetchmail", "rustls", "sendmail", "Roundcube")

func set(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}
