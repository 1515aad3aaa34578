package checktest

import (
	"context"
	"net"
	"time"
)

// Handshake is the server's side of one TLS handshake.
type Handshake interface {
	// Shake returns the encrypted connection, or an error where it came to none.
	Shake(ctx context.Context, conn net.Conn) (net.Conn, error)
}

// Implicit speaks TLS from the first byte, then the protocol ("imap", "http", …).
func Implicit(protocol string, h Handshake) Behaviour {
	d := speakerOf(protocol)
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if secured, err := h.Shake(ctx, conn); err == nil {
			d.talk(newWire(secured), dialogue{secure: true})
			secured.Close()
		}
	})
}

// STARTTLS greets in clear, offers the switch to TLS and makes it when asked.
func STARTTLS(protocol string, h Handshake) Behaviour {
	d := speakerOf(protocol)
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if !d.talk(newWire(conn), dialogue{offer: true}) {
			return
		}
		if secured, err := h.Shake(ctx, conn); err == nil {
			d.talk(newWire(secured), dialogue{secure: true, upgraded: true})
			secured.Close()
		}
	})
}

// Clear speaks the protocol without TLS and does not know the command for it.
func Clear(protocol string) Behaviour {
	d := speakerOf(protocol)
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		d.talk(newWire(conn), dialogue{})
	})
}

// Declining offers the switch to TLS and answers the command with a refusal:
// "454 4.7.0 TLS not available".
func Declining(protocol, reply string) Behaviour {
	d := speakerOf(protocol)
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		d.talk(newWire(conn), dialogue{offer: true, refuse: reply})
	})
}

// Wrapped lets a behaviour have another connection, such as a Dribble.
func Wrapped(b Behaviour, wrap func(net.Conn) net.Conn) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) { b.Serve(ctx, wrap(conn)) })
}

// Turns gives each connection in its turn to the next behaviour, and the last
// one all that follow: a server that refuses once, or changes its certificate.
func Turns(behaviours ...Behaviour) Behaviour {
	turn := make(chan int, 1)
	turn <- 0
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		n := <-turn
		turn <- min(n+1, len(behaviours)-1)
		behaviours[n].Serve(ctx, conn)
	})
}

// Alternately gives the connections to the behaviours in turn, over and over:
// several servers behind one address.
func Alternately(behaviours ...Behaviour) Behaviour {
	turn := make(chan int, 1)
	turn <- 0
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		n := <-turn
		turn <- (n + 1) % len(behaviours)
		behaviours[n].Serve(ctx, conn)
	})
}

// OneAtATime hangs up on clients that come while another one is served.
func OneAtATime(b Behaviour) Behaviour {
	free := make(chan bool, 1)
	free <- true
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		select {
		case <-free:
			defer func() { free <- true }()
			b.Serve(ctx, conn)
		default:
		}
	})
}

// Queued serves one client after the other, while the next ones wait.
func Queued(b Behaviour) Behaviour {
	free := make(chan bool, 1)
	free <- true
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		select {
		case <-free:
			defer func() { free <- true }()
			b.Serve(ctx, conn)
		case <-ctx.Done():
		}
	})
}

// Dribble writes in pieces of size bytes with a pause after each: a slow line,
// or replies split where no client expects it.
func Dribble(size int, pause time.Duration) func(net.Conn) net.Conn {
	return func(conn net.Conn) net.Conn { return &dribble{conn, size, pause} }
}

type dribble struct {
	net.Conn
	size  int
	pause time.Duration
}

func (d *dribble) Write(b []byte) (int, error) {
	written := 0
	for written < len(b) {
		n, err := d.Conn.Write(b[written:min(written+d.size, len(b))])
		written += n
		if err != nil {
			return written, err
		}
		time.Sleep(d.pause)
	}
	return written, nil
}

// ResetAfter writes n bytes in all and then resets the connection (TCP RST).
func ResetAfter(n int) func(net.Conn) net.Conn {
	return func(conn net.Conn) net.Conn { return &cutter{Conn: conn, left: n} }
}

// CloseAfter writes n bytes in all and then closes the connection properly.
func CloseAfter(n int) func(net.Conn) net.Conn {
	return func(conn net.Conn) net.Conn { return &cutter{Conn: conn, left: n, politely: true} }
}

type cutter struct {
	net.Conn
	left     int
	politely bool
}

func (c *cutter) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b[:min(c.left, len(b))])
	c.left -= n
	if err == nil && c.left == 0 {
		if tcp, ok := c.Conn.(*net.TCPConn); ok && !c.politely {
			// A reset discards what the other side has not read yet.
			time.Sleep(20 * time.Millisecond)
			tcp.SetLinger(0)
		}
		c.Conn.Close()
		err = net.ErrClosed
	}
	return n, err
}
