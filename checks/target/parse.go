// Package target reads the servers that people type: Parse makes a
// checks.Target of a line from a chat, a mail or a settings page.
//
// parse.go takes the line apart, spelling.go undoes what word processors and
// chats have done to it, and host.go brings the name into the one form in which
// the engine, DNS and certificates have it. Nothing is asked of the network.
package target

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/lazyregexp"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// Error says why something typed is not a target. Its text is for the person who
// typed it, with the right form at its end.
type Error struct {
	Input string
	// Why is a phrase that goes on behind a colon.
	Why say.Text
}

func (e *Error) Error() string {
	return fmt.Sprintf("%q cannot be checked: %s. Write it like imap.corp.com:993.", e.Input, e.Why)
}

// Parse understands a server as people write it: host, host:port,
// [v6]:port, an IP address, user@domain, a URL (imaps://h, smtp://h:587), names
// in Unicode or A-label form, and what Slack, Outlook and Word make of all
// these: <http://h:993|h:993>, <mailto:u@d|u@d>, no-break and zero-width
// spaces, typographic quotes, backticks, "h : 993", "h port 993", a trailing
// dot or comma. The error is always a *Error.
func Parse(input string) (checks.Target, error) {
	fail := func(why say.Text) (checks.Target, error) {
		return checks.Target{}, &Error{Input: shorten(input), Why: why}
	}
	if len(input) > maxInput {
		return fail(say.P("not a target", "it is too long"))
	}
	text, reason := unlink(plainText(input))
	if reason != nil {
		return fail(reason)
	}
	text = trimWrapping(text)
	if text == "" {
		return fail(say.P("not a target", "no server was given"))
	}

	t := checks.Target{Input: strings.TrimSpace(input)}
	text = strings.TrimPrefix(text, "mailto:")
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		text, reason = takeURL(&t, strings.ToLower(scheme), rest)
	} else {
		text, reason = takeMailbox(&t, text)
	}
	if reason != nil {
		return fail(reason)
	}
	host, port, reason := splitHostPort(text)
	if reason != nil {
		return fail(reason)
	}
	switch {
	case port != 0:
		t.Port = port
	case t.Port == 0:
		t.Mode = checks.ModeAuto // "ssl://" without a port is about no port yet
	}
	// Quotes may stand around the name alone: "imap.corp.com", port 993.
	t.Host, reason = normalHost(strings.Trim(host, "\"'`"))
	if reason != nil {
		return fail(reason)
	}
	if t.Service == "" {
		if service, ok := services.ByPort(t.Port); ok {
			t.Service = service.Name
		}
	}
	return t, nil
}

// takeURL notes in a target what the scheme of a URL tells, and returns the host
// and the port of the rest.
func takeURL(t *checks.Target, scheme, rest string) (server string, reason say.Text) {
	mode, program := programSchemes[scheme]
	switch {
	case program:
		t.Mode = mode
	case scheme != "http":
		// A certificate question has nothing to ask of plain HTTP; chats invent
		// that scheme when they turn a bare name into a link.
		service, known := services.ByName(scheme)
		if !known {
			return "", say.P("not a target", "certdesk does not know “{word}”", say.Foreign("word", scheme+"://"))
		}
		t.Service, t.Port = service.Name, service.Port
		t.Mode, t.Protocol = service.Mode, service.Protocol
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:], nil
}

// takeMailbox notes in a target whose mail is meant where an address was typed, and
// returns the host and the port. A path behind them, as copied from an address bar,
// is left out.
func takeMailbox(t *checks.Target, text string) (server string, reason say.Text) {
	if end := strings.IndexAny(text, "/?#"); end > 0 {
		text = text[:end]
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return text, nil
	}
	if t.Mailbox = strings.TrimSpace(text[:at]); t.Mailbox == "" {
		return "", say.P("not a target", "there is nothing before the @")
	}
	return text[at+1:], nil
}

// programSchemes are what mail programs write before a server in their settings:
// Roundcube's "ssl://imap.corp.com:993" is TLS from the first byte. Its "tls://"
// means STARTTLS and elsewhere just TLS, so the port has to tell.
// https://github.com/roundcube/roundcubemail/wiki/Configuration
var programSchemes = map[string]checks.Mode{"ssl": checks.ModeTLS, "tls": checks.ModeAuto}

// maxInput bounds what is looked at: a URL with a long path is still read.
const maxInput = 4096

// chatLink is Slack's <target|label> mark-up.
// https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages
var chatLink = lazyregexp.New(`<([^<>|]*)(?:\|([^<>]*))?>`)

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
			if _, err := Parse(label); err == nil {
				return label
			}
		}
		return address
	})
	return plain, reason
}

// spokenPort is a port set off by a colon, spaces or the word "port".
var spokenPort = lazyregexp.New(`(?i)^(.*?)(?:\s*[:,;]\s*|\s+)(?:port\s*[:=#]?\s*)?(\d+)$`)

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
		if service, known := services.ByName(strings.ToLower(rest)); known { // "imap.corp.com:imaps"
			return strings.TrimSpace(name), service.Port, nil
		}
		if rest != "" {
			return "", 0, say.P("not a target", "“{word}” is not a port number", say.Foreign("word", rest))
		}
		s = name
	}
	return strings.TrimSpace(s), 0, nil
}
