package errortext

import (
	"regexp"
	"strings"
	"sync"
)

// People paste what a tool printed. Much of what it names is not the server
// that they ask about: the name server that answered, a proxy, a time server,
// the routers on the way, the servers that a mail went through.

// passingLines are lines whose servers are not meant, whatever stands around.
var passingLines = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.Join([]string{
		`(?:^\s*|\bserv[\p{L}()]{0,12}\s(?:de\s)?)proxy[\p{L}()\s-]{0,12}:|direct access|\bbypass[- ]?list|umgehungsliste|liste de contournement`, // netsh winhttp show proxy
		`,0x[0-9a-f]|\bntp\b|\bsntp\b|stripchart|reference ?id|referenz-?id|^\s*(source|quelle|origen)\s*:|time\.windows`,                         // w32tm
		`^\s*\d{1,2}\s+.*\d\s*ms\b`, // a hop of tracert
		`^\s*(received|return-path|message-id|references|in-reply-to|delivered-to|dkim-signature|arc-[a-z-]+|authentication-results|list-[a-z-]+|x-[a-z-]+)\s*:`,
		`\bnew connection from\b`,                                   // a client of a server
		`^\s+(by|from|id|with|for)\s+\S+.*\b(e?smtps?a?|lmtp|id)\b`, // the lines that a Received header goes on in
	}, `|`))
})

// quietLines are lines that tools print whatever happens, in the words of troubles: openssl
// s_client, gnutls-cli and curl -v, and servers of whoever only knocks at their door; and those by
// which a monitor or a mail server says that one of several servers is in order.
var quietLines = anyOf(`(?m)^[ \t*-]*`, []string{
	// Monitors, and Postfix of one server among several.
	`(?:(?-i:\[OK\]|[A-Z_]{3,12} OK[ :-])|✅|🟢).{0,400}`,
	`.{0,120}\b(?:verified|trusted) tls connection established\b.{0,200}`,
	// openssl s_client
	`no client certificate ca names sent`,
	`secure renegotiation is (?:not )?supported`,
	`compression: none`, `expansion: none`, `no alpn negotiated`, `early data was not sent`,
	`verification: ok`, `verify return code: 0 \(ok\)`, `verify return:[01]`,
	`new, \(none\), cipher is \(none\)`,
	// gnutls-cli and curl -v
	`processed \d+ (?:client x\.509 |ca )certificate.{0,20}`,
	`ca(?:file|path): .{0,80}`,
	`.{0,99}\bkey fingerprint: [0-9a-f:]{16,99}`,
	// Postfix and Go of whoever leaves again
	`.{0,120}\blost connection after (?:auth|connect|ehlo|helo|unknown|rcpt|data|rset|mail|quit|noop)(?: \([^)\n]{1,40}\))? from .{1,120}`,
	`.{0,120}\btls handshake error from [^ \n]{7,60}: (?:eof|read tcp .{1,120}: (?:connection reset by peer|i/o timeout))`,
}, `\r?$`)

// withoutQuietLines is a text without the lines that tools print whatever happens.
func withoutQuietLines(text string) string {
	for _, sign := range [...]string{"CA names sent", "verify return", "Processed ", "key fingerprint: ", "CAfile: ", "CApath: ", "Verification: OK", "lost connection after ", "TLS handshake error from ", "[OK]", " OK ", " OK:", "✅", "🟢", " TLS connection established"} {
		if strings.Contains(text, sign) {
			return quietLines().ReplaceAllString(text, "")
		}
	}
	return text
}

// answering is the line of nslookup that names the name server, asked the one
// that names what it was asked for.
var (
	answering = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^\s*(dns[- ])?(server|serveur|servidor|servername)\s*:`)
	})
	asked = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?im)^\s*(name|nom|nombre)\s*:\s*\S+\.\S`)
	})
	addresses = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^\s*(address(es)?|adressen?|adresses?|direcci[oó]n(es)?|aliases)\s*:`)
	})
)

// passing tells whether a line of a text names servers that are not meant.
func passing(line string, lookup bool) bool {
	if passingLines().MatchString(line) {
		return true
	}
	return lookup && (answering().MatchString(line) || addresses().MatchString(line))
}

// isLookup tells whether a text is what nslookup prints: it names the server
// that answered as well as the name that was asked for.
func isLookup(text string) bool { return asked().MatchString(text) }

// otherPorts are those of services that have no certificate to ask about here:
// SSH, Telnet, DNS, Kerberos, NTP, Windows' own, databases that are not
// supported, remote desktops, proxies.
var otherPorts = map[string]bool{
	"20": true, "22": true, "23": true, "53": true, "67": true, "68": true, "69": true, "88": true, "111": true,
	"123": true, "135": true, "137": true, "138": true, "139": true, "161": true, "445": true, "464": true,
	"514": true, "1433": true, "1521": true, "3128": true, "3389": true, "5900": true, "5985": true, "9100": true,
}
