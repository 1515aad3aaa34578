package admission

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"certdesk/checks"
	"certdesk/checks/services"
)

// Dialer opens connections.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Resolver looks up addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// maxKnocks bounds the addresses of a name that are knocked at.
const maxKnocks = 2

// Knocker finds out whether a server says anything at all.
type Knocker struct {
	Dialer Dialer
	// Resolver is nil where the dialer takes names, as one through a proxy does.
	Resolver Resolver
}

// Knock is true once anything was heard: a byte, a refusal, the end of a
// connection, that there is no such name. It is false where ctx ended before.
func (k *Knocker) Knock(ctx context.Context, t checks.Target) bool {
	hosts := []string{t.Host}
	if _, err := netip.ParseAddr(t.Host); err != nil && k.Resolver != nil {
		res := k.Resolver.Resolve(ctx, t.Host)
		if len(res.Addresses) == 0 || t.Mailbox != "" {
			return ctx.Err() == nil // which servers there are, only the check finds out
		}
		hosts = hosts[:0]
		for _, addr := range res.Addresses[:min(len(res.Addresses), maxKnocks)] {
			hosts = append(hosts, addr.String())
		}
	}
	ports := []int{t.Port}
	if t.Port == 0 {
		ports = services.MailPorts()
	}
	var addresses []string
	for _, host := range hosts {
		for _, port := range ports {
			addresses = append(addresses, net.JoinHostPort(host, strconv.Itoa(port)))
		}
	}
	if len(addresses) == 1 { // thousands of them come at once, without a goroutine
		return k.one(ctx, addresses[0])
	}
	return k.anyOf(ctx, addresses)
}

// anyOf tells whether one of several addresses says anything. The first that does ends
// the wait for the others.
func (k *Knocker) anyOf(ctx context.Context, addresses []string) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var heard atomic.Bool
	var all sync.WaitGroup
	for _, address := range addresses {
		all.Go(func() {
			if k.one(ctx, address) {
				heard.Store(true)
				cancel()
			}
		})
	}
	all.Wait()
	return heard.Load()
}

// one tells whether an address says anything.
func (k *Knocker) one(ctx context.Context, address string) bool {
	conn, err := k.dial(ctx, address)
	if err != nil {
		return ctx.Err() == nil
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if _, err := conn.Write(hello()); err == nil {
		var first [1]byte
		_, err = conn.Read(first[:])
		if err == nil {
			return true
		}
	}
	return ctx.Err() == nil
}

// dial calls deep, and thousands then wait for a byte: the stack that it needs ends
// with its goroutine.
func (k *Knocker) dial(ctx context.Context, address string) (conn net.Conn, err error) {
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		conn, err = k.Dialer.DialContext(ctx, "tcp", address)
	}()
	if p := <-done; p != nil {
		panic(p)
	}
	return conn, err
}

// hello is a ClientHello, made once: to make one for each knock would cost more
// than all the rest. It names no server and is good for no handshake; a server
// that wants more says so, which is an answer.
var hello = sync.OnceValue(func() []byte {
	out := &recorder{}
	config := &tls.Config{ServerName: "knock.invalid", MinVersion: tls.VersionTLS12, CurvePreferences: []tls.CurveID{tls.X25519}}
	_ = tls.Client(out, config).Handshake() // ends where it would read
	return out.written.Bytes()
})

var errRecorded = errors.New("the hello is recorded")

// recorder keeps what is written and has nothing to read.
type recorder struct {
	written bytes.Buffer
	net.Conn
}

func (r *recorder) Write(p []byte) (int, error)      { return r.written.Write(p) }
func (r *recorder) Read([]byte) (int, error)         { return 0, errRecorded }
func (r *recorder) Close() error                     { return nil }
func (r *recorder) SetDeadline(time.Time) error      { return nil }
func (r *recorder) SetWriteDeadline(time.Time) error { return nil }

var _ io.ReadWriter = (*recorder)(nil)
