// Package starttlstest is the suite that every STARTTLS protocol passes: what
// must hold whatever the dialogue is. A protocol hands in what its server says
// and hears; Run plays that server well and badly.
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

// Dialogue is one protocol as its server plays it.
type Dialogue struct {
	Protocol string
	// Good leads to TLS.
	Good []Turn
	// NotOffered ends in a *starttls.NotOfferedError, Refused in a
	// *starttls.RefusedError. Each inner slice is one server.
	NotOffered, Refused [][]Turn
	// Other are first words that are not this protocol; they end in a
	// *starttls.UnexpectedError. Empty where a protocol cannot tell.
	Other []string
}

// Run plays the dialogue in every way that a server may.
func Run(t *testing.T, d Dialogue) {
	p, ok := starttls.Lookup(d.Protocol)
	if !ok {
		t.Fatalf("%s is not in the registry", d.Protocol)
	}
	t.Run("reaches TLS", func(t *testing.T) { reachesTLS(t, p, d.Good, 1<<20) })
	t.Run("reaches TLS a byte at a time", func(t *testing.T) { reachesTLS(t, p, d.Good, 1) })
	for i, turns := range d.NotOffered {
		t.Run("not offered", func(t *testing.T) {
			var want *starttls.NotOfferedError
			if err := play(t, p, turns, 3, nil); !errors.As(err, &want) {
				t.Errorf("server %d: err = %v, want a NotOfferedError", i, err)
			}
		})
	}
	for i, turns := range d.Refused {
		t.Run("refused", func(t *testing.T) {
			var want *starttls.RefusedError
			if err := play(t, p, turns, 3, nil); !errors.As(err, &want) {
				t.Errorf("server %d: err = %v, want a RefusedError", i, err)
			} else if want.Reply == "" {
				t.Errorf("server %d: the server's words are lost", i)
			}
		})
	}
	for _, words := range d.Other {
		t.Run("another protocol", func(t *testing.T) {
			turns := []Turn{{Say: words}}
			if !p.ServerFirst {
				turns = []Turn{{Length: 8}, {Say: words}}
			}
			var want *starttls.UnexpectedError
			if err := play(t, p, turns, 1<<20, nil); !errors.As(err, &want) {
				t.Errorf("%q: err = %v, want an UnexpectedError", words, err)
			} else if len(want.Got) == 0 {
				t.Errorf("%q: what came is lost", words)
			}
		})
	}
	t.Run("clear text behind the reply", func(t *testing.T) {
		turns := append([]Turn(nil), d.Good...)
		for i := len(turns) - 1; i >= 0; i-- {
			if turns[i].Say != "" {
				turns[i].Say += "injected\r\n"
				break
			}
		}
		if d.Good[len(d.Good)-1].Say == "" {
			t.Skip("the server has no last word to hide anything behind")
		}
		if err := play(t, p, turns, 1<<20, nil); err == nil {
			t.Error("bytes in clear behind the reply were accepted")
		}
	})
	t.Run("closed after every byte", func(t *testing.T) {
		total := 0
		for _, turn := range d.Good {
			total += len(turn.Say)
		}
		for n := range total {
			if err := play(t, p, d.Good, 1<<20, &n); err == nil {
				t.Fatalf("a connection closed after %d of %d bytes counts as a success", n, total)
			}
		}
	})
	t.Run("silent", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := upgrade(ctx, t, p, func(conn net.Conn) { io.Copy(io.Discard, conn) }); err == nil {
			t.Error("a silent server counts as a success")
		}
	})
	t.Run("endless", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		noise := strings.Repeat("220-all the same\r\n", 64)
		err := upgrade(ctx, t, p, func(conn net.Conn) {
			for {
				if _, err := io.WriteString(conn, noise); err != nil {
					return
				}
			}
		})
		if err == nil || ctx.Err() != nil {
			t.Errorf("err = %v, context %v; want an error before the deadline", err, ctx.Err())
		}
	})
}

// play runs the client against a server that follows turns, writing step bytes
// at a time; it closes after limit bytes if that is set.
func play(t *testing.T, p starttls.Protocol, turns []Turn, step int, limit *int) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return upgrade(ctx, t, p, func(conn net.Conn) { follow(t, conn, turns, step, limit) })
}

func upgrade(ctx context.Context, t *testing.T, p starttls.Protocol, serve func(net.Conn)) error {
	t.Helper()
	client, server := pair(t)
	done := make(chan struct{})
	go func() { defer close(done); defer server.Close(); serve(server) }()
	err := p.Upgrade(ctx, starttls.NewConversation(client, "im.example"))
	client.Close()
	<-done
	return err
}

func follow(t *testing.T, conn net.Conn, turns []Turn, step int, limit *int) bool {
	left := 1 << 30
	if limit != nil {
		left = *limit
	}
	for _, turn := range turns {
		if turn.Say != "" {
			for rest := turn.Say; rest != ""; {
				n := min(step, len(rest), left)
				if n == 0 {
					return false
				}
				if _, err := io.WriteString(conn, rest[:n]); err != nil {
					return false
				}
				rest, left = rest[n:], left-n
			}
			continue
		}
		var heard string
		if turn.Length > 0 {
			buf := make([]byte, turn.Length)
			if _, err := io.ReadFull(conn, buf); err != nil {
				return false
			}
			heard = string(buf)
		} else {
			line, ok := readLine(conn)
			if !ok {
				return false
			}
			heard = line
		}
		if !strings.HasPrefix(heard, turn.Hear) {
			t.Errorf("the client says %q, want %q first", heard, turn.Hear)
			return false
		}
	}
	return true
}

// readLine reads no byte more than the line: what follows may be TLS.
func readLine(conn net.Conn) (string, bool) {
	var line []byte
	for {
		var b [1]byte
		if _, err := io.ReadFull(conn, b[:]); err != nil {
			return "", false
		}
		if line = append(line, b[0]); b[0] == '\n' {
			return string(line), true
		}
	}
}

func reachesTLS(t *testing.T, p starttls.Protocol, turns []Turn, step int) {
	client, server := pair(t)
	served := make(chan error, 1)
	go func() {
		defer server.Close()
		if !follow(t, server, turns, step, nil) {
			served <- errors.New("the dialogue broke off")
			return
		}
		served <- tls.Server(server, &tls.Config{Certificates: []tls.Certificate{certificate(t)}}).HandshakeContext(t.Context())
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := p.Upgrade(ctx, starttls.NewConversation(client, "im.example")); err != nil {
		t.Error(err)
	} else if err := tls.Client(client, &tls.Config{InsecureSkipVerify: true}).HandshakeContext(ctx); err != nil {
		t.Errorf("the handshake after the dialogue: %v", err)
	}
	client.Close()
	if err := <-served; err != nil && !t.Failed() {
		t.Errorf("the server: %v", err)
	}
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
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)}, &x509.Certificate{}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
