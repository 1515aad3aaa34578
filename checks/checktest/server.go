package checktest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Behaviour is what a server does with one connection. Serve returns when it
// is done; the server closes the connection then, and earlier when it is closed
// itself (ctx ends then).
type Behaviour interface {
	Serve(ctx context.Context, conn net.Conn)
}

// BehaviourFunc is a function as a Behaviour.
type BehaviourFunc func(ctx context.Context, conn net.Conn)

// Serve calls f.
func (f BehaviourFunc) Serve(ctx context.Context, conn net.Conn) { f(ctx, conn) }

// lifetime ends connections that a client forgot.
const lifetime = time.Minute

// Server is a listener on loopback that does the same thing with every
// connection.
type Server struct {
	listener  net.Listener
	behaviour Behaviour
	cancel    context.CancelFunc
	wg        sync.WaitGroup
	accepted  atomic.Int64

	mu     sync.Mutex
	closed bool
	open   map[net.Conn]bool
}

// NewServer starts a server on a free port of 127.0.0.1.
func NewServer(b Behaviour) (*Server, error) { return NewServerOn("127.0.0.1:0", b) }

// NewServerOn starts a server on a chosen address, such as another of
// 127.0.0.0/8.
func NewServerOn(address string, b Behaviour) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting a test server: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{listener: listener, behaviour: b, cancel: cancel, open: make(map[net.Conn]bool)}
	s.wg.Go(func() { s.accept(ctx) })
	return s, nil
}

func (s *Server) accept(ctx context.Context) {
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // such as too many open files: others may close some
			select {
			case <-ctx.Done():
				return
			case <-time.After(10 * time.Millisecond):
				continue
			}
		}
		if !s.track(conn) {
			conn.Close()
			return
		}
		s.accepted.Add(1)
		s.wg.Go(func() {
			defer s.forget(conn)
			conn.SetDeadline(time.Now().Add(lifetime))
			s.behaviour.Serve(ctx, conn)
		})
	}
}

func (s *Server) track(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.open[conn] = true
	}
	return !s.closed
}

func (s *Server) forget(conn net.Conn) {
	s.mu.Lock()
	delete(s.open, conn)
	s.mu.Unlock()
	conn.Close()
}

// Close stops listening, ends all connections and waits for their goroutines.
func (s *Server) Close() {
	s.cancel()
	s.listener.Close()
	s.mu.Lock()
	s.closed = true
	for conn := range s.open {
		conn.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
}

// Addr is where the server listens, "127.0.0.1:40001".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// AddrPort is Addr, parsed.
func (s *Server) AddrPort() netip.AddrPort {
	return s.listener.Addr().(*net.TCPAddr).AddrPort()
}

// Port is the port the server listens on.
func (s *Server) Port() int { return int(s.AddrPort().Port()) }

// Connections is the number of connections accepted so far.
func (s *Server) Connections() int { return int(s.accepted.Load()) }

// ClosedPort returns an address on which nothing listens: connecting is refused.
// Another program may take the port later, as with every port.
func ClosedPort() (netip.AddrPort, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("finding a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).AddrPort(), nil
}
