package checktest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// Hostile is a server that means harm: it keeps its client waiting, or fills
// its memory, or sends what a parser may stumble over. None of them is a fault
// that a mail administrator makes; a check of one must end in time, in little
// memory and with an answer.
type Hostile struct {
	// Name says what it does.
	Name string
	// Speaks is the protocol to ask it with ("imap", …), "" for TLS at once.
	Speaks string
	// Behaviour is what to give to NewServer.
	Behaviour Behaviour
	// Trusted: behind its manners there is a good certificate for HostileName
	// (of the authority that HostileServers returns), and an answer within the
	// time may say so.
	Trusted bool
}

// HostileName is the name on the certificates of hostile servers.
const HostileName = "mail.hostile.example"

// HostileServers are the hostile servers, and the root of their certificates in
// PEM. helper starts the web servers that the certificates point to, and owns
// them.
func HostileServers(now time.Time, helper func(Behaviour) (*Server, error)) (servers []Hostile, root []byte, err error) {
	pki := NewPKI(now)
	authority := pki.Root("Hostile Root").Intermediate("Hostile CA")
	servers = hostileTalk(authority.Issue(HostileName))
	servers = append(servers, hostileHandshakes()...)
	servers = append(servers, hostileCertificates(authority)...)
	web, err := hostileWeb(authority, helper)
	if err != nil {
		return nil, nil, err
	}
	return append(servers, web...), authority.parent.PEM(), nil
}

// hostileTalk is what happens before TLS.
func hostileTalk(id *Identity) []Hostile {
	slowly := func(b Behaviour) Behaviour { return Wrapped(b, Dribble(1, time.Second)) }
	long := strings.Repeat("x", 4000)
	return []Hostile{
		{Name: "silence", Behaviour: Silent()},
		{Name: "silence where a greeting is due", Speaks: "smtp", Behaviour: Silent()},
		{Name: "a greeting of a byte a second", Speaks: "imap", Behaviour: Tarpit("* OK ready\r\n", time.Second)},
		{Name: "a greeting that goes on and on", Speaks: "smtp", Behaviour: Tarpit("220-patience\r\n", 50*time.Millisecond)},
		{Name: "a dialogue of a byte a second", Speaks: "imap", Behaviour: slowly(STARTTLS("imap", TLS(id)))},
		{Name: "a handshake of a byte a second", Behaviour: slowly(Implicit("imap", TLS(id)))},
		{Name: "an endless line", Speaks: "imap", Behaviour: Endless("x")},
		{Name: "an endless line where TLS is due", Behaviour: Endless("x")},
		{Name: "endless greeting lines, SMTP", Speaks: "smtp", Behaviour: Endless("220-mail.example ESMTP\r\n")},
		{Name: "endless greeting lines, FTP", Speaks: "ftp", Behaviour: Endless("220-welcome\r\n")},
		{Name: "endless long lines, POP3", Speaks: "pop3", Behaviour: Flood("+OK ready\r\n", long+"\r\n")},
		{Name: "endless capabilities, IMAP", Speaks: "imap", Behaviour: Flood("* OK ready\r\n", "* CAPABILITY IMAP4rev1 X-"+long+"\r\n")},
		{Name: "endless capabilities, sieve", Speaks: "sieve", Behaviour: Endless("\"SIEVE\" \"" + long + "\"\r\n")},
		{Name: "a literal of 4 GB, sieve", Speaks: "sieve", Behaviour: Flood("\"IMPLEMENTATION\" {4294967295}\r\n", "x")},
		{Name: "a message of 2 GB, LDAP", Speaks: "ldap", Behaviour: Flood("\x30\x84\x7f\xff\xff\xff\x02\x01\x01", "\x00")},
		{Name: "a packet of 16 MB, MySQL", Speaks: "mysql", Behaviour: Flood("\xff\xff\xff\x00\x0a", "8")},
		{Name: "an element without an end, XMPP", Speaks: "xmpp", Behaviour: Flood("<?xml version='1.0'?><stream:stream ", "a='b' ")},
		{Name: "elements without an end, XMPP", Speaks: "xmpp", Behaviour: Flood("<?xml version='1.0'?><stream:stream><stream:features>", "<a>")},
		{Name: "noise", Behaviour: Noise(1, 1<<20)},
		{Name: "noise where a greeting is due", Speaks: "imap", Behaviour: Noise(2, 1<<20)},
		{Name: "headers without an end, HTTP", Behaviour: Flood("HTTP/1.1 400 Bad Request\r\n", "X-More: more\r\n")},
		{Name: "noise after STARTTLS", Speaks: "imap", Behaviour: STARTTLS("imap", scream(Noise(3, 1<<20)))},
	}
}

// hostileHandshakes are records that never become a handshake.
func hostileHandshakes() []Hostile {
	const (
		alert     = "\x15\x03\x03\x00\x02"
		handshake = "\x16\x03\x03"
	)
	full := "\x40\x00" + strings.Repeat("\x00", 1<<14)
	// A ServerHello of TLS 1.2 with a suite that everybody has, then a
	// Certificate that says it will be 16 MB.
	hello := "\x02\x00\x00\x26\x03\x03" + strings.Repeat("r", 32) + "\x00\xc0\x2f\x00"
	begun := handshake + "\x00\x2a" + hello
	return []Hostile{
		{Name: "warnings without an end", Behaviour: Endless(alert + "\x01\x5a")},
		{Name: "empty records without an end", Behaviour: Endless(handshake + "\x00\x00")},
		{Name: "ChangeCipherSpec without an end", Behaviour: Endless("\x14\x03\x03\x00\x01\x01")},
		{Name: "application data without an end", Behaviour: Endless("\x17\x03\x03" + full)},
		{Name: "a ServerHello of 16 MB", Behaviour: Flood(handshake+"\x00\x04\x02\xff\xff\xff", handshake+full)},
		{Name: "a certificate message of 16 MB", Behaviour: Flood(begun+handshake+"\x00\x04\x0b\xff\xff\xff", handshake+full)},
		{Name: "hello requests without an end", Behaviour: Endless(handshake + "\x00\x04\x00\x00\x00\x00")},
		{Name: "half a record", Behaviour: Banner(handshake + "\x3f\xff\x02\x00\x00\x26\x03\x03")},
		{Name: "noise after a ServerHello", Behaviour: Implicit("imap", scream(said(begun, Noise(4, 1<<20))))},
	}
}

// hostileCertificates are large in one way or another.
func hostileCertificates(a *Authority) []Hostile {
	names := make([]string, 42_000)
	for i := range names {
		names[i] = fmt.Sprintf("host-%d.of.hostile.example", i)
	}
	names[0] = HostileName
	var crowd, alike [][]byte
	above := a
	for i := range 200 {
		crowd = append(crowd, a.Intermediate(fmt.Sprintf("Bystander %d", i)).DER)
		above = above.Intermediate("Hostile CA")
		alike = append([][]byte{above.DER}, alike...)
	}
	leaf := func(opts ...Option) *Identity { return a.Issue(HostileName, opts...) }
	long := strings.Repeat("<!channel> @everyone ", 64<<10/21)
	old := Versions(0x0303, 0x0303)
	deep := above.Issue(HostileName)
	return []Hostile{
		{Name: "a certificate of a megabyte", Behaviour: Implicit("imap", TLS(leaf(Names(names...)))), Trusted: true},
		{Name: "a certificate of a megabyte, TLS 1.2", Behaviour: Implicit("imap", TLS(leaf(Names(names...)), old)), Trusted: true},
		{Name: "10,000 names", Behaviour: Implicit("imap", TLS(leaf(Names(names[:10_000]...)))), Trusted: true},
		{Name: "200 certificates", Behaviour: Implicit("imap", TLS(leaf().With(crowd...))), Trusted: true},
		{Name: "200 certificates, TLS 1.2", Behaviour: Implicit("imap", TLS(leaf().With(crowd...), old)), Trusted: true},
		{Name: "200 authorities of one name", Behaviour: Implicit("imap", TLS(deep.Sending(append([][]byte{deep.Leaf()}, alike...)...))), Trusted: true},
		{Name: "one certificate a thousand times", Behaviour: Implicit("imap", TLS(leaf().With(slices.Repeat([][]byte{a.DER}, 1000)...))), Trusted: true},
		{Name: "a subject of 64 kB", Behaviour: Implicit("imap", TLS(leaf(CommonName(long), Organization(long)))), Trusted: true},
		{Name: "a certificate that is noise", Behaviour: Implicit("imap", TLS(leaf().Sending(bytes.Repeat([]byte("noise"), 10_000))))},
	}
}

// hostileWeb are healthy servers whose certificates name responders, lists and
// authorities that are not.
func hostileWeb(a *Authority, helper func(Behaviour) (*Server, error)) ([]Hostile, error) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
	ways := []struct {
		name string
		b    Behaviour
	}{
		{"says nothing", Silent()},
		{"answers a byte a second", Tarpit(head+"Content-Length: 4000\r\n\r\n", time.Second)},
		{"has headers without an end", Flood(head, "X-More: more\r\n")},
		{"answers without an end", Flood(head+"\r\n", strings.Repeat("\x30", 1000))},
		{"leads in a circle", afterRequest("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")},
		{"answers with a bomb", Flood(head+"Content-Encoding: gzip\r\n\r\n", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")},
	}
	var all []Hostile
	for _, way := range ways {
		server, err := helper(way.b)
		if err != nil {
			return nil, err
		}
		url := "http://" + server.Addr() + "/file"
		all = append(all,
			Hostile{Name: "an OCSP responder that " + way.name, Trusted: true,
				Behaviour: Implicit("imap", TLS(a.Issue(HostileName, OCSPURL(url))))},
			Hostile{Name: "a revocation list that " + way.name, Trusted: true,
				Behaviour: Implicit("imap", TLS(a.Issue(HostileName, CRLURL(url))))},
			Hostile{Name: "a missing authority that " + way.name,
				Behaviour: Implicit("imap", TLS(a.Issue(HostileName, IssuerURL(url)).Alone()))})
	}
	return all, nil
}

// afterRequest hears the client and says this.
func afterRequest(text string) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if _, err := conn.Read(make([]byte, 4096)); err == nil {
			Refuse(text).Serve(ctx, conn)
		}
	})
}

// said is a behaviour with a word before it.
func said(text string, b Behaviour) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if _, err := conn.Write([]byte(text)); err == nil {
			b.Serve(ctx, conn)
		}
	})
}

// scream has the behaviour answer a ClientHello.
func scream(b Behaviour) Handshake { return screamer{b} }

type screamer struct{ Behaviour }

func (s screamer) Shake(ctx context.Context, conn net.Conn) (net.Conn, error) {
	if _, err := readClientHello(conn); err != nil {
		return nil, err
	}
	s.Serve(ctx, conn)
	return nil, ErrScripted
}
