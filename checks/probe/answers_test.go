package probe

import (
	"crypto/tls"
	"io"
	"os"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/probe/rawtls"
)

// What is asked beside the main conversation, in short.
var (
	ecdsa13 = rawtls.Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Key: rawtls.ECDSAKey}
	rsa13   = rawtls.Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Key: rawtls.RSAKey}
	rsa12   = rawtls.Offer{Best: tls.VersionTLS12, ServerName: "mail.example", Key: rawtls.RSAKey}
	unnamed = rawtls.Offer{Best: tls.VersionTLS12}
	named12 = rawtls.Offer{Best: tls.VersionTLS12, ServerName: "mail.example"}
	named13 = rawtls.Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Plain: true}
	tls11   = rawtls.Offer{Best: tls.VersionTLS11, ServerName: "mail.example"}
	tls10   = rawtls.Offer{Best: tls.VersionTLS10, ServerName: "mail.example"}
	ssl3    = rawtls.Offer{Best: rawtls.VersionSSL3, ServerName: "mail.example"}
	windows = rawtls.Offer{Best: tls.VersionTLS13, ServerName: "mail.example", Windows: true}
)

const (
	suiteECDSA  = tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
	suiteRSA    = tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	suiteChaCha = tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
	suiteStatic = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	suite13     = tls.TLS_AES_128_GCM_SHA256
	p256, p521  = uint16(tls.CurveP256), uint16(tls.CurveP521)
	brainpool   = 26
)

// leaves are the certificates that the servers of this test show.
type leaves struct{ ecdsa, rsa, other, elsewhere, odd, p224 []byte }

func newLeaves() leaves {
	pki := checktest.NewPKI(time.Now())
	ca, old := pki.Root("Root"), pki.Root("Old Root", checktest.Key(checktest.RSA2048))
	return leaves{
		ecdsa: ca.Issue("mail.example", checktest.Key(checktest.P256)).Leaf(),
		rsa:   ca.Issue("mail.example", checktest.Key(checktest.RSA2048)).Leaf(),
		other: ca.Issue("mail.example", checktest.Key(checktest.P256)).Leaf(), elsewhere: ca.Issue("www.example", checktest.Key(checktest.P256)).Leaf(),
		odd:  old.Issue("mail.example", checktest.Key(checktest.RSA2048), checktest.SignedWith(checktest.MD5)).Leaf(),
		p224: ca.Issue("mail.example", checktest.Key(checktest.P224)).Leaf(),
	}
}

// The ways in which a question may be answered.
func shows(o rawtls.Offer, version, suite, group uint16, leaf []byte) answer {
	return answer{offer: o, flight: &rawtls.Flight{Version: version, Suite: suite, Group: group, Chain: [][]byte{leaf}, Done: true}}
}

func agrees(o rawtls.Offer, version uint16) answer { // to a version, which is all that was asked
	return answer{offer: o, flight: &rawtls.Flight{Version: version}}
}

func refuses(o rawtls.Offer, alert uint8) answer {
	return answer{offer: o, flight: &rawtls.Flight{Err: &rawtls.AlertError{Number: alert}}}
}

func hangsUp(o rawtls.Offer) answer { return answer{offer: o, flight: &rawtls.Flight{Err: io.EOF}} }

func breaksOff(o rawtls.Offer, version uint16) answer {
	return answer{offer: o, flight: &rawtls.Flight{Version: version, Err: io.EOF}}
}

func saysNothing(o rawtls.Offer) answer {
	return answer{offer: o, flight: &rawtls.Flight{Err: os.ErrDeadlineExceeded}}
}

func ends(o rawtls.Offer, outcome checks.Outcome, cause checks.Cause) answer {
	return answer{offer: o, ended: attempt{Observation: checks.Observation{Outcome: outcome, Cause: cause}}}
}

func says(o rawtls.Offer, text string) answer {
	a := answer{offer: o}
	a.ended.said([]byte(text + "\r\n"))
	return a
}

func alone(a answer) answer {
	a.alone = true
	return a
}

func signedBy(a answer, scheme uint16) answer {
	a.flight.Signature = scheme
	return a
}

func inClear(a answer, protocol string) answer {
	a.ended.Protocol = protocol
	return a
}

// met is a scan to which the side probes brought these answers, in their order.
func met(answers ...answer) *scan {
	done := make(chan struct{})
	close(done)
	s := &scan{request: Request{ServerName: "mail.example", MaxConnections: MaxConnections}}
	s.beside = &beside{done: done, cancel: func() {}, versions: make(map[checks.TLSVersion]bool)}
	for _, a := range answers {
		s.beside.note(a)
	}
	return s
}

// main is the main conversation that stands beside them.
func mainly(version checks.TLSVersion, suite uint16, group string, chain ...[]byte) *attempt {
	return &attempt{Observation: checks.Observation{Outcome: checks.OutcomeTLS, TLS: &checks.TLS{
		Version: version, CipherSuite: suite, CipherName: rawtls.SuiteName(suite), KeyExchange: group, Certificates: chain, Completed: len(chain) > 0,
	}}}
}

// asked names an offer.
func asked(o rawtls.Offer) string {
	parts := []string{string(rawtls.VersionName(o.Best))}
	if o.Key != rawtls.AnyKey {
		parts = append(parts, string(o.Key))
	}
	if o.ServerName == "" {
		parts = append(parts, "unnamed")
	}
	if o.Plain {
		parts = append(parts, "plain")
	}
	if o.Windows {
		parts = append(parts, "windows")
	}
	return strings.Join(parts, " ")
}
