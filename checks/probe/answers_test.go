package probe

import (
	"crypto/tls"
	"io"
	"os"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// What is asked beside the main conversation, in short.
var (
	ecdsa13 = offer{best: tls.VersionTLS13, serverName: "mail.example", key: ecdsaKey}
	rsa13   = offer{best: tls.VersionTLS13, serverName: "mail.example", key: rsaKey}
	rsa12   = offer{best: tls.VersionTLS12, serverName: "mail.example", key: rsaKey}
	unnamed = offer{best: tls.VersionTLS12}
	named12 = offer{best: tls.VersionTLS12, serverName: "mail.example"}
	named13 = offer{best: tls.VersionTLS13, serverName: "mail.example", plain: true}
	tls11   = offer{best: tls.VersionTLS11, serverName: "mail.example"}
	tls10   = offer{best: tls.VersionTLS10, serverName: "mail.example"}
	ssl3    = offer{best: versionSSL3, serverName: "mail.example"}
	windows = offer{best: tls.VersionTLS13, serverName: "mail.example", windows: true}
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
func shows(o offer, version, suite, group uint16, leaf []byte) answer {
	return answer{offer: o, flight: &flight{version: version, suite: suite, group: group, chain: [][]byte{leaf}, done: true}}
}

func agrees(o offer, version uint16) answer { // to a version, which is all that was asked
	return answer{offer: o, flight: &flight{version: version}}
}

func refuses(o offer, alert uint8) answer {
	return answer{offer: o, flight: &flight{err: &alertError{alert}}}
}

func hangsUp(o offer) answer { return answer{offer: o, flight: &flight{err: io.EOF}} }

func breaksOff(o offer, version uint16) answer {
	return answer{offer: o, flight: &flight{version: version, err: io.EOF}}
}

func saysNothing(o offer) answer {
	return answer{offer: o, flight: &flight{err: os.ErrDeadlineExceeded}}
}

func ends(o offer, outcome checks.Outcome, cause checks.Cause) answer {
	return answer{offer: o, ended: attempt{Observation: checks.Observation{Outcome: outcome, Cause: cause}}}
}

func says(o offer, text string) answer {
	a := answer{offer: o}
	a.ended.said([]byte(text + "\r\n"))
	return a
}

func alone(a answer) answer {
	a.alone = true
	return a
}

func signedBy(a answer, scheme uint16) answer {
	a.flight.signature = scheme
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
		Version: version, CipherSuite: suite, CipherName: suiteName(suite), KeyExchange: group, Certificates: chain, Completed: len(chain) > 0,
	}}}
}

func (o offer) String() string {
	parts := []string{string(versionName(o.best))}
	if o.key != anyKey {
		parts = append(parts, string(o.key))
	}
	if o.serverName == "" {
		parts = append(parts, "unnamed")
	}
	if o.plain {
		parts = append(parts, "plain")
	}
	if o.windows {
		parts = append(parts, "windows")
	}
	return strings.Join(parts, " ")
}
