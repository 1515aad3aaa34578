package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"certdesk/checks"
)

// Dialer opens the connections.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Resolver turns names into addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

const (
	// maxAddresses bounds how many addresses of a name are tried.
	maxAddresses = 4
	// stagger is the head start of an address before the next is tried beside
	// it (RFC 8305 §5).
	stagger = 250 * time.Millisecond
)

// contextKey carries the context of a request to its dialling, which net/http
// detaches from it so that later requests may have the connection. Here there
// are none.
type contextKey struct{}

// dialResolved dials the addresses of a name, and ties what it opens to the
// request: it is closed when that ends.
func dialResolved(d Dialer, r Resolver) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if request, ok := ctx.Value(contextKey{}).(context.Context); ok {
			ctx = request
		}
		conn, err := dialName(ctx, d, r, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		return conn, nil
	}
}

type hostKey struct{}

// Host is the host that a dialer's connection is for, as the document's URL
// names it; "" outside a Dialer's context.
func Host(ctx context.Context) string {
	host, _ := ctx.Value(hostKey{}).(string)
	return host
}

func dialName(ctx context.Context, d Dialer, r Resolver, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dialling %q: %w", address, err)
	}
	ctx = context.WithValue(ctx, hostKey{}, strings.ToLower(strings.TrimSuffix(host, ".")))
	if _, err := netip.ParseAddr(host); err == nil || r == nil {
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, &dialError{err}
		}
		return conn, nil
	}
	res := r.Resolve(ctx, host)
	if len(res.Addresses) == 0 {
		return nil, &unresolvedError{host: host, kind: res.Failure}
	}
	addrs := res.Addresses[:min(len(res.Addresses), maxAddresses)]
	targets := make([]string, len(addrs))
	for i, addr := range addrs {
		targets[i] = net.JoinHostPort(addr.String(), port)
	}
	return dialFirst(ctx, d, network, targets)
}

// dialFirst returns the first connection that comes about. The others are
// given up and closed before it returns.
func dialFirst(ctx context.Context, d Dialer, network string, targets []string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	type attempt struct {
		conn net.Conn
		err  error
	}
	attempts := make(chan attempt, len(targets))
	var dialling sync.WaitGroup
	started := 0
	next := func() {
		target := targets[started]
		started++
		dialling.Go(func() {
			conn, err := d.DialContext(ctx, network, target)
			attempts <- attempt{conn, err}
		})
	}
	defer func() {
		cancel()
		dialling.Wait()
		for close(attempts); ; {
			a, more := <-attempts
			if !more {
				return
			}
			if a.conn != nil {
				a.conn.Close()
			}
		}
	}()
	next()
	wait := time.NewTicker(stagger)
	defer wait.Stop()
	var failed error
	for ended := 0; ended < len(targets); {
		select {
		case a := <-attempts:
			if a.err == nil {
				return a.conn, nil
			}
			ended++
			failed = errors.Join(failed, a.err)
		case <-wait.C:
		}
		if started < len(targets) {
			next()
			wait.Reset(stagger)
		}
	}
	return nil, &dialError{failed}
}

type unresolvedError struct {
	host string
	kind checks.DNSKind
}

func (e *unresolvedError) Error() string { return fmt.Sprintf("resolving %s: %s", e.host, e.kind) }

// dialError marks an error that the dialer gave.
type dialError struct{ err error }

func (e *dialError) Error() string { return "dialling: " + e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }
