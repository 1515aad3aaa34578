package proxy

import (
	"context"
	"errors"
	"fmt"
	"net"

	"golang.org/x/net/proxy"

	"certdesk/checks"
)

// replies are the reasons of a SOCKS proxy (RFC 1928 §6) as its standard has them.
var replies = map[byte]struct {
	cause checks.Cause
	said  string
}{
	1: {checks.CauseProxyFailed, "general SOCKS server failure"},
	2: {checks.CauseProxyForbids, "connection not allowed by ruleset"},
	3: {checks.CauseProxyFailed, "network unreachable"},
	4: {checks.CauseProxyFailed, "host unreachable"},
	5: {checks.CauseProxyFailed, "connection refused"},
	6: {checks.CauseProxyFailed, "TTL expired"},
	7: {checks.CauseProxyReply, "command not supported"},
	8: {checks.CauseProxyReply, "address type not supported"},
}

// The answers of a SOCKS proxy (RFC 1928 §3, RFC 1929 §2).
const (
	socksVersion  = 5
	socksPassword = 2
	socksNoMethod = 0xff
)

// alongside is what the library's dialer for SOCKS can do beside dialling.
type alongside interface {
	DialWithConn(ctx context.Context, c net.Conn, network, address string) (net.Addr, error)
}

// socks asks a SOCKS proxy for a connection. The library leads the dialogue and
// tells in words how it ended; which answer it was is read from the answer itself.
func (p *Proxy) socks(conn net.Conn, address string) *Error {
	var login *proxy.Auth
	if p.login {
		login = &proxy.Auth{User: p.user, Password: p.password}
	}
	dialer, err := proxy.SOCKS5("tcp", p.address, login, nil)
	if err != nil {
		return &Error{cause: checks.CauseLocalFault, err: fmt.Errorf("preparing SOCKS: %w", err)}
	}
	along, ok := dialer.(alongside)
	if !ok {
		return &Error{cause: checks.CauseLocalFault, err: errors.New("the library for SOCKS takes no connection")}
	}
	told := &listener{Conn: conn}
	// The connection ends with the context of the caller: the library needs none.
	if _, err = along.DialWithConn(context.Background(), told, "tcp", address); err == nil {
		return nil
	}
	return told.reason(err)
}

// listener keeps what a proxy says first.
type listener struct {
	net.Conn
	said [6]byte // the choice of a method, the answer to a password, a reply
	n    int
}

func (l *listener) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	l.n += copy(l.said[l.n:], b[:n])
	return n, err
}

// reason tells what the proxy said no to.
func (l *listener) reason(err error) *Error {
	said := l.said[:l.n]
	unlike := &Error{cause: checks.CauseProxyReply, err: err}
	switch {
	case len(said) > 0 && said[0] != socksVersion, len(said) < 2:
		return unlike
	case said[1] == socksNoMethod:
		return &Error{cause: checks.CauseProxyLogin, err: err}
	case said[1] == socksPassword:
		if said = said[2:]; len(said) < 2 {
			return unlike
		} else if said[1] != 0 {
			return &Error{cause: checks.CauseProxyLogin, err: err}
		}
	}
	said = said[2:]
	if len(said) == 0 {
		return broken(err, true)
	}
	if reply, known := replies[at(said, 1)]; known && said[0] == socksVersion {
		return &Error{cause: reply.cause, said: reply.said}
	}
	return unlike
}

// at is a byte of an answer, 0 where it did not come.
func at(said []byte, i int) byte {
	if i < len(said) {
		return said[i]
	}
	return 0
}
