package proxy

import (
	"context"
	"fmt"
	"net"
	"time"

	"certdesk/checks"
)

// DialContext connects to "host:port" by TCP; a host that is a name is looked up
// by the proxy. The connection is that to the proxy: nothing of the server's words
// has been read from it. The error is an *Error, or that of a cancelled context.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || !isPort(port) || !plain(host) {
		return nil, fmt.Errorf("connecting through a proxy to %q: it is no host with a port", address)
	}
	if network != "tcp" {
		return nil, fmt.Errorf("connecting through a proxy by %s: it takes tcp alone", network)
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	conn, err := d.next.DialContext(ctx, "tcp", d.proxy.address)
	if err != nil {
		return nil, d.failed(ctx, &Error{cause: checks.CauseProxyAway, err: fmt.Errorf("connecting to the proxy: %w", err)})
	}
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	var failure *Error
	switch d.proxy.scheme {
	case SOCKS5:
		failure = d.proxy.socks(conn, address)
	default:
		failure = d.proxy.connect(conn, address)
	}
	if !stop() && failure == nil { // the time was up at the last moment, and the connection is marked
		failure = &Error{cause: checks.CauseProxyFailed, err: ctx.Err()}
	}
	if failure != nil {
		conn.Close()
		return nil, d.failed(ctx, failure)
	}
	return conn, nil
}
