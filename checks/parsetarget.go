package checks

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"certdesk/checks/say"

	"golang.org/x/net/idna"
)

// TargetError says why something typed is not a target. Its text is one
// sentence for the person who typed it, with the right form at its end.
type TargetError struct {
	Input string
	// Why is a phrase that goes on behind a colon.
	Why say.Text
}

func (e *TargetError) Error() string {
	return fmt.Sprintf("%q cannot be checked: %s. Write it like imap.corp.com:993.", e.Input, e.Why)
}

// ParseTarget understands a server as people write it: host, host:port,
// [v6]:port, an IP address, user@domain, a URL (imaps://h, smtp://h:587), names
// in Unicode or A-label form, and what Slack, Outlook and Word make of all
// these: <http://h:993|h:993>, <mailto:u@d|u@d>, no-break and zero-width
// spaces, typographic quotes, backticks, "h : 993", "h port 993", a trailing
// dot or comma. The error is always a *TargetError.
func ParseTarget(input string) (Target, error) {
	fail := func(why say.Text) (Target, error) {
		return Target{}, &TargetError{Input: shorten(input), Why: why}
	}
	if len(input) > maxInput {
		return fail(say.P("not a target", "it is too long"))
	}
	text, err := unlink(plainText(input))
	if err != nil {
		return fail(err)
	}
	text = trimWrapping(text)
	if text == "" {
		return fail(say.P("not a target", "no server was given"))
	}

	target := Target{Input: strings.TrimSpace(input)}
	text = strings.TrimPrefix(text, "mailto:")
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		scheme = strings.ToLower(scheme)
		// A certificate question has nothing to ask of plain HTTP; chats invent
		// the scheme when they turn a bare name into a link.
		mode, program := programSchemes[scheme]
		switch {
		case program:
			target.Mode = mode
		case scheme != "http":
			service, known := ServiceByName(scheme)
			if !known {
				return fail(say.P("not a target", "certdesk does not know “{word}”", say.Foreign("word", scheme+"://")))
			}
			target.Service, target.Port = service.Name, service.Port
			target.Mode, target.Protocol = service.Mode, service.Protocol
		}
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			rest = rest[:end]
		}
		if at := strings.LastIndexByte(rest, '@'); at >= 0 {
			rest = rest[at+1:]
		}
		text = rest
	} else {
		// host/path without a scheme, as copied from an address bar.
		if end := strings.IndexAny(text, "/?#"); end > 0 {
			text = text[:end]
		}
		if at := strings.LastIndexByte(text, '@'); at >= 0 {
			target.Mailbox, text = strings.TrimSpace(text[:at]), text[at+1:]
			if target.Mailbox == "" {
				return fail(say.P("not a target", "there is nothing before the @"))
			}
		}
	}

	host, port, reason := splitHostPort(text)
	if reason != nil {
		return fail(reason)
	}
	switch {
	case port != 0:
		target.Port = port
	case target.Port == 0:
		target.Mode = ModeAuto // "ssl://" without a port is about no port yet
	}
	target.Host, reason = normalHost(host)
	if reason != nil {
		return fail(reason)
	}
	if target.Service == "" {
		if service, ok := ServiceByPort(target.Port); ok {
			target.Service = service.Name
		}
	}
	return target, nil
}

// programSchemes are what mail programs write before a server in their settings:
// Roundcube's "ssl://imap.corp.com:993" is TLS from the first byte. Its "tls://"
// means STARTTLS and elsewhere just TLS, so the port has to tell.
// https://github.com/roundcube/roundcubemail/wiki/Configuration
var programSchemes = map[string]Mode{"ssl": ModeTLS, "tls": ModeAuto}

// maxInput bounds what is looked at: a URL with a long path is still read.
const maxInput = 4096

// shorten keeps an error readable when a whole mail was pasted.
func shorten(s string) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return string(runes)
}

// plainText undoes what word processors and chats do to a host name: one kind
// of space, one kind of hyphen, no invisible characters, ASCII digits.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E: // full-width forms of ASCII
			return r - 0xFF01 + '!'
		case r == '。' || r == '．' || r == '｡': // IDNA 2003 label separators
			return '.'
		case r >= 0x2010 && r <= 0x2015 || r == 0x2212: // hyphens, dashes, minus
			return '-'
		case strings.ContainsRune("“”„‟«»‹›‘’‚‛′″", r):
			return '"'
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			return ' '
		case r == 0xAD || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1 // soft hyphen, zero-width, direction marks, controls
		}
		return r
	}, s)
}

// chatLink is Slack's <target|label> mark-up.
// https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages
var chatLink = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)
})

// unlink replaces chat links by what was typed: the label where it reads as a
// target, else the address it points to. What people see is what is checked.
func unlink(s string) (plain string, reason say.Text) {
	if !strings.Contains(s, "<") {
		return s, nil
	}
	plain = chatLink().ReplaceAllStringFunc(s, func(link string) string {
		parts := chatLink().FindStringSubmatch(link)
		address, label := strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])
		if strings.HasPrefix(address, "@") || strings.HasPrefix(address, "!") || strings.HasPrefix(address, "#") {
			reason = say.P("not a target", "it names a person or a channel, not a server")
			return ""
		}
		if label != "" {
			if _, err := ParseTarget(label); err == nil {
				return label
			}
		}
		return address
	})
	return plain, reason
}

// trimWrapping removes quotes, brackets and sentence marks around a target.
func trimWrapping(s string) string {
	for {
		before := s
		s = strings.Trim(s, " \"'`<>{}")
		if len(s) > 2 && s[0] == '*' && s[len(s)-1] == '*' { // bold in Slack and Markdown
			s = strings.Trim(s, "*")
		}
		s = strings.TrimRight(s, ".,;!?")
		if strings.HasPrefix(s, "(") {
			s = strings.TrimRight(s[1:], ")")
		} else if !strings.Contains(s, "(") {
			s = strings.TrimRight(s, ")")
		}
		if s == before {
			return s
		}
	}
}

// spokenPort is a port set off by a colon, spaces or the word "port".
var spokenPort = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(.*?)(?:\s*[:,;]\s*|\s+)(?:port\s*[:=#]?\s*)?(\d+)$`)
})

func splitHostPort(s string) (host string, port int, reason say.Text) {
	s = strings.TrimSpace(s)
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.String(), 0, nil
	}
	if rest, ok := strings.CutPrefix(s, "["); ok {
		inner, after, closed := strings.Cut(rest, "]")
		addr, err := netip.ParseAddr(strings.TrimSpace(inner))
		if !closed || err != nil {
			return "", 0, say.P("not a target", "“{word}” is not an IPv6 address", say.Foreign("word", "["+inner+"]"))
		}
		if strings.TrimSpace(after) == "" {
			return addr.String(), 0, nil
		}
		s, host = "x"+after, addr.String()
	}
	if m := spokenPort().FindStringSubmatch(s); m != nil {
		port, err := strconv.Atoi(m[2])
		if err != nil || port < 1 || port > 65535 {
			return "", 0, say.P("not a target", "a port is a number from 1 to 65535")
		}
		if host == "" {
			host = strings.TrimSpace(m[1])
		}
		return host, port, nil
	}
	if host != "" {
		return "", 0, say.P("not a target", "what follows the address is not a port")
	}
	if name, rest, ok := strings.Cut(s, ":"); ok {
		rest = strings.TrimSpace(rest)
		if service, known := ServiceByName(strings.ToLower(rest)); known { // "imap.corp.com:imaps"
			return strings.TrimSpace(name), service.Port, nil
		}
		if rest != "" {
			return "", 0, say.P("not a target", "“{word}” is not a port number", say.Foreign("word", rest))
		}
		s = name
	}
	return strings.TrimSpace(s), 0, nil
}

// lookupProfile maps names as resolvers do (UTS 46, non-transitional) and
// leaves alone what real host names carry: underscores, and hyphens in the third
// and fourth place, which IDNA keeps for itself and DNS does not.
var lookupProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// asciiName is a name in A-label form. One that is written in ASCII is in that
// form already, an A-label that stands for nothing included: DNS and the
// certificate say whether there is such a name.
func asciiName(host string) (string, error) {
	if !strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return host, nil
	}
	return lookupProfile.ToASCII(host)
}

func normalHost(host string) (normal string, reason say.Text) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), nil
	}
	switch {
	case host == "":
		return "", say.P("not a target", "no server was given")
	case strings.ContainsAny(host, " \t"):
		return "", say.P("not a target", "a server name has no spaces")
	case strings.Contains(host, "*"):
		return "", say.P("not a target", "a wildcard is not a server, so enter one of its servers")
	}
	ascii, err := asciiName(strings.TrimSuffix(host, "."))
	if err != nil || hyphenAtEdge(host) {
		return "", say.P("not a target", "“{word}” is not a server name", say.Foreign("word", host))
	}
	ascii = strings.TrimSuffix(strings.ToLower(ascii), ".")
	if addr, err := netip.ParseAddr(ascii); err == nil { // full-width digits become an address
		return addr.String(), nil
	}
	if len(ascii) > 253 {
		return "", say.P("not a target", "a server name has at most 253 characters")
	}
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return "", say.P("not a target", "the parts of a server name have 1 to 63 characters")
		}
		if strings.ContainsFunc(label, notHostRune) {
			return "", say.P("not a target", "“{word}” is not a server name", say.Foreign("word", host))
		}
	}
	// A name that ends in a number is an address in a spelling such as 127.1 or
	// 0x7f000001, which programs read differently. https://url.spec.whatwg.org/#ends-in-a-number-checker
	if last := labels[len(labels)-1]; isNumber(last) {
		return "", say.P("not a target", "“{word}” is not an IP address in its usual form", say.Foreign("word", host))
	}
	return ascii, nil
}

// hyphenAtEdge: a label may not begin or end with one (RFC 1123 §2.1). In an
// A-label it would not show.
func hyphenAtEdge(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return true
		}
	}
	return false
}

func notHostRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_')
}

func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
