package starttls_test

import (
	"slices"
	"testing"

	"go.uber.org/goleak"

	"certdesk/checks/services"
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

// mysqlOldHandshake ends behind the lower capabilities, as a packet may.
func mysqlOldHandshake(lower byte, higher byte) string {
	body := "\x0a5.0\x00" + "\x01\x00\x00\x00" + "abcdefgh" + "\x00" + string([]byte{lower, higher})
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
		Also: [][]Turn{
			{hello, {Say: "<?xml version=\"1.0\"?>\n<stream:stream id='a>b' version='1.0'>\n" + xmppFeatures}, ask, {Say: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"}},
		},
		NotOffered: [][]Turn{
			{hello, {Say: "<stream:stream id='1' from='im.example' xmlns:stream='http://etherx.jabber.org/streams'>"}},
			{hello, {Say: xmppOpen + xmppBare}},
			{hello, {Say: xmppOpen + "<stream:features/>"}},
		},
		Refused: [][]Turn{
			{hello, {Say: xmppOpen + xmppFeatures}, ask, {Say: "</stream:stream>"}},
			{hello, {Say: xmppOpen + "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"}},
		},
		Unable: [][]Turn{
			{hello, {Say: xmppOpen + xmppFeatures}, ask, {Say: "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"}},
		},
		Other: []string{"\x15\x03\x03\x00\x02\x02\x28", "SSH-2.0-OpenSSH_9.2p1\r\n", "<!DOCTYPE html><html>"},
	}
}

var dialogues = []Dialogue{
	{
		Protocol: "imap",
		Good:     []Turn{{Say: "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* OK still here\r\na1 OK begin TLS\r\n"}},
		Also: [][]Turn{
			{{Say: "* OK The Microsoft Exchange IMAP4 service is ready.\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 OK Begin TLS negotiation now.\r\n"}},
			{{Say: "\r\n\n* OK ready \t\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "\r\na1\tOK go \r\n"}},
			{{Say: "\xef\xbb\xbf* ok\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 ok\n"}},
			{{Say: "*\tok ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 OK\r\n"}},
			{{Say: "Welcome to the gate\r\n* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 OK go\r\n"}},
			{{Say: "* ok ready\n"}, {Hear: "a1 STARTTLS"}, {Say: "* 3 EXISTS\n* CAPABILITY IMAP4rev1\nA1 ok\n"}},
		},
		NotOffered: [][]Turn{
			{{Say: "* OK [CAPABILITY IMAP4rev1 NOSTARTTLS] ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO what\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO what\r\n"}, {Hear: "a2 CAPABILITY"}, {Say: "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na2 OK\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 BAD unknown command\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO no certificate\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* BAD what\r\n"}},
			{{Say: "* PREAUTH welcome back\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "* BYE too many connections\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "* BYE shutting down\r\n"}},
			{{Say: "* OK hello\r\n* BYE and goodbye\r\n"}},
			{{Say: "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 BAD not now\r\n"}},
		},
		Unable: [][]Turn{
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO [UNAVAILABLE] try later\r\n"}},
			{{Say: "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO Error initializing TLS\r\n"}},
			{{Say: "* OK ready\r\n"}, {Hear: "a1 STARTTLS"}, {Say: "a1 NO no key\r\n"}, {Hear: "a2 CAPABILITY"}, {Say: "* CAPABILITY IMAP4rev1 Starttls\r\na2 OK\r\n"}},
		},
		Other: []string{"+OK ready\r\n", "220 mx.example ESMTP\r\n", "SSH-2.0-x\r\n", "\x15\x03\x01\x00\x02\x02\x46", "HTTP/1.1 400 Bad Request\r\n"},
	},
	{
		Protocol: "pop3",
		Good:     []Turn{{Say: "+OK ready <1.2@pop.example>\r\n"}, {Hear: "STLS"}, {Say: "+OK begin\r\n"}},
		Also: [][]Turn{
			{{Say: "+ok\r\n"}, {Hear: "STLS"}, {Say: "+ok\n"}},
			{{Say: "\r\n+OK \n"}, {Hear: "STLS"}, {Say: "\r\n+OK\tgo\r\n"}},
			{{Say: "\xef\xbb\xbf+OK\r\n"}, {Hear: "STLS"}, {Say: "+OK \r\n"}},
			{{Say: "Private system\r\nGo away\r\n+OK ready\r\n"}, {Hear: "STLS"}, {Say: "+OK\r\n"}},
		},
		NotOffered: [][]Turn{
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR unknown command\r\n"}},
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR what\r\n"}, {Hear: "CAPA"}, {Say: "+OK\r\nTOP\r\n.\r\n"}},
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR what\r\n"}, {Hear: "CAPA"}, {Say: "-ERR what\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "-ERR [IN-USE] busy\r\n"}},
			{{Say: "-err busy\r\n"}},
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR no key\r\n"}, {Hear: "CAPA"}, {Say: "+OK\r\nTOP\r\nstls\r\n.\r\n"}},
		},
		Unable: [][]Turn{
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR [SYS/PERM] no key\r\n"}},
			{{Say: "+OK\r\n"}, {Hear: "STLS"}, {Say: "-ERR [SYS/TEMP] later\r\n"}},
		},
		Other: []string{"* OK ready\r\n", "\x15\x03\x01\x00\x02\x02\x46", "SSH-2.0-x\r\n", "HTTP/1.0 400 Bad Request\r\n"},
	},
	{
		Protocol: "smtp",
		Good:     []Turn{{Say: "220-mx.example ESMTP\r\n220 no UBE please\r\n"}, {Hear: "EHLO [127.0.0.1]"}, {Say: "250-mx.example\r\n250-PIPELINING\r\n250 starttls\r\n"}, {Hear: "STARTTLS"}, {Say: "220 2.0.0 go ahead\r\n"}},
		Also: [][]Turn{
			{{Say: "220 mx\n"}, {Hear: "EHLO"}, {Say: "250-mx\n250-StartTLS\n250 HELP\n"}, {Hear: "STARTTLS"}, {Say: "220-ready\n220\n"}},
			{{Say: "\r\n\r\n220 mx\r\n"}, {Hear: "EHLO"}, {Say: "\r\n250-mx\r\n\r\n250 STARTTLS \r\n"}, {Hear: "STARTTLS"}, {Say: "\r\n220 go\r\n"}},
			{{Say: "220\r\n"}, {Hear: "EHLO"}, {Say: "250-\n250-STARTTLS\t\n250\n"}, {Hear: "STARTTLS"}, {Say: "220\n"}},
			{{Say: "220\tmx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250\tSTARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "220\tgo\r\n"}},
			{{Say: "\xef\xbb\xbf220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: "This system is private.\r\n---\r\n220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: " \r\n~~~ private ~~~\r\n220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250-\r\n250 STARTTLS\r\n250 HELP\r\n250 SIZE\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 SIZE\r\n250 STARTTLS\r\n250 HELP\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250 mx\r\n250-STARTTLS\r\n250 HELP\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
			{{Say: "220 box LMTP\r\n"}, {Hear: "EHLO"}, {Say: "500 what\r\n"}, {Hear: "LHLO"}, {Say: "250-box\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
		},
		NotOffered: [][]Turn{
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-XXXXXXXX\r\n250 SIZE\r\n"}}, // is its name
			{{Say: "220 ******* mx\r\n"}, {Hear: "EHLO"}, {Say: "250 mx\r\n"}},
			{{Say: "220 *** mx *** no spam ***\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250-XCLIENT NAME\r\n250-XXX\r\n250 X-EXPS LOGIN\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "500 what\r\n"}, {Hear: "LHLO"}, {Say: "503 what now\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250 mx\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "502 not implemented\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-STARTTLS.example greets you\r\n250 8BITMIME\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "421 too many connections\r\n"}},
			{{Say: "554-mx.example\r\n554 your address is on a list\r\n"}},
			{{Say: "220-mx.example is looking you up\r\n521 5.7.1 blocked\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "421 too busy\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n421 shutting down\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "554 5.7.3 not for you\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "450 greylisted\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "550 go away\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "502 5.5.1 no\r\n"}},
		},
		Unable: [][]Turn{
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "454 4.7.0 TLS not available due to local problem\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "454-TLS missing\r\n454\r\n"}},
		},
		Masked: [][]Turn{
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250-SIZE 1\r\n250-XXXXXXXA\r\n250 8BITMIME\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 XXXXXXXX\r\n"}},
			{{Say: "220 ********\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 SIZE 1\r\n"}},
			{{Say: "220 *****************************************\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 SIZE 1\r\n"}},
			{{Say: "220 ****************0****0****2******200\r\n"}, {Hear: "EHLO"}, {Say: "502 5.5.2 Error: command not recognized\r\n"}, {Hear: "LHLO"}, {Say: "502 what\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "500 5.5.1 Command unrecognized: \"XXXX [192.0.2.1]\"\r\n"}, {Hear: "LHLO"}, {Say: "500 what\r\n"}},
			{{Say: "220 mx\r\n"}, {Hear: "EHLO"}, {Say: "250-mx\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "500 5.5.1 Command unrecognized: XXXXXXXX\r\n"}},
		},
		Other: []string{"* OK ready\r\n", "SSH-2.0-x\r\n", "\x00\x01\x02garbage\r\n", "\x15\x03\x01\x00\x02\x02\x46", "200 news\r\n", mysqlHandshake(0xff, 0xff), "hello without an end", "Welcome\r\nto nothing\r\n", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n220 mx\r\n"},
	},
	{
		Protocol:   "lmtp",
		Good:       []Turn{{Say: "220 lmtp.example LMTP\r\n"}, {Hear: "LHLO [127.0.0.1]"}, {Say: "250-lmtp.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n"}, {Hear: "STARTTLS"}, {Say: "220 go\r\n"}},
		NotOffered: [][]Turn{{{Say: "220 l\r\n"}, {Hear: "LHLO"}, {Say: "250 l\r\n"}}},
		Refused:    [][]Turn{{{Say: "421 later\r\n"}}},
		Unable:     [][]Turn{{{Say: "220 l\r\n"}, {Hear: "LHLO"}, {Say: "250-l\r\n250 STARTTLS\r\n"}, {Hear: "STARTTLS"}, {Say: "454 no key\r\n"}}},
		Other:      []string{"+OK\r\n"},
	},
	{
		Protocol: "sieve",
		Good:     []Turn{{Say: "\"IMPLEMENTATION\" \"Dovecot\"\r\n\"SIEVE\" {8}\r\nfileinto\r\n\"StartTLS\"\r\nOK \"ready\"\r\n"}, {Hear: "STARTTLS"}, {Say: "OK \"begin\"\r\n"}},
		Also: [][]Turn{
			{{Say: "{14+}\r\nIMPLEMENTATION {1}\r\nx\r\n\"SASL\" {0}\r\n\r\n{8}\r\nSTARTTLS\r\nOK {5+}\r\nready\r\n"}, {Hear: "STARTTLS"}, {Say: "OK (WARNINGS) {3}\r\nOK?\r\n"}},
		},
		NotOffered: [][]Turn{
			{{Say: "\"IMPLEMENTATION\" \"x\"\r\nOK\r\n"}},
			{{Say: "\"IMPLEMENTATION\" {12}\r\n\"STARTTLS\"\r\n\r\nOK\r\n"}},
			{{Say: "\"XSTARTTLS\"\r\nOK\r\n"}},
		},
		Refused: [][]Turn{
			{{Say: "BYE \"too many\"\r\n"}},
			{{Say: "BYE {8}\r\ntoo many\r\n"}},
			{{Say: "\"STARTTLS\"\r\nOK\r\n"}, {Hear: "STARTTLS"}, {Say: "BYE (TRYLATER) \"later\"\r\n"}},
			{{Say: "\"STARTTLS\"\r\nOK\r\n"}, {Hear: "STARTTLS"}, {Say: "NO \"TLS cannot begin\"\r\n"}},
		},
		Other: []string{"* OK imap\r\n", "220 mx\r\n", "okay\r\n"},
	},
	{
		Protocol: "ldap",
		Good:     []Turn{{Hear: "\x30\x1d\x02\x01\x01\x77", Length: ldapLength}, {Say: ldapAnswer(0)}},
		Also: [][]Turn{
			{{Length: ldapLength}, {Say: "\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00"}},
		},
		NotOffered: [][]Turn{
			{{Length: ldapLength}, {Say: ldapAnswer(2)}},
			// Active Directory writes lengths in four bytes.
			{{Length: ldapLength}, {Say: "\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x02\x04\x00\x04\x00"}},
		},
		Refused: [][]Turn{{{Length: ldapLength}, {Say: ldapAnswer(51)}}, {{Length: ldapLength}, {Say: ldapAnswer(80)}}},
		Unable:  [][]Turn{{{Length: ldapLength}, {Say: ldapAnswer(52)}}},
		Other:   []string{"220 mx\r\n", "\x15\x03\x01\x00\x02\x02\x46", "HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-x\r\n"},
	},
	{
		Protocol: "ftp",
		Good:     []Turn{{Say: "220-Welcome\r\n free text\r\n220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "234 go\r\n"}},
		Also: [][]Turn{
			{{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "504 what\r\n"}, {Hear: "AUTH SSL"}, {Say: "334 go\r\n"}},
			{{Say: "220-Welcome\r\n500 MB for everybody\r\n220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "234-now\r\n234 go\r\n"}},
		},
		NotOffered: [][]Turn{
			{{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "530 Please login\r\n"}, {Hear: "AUTH SSL"}, {Say: "500 no\r\n"}},
			{{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "500 AUTH not understood\r\n"}}, // and hangs up
		},
		Refused: [][]Turn{{{Say: "421 too many users\r\n"}}, {{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "534 not for you\r\n"}}},
		Unable:  [][]Turn{{{Say: "220 ftp\r\n"}, {Hear: "AUTH TLS"}, {Say: "431 no resource\r\n"}}},
		Other:   []string{"* OK imap\r\n"},
	},
	xmppDialogue("xmpp", "jabber:client"),
	xmppDialogue("xmpp-server", "jabber:server"),
	{
		Protocol:   "nntp",
		Good:       []Turn{{Say: "200 news.example InterNetNews\r\n"}, {Hear: "STARTTLS"}, {Say: "382 go\r\n"}},
		NotOffered: [][]Turn{{{Say: "201 news\r\n"}, {Hear: "STARTTLS"}, {Say: "500 what\r\n"}}},
		Refused:    [][]Turn{{{Say: "400 down\r\n"}}, {{Say: "200-news\r\n400 down\r\n"}}, {{Say: "200 news\r\n"}, {Hear: "STARTTLS"}, {Say: "403 internal fault\r\n"}}},
		Unable:     [][]Turn{{{Say: "200 news\r\n"}, {Hear: "STARTTLS"}, {Say: "580 cannot start TLS\r\n"}}},
		Other:      []string{"+OK\r\n"},
	},
	{
		Protocol: "postgres",
		Good:     []Turn{{Hear: "\x00\x00\x00\x08\x04\xd2\x16\x2f", Length: 8}, {Say: "S"}},
		NotOffered: [][]Turn{
			{{Length: 8}, {Say: "N"}},
			{{Length: 8}, {Say: "E\x00\x00\x00\x04"}}, // an error without a word
			{{Length: 8}, {Say: "E\x00\x00\x00\x21SFATAL\x00C0A000\x00Mwhat is that\x00\x00"}},
			{{Length: 8}, {Say: "EFATAL 1:  unsupported frontend protocol\n\x00"}},
		},
		Refused: [][]Turn{{{Length: 8}, {Say: "E\x00\x00\x00\x1dSFATAL\x00C53300\x00Mtoo many\x00\x00"}}},
		Other:   []string{"220 mx\r\n", "\x15\x03\x01\x00\x02\x02\x46", "Error: what\r\n"},
	},
	{
		Protocol:   "mysql",
		Good:       []Turn{{Say: mysqlHandshake(0xff, 0xff)}, {Hear: "\x20\x00\x00\x01", Length: 36}},
		Also:       [][]Turn{{{Say: mysqlOldHandshake(0xff, 0xff)}, {Length: 36}}},
		NotOffered: [][]Turn{{{Say: mysqlHandshake(0xff, 0xf7)}}, {{Say: mysqlOldHandshake(0xff, 0xf7)}}},
		Refused:    [][]Turn{{{Say: mysqlError("Too many connections")}}, {{Say: mysqlError("#HY000Host is blocked")}}},
		Other:      []string{"220 mx.example\r\n", "SSH-2.0-x\r\n", "\x15\x03\x01\x00\x02\x02\x46"},
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
		if !slices.Contains(services.Protocols(), p.Name) {
			t.Errorf("%s has no port in checks/services, and nobody can ask for it in a chat", p.Name)
		}
	}
	for _, name := range services.Protocols() {
		if _, known := starttls.Lookup(name); !known {
			t.Errorf("%s has a port, and no dialogue", name)
		}
	}
}

// recognised are first words and whose they are.
var recognised = map[string]string{
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
	"521 5.7.1 blocked":            "smtp",
	"530 FTP is closed":            "ftp",
	"220-FileZilla Server 1.7.0":   "ftp",
	"220 ftp.example ESMTP":        "smtp",
	"5000 what":                    "",
	"201 news":                     "nntp",
	`"SASL" "PLAIN"`:               "sieve",
	`"quoted, no word"`:            "",
	"* BAD invalid":                "imap",
	"\x16\x03":                     "tls",
	"\x17\x03\x03":                 "",
	"521 ":                         "smtp",
	"421\r\n":                      "smtp",
	"120 in 5 minutes":             "ftp",
	"599 no":                       "smtp",
	`"AZaz" "x"`:                   "sieve",
	`"" "x"`:                       "",
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for in, want := range recognised {
		if got := starttls.Recognise([]byte(in)); got != want {
			t.Errorf("Recognise(%q) = %q, want %q", in, got, want)
		}
	}
}
