package checktest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"time"
)

// HelloFate is what a middlebox does to a ClientHello that is too large for it.
type HelloFate string

// The fates.
const (
	DropHello  HelloFate = "drop"  // no answer ever
	CloseHello HelloFate = "close" // the connection ends
	ResetHello HelloFate = "reset" // the same, by TCP RST
	AlertHello HelloFate = "alert" // handshake_failure
)

// packet is about what one packet holds.
const packet = 1400

// Middlebox stands before a handshake and lets no ClientHello above 1400 bytes
// through: a device that waits for the whole hello in one packet.
func Middlebox(fate HelloFate, behind Handshake) Handshake { return middlebox{fate, behind} }

type middlebox struct {
	fate   HelloFate
	behind Handshake
}

var errHelloBlocked = errors.New("the hello was blocked")

func (m middlebox) Shake(ctx context.Context, conn net.Conn) (net.Conn, error) {
	header := make([]byte, 5)
	if _, err := io.ReadFull(conn, header); err != nil {
		return nil, err
	}
	body := make([]byte, int(header[3])<<8|int(header[4]))
	if _, err := io.ReadFull(conn, body); err != nil {
		return nil, err
	}
	if len(body) <= packet {
		return m.behind.Shake(ctx, &replay{Conn: conn, first: io.MultiReader(bytes.NewReader(header), bytes.NewReader(body), conn)})
	}
	switch m.fate {
	case DropHello:
		listen(conn)
	case ResetHello:
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
	case AlertHello:
		conn.Write([]byte{recordAlert, 3, 3, 0, 2, 2, AlertHandshakeFailure})
	}
	return nil, errHelloBlocked
}

// replay is a connection whose first bytes have been read already.
type replay struct {
	net.Conn
	first io.Reader
}

func (r *replay) Read(b []byte) (int, error) { return r.first.Read(b) }

// HangUpOnHello reads the ClientHello and closes the connection without a word,
// as some libraries do where no cipher is shared.
func HangUpOnHello() Handshake { return hangUp{} }

type hangUp struct{}

func (hangUp) Shake(_ context.Context, conn net.Conn) (net.Conn, error) {
	if _, err := readClientHello(conn); err != nil {
		return nil, err
	}
	return nil, errHelloBlocked
}

// SilentUntil says nothing and hangs up after a while: a server whose own
// patience ends.
func SilentUntil(d time.Duration) Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		conn.SetReadDeadline(time.Now().Add(d))
		listen(conn)
	})
}
