//go:build !race

package demo

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/cli"
	"certdesk/bot/diagnosis"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// town is a few mail servers that are reached by their names and conventional ports, and
// certdesk beside them.
type town struct {
	t      *testing.T
	names  *checktest.NameServer
	hosts  map[string]netip.Addr
	routes map[netip.AddrPort]string
	ca     *checktest.Authority
	front  *cli.Front
}

func newTown(t *testing.T) *town {
	t.Helper()
	names, err := checktest.NewNameServer("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	root := checktest.NewPKI(time.Now()).Root("Town Root")
	w := &town{t: t, names: names, hosts: make(map[string]netip.Addr), routes: make(map[netip.AddrPort]string), ca: root.Intermediate("Town CA")}
	resolver, err := resolve.Server(names.Addr(), w)
	if err != nil {
		t.Fatal(err)
	}
	trusted, err := chain.FromPEM("town", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	d, err := diagnosis.New(diagnosis.Same(w), resolver, []chain.Store{trusted}, "")
	if err != nil {
		t.Fatal(err)
	}
	backend, err := sqlite.Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	w.front, err = cli.NewFront(cli.FrontConfig{Checker: d.Checker(engine.Options{}, nil), Store: store.New(backend, time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// serve lets a host behave so at a port.
func (w *town) serve(name string, port uint16, b checktest.Behaviour) {
	w.t.Helper()
	server, err := checktest.NewServer(b)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(server.Close)
	addr, known := w.hosts[name]
	if !known {
		addr = netip.AddrFrom4([4]byte{192, 0, 2, byte(len(w.hosts) + 1)})
		w.hosts[name] = addr
		if err := w.names.Add(fmt.Sprintf("%s. IN A %s", name, addr)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.routes[netip.AddrPortFrom(addr, port)] = server.Addr()
}

// DialContext connects to a server of the town; others are dialled as they are where they
// are on loopback, and refuse where they are not.
func (w *town) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	if to, ok := w.routes[at]; ok {
		address = to
	} else if !at.Addr().IsLoopback() {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: net.TCPAddrFromAddrPort(at), Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, address)
}

// somebody talks with certdesk alone.
type somebody struct {
	id       string
	language string
	place    bot.Place
}

// says is all that is answered to something that is said.
func (s *somebody) says(t *testing.T, w *town, text string) []bot.Reply {
	t.Helper()
	return w.ask(&bot.Request{Kind: bot.Message, Text: text, Place: s.place, Asker: bot.Person{ID: s.id, Name: s.id, Locale: s.language}, Direct: true})
}

// ask is all that is answered to a request, but for what is said while a check lasts.
func (w *town) ask(q *bot.Request) []bot.Reply {
	w.t.Helper()
	var out []bot.Reply
	q.At = time.Now()
	err := w.front.Desk().Handle(w.t.Context(), q, func(_ context.Context, r bot.Reply) error {
		if !r.Working {
			out = append(out, r)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}
