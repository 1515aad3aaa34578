package starttlstest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"certdesk/checks/starttls"
)

// Turn is one half of an exchange: the server hears something, or says something.
type Turn struct {
	// Hear is how what the client sends must begin; the whole of it is Length
	// bytes, or a line where Length is 0.
	Hear   string
	Length int
	Say    string
}

// whole is a step in which every word arrives at once.
const whole = 1 << 20

// patience bounds a dialogue that is expected to end by itself.
const patience = 10 * time.Second

// server plays turns.
type server struct {
	turns []Turn
	step  int // bytes written at a time
	// limit is how many bytes it says before it breaks off; negative for all.
	limit int
	reset bool // break off by a reset
	// strict looks before each word whether the client spoke out of turn.
	strict bool
}

// play runs the client against the server and returns how the client ended.
func (s server) play(t *testing.T, p starttls.Protocol) error {
	t.Helper()
	_, err := s.playTo(t, p)
	return err
}

// playTo also returns how far the dialogue came.
func (s server) playTo(t *testing.T, p starttls.Protocol) (starttls.Stage, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return upgrade(ctx, t, p, func(conn net.Conn) {
		if s.follow(t, conn) {
			leave(conn)
		}
	})
}

// leave ends a connection so that what was said last arrives: a close while
// something of the client's is unread would be a reset, which takes it away.
func leave(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(patience))
	io.Copy(io.Discard, conn)
}

// follow carries out the turns and tells whether it came to their end.
func (s server) follow(t *testing.T, conn net.Conn) bool {
	left := s.limit
	if left < 0 {
		left = whole
	}
	for _, turn := range s.turns {
		if turn.Say == "" {
			if !turn.hear(t, conn) {
				return false
			}
			continue
		}
		if s.strict && !quiet(t, conn) {
			return false
		}
		for rest := turn.Say; rest != ""; {
			n := min(s.step, len(rest), left)
			if n == 0 {
				if s.reset {
					conn.(*net.TCPConn).SetLinger(0)
				}
				return false
			}
			if _, err := io.WriteString(conn, rest[:n]); err != nil {
				return false
			}
			rest, left = rest[n:], left-n
		}
	}
	return true
}

// hear reads what the client says in this turn and no byte more: what follows
// may be TLS.
func (turn Turn) hear(t *testing.T, conn net.Conn) bool {
	t.Helper()
	var heard []byte
	for turn.Length == 0 || len(heard) < turn.Length {
		var b [1]byte
		if _, err := io.ReadFull(conn, b[:]); err != nil {
			return false
		}
		heard = append(heard, b[0])
		if turn.Length == 0 && b[0] == '\n' {
			break
		}
	}
	if !strings.HasPrefix(string(heard), turn.Hear) {
		t.Errorf("the client says %q, want %q first", heard, turn.Hear)
		return false
	}
	return true
}

// quiet tells whether the client keeps silent for a moment.
func quiet(t *testing.T, conn net.Conn) bool {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	defer conn.SetReadDeadline(time.Time{})
	early := make([]byte, 64)
	n, err := conn.Read(early)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the client speaks out of turn: %q, %v", early[:n], err)
		return false
	}
	return true
}

// upgrade runs the client against a server that does as serve says.
func upgrade(ctx context.Context, t *testing.T, p starttls.Protocol, serve func(net.Conn)) (starttls.Stage, error) {
	t.Helper()
	client, server := pair(t)
	done := make(chan struct{})
	go func() { defer close(done); defer server.Close(); serve(server) }()
	talk := starttls.NewConversation(client, "im.example")
	err := p.Upgrade(ctx, talk)
	client.Close()
	<-done
	return talk.Stage(), err
}

// reachesTLS lets both sides shake hands where the dialogue ends.
func (s server) reachesTLS(t *testing.T, p starttls.Protocol) {
	t.Helper()
	plain, serverConn := pair(t)
	client := &deadlines{Conn: plain}
	served := make(chan error, 1)
	go func() {
		defer serverConn.Close()
		if !s.follow(t, serverConn) {
			served <- errors.New("the dialogue broke off")
			return
		}
		config := &tls.Config{Certificates: []tls.Certificate{certificate(t)}}
		served <- tls.Server(serverConn, config).HandshakeContext(t.Context())
	}()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := p.Upgrade(ctx, starttls.NewConversation(client, "im.example")); err != nil {
		t.Error(err)
	} else if !client.last.IsZero() {
		t.Error("the deadline of the dialogue is left on the connection")
	} else if err := tls.Client(client, &tls.Config{InsecureSkipVerify: true}).HandshakeContext(ctx); err != nil {
		t.Errorf("the handshake after the dialogue: %v", err)
	}
	client.Close()
	if err := <-served; err != nil && !t.Failed() {
		t.Errorf("the server: %v", err)
	}
}

// deadlines remembers the deadline last set.
type deadlines struct {
	net.Conn
	last time.Time
}

func (d *deadlines) SetDeadline(at time.Time) error {
	d.last = at
	return d.Conn.SetDeadline(at)
}

func pair(t *testing.T) (client, server net.Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if client, err = net.Dial("tcp", ln.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = ln.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Error(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)}, &x509.Certificate{}, key.Public(), key)
	if err != nil {
		t.Error(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
