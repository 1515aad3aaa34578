// Package proxy opens connections through a proxy: HTTP CONNECT (RFC 9110 §9.3.6,
// RFC 7617 for the password) or SOCKS 5 (RFC 1928, RFC 1929). The proxy looks up
// names itself, so that what is seen behind it is what its own network sees.
//
//	dial.go     the way in
//	connect.go  HTTP CONNECT
//	socks.go    SOCKS 5, by golang.org/x/net/proxy
//	error.go    why a proxy made no connection
//
// What a proxy does wrong says nothing of the server: each error of a Dialer is an
// *Error, with a cause of our own side, or that of the context. Nothing that the
// server sends is read here.
package proxy

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Scheme is how a proxy is spoken to.
type Scheme string

// The schemes. Both leave the look-up of names to the proxy.
const (
	HTTP   Scheme = "http"
	SOCKS5 Scheme = "socks5"
)

// ports are those of a proxy that is named without one.
var ports = map[Scheme]string{HTTP: "80", SOCKS5: "1080"}

// Proxy is one proxy as it is configured.
type Proxy struct {
	scheme         Scheme
	address        string // host:port
	login          bool
	user, password string
}

// maxLogin bounds a user name and a password, in bytes (RFC 1929 §2).
const maxLogin = 255

// Parse reads a proxy: "http://proxy.corp.com:3128", "socks5://user:pass@10.0.0.9".
// socks5h is another word for socks5. The error does not hold the text, which may
// hold a password.
func Parse(text string) (*Proxy, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, say.Fail(say.P("proxy", "it is no URL; write it like {example} or {other}", say.Code("example", "http://proxy.corp.com:3128"), say.Code("other", "socks5://proxy.corp.com:1080")))
	}
	p := &Proxy{scheme: Scheme(u.Scheme)}
	if p.scheme == "socks5h" {
		p.scheme = SOCKS5
	}
	usual, known := ports[p.scheme]
	port := u.Port()
	switch {
	case !known || u.Hostname() == "" || u.Opaque != "":
		return nil, say.Fail(say.P("proxy", "a proxy is written like {example} or {other}", say.Code("example", "http://proxy.corp.com:3128"), say.Code("other", "socks5://proxy.corp.com:1080")))
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, say.Fail(say.P("proxy", "a proxy has no path: write its scheme, host and port alone"))
	case !plain(u.Hostname()):
		return nil, say.Fail(say.P("proxy", "the host of the proxy is no name or address"))
	case port == "":
		port = usual
	}
	if !isPort(port) {
		return nil, say.Fail(say.P("proxy", "the port of the proxy is not one from 1 to 65535"))
	}
	p.address = net.JoinHostPort(u.Hostname(), port)
	if u.User != nil {
		p.login, p.user = true, u.User.Username()
		p.password, _ = u.User.Password()
		switch {
		case p.user == "" || len(p.user) > maxLogin || len(p.password) > maxLogin, p.scheme == SOCKS5 && p.password == "":
			return nil, say.Fail(say.P("proxy", "the user name and password of the proxy have 1 to {n} bytes each", say.Count("n", maxLogin)))
		case p.scheme == HTTP && strings.Contains(p.user, ":"):
			return nil, say.Fail(say.P("proxy", "the user name of an HTTP proxy has no colon"))
		}
	}
	return p, nil
}

// String is the proxy without its user and password, "http://proxy.corp.com:3128".
func (p *Proxy) String() string { return string(p.scheme) + "://" + p.address }

// Secrets is what must not be told: the password, as it is and as a URL has it.
func (p *Proxy) Secrets() []string {
	if p.password == "" {
		return nil
	}
	_, escaped, _ := strings.Cut(url.UserPassword("", p.password).String(), ":")
	return []string{p.password, escaped}
}

// Reach tells whether the proxy takes connections. The error is an *Error.
func (d *Dialer) Reach(ctx context.Context) error {
	conn, err := d.next.DialContext(ctx, "tcp", d.proxy.address)
	if err != nil {
		return &Error{proxy: d.proxy.String(), cause: checks.CauseProxyAway, err: fmt.Errorf("connecting to the proxy: %w", err)}
	}
	return conn.Close()
}

// NextDialer opens the connections to the proxy itself.
type NextDialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Dialer connects through the proxy. It is safe for concurrent use.
type Dialer struct {
	proxy *Proxy
	next  NextDialer
}

// Dialer connects through the proxy, which next leads to.
func (p *Proxy) Dialer(next NextDialer) *Dialer { return &Dialer{proxy: p, next: next} }

// maxTime bounds the way through the proxy where the caller's context does not.
const maxTime = 30 * time.Second

// failed is the error, or that of a caller who no longer wants to know.
func (d *Dialer) failed(ctx context.Context, e *Error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("connecting through %s: %w", d.proxy, ctx.Err())
	}
	e.proxy = d.proxy.String()
	return e
}

// plain tells whether a host can stand in a request: no blank, no control
// character, and no longer than a name may be.
func plain(host string) bool {
	return host != "" && len(host) <= maxLogin && !strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r == 0x7f })
}

// isPort tells whether a text is a port, which is one from 1 to 65535.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n != 0
}
