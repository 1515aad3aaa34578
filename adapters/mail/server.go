package mail

import (
	"errors"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Ports of submission, with STARTTLS (RFC 6409) and with TLS from the first byte
// (RFC 8314 §3.3).
const (
	portSTARTTLS = 587
	portTLS      = 465
)

// Server is the mail server that takes letters.
type Server struct {
	Host string
	Port int
	// TLS: it speaks TLS from the first byte; else it has to offer STARTTLS.
	TLS            bool
	User, Password string
}

// Address is where it is dialled.
func (s Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// ParseServer reads smtp://user:password@host:587 (STARTTLS) or
// smtps://user:password@host:465 (TLS). The error never says a value, which may be
// a password.
func ParseServer(text string) (Server, error) {
	wrong := errors.New("it is not an address such as smtp://user:password@mail.corp.com:587 or smtps://mail.corp.com")
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Host, " \r\n\t") {
		return Server{}, wrong
	}
	s := Server{Host: u.Hostname()}
	switch u.Scheme {
	case "smtp":
		s.Port = portSTARTTLS
	case "smtps":
		s.Port, s.TLS = portTLS, true
	default:
		return Server{}, wrong
	}
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, wrong
		}
	}
	if u.User != nil {
		s.User = u.User.Username()
		s.Password, _ = u.User.Password()
		if s.User == "" || s.Password == "" {
			return Server{}, errors.New("it has a user without a password, or a password without a user; write special characters as %40")
		}
	}
	return s, nil
}

// maxAddress bounds an address, as RFC 5321 §4.5.3.1 does.
const maxAddress = 254

// ParseAddress reads the address of one person: helpdesk@corp.com, without a name,
// quotes or a comment, in ASCII, and at a domain that has a dot or is localhost.
func ParseAddress(text string) (string, error) {
	// What the library takes is more than an address where it is not the whole text.
	a, err := netmail.ParseAddress(text)
	known := err == nil && a.Address == text && len(text) <= maxAddress
	_, domain, _ := strings.Cut(text, "@")
	byName := domain == "localhost" || strings.Contains(domain, ".") && !strings.HasPrefix(domain, "[")
	if !known || !byName || strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "", errors.New("it is not an address such as helpdesk@corp.com")
	}
	return text, nil
}
