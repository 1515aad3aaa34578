package starttls_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"
	"time"

	"certdesk/checks/starttls"
)

// script is a connection whose server has said all it will ever say.
type script struct {
	io.Reader
	net.Conn
}

func (s script) Read(b []byte) (int, error) { return s.Reader.Read(b) }
func (script) Write(b []byte) (int, error)  { return len(b), nil }
func (script) SetDeadline(time.Time) error  { return nil }
func (script) LocalAddr() net.Addr          { return &net.TCPAddr{IP: net.IPv6loopback} }

// FuzzUpgrade lets a server say anything in every protocol: no panic, no
// success that leaves clear text unread, no reading without end.
func FuzzUpgrade(f *testing.F) {
	for _, d := range dialogues {
		var said []byte
		for _, turn := range d.Good {
			said = append(said, turn.Say...)
		}
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		starttls.Recognise(said)
		for _, p := range starttls.Protocols() {
			r := bytes.NewReader(said)
			talk := starttls.NewConversation(script{Reader: r}, "im.example")
			err := p.Upgrade(context.Background(), talk)
			if err == nil && r.Len() > 0 && len(said) < 4096 {
				t.Errorf("%s: success with %d bytes unread", p.Name, r.Len())
			}
			if len(talk.Greeting()) > 512 {
				t.Errorf("%s: the greeting has %d bytes", p.Name, len(talk.Greeting()))
			}
		}
	})
}
