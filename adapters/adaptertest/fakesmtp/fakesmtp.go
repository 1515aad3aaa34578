// Package fakesmtp is a mail server for tests: as strict as RFC 5321 allows, and
// with faults at each step of its dialogue.
package fakesmtp

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// Step is a place in the dialogue: what the server has just been asked.
type Step string

// The steps, in their order. Text is the end of the letter's text.
const (
	Greeting  Step = "greeting"
	EHLO      Step = "EHLO"
	STARTTLS  Step = "STARTTLS"
	Handshake Step = "handshake"
	EHLOAgain Step = "EHLO over TLS"
	AUTH      Step = "AUTH"
	MAIL      Step = "MAIL"
	RCPT      Step = "RCPT"
	DATA      Step = "DATA"
	Text      Step = "text"
	RSET      Step = "RSET"
)

// Steps are those of a letter that is taken, in their order.
func Steps() []Step {
	return []Step{Greeting, EHLO, STARTTLS, Handshake, EHLOAgain, AUTH, MAIL, RCPT, DATA, Text, RSET}
}

// Fault is what goes wrong at a step. It happens Times times; 0 is always.
type Fault struct {
	At Step
	// Say is answered in place of the usual; "" closes the connection.
	Say string
	// Hang: nothing is said at all. Taken: a letter is kept before that.
	Hang, Taken bool
	Times       int
}

// Letter is one that was taken.
type Letter struct {
	From, To string
	Message  *netmail.Message
	// Raw is all of it, as it came.
	Raw []byte
}

// Server is the fake.
type Server struct {
	Addr string
	// Roots know its certificate, which is for 127.0.0.1 and example.com.
	Roots *x509.CertPool
	// Root is the same for a file.
	Root []byte

	t        testing.TB
	listener net.Listener
	config   *tls.Config
	implicit bool

	mu       sync.Mutex
	faults   []Fault
	letters  []Letter
	wrong    []string // what a client did that it may not
	sessions int
	bare     bool // offers no STARTTLS
	done     chan struct{}
	open     sync.WaitGroup
}

// User and Password are the ones that it lets in.
const (
	User     = "certdesk"
	Password = "p@ss word"
)

// New starts a server that ends with the test. implicit: it speaks TLS from the
// first byte, else it insists on STARTTLS. What a client does wrong fails the test.
func New(t testing.TB, implicit bool) *Server {
	t.Helper()
	lender := httptest.NewUnstartedServer(nil)
	lender.StartTLS()
	defer lender.Close()
	s := &Server{t: t, implicit: implicit, Roots: x509.NewCertPool(), done: make(chan struct{})}
	s.Roots.AddCert(lender.Certificate())
	s.Root = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lender.Certificate().Raw})
	s.config = &tls.Config{Certificates: lender.TLS.Certificates, MinVersion: tls.VersionTLS12}
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.Addr = s.listener.Addr().String()
	s.open.Go(s.accept)
	t.Cleanup(func() {
		s.listener.Close()
		close(s.done)
		s.open.Wait()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, w := range s.wrong {
			t.Error("the mail server was told what it may not be: " + w)
		}
	})
	return s
}

// Break has it do wrong from now on.
func (s *Server) Break(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = faults
}

// Unbroken tells whether it has done wrong as often as it was to.
func (s *Server) Unbroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults) == 0
}

// OfferNoTLS has it be one of the old ones.
func (s *Server) OfferNoTLS() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bare = true
}

// Letters are those that were taken.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Sessions counts the connections.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.sessions++
		s.mu.Unlock()
		s.open.Go(func() {
			defer conn.Close()
			(&session{s: s, conn: conn, in: bufio.NewReader(conn)}).serve()
		})
	}
}

// fault is what goes wrong at a step, nil where nothing does.
func (s *Server) fault(at Step) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := range s.faults {
		f := s.faults[n]
		if f.At != at {
			continue
		}
		if f.Times == 1 {
			s.faults = append(s.faults[:n:n], s.faults[n+1:]...)
		} else if f.Times > 1 {
			s.faults[n].Times--
		}
		return &f
	}
	return nil
}

func (s *Server) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// session is one connection.
type session struct {
	s                    *Server
	conn                 net.Conn
	in                   *bufio.Reader
	secure, greeted, may bool
	from, to             string
}

// say answers, or does what is to go wrong; false ends the session.
func (c *session) say(at Step, usual string) bool {
	if f := c.s.fault(at); f != nil {
		if f.Hang {
			<-c.s.done
			return false
		}
		if f.Say == "" {
			return false
		}
		_, err := io.WriteString(c.conn, f.Say+"\r\n")
		return err == nil
	}
	if usual == "" {
		return true
	}
	_, err := io.WriteString(c.conn, usual+"\r\n")
	return err == nil
}

const maxLine = 998 // RFC 5322 §2.1.1, without its end

// line reads one, which has to end as a line does.
func (c *session) line() (string, bool) {
	raw, err := c.in.ReadString('\n')
	if err != nil {
		return "", false
	}
	line, ended := strings.CutSuffix(raw, "\r\n")
	switch {
	case !ended, strings.Contains(line, "\r"):
		c.s.fail("a line that ends in a bare CR or LF: %q", raw)
	case len(line) > maxLine:
		c.s.fail("a line of %d bytes", len(line))
	}
	return line, true
}

func (c *session) handshake() bool {
	if f := c.s.fault(Handshake); f != nil {
		if f.Hang {
			<-c.s.done
		}
		return false
	}
	secure := tls.Server(c.conn, c.s.config)
	c.conn.SetDeadline(time.Now().Add(time.Minute))
	if err := secure.Handshake(); err != nil {
		return false // the client's business
	}
	c.conn, c.in, c.secure, c.greeted = secure, bufio.NewReader(secure), true, false
	return true
}

var (
	mailFrom = regexp.MustCompile(`^FROM:<([^<>\s]+@[^<>\s]+)>((?: [A-Z0-9]+(?:=[!-~]+)?)*)$`)
	rcptTo   = regexp.MustCompile(`^TO:<([^<>\s]+@[^<>\s]+)>$`)
	helloArg = regexp.MustCompile(`^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|\[[0-9A-Fa-f.:]+\])$`)
)

func (c *session) serve() {
	if c.s.implicit && !c.handshake() {
		return
	}
	if !c.say(Greeting, "220 example.com ESMTP") {
		return
	}
	for {
		line, ok := c.line()
		if !ok {
			return
		}
		verb, arg, _ := strings.Cut(line, " ")
		if !c.do(strings.ToUpper(verb), arg) {
			return
		}
	}
}

func (c *session) do(verb, arg string) bool {
	if verb == "*" || verb == "HELO" {
		// A client that gives AUTH up (RFC 4954 §4), and one that takes what it was
		// told to EHLO for the answer of an old server.
		_, err := io.WriteString(c.conn, "502 5.5.1 no\r\n")
		return err == nil
	}
	if !c.greeted && verb != "EHLO" && verb != "QUIT" && verb != "STARTTLS" {
		c.s.fail("%s before EHLO", verb)
	}
	switch verb {
	case "EHLO":
		return c.hello(arg)
	case "STARTTLS":
		return c.startTLS()
	case "AUTH":
		return c.auth(arg)
	case "MAIL":
		return c.mail(arg)
	case "RCPT":
		return c.recipient(arg)
	case "DATA":
		return c.data()
	case "RSET":
		c.from, c.to = "", ""
		return c.say(RSET, "250 2.0.0 ok")
	case "NOOP":
		_, err := io.WriteString(c.conn, "250 2.0.0 ok\r\n")
		return err == nil
	case "QUIT":
		_, _ = io.WriteString(c.conn, "221 2.0.0 bye\r\n")
		return false
	}
	c.s.fail("an unknown command: %s", verb)
	_, err := io.WriteString(c.conn, "500 5.5.2 what\r\n")
	return err == nil
}

func (c *session) startTLS() bool {
	if c.secure || c.s.bare {
		c.s.fail("STARTTLS where it was not offered")
		return c.say(STARTTLS, "502 5.5.1 no")
	}
	return c.say(STARTTLS, "220 2.0.0 go ahead") && c.handshake()
}

func (c *session) mail(arg string) bool {
	m := mailFrom.FindStringSubmatch(arg)
	switch {
	case !c.secure:
		c.s.fail("MAIL in clear")
		return c.say(MAIL, "530 5.7.0 Must issue a STARTTLS command first")
	case !c.may:
		return c.say(MAIL, "530 5.7.0 Authentication required")
	case m == nil:
		c.s.fail("MAIL %s", arg)
		return c.say(MAIL, "501 5.5.4 no")
	}
	c.from = m[1]
	return c.say(MAIL, "250 2.1.0 ok")
}

func (c *session) recipient(arg string) bool {
	m := rcptTo.FindStringSubmatch(arg)
	if m == nil || c.from == "" {
		c.s.fail("RCPT %s", arg)
		return c.say(RCPT, "501 5.5.4 no")
	}
	c.to = m[1]
	return c.say(RCPT, "250 2.1.5 ok")
}

func (c *session) data() bool {
	if c.to == "" {
		c.s.fail("DATA without a recipient")
		return c.say(DATA, "503 5.5.1 no")
	}
	f := c.s.fault(DATA)
	switch {
	case f != nil && f.Hang:
		<-c.s.done
		return false
	case f != nil && f.Say == "":
		return false
	case f != nil:
		_, err := io.WriteString(c.conn, f.Say+"\r\n")
		return err == nil
	}
	if _, err := io.WriteString(c.conn, "354 go on\r\n"); err != nil {
		return false
	}
	return c.text()
}

func (c *session) hello(arg string) bool {
	if !helloArg.MatchString(arg) {
		c.s.fail("EHLO %q is neither a name with a domain nor an address", arg)
	}
	c.greeted, c.from, c.to = true, "", ""
	at, offers := EHLO, []string{"example.com", "PIPELINING", "SIZE 10240000", "8BITMIME", "ENHANCEDSTATUSCODES"}
	switch {
	case c.secure:
		offers = append(offers, "AUTH PLAIN LOGIN")
		if !c.s.implicit {
			at = EHLOAgain
		}
	case !c.s.bare:
		offers = append(offers, "STARTTLS")
	}
	return c.say(at, "250-"+strings.Join(offers[:len(offers)-1], "\r\n250-")+"\r\n250 "+offers[len(offers)-1])
}

func (c *session) auth(arg string) bool {
	if !c.secure {
		c.s.fail("a password in clear")
		return c.say(AUTH, "538 5.7.11 no")
	}
	kind, said, _ := strings.Cut(arg, " ")
	plain, err := base64.StdEncoding.DecodeString(said)
	if kind != "PLAIN" || err != nil || string(plain) != "\x00"+User+"\x00"+Password {
		return c.say(AUTH, "535 5.7.8 Error: authentication failed")
	}
	c.may = true
	return c.say(AUTH, "235 2.7.0 ok")
}

// text takes a letter, and looks at it as a strict server does.
func (c *session) text() bool {
	var raw bytes.Buffer
	for {
		line, ok := c.line()
		if !ok {
			return false // it is no letter without its end
		}
		if line == "." {
			break
		}
		raw.WriteString(strings.TrimPrefix(line, ".") + "\r\n")
	}
	message, err := netmail.ReadMessage(bytes.NewReader(raw.Bytes()))
	if err != nil {
		c.s.fail("a letter that cannot be read: %v", err)
		return c.say(Text, "554 5.6.0 no")
	}
	for _, name := range []string{"From", "Date", "Message-Id", "To", "Subject", "Mime-Version", "Content-Type"} {
		if n := len(message.Header[name]); n != 1 {
			c.s.fail("a letter with %d of %s", n, name)
		}
	}
	head, _, _ := bytes.Cut(raw.Bytes(), []byte("\r\n\r\n"))
	if bytes.ContainsFunc(head, func(r rune) bool { return r > '~' || r < ' ' && r != '\r' && r != '\n' && r != '\t' }) {
		c.s.fail("a header with a character that belongs encoded: %q", head)
	}
	taken := Letter{From: c.from, To: c.to, Message: message, Raw: raw.Bytes()}
	keep := func() {
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		c.s.letters = append(c.s.letters, taken)
	}
	f := c.s.fault(Text)
	c.from, c.to = "", ""
	switch {
	case f == nil:
		keep()
		_, err := io.WriteString(c.conn, "250 2.0.0 Ok: queued\r\n")
		return err == nil
	case f.Taken:
		keep()
	}
	if f.Hang {
		<-c.s.done
		return false
	}
	if f.Say == "" {
		return false
	}
	_, err = io.WriteString(c.conn, f.Say+"\r\n")
	return err == nil
}
