package starttls_test

import (
	"errors"
	"strings"
	"testing"

	"certdesk/checks/starttls"
)

// hear plays a server that has said all it will ever say.
func hear(t *testing.T, protocol, said string) (*starttls.Conversation, error) {
	t.Helper()
	p, ok := starttls.Lookup(protocol)
	if !ok {
		t.Fatalf("%s is not in the registry", protocol)
	}
	talk := starttls.NewConversation(script{Reader: strings.NewReader(said)}, "im.example")
	return talk, p.Upgrade(t.Context(), talk)
}

// What stands before a greeting is passed over within bounds, and a server that goes
// on with it is known by its first words.
func TestBeforeTheGreeting(t *testing.T) {
	t.Parallel()
	const greeting = "220 mx\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n"
	for _, tt := range []struct {
		name, before, first string // first is "" where the greeting is found
	}{
		{"eight lines", strings.Repeat("Welcome to the gate\r\n", 8), ""},
		{"nine lines", "This is the gate\r\n" + strings.Repeat("Welcome\r\n", 8), "This is the gate"},
		{"eight empty lines", strings.Repeat("\r\n", 8), ""},
		{"nine empty lines", strings.Repeat("\n", 9), " "},
		{"another protocol behind a line", "Welcome\r\n* OK ready\r\n", "Welcome"},
	} {
		talk, err := hear(t, "smtp", tt.before+greeting)
		var unexpected *starttls.UnexpectedError
		switch {
		case tt.first == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.first == "" && talk.Greeting() != "220 mx":
			t.Errorf("%s: the greeting is %q", tt.name, talk.Greeting())
		case tt.first == "":
		case !errors.As(err, &unexpected):
			t.Errorf("%s: err = %v, want an UnexpectedError", tt.name, err)
		case strings.TrimSpace(tt.first) != string(unexpected.Got) || talk.Greeting() != string(unexpected.Got):
			t.Errorf("%s: it is known by %q and greets with %q", tt.name, unexpected.Got, talk.Greeting())
		}
	}
}

// broken is a connection that takes nothing any more; what the server said before
// lies there to be read.
type broken struct {
	script
	errs []error
}

func (b *broken) Write([]byte) (int, error) {
	err := b.errs[0]
	b.errs = b.errs[1:]
	return 0, err
}

// Of a server that hangs up the words count that it left, and where there are none
// the first thing that could not be sent.
func TestWhatWasNotSent(t *testing.T) {
	t.Parallel()
	first, second := errors.New("broken pipe"), errors.New("and once more")
	smtp, _ := starttls.Lookup("smtp")
	for said, want := range map[string]error{
		"220 mx\r\n":                                     first,
		"220 mx\r\n250-mx\r\n250 STARTTLS\r\n":           first,
		"220 mx\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n": first,
	} {
		conn := &broken{script: script{Reader: strings.NewReader(said)}, errs: []error{first, second}}
		err := smtp.Upgrade(t.Context(), starttls.NewConversation(conn, "mx.example"))
		if !errors.Is(err, want) || !strings.Contains(err.Error(), "sending a command") {
			t.Errorf("%q: err = %v, want %v", said, err, want)
		}
	}
	// The client has the last word in MySQL.
	mysql, _ := starttls.Lookup("mysql")
	talk := starttls.NewConversation(&broken{script: script{Reader: strings.NewReader(mysqlHandshake(0xff, 0xff))}, errs: []error{first}}, "db.example")
	if err := mysql.Upgrade(t.Context(), talk); !errors.Is(err, first) {
		t.Errorf("the request for TLS: err = %v, want %v", err, first)
	}
	conn := &broken{script: script{Reader: strings.NewReader("220 mx\r\n421 busy\r\n")}, errs: []error{first}}
	var refused *starttls.RefusedError
	if err := smtp.Upgrade(t.Context(), starttls.NewConversation(conn, "mx.example")); !errors.As(err, &refused) {
		t.Errorf("behind a refusal: err = %v, want a RefusedError", err)
	}
}

// A server that announces more than any protocol allows is not waited for.
func TestAnnouncedTooMuch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ protocol, said string }{
		{"sieve", "\"SIEVE\" {65536}\r\n"},
		{"sieve", "\"SIEVE\" {65530}\r\n"},
		{"ldap", "\x30\x83\x01\x00\x01"},
		{"ldap", "\x30\x84\xff\xff\xff\xff"},
		{"pop3", "+OK " + strings.Repeat("x", 9000) + "\r\n"},
		{"smtp", "220 mx\r\n250-mx\r\n" + strings.Repeat("250-AGAIN\r\n", 7000)},
	} {
		if _, err := hear(t, tt.protocol, tt.said); !errors.Is(err, starttls.ErrTooMuch) {
			t.Errorf("%s %.20q: err = %v, want %v", tt.protocol, tt.said, err, starttls.ErrTooMuch)
		}
	}
}

// LDAP has no elements of a length that is not told (RFC 4511 §5.1).
func TestIndefiniteLength(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"\x30\x80\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00\x00\x00",
		"\x30\x0e\x02\x01\x01\x78\x80\x0a\x01\x00\x04\x00\x04\x00\x00\x00",
	} {
		if _, err := hear(t, "ldap", said); err == nil || !strings.Contains(err.Error(), "not valid BER") {
			t.Errorf("%q: err = %v", said, err)
		}
	}
}

// The answers of PostgreSQL are single letters, with which other servers' words
// begin as well.
func TestLettersOfPostgres(t *testing.T) {
	t.Parallel()
	var unexpected *starttls.UnexpectedError
	if _, err := hear(t, "postgres", "SSH-2.0-OpenSSH_9.2p1\r\n"); !errors.As(err, &unexpected) || starttls.Recognise(unexpected.Got) != "ssh" {
		t.Errorf("err = %v, want an UnexpectedError by which SSH is known", err)
	}
}

// What a log says of the three answers of a server.
func TestErrors(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"the server refuses: 421 busy":                                    &starttls.RefusedError{Reply: "421 busy"},
		"STARTTLS is not offered":                                         &starttls.NotOfferedError{},
		"STARTTLS is not offered: 502 what":                               &starttls.NotOfferedError{Reply: "502 what"},
		"something in between hides what the server offers: 250 XXXXXXXA": &starttls.NotOfferedError{Reply: "250 XXXXXXXA", Masked: true},
		`not imap: "220 mx"`:                                              &starttls.UnexpectedError{Protocol: "imap", Got: []byte("220 mx")},
	} {
		if got := err.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestReasons tells what a refusal means, where the protocol's document says so.
func TestReasons(t *testing.T) {
	t.Parallel()
	const offered = "220 mx\r\n250-mx\r\n250 STARTTLS\r\n"
	failed := func(condition string) string { return xmppOpen + "<stream:error><" + condition + "/></stream:error>" }
	for _, tt := range []struct {
		protocol, said string
		want           starttls.Reason
	}{
		{"smtp", "500 no\r\n", ""},
		{"smtp", offered + "421 down\r\n", starttls.Busy},
		{"smtp", offered + "454 no key\r\n", starttls.TLSUnavailable},
		{"smtp", offered + "554 not for you\r\n", ""},
		{"nntp", "400 down\r\n", starttls.Busy},
		{"nntp", "502 not for you\r\n", ""},
		{"imap", "* BYE [UNAVAILABLE] later\r\n", starttls.Busy},
		{"imap", "* BYE not for you\r\n", ""},
		{"pop3", "-ERR [SYS/TEMP] later\r\n", starttls.Busy},
		{"pop3", "-ERR not for you\r\n", ""},
		{"sieve", "BYE (TRYLATER) \"later\"\r\n", starttls.Busy},
		{"sieve", "NO \"not for you\"\r\n", ""},
		{"xmpp", failed("resource-constraint"), starttls.Busy},
		{"xmpp", failed("system-shutdown"), starttls.Busy},
		{"xmpp", failed("host-unknown"), ""},
	} {
		_, err := hear(t, tt.protocol, tt.said)
		var refused *starttls.RefusedError
		if !errors.As(err, &refused) || refused.Reason != tt.want {
			t.Errorf("%s %q: err = %#v, want the reason %q", tt.protocol, tt.said, err, tt.want)
		}
	}
}

// A reply of no class that SMTP has is another protocol's.
func TestReplyOfNoClass(t *testing.T) {
	t.Parallel()
	var unexpected *starttls.UnexpectedError
	if _, err := hear(t, "smtp", "220 mx\r\n600 what\r\n"); !errors.As(err, &unexpected) || string(unexpected.Got) != "600 what" {
		t.Errorf("err = %v, want an UnexpectedError", err)
	}
}

// Lines that belong to the list of extensions may come after STARTTLS was asked for,
// but not for ever.
func TestLateLines(t *testing.T) {
	t.Parallel()
	const offered = "220 mx\r\n250-mx\r\n250 STARTTLS\r\n"
	if _, err := hear(t, "smtp", offered+strings.Repeat("250 LATE\r\n", 8)+"220 go\r\n"); err != nil {
		t.Errorf("eight: %v", err)
	}
	var unexpected *starttls.UnexpectedError
	if _, err := hear(t, "smtp", offered+strings.Repeat("250 LATE\r\n", 9)+"220 go\r\n"); !errors.As(err, &unexpected) {
		t.Errorf("nine: err = %v, want an UnexpectedError", err)
	}
}

// By its hello a server tells its name; a refusal tells none.
func TestHello(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"220 mx\r\n250-mx.example at your service\r\n250 SIZE\r\n": "mx.example at your service",
		"220 mx\r\n421 busy\r\n":                                   "",
		"220 mx\r\n250-mx.example\r\n":                             "",
		"220 mx\r\n":                                               "",
	} {
		if talk, _ := hear(t, "smtp", said); talk.Hello() != want {
			t.Errorf("%q: %q, want %q", said, talk.Hello(), want)
		}
	}
	long := strings.Repeat("x", 600)
	if talk, _ := hear(t, "smtp", "220 "+long+"\r\n250 "+long+"\r\n"); len(talk.Hello()) != 512 || len(talk.Greeting()) != 512 {
		t.Errorf("of long words %d and %d bytes are kept", len(talk.Hello()), len(talk.Greeting()))
	}
}
