package checktest_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks/checktest"
)

func dial(t *testing.T, srv *checktest.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", srv.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	return conn
}

// converse sends each line and reads until the line that begins as told.
func converse(t *testing.T, conn net.Conn, turns ...string) {
	t.Helper()
	r := bufio.NewReader(conn)
	for i, turn := range turns {
		if i%2 == 1 {
			io.WriteString(conn, turn+"\r\n")
			continue
		}
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				t.Fatalf("waiting for %q: %v", turn, err)
			}
			if strings.HasPrefix(line, turn) {
				break
			}
		}
	}
	if r.Buffered() > 0 {
		t.Fatalf("the server said more than it should")
	}
}

// Every protocol's way to TLS and what it says after it: server, client, ….
var protocols = []struct {
	name          string
	before, after []string
}{
	{"imap", []string{"* OK [CAPABILITY IMAP4rev1 LITERAL+ ID STARTTLS", "a CAPABILITY", "a OK", "b STARTTLS", "b OK"}, []string{"c NOOP", "c OK"}},
	{"pop3", []string{"+OK", "CAPA", ".", "STLS", "+OK"}, []string{"NOOP", "+OK"}},
	{"smtp", []string{"220 ", "EHLO me", "250 STARTTLS", "STARTTLS", "220 "}, []string{"EHLO me", "250 8BITMIME"}},
	{"lmtp", []string{"220 ", "LHLO me", "250 STARTTLS", "STARTTLS", "220 "}, []string{"LHLO me", "250 8BITMIME"}},
	{"sieve", []string{"OK ", "STARTTLS", "OK "}, []string{"", "OK ", "NOOP", "OK "}},
	{"ftp", []string{"220 ", "AUTH TLS", "234 "}, []string{"QUIT", "221 "}},
	{"nntp", []string{"200 ", "CAPABILITIES", ".", "STARTTLS", "382 "}, []string{"QUIT", "205 "}},
}

func TestSTARTTLS(t *testing.T) {
	id := checktest.NewPKI(now).SelfSigned("a.example")
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			srv := start(t, checktest.STARTTLS(p.name, checktest.TLS(id)))
			conn := dial(t, srv)
			converse(t, conn, p.before...)
			secured := tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
			after := p.after
			if after[0] != "" {
				io.WriteString(secured, after[0]+"\r\n")
			}
			converse(t, secured, after[1:]...)
			if got := srv.Connections(); got != 1 {
				t.Errorf("Connections() = %d, want 1", got)
			}
		})
	}
}

func TestClearDoesNotOfferTLS(t *testing.T) {
	for name, turns := range map[string][]string{
		"imap":  {"* OK", "a STARTTLS", "a BAD"},
		"pop3":  {"+OK", "STLS", "-ERR"},
		"smtp":  {"220", "EHLO me", "250 8BITMIME", "STARTTLS", "502"},
		"sieve": {"OK", "STARTTLS", "NO"},
		"ftp":   {"220 ", "AUTH TLS", "504"},
		"nntp":  {"200", "STARTTLS", "500"},
	} {
		t.Run(name, func(t *testing.T) {
			converse(t, dial(t, start(t, checktest.Clear(name))), turns...)
		})
	}
}

func TestDeclining(t *testing.T) {
	srv := start(t, checktest.Declining("smtp", "454 4.7.0 TLS not available"))
	converse(t, dial(t, srv), "220", "EHLO me", "250 STARTTLS", "STARTTLS", "454")
}

// Protocols that are not made of lines: what the client sends, and the answer
// to it of a server that offers TLS and of one that does not.
func TestSTARTTLSInOtherProtocols(t *testing.T) {
	const (
		stream   = "<?xml version='1.0'?><stream:stream to='a.example' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
		starttls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
		extended = "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"
	)
	id := checktest.NewPKI(now).SelfSigned("a.example")
	tests := []struct{ name, request, offers, declines string }{
		{"xmpp", stream + starttls, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<stream:features></stream:features>"},
		{"xmpp-server", stream + starttls, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<stream:features></stream:features>"},
		{"ldap", extended, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00", "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"},
		{"postgres", "\x00\x00\x00\x08\x04\xd2\x16\x2f", "S", "N"},
		{"mysql", "\x20\x00\x00\x01" + strings.Repeat("\x00", 32), "caching_sha2_password\x00", "caching_sha2_password\x00"},
	}
	await := func(t *testing.T, conn net.Conn, want string) {
		t.Helper()
		var got []byte
		for b := make([]byte, 1); !strings.HasSuffix(string(got), want); {
			if _, err := conn.Read(b); err != nil {
				t.Fatalf("%v after %q, waiting for %q", err, got, want)
			}
			got = append(got, b...)
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conn := dial(t, start(t, checktest.STARTTLS(tt.name, checktest.TLS(id))))
			io.WriteString(conn, tt.request)
			await(t, conn, tt.offers)
			if err := tls.Client(conn, &tls.Config{InsecureSkipVerify: true}).Handshake(); err != nil {
				t.Error(err)
			}
			conn = dial(t, start(t, checktest.Clear(tt.name)))
			io.WriteString(conn, tt.request)
			await(t, conn, tt.declines)
		})
	}
}

// Commands sent ahead of TLS must not be taken for ones sent under it.
func TestNoTLSForPipelinedCommands(t *testing.T) {
	srv := start(t, checktest.STARTTLS("imap", checktest.TLS(nil)))
	conn := dial(t, srv)
	converse(t, conn, "* OK")
	io.WriteString(conn, "a STARTTLS\r\nb LOGIN me secret\r\n")
	if _, err := io.ReadAll(conn); err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the connection stays open: %v", err)
	}
}

func TestTurns(t *testing.T) {
	srv := start(t, checktest.Turns(checktest.Refuse("421 busy\r\n"), checktest.Banner("220 fine\r\n")))
	converse(t, dial(t, srv), "421")
	converse(t, dial(t, srv), "220")
	converse(t, dial(t, srv), "220")
	if got := srv.Connections(); got != 3 {
		t.Errorf("Connections() = %d, want 3", got)
	}
}

func TestOddServers(t *testing.T) {
	read := func(conn net.Conn, n int) (string, error) {
		b := make([]byte, n)
		n, err := io.ReadFull(conn, b)
		return string(b[:n]), err
	}
	tests := []struct {
		name string
		b    checktest.Behaviour
		n    int
		want string
		err  error
	}{
		{"SSH", checktest.Banner("SSH-2.0-x\r\n"), 11, "SSH-2.0-x\r\n", nil},
		{"endless line", checktest.Endless("x"), 1 << 20, strings.Repeat("x", 1<<20), nil},
		{"tarpit", checktest.Tarpit("ab", time.Millisecond), 5, "ababa", nil},
		{"hang up", checktest.HangUp(), 1, "", io.EOF},
		{"reset", checktest.Reset(), 1, "", syscall.ECONNRESET},
		{"refusal", checktest.Refuse("554 no\r\n"), 100, "554 no\r\n", io.ErrUnexpectedEOF},
		{"dribble", checktest.Wrapped(checktest.Clear("smtp"), checktest.Dribble(1, 0)), 4, "220 ", nil},
		{"reset in the banner", checktest.Wrapped(checktest.Clear("smtp"), checktest.ResetAfter(3)), 4, "220", syscall.ECONNRESET},
		{"closed in the banner", checktest.Wrapped(checktest.Clear("smtp"), checktest.CloseAfter(3)), 4, "220", io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(dial(t, start(t, tt.b)), tt.n)
			// A reset may overtake what was sent before it.
			if tt.err == syscall.ECONNRESET && errors.Is(err, tt.err) && strings.HasPrefix(tt.want, got) {
				return
			}
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("read %d bytes %.20q, %v; want %d bytes %.20q, %v", len(got), got, err, len(tt.want), tt.want, tt.err)
			}
		})
	}
}

func TestNoiseIsTheSameEveryTime(t *testing.T) {
	srv := start(t, checktest.Noise(7, 64))
	var got [2][64]byte
	for i := range got {
		if _, err := io.ReadFull(dial(t, srv), got[i][:]); err != nil {
			t.Fatal(err)
		}
	}
	if got[0] != got[1] {
		t.Error("two connections heard different noise")
	}
}

func TestSilentSaysNothing(t *testing.T) {
	conn := dial(t, start(t, checktest.Silent()))
	io.WriteString(conn, "hello?\r\n")
	conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, context.DeadlineExceeded) && !isTimeout(err) {
		t.Errorf("Read: %v, want a timeout", err)
	}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func TestHTTP(t *testing.T) {
	srv := start(t, checktest.Clear("http"))
	for request, want := range map[string]string{
		"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n": "HTTP/1.1 200 OK\r\n",
		"\x16\x03\x01\x00\x05hello\r\n":             "HTTP/1.1 400 Bad Request\r\n",
	} {
		conn := dial(t, srv)
		io.WriteString(conn, request)
		answer, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(answer), want) {
			t.Errorf("%q: %q, %v", request, answer, err)
		}
	}
}

// Close must not wait for clients that never leave.
func TestCloseEndsOpenConnections(t *testing.T) {
	srv, err := checktest.NewServer(checktest.Silent())
	if err != nil {
		t.Fatal(err)
	}
	conn := dial(t, srv)
	for srv.Connections() == 0 {
		time.Sleep(time.Millisecond)
	}
	srv.Close()
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}

func TestClosedPort(t *testing.T) {
	addr, err := checktest.ClosedPort()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := net.Dial("tcp", addr.String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("Dial: %v, want a refusal", err)
	}
}
