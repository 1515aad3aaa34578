package starttls_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"certdesk/checks/starttls"
	. "certdesk/checks/starttls/starttlstest"
)

// Each target lets a server say anything in one protocol.

func FuzzIMAP(f *testing.F)     { fuzz(f, "imap") }
func FuzzPOP3(f *testing.F)     { fuzz(f, "pop3") }
func FuzzSMTP(f *testing.F)     { fuzz(f, "smtp") }
func FuzzSieve(f *testing.F)    { fuzz(f, "sieve") }
func FuzzLDAP(f *testing.F)     { fuzz(f, "ldap") }
func FuzzFTP(f *testing.F)      { fuzz(f, "ftp") }
func FuzzXMPP(f *testing.F)     { fuzz(f, "xmpp") }
func FuzzNNTP(f *testing.F)     { fuzz(f, "nntp") }
func FuzzPostgres(f *testing.F) { fuzz(f, "postgres") }
func FuzzMySQL(f *testing.F)    { fuzz(f, "mysql") }

// fuzz demands: no panic, no success that leaves clear text behind, nothing
// kept beyond the bounds, and the same answer however the bytes are split.
func fuzz(f *testing.F, protocol string) {
	p, _ := starttls.Lookup(protocol)
	for _, d := range dialogues {
		if d.Protocol != protocol {
			continue
		}
		servers := slices.Concat([][]Turn{d.Good}, d.Also, d.NotOffered, d.Refused)
		for _, turns := range servers {
			var said []byte
			for _, turn := range turns {
				said = append(said, turn.Say...)
			}
			f.Add(said)
		}
		for _, words := range d.Other {
			f.Add([]byte(words))
		}
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		atOnce, rest := listen(t, p, said, func(r io.Reader) io.Reader { return r })
		if atOnce == "TLS" && rest > 0 && len(said) < 4096 {
			t.Errorf("success with %d bytes unread", rest)
		}
		split, rest := listen(t, p, said, iotest.OneByteReader)
		if split == "TLS" && rest > 0 {
			split = "clear text" // only a real connection would tell
		}
		// The letters of PostgreSQL are also the first of other servers' words.
		if atOnce != split && len(said) < 4096 && !(protocol == "postgres" && atOnce == "unexpected") {
			t.Errorf("%q at once, %q byte by byte", atOnce, split)
		}
	})
}

// listen names how the dialogue ended and counts the bytes not read.
func listen(t *testing.T, p starttls.Protocol, said []byte, split func(io.Reader) io.Reader) (end string, rest int) {
	t.Helper()
	r := bytes.NewReader(said)
	talk := starttls.NewConversation(script{Reader: split(r)}, "im.example")
	err := p.Upgrade(context.Background(), talk)
	if len(talk.Greeting()) > 512 {
		t.Errorf("the greeting has %d bytes", len(talk.Greeting()))
	}
	var (
		refused    *starttls.RefusedError
		notOffered *starttls.NotOfferedError
		unexpected *starttls.UnexpectedError
	)
	switch {
	case err == nil:
		return "TLS", r.Len()
	case errors.As(err, &refused):
		return "refused", r.Len()
	case errors.As(err, &notOffered):
		return "not offered", r.Len()
	case errors.As(err, &unexpected):
		if len(unexpected.Got) > 512 || unexpected.Protocol != p.Name {
			t.Errorf("%d bytes kept for %q", len(unexpected.Got), unexpected.Protocol)
		}
		return "unexpected", r.Len()
	case errors.Is(err, starttls.ErrClearText):
		return "clear text", r.Len()
	}
	return "failed", r.Len()
}

// script is a connection whose server has said all it will ever say.
type script struct {
	io.Reader
	net.Conn
}

func (s script) Read(b []byte) (int, error)    { return s.Reader.Read(b) }
func (script) Write(b []byte) (int, error)     { return len(b), nil }
func (script) SetDeadline(time.Time) error     { return nil }
func (script) SetReadDeadline(time.Time) error { return nil }
func (script) LocalAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv6loopback} }

func FuzzRecognise(f *testing.F) {
	for said := range recognised {
		f.Add([]byte(said))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		name := starttls.Recognise(said)
		if _, known := starttls.Lookup(name); !known && name != "" && name != "tls" && name != "http" && name != "ssh" {
			t.Errorf("%q is no protocol", name)
		}
	})
}
