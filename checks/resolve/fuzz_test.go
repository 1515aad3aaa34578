package resolve_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"

	"github.com/miekg/dns"

	"certdesk/checks"
	"certdesk/checks/resolve"
)

// liar is a name server that answers every question with the same bytes, under
// the question's own number.
type liar []byte

func (l liar) DialContext(_ context.Context, network, _ string) (net.Conn, error) {
	if network == "udp" {
		return &liarPacket{lie: lie{answer: l}}, nil
	}
	return &liarStream{lie: lie{answer: l, stream: true}}, nil
}

type lie struct {
	answer []byte
	stream bool
	out    []byte
	asked  bool
}

func (c *lie) Write(b []byte) (int, error) {
	question := b
	if c.stream {
		question = b[2:]
	}
	out := append([]byte{}, c.answer...)
	copy(out, question[:min(2, len(question), len(out))])
	if c.stream {
		out = append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...)
	}
	c.out, c.asked = out, true
	return len(b), nil
}

func (c *lie) Read(b []byte) (int, error) {
	if len(c.out) == 0 {
		return 0, io.EOF
	}
	n := copy(b, c.out)
	if c.out = c.out[n:]; !c.stream {
		c.out = nil // the rest of a packet is lost
	}
	return n, nil
}

func (c *lie) Close() error                     { return nil }
func (c *lie) LocalAddr() net.Addr              { return &net.UDPAddr{} }
func (c *lie) RemoteAddr() net.Addr             { return &net.UDPAddr{} }
func (c *lie) SetDeadline(time.Time) error      { return nil }
func (c *lie) SetReadDeadline(time.Time) error  { return nil }
func (c *lie) SetWriteDeadline(time.Time) error { return nil }

type liarStream struct{ lie }

type liarPacket struct{ lie }

func (c *liarPacket) ReadFrom(b []byte) (int, net.Addr, error) {
	n, err := c.Read(b)
	return n, c.RemoteAddr(), err
}

func (c *liarPacket) WriteTo(b []byte, _ net.Addr) (int, error) { return c.Write(b) }

// FuzzAnswers: whatever a name server answers, each question comes to an end
// that is one.
func FuzzAnswers(f *testing.F) {
	const name = "mail.fuzz.example."
	for _, text := range []string{
		name + " 60 IN A 192.0.2.1", name + " 60 IN AAAA 2001:db8::1", name + " 60 IN CNAME other.example.",
		name + " 60 IN CNAME " + name, name + " 60 IN MX 10 mx.example.", name + " 60 IN SRV 0 1 993 imap.example.",
		name + ` 60 IN TXT "v=STSv1; id=1" "\200\""`, name + " 60 IN TLSA 3 1 1 " + "00ff", name + ` 60 IN CAA 0 issue "ca.example"`,
	} {
		rr, err := dns.NewRR(text)
		if err != nil {
			f.Fatal(err)
		}
		m := new(dns.Msg)
		m.SetQuestion(name, rr.Header().Rrtype)
		m.Response, m.AuthenticatedData = true, true
		m.Answer = []dns.RR{rr, rr}
		wire, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wire)
		m.Truncated = true
		if wire, err = m.Pack(); err == nil {
			f.Add(wire)
		}
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		if len(wire) > 65535 {
			return
		}
		r, err := resolve.Server("192.0.2.53", liar(wire))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		res := r.Resolve(ctx, name)
		if len(res.Addresses) == 0 && res.Failure == "" {
			t.Error("neither an address nor a reason")
		}
		for _, a := range res.Addresses {
			if !a.IsValid() || a.Is4In6() {
				t.Errorf("address %v", a)
			}
		}
		expectEnd(t, r.SRV(ctx, name))
		expectEnd(t, r.MX(ctx, name))
		expectEnd(t, r.TXT(ctx, name))
		expectEnd(t, r.TLSA(ctx, name))
		expectEnd(t, r.CAA(ctx, name))
		expectEnd(t, r.Authentic(ctx, name))
	})
}

func expectEnd[T any](t *testing.T, got checks.Records[T]) {
	t.Helper()
	if len(got.Items) == 0 && got.Failure == "" {
		t.Errorf("neither a record nor a reason: %+v", got)
	}
}
