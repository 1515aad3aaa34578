package starttls_test

import (
	"testing"

	"certdesk/checks/starttls"
)

// TestTurnsAway: only a reply by which its protocol sends a client away counts, not
// words that begin alike, nor a complaint of what the client said.
func TestTurnsAway(t *testing.T) {
	t.Parallel()
	const (
		stream      = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'>"
		ofStreams   = " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"
		goodbyeName = "\x8a\x161.3.6.1.4.1.1466.20036"
	)
	mysqlBlocked := mysqlError("Host is blocked")
	goodbye := func(code byte) string { // a notice of disconnection (RFC 4511 §4.4.1)
		body := "\x02\x01\x00\x78\x1f\x0a\x01" + string([]byte{code}) + "\x04\x00\x04\x00" + goodbyeName
		return string([]byte{0x30, byte(len(body))}) + body
	}
	postgresError := func(code string) string {
		body := "SFATAL\x00C" + code + "\x00Mno\x00\x00"
		return "E" + string([]byte{0, 0, 0, byte(4 + len(body))}) + body
	}
	for words, want := range map[string]bool{
		"421 too many connections\r\n":             true,
		"421\r\n":                                  true,
		"421-wait\r\n421 too many\r\n":             true,
		"220-wait\r\n521 go away\r\n":              true,
		"220 mx ESMTP\r\n":                         false,
		"220-mx ESMTP\r\n220 421 is my number\r\n": false,
		"554 SMTP synchronization error\r\n":       true,
		"530 not logged in, FTP is full\r\n":       true,
		"120 FTP ready in 5 minutes\r\n":           true,
		"400 full\r\n":                             true,
		"502 no permission to talk\r\n":            true,
		"500 syntax error\r\n":                     false,
		"501 what?\r\n":                            false,
		"42 is the answer\r\n":                     false,
		"4\r\n":                                    false,
		"5 users\r\n":                              false,
		"4711 hits\r\n":                            false,
		"640 no such reply\r\n":                    false,
		"-ERR full\r\n":                            true,
		"-err [IN-USE]\r\n":                        true,
		"-ERROR no such word\r\n":                  false,
		"* BYE too many\r\n":                       true,
		"* bye\r\n":                                true,
		"* BYEBYE\r\n":                             false,
		"* BAD what\r\n":                           false,
		"* OK * BYE\r\n":                           false,
		"BYE (TRYLATER) \"later\"\r\n":             true,
		"NO \"you\"\r\n":                           true,
		"NOBODY\r\n":                               false,
		mysqlBlocked:                               true,
		mysqlBlocked[:7]:                           true,
		mysqlHandshake(0, 8):                       false,
		stream + "<stream:error><resource-constraint" + ofStreams:       true,
		stream + "<stream:error><policy-violation" + ofStreams:          true,
		"<stream:stream>\n<stream:error>\n<system-shutdown" + ofStreams: true,
		stream + "<stream:error><not-well-formed" + ofStreams:           false,
		stream:                         false,
		goodbye(51):                    true,
		goodbye(52):                    true,
		goodbye(2):                     false, // protocolError, of the hello
		goodbye(51)[:9]:                false,
		postgresError("53300"):         true,
		postgresError("57P03"):         true,
		postgresError("0A000"):         false,
		postgresError("08P01"):         false,
		"EFATAL: unsupported\n":        false,
		"E":                            false,
		"HTTP/1.0 503 Busy\r\n":        false,
		"SSH-2.0-x\r\n":                false,
		"\x15\x03\x01\x00\x02\x02\x28": false,
		"":                             false,
	} {
		if got, but := starttls.TakesBack([]byte(words)), want && words != "502 no permission to talk\r\n"; got != but {
			t.Errorf("TakesBack(%q) = %v, want %v", words, got, but)
		}
		if got := starttls.TurnsAway([]byte(words)); got != want {
			t.Errorf("TurnsAway(%q) = %v, want %v", words, got, want)
		}
	}
}
