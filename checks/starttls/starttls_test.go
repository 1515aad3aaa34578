package starttls_test

import (
	"testing"

	"go.uber.org/goleak"

	"certdesk/checks/starttls"
	. "certdesk/checks/starttls/starttlstest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	xmppOpen     = "<?xml version='1.0'?><stream:stream id='1' from='im.example' version='1.0' xmlns:stream='http://etherx.jabber.org/streams'>"
	xmppFeatures = "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
	xmppBare     = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
	xmppAsk      = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
)

// mysqlHandshake is a packet of protocol 10 with the given lower capabilities.
func mysqlHandshake(lower byte, higher byte) string {
	body := "\x0a8.0.36\x00" + "\x01\x00\x00\x00" + "abcdefgh" + "\x00" + string([]byte{lower, higher}) + "\x2d\x02\x00\xff\xc1\x15"
	return string([]byte{byte(len(body)), 0, 0, 0}) + body
}

func mysqlError(text string) string {
	body := "\xff\x10\x04" + text
	return string([]byte{byte(len(body)), 0, 0, 0}) + body
}

func ldapAnswer(code byte) string {
	return "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01" + string([]byte{code}) + "\x04\x00\x04\x00"
}

const ldapLength = 31

func xmppDialogue(protocol, namespace string) Dialogue {
	open := "<?xml version='1.0'?><stream:stream to='im.example' xmlns='" + namespace + "'"
	hello := Turn{Hear: open, Length: len(open + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>")}
	ask := Turn{Hear: xmppAsk, Length: len(xmppAsk)}
	return Dialogue{
		Protocol: protocol,
		Good:     []Turn{hello, {Say: xmppOpen + xmppFeatures}, ask, {Say: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"}},
		NotOffered: [][]Turn{
			{hello, {Say: xmppOpen + xmppBare}},
			{hello, {Say: xmppOpen + "<stream:features/>"}},
		},
		Refused: [][]Turn{
			{hello, {Say: xmppOpen + "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"}},
			{hello, {Say: xmppOpen + xmppFeatures}, ask, {Say: "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"}},
		},
		Other: []string{"\x15\x03\x03\x00\x02\x02\x28", "SSH-2.0-OpenSSH_9.2p1\r\n"},
	}
}

var dialogues = []Dialogue{
	{
		Protocol: "imap",
		Good:     []Turn{{Say: "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* OK still here\r\na1 OK begin TLS\r\n"}},
		NotOffered: [][]Turn{
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 BAD unknown command\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO no certificate\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* BAD what\r\n"}},
			{{Say: "* PREAUTH welcome back\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "* BYE too many connections\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* BYE shutting down\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO [UNAVAILABLE] try later\r\n"}},
		},
		Other: []string{"+OK ready\r\n", "220 mx.example ESMTP\r\n", "SSH-2.0-x\r\n", "\x15\x03\x01\x00\x02\x02\x46", "HTTP/1.1 400 Bad Request\r\n"},
	},
	{
		Protocol:   "pop3",
		Good:       []Turn{{Say: "+OK ready <1.2@pop.example>\r\n"}, {Hear: "STLS"}, {Say: "+OK begin\r\n"}},
		NotOffered: [][]Turn{{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR unknown command\r\n"}}},
		Refused: [][]Turn{
			{{Say: "-ERR [IN-USE] busy\r\n"}},
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR [SYS/TEMP] later\r\n"}},
		},
		Other: []string{"* OK ready\r\n", "\x15\x03\x01\x00\x02\x02\x46"},
	},
	{
		Protocol: "smtp",
		Good:     []Turn{{Say: "220-mx.example ESMTP\r\n220 no UBE please\r\n"}, {Hear: "EHLO [127.0.0.1]"}, {Say: "250-mx.example\r\n250-PIPELINING\r\n250 starttls\r\n"}, {Hear: "STARTTLS"}, {Say: "220 2.0.0 go ahead\r\n"}},
		NotOffered: [][]Turn{
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250 mx\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "502 not implemented\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-STARTTLS.example greets you\r\n250 8BITMIME\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "502 5.5.1 no\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "421 too many connections\r\n"}},
			{{Say: "554-mx.example\r\n554 your address is on a list\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "450 greylisted\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "550 go away\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "454 4.7.0 TLS not available\r\n"}},
		},
		Other: []string{"* OK ready\r\n", "SSH-2.0-x\r\n", "\x00\x01\x02garbage\r\n"},
	},
	{
		Protocol:   "lmtp",
		Good:       []Turn{{Say: "220 lmtp.example LMTP\r\n"}, {Hear: "LHLO [127.0.0.1]"}, {Say: "250-lmtp.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
		NotOffered: [][]Turn{{{Say: "220 l\r\n"}, {Hear: "LHLO"}, {Say: "250 l\r\n"}}},
		Refused:    [][]Turn{{{Say: "421 later\r\n"}}},
		Other:      []string{"+OK\r\n"},
	},
	{
		Protocol: "sieve",
		Good:     []Turn{{Say: "\"IMPLEMENTATION\" \"Dovecot\"\r\n\"SIEVE\" {8}\r\nfileinto\r\n\"StartTLS\"\r\nOK \"ready\"\r\n"}, {Hear: "STARTTLS"}, {Say: "OK \"begin\"\r\n"}},
		NotOffered: [][]Turn{
			{{Say: "\"IMPLEMENTATION\" \"x\"\r\nOK\r\n"}},
			{{Say: "\"STARTTLS\"\r\nOK\r\n"}, {Hear: "STARTTLS"}, {Say: "NO \"no\"\r\n"}},
		},
		Refused: [][]Turn{{{Say: "BYE \"too many\"\r\n"}}, {{Say: "\"STARTTLS\"\r\nOK\r\n"}, {Hear: "STARTTLS"}, {Say: "BYE (TRYLATER) \"later\"\r\n"}}},
		Other:   []string{"* OK imap\r\n", "220 mx\r\n"},
	},
	{
		Protocol: "ldap",
		Good:     []Turn{{Hear: "\x30\x1d\x02\x01\x01\x77", Length: ldapLength}, {Say: ldapAnswer(0)}},
		NotOffered: [][]Turn{
			{{Length: ldapLength}, {Say: ldapAnswer(2)}},
			// Active Directory writes lengths in four bytes.
			{{Length: ldapLength}, {Say: "\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x02\x04\x00\x04\x00"}},
		},
		Refused: [][]Turn{{{Length: ldapLength}, {Say: ldapAnswer(52)}}},
		Other:   []string{"220 mx\r\n", "\x15\x03\x01\x00\x02\x02\x46"},
	},
	{
		Protocol: "ftp",
		Good:     []Turn{{Say: "220-Welcome\r\n free text\r\n220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "234 go\r\n"}},
		NotOffered: [][]Turn{
			{{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "530 Please login\r\n"}, {Hear: "AUTH SSL"}, {Say: "500 no\r\n"}},
		},
		Refused: [][]Turn{{{Say: "421 too many users\r\n"}}, {{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "431 no resource\r\n"}}},
		Other:   []string{"* OK imap\r\n"},
	},
	xmppDialogue("xmpp", "jabber:client"),
	xmppDialogue("xmpp-server", "jabber:server"),
	{
		Protocol:   "nntp",
		Good:       []Turn{{Say: "200 news.example InterNetNews\r\n"}, {Hear: "STARTTLS"}, {Say: "382 go\r\n"}},
		NotOffered: [][]Turn{{{Say: "201 news\r\n"}, {Hear: "STARTTLS"}, {Say: "500 what\r\n"}}},
		Refused:    [][]Turn{{{Say: "400 down\r\n"}}, {{Say: "200 news\r\n"}, {Hear: "STARTTLS"}, {Say: "580 cannot start TLS\r\n"}}},
		Other:      []string{"+OK\r\n"},
	},
	{
		Protocol:   "postgres",
		Good:       []Turn{{Hear: "\x00\x00\x00\x08\x04\xd2\x16\x2f", Length: 8}, {Say: "S"}},
		NotOffered: [][]Turn{{{Length: 8}, {Say: "N"}}},
		Refused:    [][]Turn{{{Length: 8}, {Say: "E\x00\x00\x00\x1cSFATAL\x00C53300\x00Mtoo many\x00\x00"}}},
		Other:      []string{"220 mx\r\n", "\x15\x03\x01\x00\x02\x02\x46"},
	},
	{
		Protocol:   "mysql",
		Good:       []Turn{{Say: mysqlHandshake(0xff, 0xff)}, {Hear: "\x20\x00\x00\x01", Length: 36}},
		NotOffered: [][]Turn{{{Say: mysqlHandshake(0xff, 0xf7)}}},
		Refused:    [][]Turn{{{Say: mysqlError("Too many connections")}}},
		Other:      []string{"220 mx.example\r\n"},
	},
}

func TestProtocols(t *testing.T) {
	tested := map[string]bool{}
	for _, d := range dialogues {
		tested[d.Protocol] = true
		t.Run(d.Protocol, func(t *testing.T) { t.Parallel(); Run(t, d) })
	}
	for _, p := range starttls.Protocols() {
		if !tested[p.Name] {
			t.Errorf("%s is not in the suite", p.Name)
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"* OK Dovecot ready.":          "imap",
		"* PREAUTH x":                  "imap",
		"+OK Dovecot":                  "pop3",
		"220 mx.example ESMTP Postfix": "smtp",
		"421 busy":                     "smtp",
		"220 (vsFTPd 3.0.3)":           "ftp",
		"220 ProFTPD Server ready":     "ftp",
		"220 box LMTP ready":           "lmtp",
		"200 news server":              "nntp",
		`"IMPLEMENTATION" "Dovecot"`:   "sieve",
		`BYE "Input buffer full"`:      "sieve",
		"HTTP/1.1 400 Bad Request":     "http",
		"<html>":                       "http",
		"SSH-2.0-OpenSSH":              "ssh",
		"<?xml version='1.0'?>":        "xmpp",
		"\x15\x03\x01\x00\x02":         "tls",
		"\x4a\x00\x00\x00\x0a8.0":      "mysql",
		"hello":                        "",
		"":                             "",
	}
	for in, want := range tests {
		if got := starttls.Recognise([]byte(in)); got != want {
			t.Errorf("Recognise(%q) = %q, want %q", in, got, want)
		}
	}
}
