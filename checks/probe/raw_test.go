package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// TestWhatAFlightTells: who would have gone through with a server that sends its whole
// flight, and why others would not.
func TestWhatAFlightTells(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	leaf := func(k checktest.KeyType) [][]byte { return [][]byte{ca.Issue("mail.example", checktest.Key(k)).Leaf()} }
	small, large, huge := leaf(checktest.RSA2048), leaf(checktest.RSA8200), leaf(checktest.RSA16400)
	for _, tt := range []struct {
		name   string
		flight flight
		want   string
	}{
		{"TLS 1.3", flight{version: tls.VersionTLS13, suite: suite13, chain: small, done: true}, "promising"},
		{"TLS 1.2", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: small, done: true}, "promising"},
		{"a suite that nobody has", flight{version: tls.VersionTLS12, suite: 0x003B, chain: small, done: true}, ""},
		{"no certificate", flight{version: tls.VersionTLS12, suite: suiteRSA, done: true}, ""},
		{"signed by SHA-1", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: small, done: true, signature: 0x0201}, "old sha1-signature"},
		{"signed by MD5", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: small, done: true, signature: 0x0101}, "old sha1-signature"},
		{"signed by SHA-256", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: small, done: true, signature: 0x0401}, "promising"},
		{"a key above ours", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: large, done: true}, "promising large"},
		{"a key above anybody's", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: huge, done: true}, "promising key-too-large"},
		{"a large key behind a small one", flight{version: tls.VersionTLS12, suite: suiteRSA, chain: append(append([][]byte{{1}}, small...), large...), done: true}, "promising large"},
		{"for Windows alone", flight{version: tls.VersionTLS12, suite: 0x009E, dhBits: 2048, chain: small, done: true}, "windows"},
		{"a small group", flight{version: tls.VersionTLS12, suite: 0x009E, dhBits: 2047, chain: small, done: true}, ""},
		{"broken off", flight{version: tls.VersionTLS12, suite: suiteRSA, err: io.EOF}, "closed broke-off"},
		{"hung up", flight{err: io.EOF}, "closed hung up"},
		{"refused", flight{err: &alertError{40}}, "alert handshake_failure (40)"},
		{"refused by an alert that has no name", flight{err: &alertError{200}}, "alert 200"},
		{"a group that nobody has", flight{version: tls.VersionTLS13, suite: suite13, group: brainpool, err: errMessage}, "unusual group"},
		{"a group that everybody has", flight{version: tls.VersionTLS13, suite: suite13, group: p521, err: errMessage}, ""},
		{"no group", flight{version: tls.VersionTLS13, suite: suite13, err: errMessage}, ""},
		{"TLS 1.2 by a group that nobody has", flight{version: tls.VersionTLS12, suite: suiteRSA, group: brainpool, chain: small, done: true}, "unusual group"},
		{"TLS 1.1 by a group that nobody has", flight{version: tls.VersionTLS11, suite: suiteRSA, group: brainpool, chain: small, done: true}, ""},
	} {
		f := &tt.flight
		var got []string
		for _, is := range []struct {
			what  string
			holds bool
		}{
			{"promising", f.promising()}, {"old", f.signedOld()}, {"large", largeKey(f.chain)}, {"windows", f.forWindows()},
			{"closed", f.closed()}, {"hung up", f.hungUp()}, {"unusual group", f.wantsUnusualGroup()}, {string(reasonOf(f)), reasonOf(f) != ""},
		} {
			if is.holds {
				got = append(got, is.what)
			}
		}
		if _, refused := f.alert(); refused {
			got = append(got, f.err.Error())
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, strings.Join(got, " "), tt.want)
		}
	}
	if (*flight)(nil).promising() {
		t.Error("no flight promises anything")
	}
}

// TestObservedFlight: what is told of a flight, and nothing where none came.
func TestObservedFlight(t *testing.T) {
	for _, tt := range []struct {
		flight flight
		want   checks.TLS
	}{
		{flight{}, checks.TLS{RawRead: true}},
		{flight{err: &alertError{70}}, checks.TLS{RawRead: true, Alert: 70, AlertSeen: true}},
		{flight{version: tls.VersionTLS12, suite: suiteRSA, group: p256}, checks.TLS{RawRead: true, Version: checks.TLS12, CipherName: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", KeyExchange: "P-256"}},
		{flight{version: tls.VersionTLS12, suite: suiteStatic}, checks.TLS{RawRead: true, Version: checks.TLS12, CipherName: "TLS_RSA_WITH_AES_128_CBC_SHA", KeyExchange: "RSA"}},
		{flight{version: tls.VersionTLS13, suite: suite13, group: 999}, checks.TLS{RawRead: true, Version: checks.TLS13, CipherName: "TLS_AES_128_GCM_SHA256", KeyExchange: "group 999"}},
	} {
		got := tt.flight.observed()
		if got.Version != tt.want.Version || got.CipherName != tt.want.CipherName || got.KeyExchange != tt.want.KeyExchange ||
			got.Alert != tt.want.Alert || got.AlertSeen != tt.want.AlertSeen || !got.RawRead || got.Completed {
			t.Errorf("%+v: %+v, want %+v", tt.flight, got, tt.want)
		}
	}
}

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

// TestAlertAtTheBeginning: the alert that ended a conversation is read even where
// crypto/tls reads none; a warning ends nothing, but for that of the end.
func TestAlertAtTheBeginning(t *testing.T) {
	for first, want := range map[string]int{
		"\x15\x03\x03\x00\x02\x02\x28": 40, "\x15\x03\x03\x00\x02\x01\x00": 0, "\x15\x03\x03\x00\x02\x01\x70": -1,
		"\x15\x03\x03\x00\x02\x02": -1, "\x16\x03\x03\x00\x02\x02\x28": -1, "": -1,
	} {
		number, seen := (&tap{first: []byte(first)}).alert()
		if got := int(number); seen != (want >= 0) || seen && got != want {
			t.Errorf("% x: %d, %v", first, number, seen)
		}
	}
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

// TestRecordBounds: the largest record and the largest message are read, larger ones not.
func TestRecordBounds(t *testing.T) {
	record := func(kind byte, body []byte) []byte {
		return append([]byte{kind, 3, 3, byte(len(body) >> 8), byte(len(body))}, body...)
	}
	if _, body, err := newRecordReader(bytes.NewReader(record(recordHandshake, make([]byte, maxRecord)))).record(); err != nil || len(body) != maxRecord {
		t.Errorf("the largest record: %d bytes, %v", len(body), err)
	}
	var plain *notTLSError
	if _, _, err := newRecordReader(bytes.NewReader(record(recordHandshake, make([]byte, maxRecord+1)))).record(); !errors.As(err, &plain) {
		t.Errorf("a larger record: %v", err)
	}
	message := func(size int) []byte {
		whole := make([]byte, 4+size)
		whole[0], whole[1], whole[2], whole[3] = messageCertificate, byte(size>>16), byte(size>>8), byte(size)
		var out []byte
		for len(whole) > 0 {
			n := min(len(whole), 1<<14)
			out = append(out, record(recordHandshake, whole[:n])...)
			whole = whole[n:]
		}
		return out
	}
	if got, err := newRecordReader(bytes.NewReader(message(maxMessage - 4))).message(); err != nil || len(got) != maxMessage {
		t.Errorf("the largest message: %d bytes, %v", len(got), err)
	}
	if _, err := newRecordReader(bytes.NewReader(message(maxMessage - 3))).message(); !errors.Is(err, errFlight) {
		t.Errorf("a larger message: %v", err)
	}
	for first, want := range map[string]bool{
		"\x14": true, "\x17": true, "\x13": false, "\x18": false, "\x16\x03": true, "\x16\x02": false, "\x16\x02\x03": false, "220": false,
	} {
		if got := isRecord([]byte(first)); got != want {
			t.Errorf("% x begins a record: %v", first, got)
		}
	}
}
