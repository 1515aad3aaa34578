package errortext

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

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
	// beforeReach is how far before a name words may tell that it is a server's, in bytes.
	beforeReach = 40
	// callerReach is how far before a name a log may say that it is who connects, in bytes:
	// another name may stand between.
	callerReach = 160
	// namelessReach is how far before a name or an address its field is named, in bytes.
	namelessReach = 20
	// recipientReach is how far before a mail address a word may tell that it is a recipient's.
	recipientReach = 90
	// portReach is how far behind a name its port may be named, in letters: the reply of a
	// server may stand between them.
	portReach = 400
)

// inner are top levels that companies use inside.
var inner = map[string]bool{"local": true, "lan": true, "intern": true, "internal": true, "corp": true, "tld": true, "home": true, "localdomain": true, "example": true, "test": true, "invalid": true}

// elsewhere are domains of help pages and of programs: never the user's server.
var elsewhere = []string{"microsoft.com", "office.com", "aka.ms", "live.com", "windows.com", "support.google.com", "google.com", "apple.com", "mozilla.org", "mozilla.com", "github.com", "curl.se", "curl.haxx.se", "openssl.org", "golang.org", "go.dev", "stackoverflow.com", "asp.net", "python.org", "slack.com", "discord.com", "teams.com", "rsyslog.com", "prod.outlook.com", "lencr.org", "pki.goog"}

// ofMailHost are the beginnings of names of mail servers, which those have, too.
var ofMailHost = []string{"smtp", "imap", "pop", "gmail-smtp-in", "aspmx", "alt1", "alt2", "mx"}

// mention is a name or an address in a text that may be a server's.
type mention struct {
	text               string
	from, to           int // with its scheme and its port
	hostFrom, hostTo   int
	ofAddress, hasPort bool // an @ stands before it, a port right behind it
	ofPath             bool // it is written as tcp/host/port
	scheme, host, port string
}

// newMention reads a place of hostPattern, and the port that is named beside it.
func newMention(text string, at []int) mention {
	group := func(n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return text[at[2*n]:at[2*n+1]]
	}
	m := mention{text: text, from: at[0], to: at[1], hostFrom: at[6], hostTo: at[7], scheme: group(1), ofAddress: group(2) != "", hasPort: group(4) != "", host: strings.ToLower(group(3)), port: group(4)}
	if p := pathPort().FindStringSubmatch(text[m.to:min(len(text), m.to+len("/65535"))]); p != nil && strings.HasSuffix(text[:m.from], "tcp/") {
		m.ofPath, m.port = true, p[1]
	}
	if m.port == "" {
		if p := portPattern().FindStringSubmatch(text[m.to:min(len(text), m.to+portReach)]); p != nil {
			m.port = strings.Join(p[1:], "") // one of them matched
		}
	}
	if m.port == "" {
		if p := portBefore().FindStringSubmatch(text[max(0, m.from-portReach):m.from]); p != nil {
			m.port = strings.Join(p[1:], "") // one of them matched
		}
	}
	if service, ok := services.ByName(strings.ToLower(m.port)); ok {
		m.port = strconv.Itoa(service.Port)
	}
	return m
}

// isPart tells whether a name is a part of something else: of a mail address, a path, a longer
// word, a wildcard, a call, an object identifier or a version.
func (m *mention) isPart() bool {
	if m.isInPool() || m.isPrompted() {
		return false
	}
	return m.ofAddress && !m.hasPort || isReply(m.host) || !m.ofPath && m.from > 0 && strings.ContainsRune("@_/\\$", rune(m.text[m.from-1])) || strings.HasSuffix(m.text[:m.from], "*.") ||
		m.to < len(m.text) && (m.text[m.to] == '(' || m.text[m.to] == '@') || longerNumber(m.text, m.hostFrom, m.hostTo)
}

// isReply tells whether a name begins by the number of a server's reply ("250-mail.corp.example").
func isReply(host string) bool {
	return len(host) > len("250-") && host[0] == '2' && (host[1] == '2' || host[1] == '5') && host[2] == '0' && host[3] == '-'
}

// pooled stands before the name of a server that HAProxy tells with the pool that it is in.
var pooled = anyOf(``, []string{`\bserver [\w.-]{1,60}/`}, `$`)

// isInPool tells whether it is a server of a pool: "Server mail/imap2.corp.example is DOWN".
func (m *mention) isInPool() bool {
	return !m.ofAddress && m.from > 0 && m.text[m.from-1] == '/' && pooled().MatchString(m.text[max(0, m.from-presentedReach):m.from]) && strings.HasPrefix(m.text[m.to:], " is ")
}

// prompting stands before the name of the server that lftp is connected to, in its prompt.
var prompting = anyOf(``, []string{`\blftp [\w.+-]{1,60}`}, `$`)

// isPrompted tells whether a name is that of a server in a prompt: "lftp jo@ftp.corp.example:/> put a.jpg".
func (m *mention) isPrompted() bool {
	return m.ofAddress && strings.HasPrefix(m.text[m.to:], ":") && prompting().MatchString(m.text[max(0, m.from-presentedReach):m.from])
}

// isOfProgram tells whether a name is that of a file, of a part of a program, of a field or of a
// page that explains an error.
func (m *mention) isOfProgram() bool {
	if m.to+1 < len(m.text) && m.text[m.to] == '/' && m.text[m.to+1] > ' ' && seeing().MatchString(m.text[max(0, m.from-namelessReach):m.from]) {
		return true
	}
	return m.scheme == "" && (sourceFile().MatchString(m.host) || nameless().MatchString(m.text[max(0, m.from-namelessReach):m.from]) || m.to < len(m.text) && m.text[m.to] == '=')
}

// isCaller tells whether a name is that of who connects to a server, or an address the near end
// of a connection ("10.0.0.9:51234->10.0.0.5:993").
func (m *mention) isCaller() bool {
	return m.scheme == "" && (strings.HasPrefix(m.text[m.to:], "->") || callers().MatchString(m.text[max(0, m.from-callerReach):m.from]))
}

// isOfAuthority tells whether a name is that of an authority's own server.
func (m *mention) isOfAuthority() bool {
	return m.scheme == "http" && ofAuthority().MatchString(m.host)
}

// isPlausible tells whether a name may be that of a server of the user's.
func (m *mention) isPlausible() bool {
	before := m.text[max(0, m.from-beforeReach):m.from]
	said := m.scheme != "" || m.port != "" || beforeWords().MatchString(before)
	return plausible(m.host, said) || dialling().MatchString(before) && isOfHelp(m.host)
}

// target is the server that is mentioned; ok tells whether its name is one.
func (m *mention) target() (t checks.Target, ok bool) {
	spelled := m.host
	if m.scheme != "" && m.scheme != "http" {
		spelled = m.scheme + "://" + m.host
	}
	if n, err := strconv.Atoi(m.port); err == nil && n > 0 && n < 65536 {
		spelled += ":" + m.port
	}
	t, err := target.Parse(spelled)
	if err != nil && m.scheme != "" { // ssl://, tls:// and what else programs write
		_, bare, _ := strings.Cut(spelled, "://")
		t, err = target.Parse(bare)
	}
	return t, err == nil
}

// sightings are the servers of a text as they are found: those that were asked for, and the
// names that a certificate has.
type sightings struct {
	asked, presented []checks.Target
	known            map[string]bool // names, and names with their ports
}

func withItsPort(t checks.Target) string { return t.Host + ":" + strconv.Itoa(t.Port) }

// has tells whether a server was found before.
func (s *sightings) has(t checks.Target) bool {
	return s.known[withItsPort(t)] || t.Port == 0 && s.known[t.Host]
}

// add keeps a server, in the place of the same one without a port.
func (s *sightings) add(t checks.Target, presented bool) {
	s.known[withItsPort(t)] = true
	if again := slices.IndexFunc(s.asked, func(o checks.Target) bool { return o.Host == t.Host && o.Port == 0 }); again >= 0 {
		s.asked[again] = t // the port is named where the server is named again
		return
	}
	s.known[t.Host] = true
	if presented {
		s.presented = append(s.presented, t)
		return
	}
	s.asked = append(s.asked, t)
}

// all are those that were asked for before those that a certificate has.
func (s *sightings) all() []checks.Target {
	all := append(s.asked, s.presented...)
	return all[:min(len(all), maxServers)]
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

// isLeft tells whether a server is one that somebody leaves for another: "from mx.corp.example to
// mail.corp.example".
func (m *mention) isLeft() bool {
	return leaving().MatchString(m.text[max(0, m.from-beforeReach):m.from]) && heading().MatchString(m.text[m.to:min(len(m.text), m.to+beforeReach)])
}

// isContrasted tells whether a certificate is said to be for a name and not for another one that
// follows.
func (m *mention) isContrasted() bool {
	return certificateFor().MatchString(m.text[max(0, m.from-beforeReach):m.from]) && notFor().MatchString(m.text[m.to:min(len(m.text), m.to+beforeReach)])
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
	if address, err := netip.ParseAddr(host); err == nil {
		return said && !address.IsUnspecified()
	}
	if strings.Trim(host, "x.") == "" { // put in the place of a name
		return false
	}
	if said && slices.ContainsFunc(ofMailHost, func(beginning string) bool { return strings.HasPrefix(host, beginning) }) {
		return strings.Count(host, ".") > 1
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
