package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestProblems: the end of a handshake has words of its own.
func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		err  error
		seen checks.TLS
		want string
	}{
		{io.EOF, checks.TLS{AlertSeen: true, Alert: 40}, "alert handshake_failure (40)"},
		{context.Canceled, checks.TLS{}, "not finished in time"},
		{os.ErrDeadlineExceeded, checks.TLS{}, "not finished in time"},
		{io.EOF, checks.TLS{}, "closed during the handshake"},
		{syscall.ECONNRESET, checks.TLS{}, "closed during the handshake"},
		{tls.RecordHeaderError{}, checks.TLS{}, "not TLS"},
		{errors.New("tls: of its own"), checks.TLS{}, "tls: of its own"},
	} {
		if got := problem(tt.err, &tt.seen); !strings.Contains(got, tt.want) {
			t.Errorf("%v: %q, want %q", tt.err, got, tt.want)
		}
	}
}

// TestRemoteAlert: the alert of which crypto/tls tells, with a name or without, and none
// where it is ours or something else ended the handshake.
func TestRemoteAlert(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{
		{&net.OpError{Op: "remote error", Err: tls.AlertError(40)}, 40},
		{fmt.Errorf("shaking hands: %w", &net.OpError{Op: "remote error", Err: tls.AlertError(0)}), 0},
		{&net.OpError{Op: "remote error", Err: tls.AlertError(255)}, 255},
		{&net.OpError{Op: "local error", Err: tls.AlertError(40)}, -1},
		{&net.OpError{Op: "remote error", Err: io.EOF}, -1},
		{io.EOF, -1},
		{nil, -1},
	} {
		got, seen := remoteAlert(tt.err)
		if seen != (tt.want >= 0) || seen && int(got) != tt.want {
			t.Errorf("%v: %d, %v", tt.err, got, seen)
		}
	}
}

// tapped is a connection on which a server says something.
func tapped(t *testing.T, said ...string) *tap {
	t.Helper()
	client, server := net.Pipe()
	go func() {
		defer server.Close()
		for _, text := range said {
			if _, err := server.Write([]byte(text)); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { client.Close() })
	return &tap{Conn: client, opened: time.Now(), release: func() bool { return true }}
}

// TestTap: how a server began to speak is remembered up to a bound, for TLS no longer
// than an alert is, and what is said in clear is forgotten when TLS is due.
func TestTap(t *testing.T) {
	long := strings.Repeat("x", 300)
	for name, tt := range map[string]struct {
		said  []string
		first string
		got   int
	}{
		"nothing":                 {nil, "", 0},
		"a greeting":              {[]string{"220 hi\r\n"}, "220 hi\r\n", 8},
		"a greeting in pieces":    {[]string{"220 ", "hi\r\n"}, "220 hi\r\n", 8},
		"more than is remembered": {[]string{long, long}, (long + long)[:512], 600},
		"a record":                {[]string{"\x16\x03\x03\x00\x40" + long}, "\x16\x03\x03\x00\x40xx", 305},
		"a record in pieces":      {[]string{"\x16", "\x03\x03", "\x00\x40" + long}, "\x16\x03\x03\x00\x40xx", 305},
	} {
		conn := tapped(t, tt.said...)
		told := ""
		times := 0
		conn.heard = func(first []byte) { told = string(first); times++ }
		if conn.greetingTime() != 0 {
			t.Errorf("%s: it took %v to say nothing", name, conn.greetingTime())
		}
		all, err := io.ReadAll(conn)
		if err != nil || string(all) != strings.Join(tt.said, "") {
			t.Errorf("%s: read %q, %v", name, all, err)
		}
		if string(conn.first) != tt.first || conn.got != tt.got || conn.answers.Load() != (tt.got > 0) {
			t.Errorf("%s: remembered %q of %d bytes, answers %v", name, conn.first, conn.got, conn.answers.Load())
		}
		if len(tt.said) > 0 && (times != 1 || !strings.HasPrefix(tt.first, told) || told == "") {
			t.Errorf("%s: told %d times, %q", name, times, told)
		}
		if (conn.greetingTime() > 0) != (tt.got > 0) {
			t.Errorf("%s: the greeting took %v", name, conn.greetingTime())
		}
		conn.forget()
		if conn.first != nil || conn.got != 0 || conn.answers.Load() {
			t.Errorf("%s: it is not forgotten", name)
		}
	}
}

// TestReadAhead: what was waited for is not lost to who reads next.
func TestReadAhead(t *testing.T) {
	conn := tapped(t, "220 hi\r\n", "more")
	if err := conn.await(); err != nil {
		t.Fatal(err)
	}
	small := make([]byte, 3)
	n, err := conn.Read(small)
	if err != nil || string(small[:n]) != "220" {
		t.Errorf("read %q, %v", small[:n], err)
	}
	rest, err := io.ReadAll(conn)
	if err != nil || string(rest) != " hi\r\nmore" {
		t.Errorf("read %q, %v", rest, err)
	}
}

// TestAwaitLine: a greeting that comes in pieces is waited for to the end of its line;
// a record, or what begins like no greeting, is not.
func TestAwaitLine(t *testing.T) {
	for name, tt := range map[string]struct {
		said []string
		want string
	}{
		"in pieces":       {[]string{"220 ", "hi", "\r\n", "more"}, "220 hi\r\n"},
		"behind a space":  {[]string{" 220", " hi\r\n", "more"}, " 220 hi\r\n"},
		"no end":          {[]string{"220 ", "hi"}, "220 hi"},
		"a record":        {[]string{"\x16\x03", "\x03"}, "\x16\x03"},
		"a control":       {[]string{"\x00", "hi"}, "\x00"},
		"longer than all": {[]string{strings.Repeat("x", 512), "more"}, strings.Repeat("x", 512)},
		"nothing":         {nil, ""},
	} {
		conn := tapped(t, tt.said...)
		conn.awaitLine()
		if string(conn.ahead) != tt.want {
			t.Errorf("%s: %q, want %q", name, conn.ahead, tt.want)
		}
	}
}

// TestReadOn: words in clear are read on until they tell what they are.
func TestReadOn(t *testing.T) {
	for name, tt := range map[string]struct {
		said []string
		want string
	}{
		"in pieces":          {[]string{"<!doc", "type html", ">\n"}, "<!doctype html"},
		"known at once":      {[]string{"* OK ", "ready\r\n"}, "* OK "},
		"nobody knows":       {[]string{"hello", ", world", "\r\n"}, "hello, world\r\n"},
		"as long as is read": {[]string{strings.Repeat("x", 511), "x", "more"}, strings.Repeat("x", 512)},
	} {
		conn := tapped(t, tt.said...)
		if _, err := conn.Read(make([]byte, tapText)); err != nil {
			t.Fatal(err)
		}
		readOn(conn)
		first := string(conn.first)
		rest, err := io.ReadAll(conn)
		if err != nil || first != tt.want || tt.want+string(rest) != strings.Join(tt.said, "") {
			t.Errorf("%s: %q, want %q; left %q, %v", name, first, tt.want, rest, err)
		}
	}
}

// TestListen: who was told to speak first does so only where nobody greets.
func TestListen(t *testing.T) {
	greets := func() *tap { return tapped(t, "220 hi\r\n") }
	silent := func() *tap {
		client, server := net.Pipe()
		t.Cleanup(func() { client.Close(); server.Close() })
		return &tap{Conn: client}
	}
	for _, tt := range []struct {
		name string
		conn *tap
		told string // before it listens
		then string // while it does
		want string
	}{
		{"greeted", greets(), "", "", ""},
		{"silent, and told before", silent(), "ldap", "", "ldap"},
		{"silent, and told meanwhile", silent(), "", "postgres", "postgres"},
		{"told twice", silent(), "ldap", "xmpp", "ldap"},
		{"greeted, and told", func() *tap { c := greets(); c.await(); return c }(), "ldap", "", ""},
	} {
		var e ear
		if tt.told != "" {
			e.speakUp(tt.told)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			if tt.then != "" {
				e.speakUp(tt.then)
			}
		}()
		if got := e.listen(tt.conn); got != tt.want {
			t.Errorf("%s: speaks %q, want %q", tt.name, got, tt.want)
		}
		<-done
	}
}

// TestTurned: connections on which a greeting is waited for do for TLS as soon as it is
// known that there will be none, but not one that was greeted before.
func TestTurned(t *testing.T) {
	b := met().beside
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	waits := make(chan bool, 1)
	go func() { waits <- b.turned(&tap{Conn: client}) }()
	for begun := false; !begun; {
		b.mu.Lock()
		begun = len(b.waiting) == 1
		b.mu.Unlock()
		runtime.Gosched()
	}
	if b.turned(tapped(t, "220 hi\r\n")) {
		t.Error("a connection that was greeted does for TLS")
	}
	b.turn()
	select {
	case turned := <-waits:
		if !turned {
			t.Error("the one that waited does not do for TLS")
		}
	case <-time.After(time.Minute):
		t.Error("the one that waited waits on")
	}
	if !b.turned(&tap{Conn: client}) {
		t.Error("one that comes later waits for a greeting")
	}
	if len(b.waiting) > 0 {
		t.Errorf("%d wait on", len(b.waiting))
	}
}

// TestGreetingBehindTLS: the first line that a server says behind TLS, in however many
// pieces, is told up to a bound.
func TestGreetingBehindTLS(t *testing.T) {
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.alone.example", checktest.Key(checktest.P256))
	long := strings.Repeat("x", 300)
	for name, tt := range map[string]struct {
		said []string
		want string
	}{
		"a line":          {[]string{"* OK ready\r\n"}, "* OK ready"},
		"in pieces":       {[]string{"* OK ", "rea", "dy\r\n* more"}, "* OK ready"},
		"without an end":  {[]string{"* OK"}, "* OK"},
		"longer than all": {[]string{long, long}, (long + long)[:tapText]},
		"nothing":         {nil, ""},
	} {
		server, err := checktest.NewServer(checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
			if secured, err := checktest.TLS(id).Shake(ctx, conn); err == nil {
				for _, said := range tt.said {
					io.WriteString(secured, said)
				}
				secured.Close()
			}
		}))
		if err != nil {
			t.Fatal(err)
		}
		got := observe(t, Request{Address: server.AddrPort(), Port: 993, ServerName: "mail.alone.example", Greeting: true})
		server.Close()
		if got.TLS == nil || !got.TLS.Completed || got.Greeting != tt.want {
			t.Errorf("%s: %q, want %q", name, got.Greeting, tt.want)
		}
	}
}

// TestRawQuestionsShareTheTime: a server that hangs on one hello has time left for the
// next.
func TestRawQuestionsShareTheTime(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	until := &untils{}
	s := &scan{dialer: until, request: Request{MaxConnections: MaxConnections}}
	if f := s.rawFlight(ctx, plan{mode: checks.ModeTLS}, unnamed); f != nil {
		t.Fatalf("%+v", f)
	}
	if left := time.Until(until.deadline); left > 31*time.Minute || left < 25*time.Minute {
		t.Errorf("%v of an hour", left)
	}
}

// untils notes until when a connection may last, and makes none.
type untils struct{ deadline time.Time }

func (u *untils) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	u.deadline, _ = ctx.Deadline()
	return nil, syscall.ECONNREFUSED
}

// deadlines is a connection that notes the deadlines that are set.
type deadlines struct {
	net.Conn
	set []time.Time
}

func (d *deadlines) SetDeadline(at time.Time) error     { d.set = append(d.set, at); return nil }
func (d *deadlines) SetReadDeadline(at time.Time) error { return d.SetDeadline(at) }

// TestDeadlinesEndWithTheContext: none outlasts it, and none is moved once it is over.
func TestDeadlinesEndWithTheContext(t *testing.T) {
	last := time.Now().Add(time.Hour)
	under := &deadlines{}
	conn := &tap{Conn: under, last: last}
	sooner := last.Add(-time.Minute)
	conn.SetReadDeadline(sooner)
	conn.SetReadDeadline(last.Add(time.Minute))
	conn.SetReadDeadline(time.Time{})
	conn.cut()
	conn.SetReadDeadline(sooner)
	if len(under.set) != 4 || !under.set[0].Equal(sooner) || !under.set[1].Equal(last) || !under.set[2].Equal(last) || !under.set[3].Before(time.Now()) {
		t.Errorf("set %v", under.set)
	}
	unbounded := &deadlines{}
	conn = &tap{Conn: unbounded}
	conn.SetReadDeadline(sooner)
	conn.SetReadDeadline(time.Time{})
	if len(unbounded.set) != 2 || !unbounded.set[0].Equal(sooner) || !unbounded.set[1].IsZero() {
		t.Errorf("set %v", unbounded.set)
	}
}
