package errortext

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

const (
	// maxServers bounds how many servers are picked out of a text.
	maxServers = 5
	// maxNames bounds how many names are looked at: a text may be made of nothing else.
	maxNames = 500
	// lineReach is how far to both sides of a name its line is read, in bytes.
	lineReach = 400
	// presentedReach is how far before a name it may be said that the certificate has it.
	presentedReach = 120
	// namelessReach is how far before a name or an address its field is named, in bytes.
	namelessReach = 20
	// portReach is how far behind a name its port may be named, in letters: the reply of a
	// server may stand between them.
	portReach = 400
)

// A host name or address with what may stand before and behind it.
var (
	hostPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:([a-z][a-z0-9+.-]{1,11})://)?(@)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,23}|\d{1,3}(?:\.\d{1,3}){3})\.?(?:\[[0-9a-f.:]{2,45}\])?(?::(\d{1,5}|imaps?\b|pop3s?\b|smtps?\b|submissions?\b|https\b|ldaps\b))?`)
	})
	portPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[^\p{L}\p{N}]{0,6}(?:as \w{3,5} server, )?(?:(?:with|on|at|mit|auf|avec|sur|con|en|por) (?:the |dem |le |el )?)?(?:proto[ck]oll?[eo]?\s?:\s*\w+[^\p{L}\p{N}]{1,4})?(?:(?:server response|serverantwort|réponse du serveur|respuesta del servidor)\s?:\s*'[^\n]{0,300}?',\s+)?(?:\(?[^\p{L}\p{N}]{0,3}(?:\w{1,12}_)?port|puerto)["']?\s*[:=#]?\s*["']?(\d{1,5})|^ ?\((?:\d{1,3}\.){3}\d{1,3}:(\d{1,5})\)|^(?:,| on| at| auf| sur| en)?[ \n](?:le |el |dem )?(25|110|143|389|443|465|587|636|993|995|4190|5222|8443)(?:[^\p{L}\p{N}.]|\.?$|\. )|^ -p (\d{1,5})|^ \([^)\s]+\)\|[\d.]+\|:(\d{1,5})`)
	})
	// portBefore is a port that is named right before a server ("port 25 to mx.corp.example").
	portBefore = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:\bport|puerto) (25|110|143|389|443|465|587|636|993|995|4190|5222|8443)(?:,| on| to| at| of| auf| an| von| bei| sur| de| en)? $`)
	})
	mailPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)[\p{L}\p{N}._%+-]+@((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,24})`)
	})
	// sourceFile is a name of a file that a program's line stands in ("handshake.cc:359").
	sourceFile = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[a-z0-9_-]+\.(cc|rs|py|sh|so|cs|ts|js|pm|md|java)$`)
	})
	// nameless stands before what is a name within a program ("logger=alerting.notifier.email").
	nameless = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(logger|caller|component|module|class|package|thread|plugin)["']?\s?[=:]\s?["'\[]?$|\[client $`)
	})
	// recipients stand before the addresses that a program sends from or to, or that a server
	// refuses: the server is another.
	recipients = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(addresses=\[|[45]\.\d\.\d{1,2} <|(?:émetteur|absender|remitente|sender|from|to) ?= ?["'“„«<]?|(?:destinataire|empfänger|destinatario|recipient) ?[=:]? ?["'“„«<]?\x{a0}? ?)$`)
	})
	// portField is a port that a list of settings has, or options of a program.
	portField = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?im)(?:^[^\p{L}\p{N}\n]{0,6}(?:\w{1,12}[ _-])?(?:port|puerto)|[{,(]\s?["':]{0,2}port)["']?\s{0,3}(?:[:=]|=>)\s{0,3}["']?(\d{2,5})\b`)
	})
	// presentedNames stand before a name that the certificate has, as opposed to the one
	// that was asked for.
	presentedNames = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(valid (only )?for( the following names:?)?|peer certificate cn=|commonname mismatch:|\bdns:|subject alternative names:?|altnames:?|issued (to|for)|im zertifikat( steht)?|anderen seite, nämlich|cert(ificate)? (only )?(lists|names|covers)|ausgestellt (auf|für)|emitido (a|para)|procede de|stammt von|provient de|is from|(émis|délivré) (à|pour))[^\n!?]{0,80}$`)
	})
	// askedName stands between the certificate's names and the one that was asked for.
	askedName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(, not |!= |did not match|that's not |and not |und nicht |nothing about |doesn't match|does not match|statt|instead of|en lugar de|au lieu de)`)
	})
	// dialling stands before a name that a program says it dials, also where it is one of
	// help pages.
	dialling = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(unable to access|connecting to|failed to connect to|\bh=|(?:^|\s)-H|-connect)\s?["'“„«]?$`)
	})
	beforeWords = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)((?:certificate|zertifikat|certificat|certificado) (?:for|für|pour|para)|server|host|host name|hostname|could not prove that it is|pretending to be|propriétaires de|owners of|betreiber von|propietarios de|se faisant passer pour|validation for|unable to access|connecting to|-h|servidor|serveur|imap|smtp|pop3?|mailserver|exchange|posteingang\p{L}*|postausgang\p{L}*|connect(?:s|ed|ing)? to|verbindet sich mit|se connecte à|se conecta a|\bip|\bip[- ]?adress|adresse ip|dirección ip|https page of|(?:seite|page|página) (?:of|von|de)|connect|(?:connection|verbindung|connexion|conexión) (?:to|with|zu|mit|à|avec|a|con)|verbindung|account|konto|su dominio es|il s'agit bien du\s+domaine|information(?:s|en)? from|informations personnelles sur le site|tu información\s+de)[\p{L}]*["'“”„«»:,=\s()]*$`)
	})
)

// inner are top levels that companies use inside.
var inner = map[string]bool{"local": true, "lan": true, "intern": true, "internal": true, "corp": true, "home": true, "localdomain": true, "example": true, "test": true, "invalid": true}

// elsewhere are domains of help pages and of programs: never the user's server.
var elsewhere = []string{"microsoft.com", "office.com", "aka.ms", "live.com", "windows.com", "support.google.com", "google.com", "apple.com", "mozilla.org", "mozilla.com", "github.com", "curl.se", "curl.haxx.se", "openssl.org", "golang.org", "go.dev", "stackoverflow.com", "asp.net", "python.org", "slack.com", "discord.com", "teams.com", "rsyslog.com", "prod.outlook.com"}

// ofMailHost are the beginnings of names of mail servers, which those have, too.
var ofMailHost = []string{"smtp", "imap", "pop", "gmail-smtp-in", "aspmx", "alt1", "alt2", "mx"}

// Servers are the servers named in a text, with their ports where these are
// named too; a mail address stands for its domain where there is no server.
func Servers(text string) []checks.Target {
	if len(text) > maxText {
		text = text[:maxText]
	}
	if !hasDot(text) {
		return nil
	}
	text = unescaped(text)
	var out, presented []checks.Target
	known := make(map[string]bool)
	lookup := isLookup(text)
	for _, m := range hostPattern().FindAllStringSubmatchIndex(text, maxNames) {
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		scheme, host, port := group(1), strings.ToLower(group(3)), group(4)
		if group(2) != "" || m[0] > 0 && strings.ContainsRune("@_/\\", rune(text[m[0]-1])) || strings.HasSuffix(text[:m[0]], "*.") {
			continue // of a mail address, a path, a longer word, or a wildcard
		}
		if m[1] < len(text) && (text[m[1]] == '(' || text[m[1]] == '@') {
			continue // a call, the first half of a mail address
		}
		if longerNumber(text, m[6], m[7]) {
			continue // an object identifier, a version
		}
		if port == "" {
			if p := portPattern().FindStringSubmatch(text[m[1]:min(len(text), m[1]+portReach)]); p != nil {
				port = strings.Join(p[1:], "") // one of them matched
			}
		}
		if port == "" {
			if p := portBefore().FindStringSubmatch(text[max(0, m[0]-portReach):m[0]]); p != nil {
				port = p[1]
			}
		}
		if service, ok := services.ByName(strings.ToLower(port)); ok {
			port = strconv.Itoa(service.Port)
		}
		if scheme == "" && (sourceFile().MatchString(host) || nameless().MatchString(text[max(0, m[0]-namelessReach):m[0]]) || m[1] < len(text) && text[m[1]] == '=') {
			continue // a file, a part of a program, a field
		}
		if otherPorts[port] {
			continue
		}
		said := scheme != "" || port != "" || beforeWords().MatchString(text[max(0, m[0]-40):m[0]])
		if !plausible(host, said) && !(dialling().MatchString(text[max(0, m[0]-40):m[0]]) && isOfHelp(host)) {
			continue
		}
		spelled := host
		if scheme != "" && scheme != "http" {
			spelled = scheme + "://" + host
		}
		if n, err := strconv.Atoi(port); err == nil && n > 0 && n < 65536 {
			spelled += ":" + port
		}
		t, err := target.Parse(spelled)
		if err != nil && scheme != "" { // ssl://, tls:// and what else programs write
			_, bare, _ := strings.Cut(spelled, "://")
			t, err = target.Parse(bare)
		}
		if err != nil || known[t.Host+":"+strconv.Itoa(t.Port)] || t.Port == 0 && known[t.Host] || passing(lineAt(text, m[0]), lookup) {
			continue
		}
		if again := slices.IndexFunc(out, func(o checks.Target) bool { return o.Host == t.Host && o.Port == 0 }); again >= 0 {
			known[t.Host+":"+strconv.Itoa(t.Port)] = true
			out[again] = t // the port is named where the server is named again
			continue
		}
		known[t.Host+":"+strconv.Itoa(t.Port)], known[t.Host] = true, true
		if isPresented(text[max(0, m[0]-presentedReach):m[0]]) {
			presented = append(presented, t)
			continue
		}
		if out = append(out, t); len(out) == maxServers {
			return out
		}
	}
	out = append(out, presented...)
	out = out[:min(len(out), maxServers)]
	if len(out) == 1 && out[0].Port == 0 {
		out[0] = withPort(out[0], text)
	}
	if len(out) == 0 {
		sentTo := make(map[string]bool) // also where a program names the address again
		for _, m := range mailPattern().FindAllStringSubmatchIndex(text, maxServers) {
			address, domain := text[m[0]:m[1]], text[m[2]:m[3]]
			if recipients().MatchString(text[max(0, m[0]-namelessReach):m[0]]) {
				sentTo[address] = true
			}
			if !plausible(strings.ToLower(domain), true) || sentTo[address] {
				continue
			}
			if t, err := target.Parse(address); err == nil {
				return []checks.Target{t}
			}
		}
	}
	return out
}

// withPort is the only server of a text with the only port that stands in it as a setting.
func withPort(t checks.Target, text string) checks.Target {
	port := ""
	for _, m := range portField().FindAllStringSubmatch(text, maxServers) {
		if port != "" && port != m[1] {
			return t
		}
		port = m[1]
	}
	if port == "" || otherPorts[port] {
		return t
	}
	if named, err := target.Parse(t.Host + ":" + port); err == nil {
		return named
	}
	return t
}

// hasDot tells whether a dot stands within a word, as in every name and address. Most talk
// has none, and is not worth a look by an expression.
func hasDot(text string) bool {
	const letters = '0' // digits, letters and what is not ASCII stand behind it, dots and spaces before
	for at := 1; at+1 < len(text); at++ {
		if text[at] == '.' && text[at-1] >= letters && text[at+1] >= letters {
			return true
		}
	}
	return false
}

// isPresented tells whether a name with this before it is one of the certificate's.
func isPresented(before string) bool {
	at := presentedNames().FindStringIndex(before)
	return at != nil && !askedName().MatchString(before[at[0]:])
}

// longerNumber tells whether an address is a part of a longer row of numbers.
func longerNumber(text string, from, to int) bool {
	digit := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9' }
	return digit(from) && (to < len(text) && text[to] == '.' && digit(to+1) || from > 0 && text[from-1] == '.' && digit(from-2))
}

// namesDomain tells whether a text names what may be a server, also where nothing says
// that it is one.
func namesDomain(text string) bool {
	if len(text) > maxText {
		text = text[:maxText]
	}
	if !hasDot(text) {
		return false
	}
	for _, m := range hostPattern().FindAllStringSubmatch(text, maxNames) {
		if plausible(strings.ToLower(m[3]), true) {
			return true
		}
	}
	return false
}

// lineAt is the line of a text that an index is in, as far as it is read.
func lineAt(text string, at int) string {
	before := text[max(0, at-lineReach):at]
	behind := text[at:min(len(text), at+lineReach)]
	if end := strings.IndexAny(behind, "\r\n"); end >= 0 {
		behind = behind[:end]
	}
	return before[strings.LastIndexAny(before, "\r\n")+1:] + behind
}

// isOfHelp tells whether a name is one of help pages and of programs.
func isOfHelp(host string) bool {
	return slices.ContainsFunc(elsewhere, func(domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) })
}

// plausible tells whether a name is that of a server. said: the text around it
// speaks of one; else a name needs three parts, as sentences without a space
// behind the full stop have two.
func plausible(host string, said bool) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return said
	}
	if said && (strings.Trim(host, "x.") == "" || slices.ContainsFunc(ofMailHost, func(beginning string) bool { return strings.HasPrefix(host, beginning) })) {
		return strings.Trim(host, "x.") != "" && strings.Count(host, ".") > 1
	}
	if isOfHelp(host) {
		return false
	}
	labels := strings.Split(host, ".")
	top := labels[len(labels)-1]
	suffix, icann := publicsuffix.PublicSuffix(host)
	if !inner[top] && !((icann || strings.Contains(suffix, ".")) && suffix != host) {
		return false
	}
	return said || len(labels) >= 3
}
