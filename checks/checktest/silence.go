package checktest

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"time"
)

// Silent accepts and never says a word.
func Silent() Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) { listen(conn) })
}

// listen hears the client out, until it leaves or the server is closed.
func listen(conn net.Conn) { io.Copy(io.Discard, conn) }

// HangUp closes at once, without a word.
func HangUp() Behaviour {
	return BehaviourFunc(func(context.Context, net.Conn) {})
}

// Reset resets the connection without a word (TCP RST), when the client has
// spoken or waited for a moment.
func Reset() Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		conn.Read(make([]byte, 1))
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
	})
}

// Banner says this and only listens from then on: an SSH server
// ("SSH-2.0-OpenSSH_9.2\r\n"), or any other.
func Banner(text string) Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		if _, err := io.WriteString(conn, text); err == nil {
			listen(conn)
		}
	})
}

// Refuse says this and hangs up: "421 4.7.0 Too many connections\r\n".
func Refuse(text string) Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		if _, err := io.WriteString(conn, text); err != nil {
			return
		}
		// What the client has sent meanwhile is read, or the close would be a
		// reset that takes the text with it.
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.CloseWrite()
		}
		conn.SetReadDeadline(time.Now().Add(time.Second))
		listen(conn)
	})
}

// Tarpit sends the text over and over, a byte at a time with a pause after each.
func Tarpit(text string, pause time.Duration) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for i := 0; ; i++ {
			if _, err := conn.Write([]byte{text[i%len(text)]}); err != nil {
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	})
}

// Endless sends the text over and over as fast as it is taken: a banner without
// an end where it holds no line break, a reply of endless lines where it does.
func Endless(text string) Behaviour { return Flood("", text) }

// Flood says the first text once and then the other without an end.
func Flood(first, text string) Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		block := []byte(text)
		for len(block) < 16<<10 {
			block = append(block, text...)
		}
		_, err := io.WriteString(conn, first)
		for err == nil {
			_, err = conn.Write(block)
		}
	})
}

// Noise sends n bytes that mean nothing, the same for the same seed, and then
// only listens.
func Noise(seed uint64, n int) Behaviour {
	return BehaviourFunc(func(_ context.Context, conn net.Conn) {
		random := rand.New(rand.NewPCG(seed, 0))
		noise := make([]byte, n)
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		if _, err := conn.Write(noise); err == nil {
			listen(conn)
		}
	})
}
