package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
	"certdesk/checks/probe/rawtls"
)

// requiredWait is the least time to wait for "certificate required", which a
// TLS 1.3 server sends only after the client is done with the handshake.
const requiredWait = 500 * time.Millisecond

// shake shakes hands on a goroutine of its own. To make the keys takes a deep
// stack, and below all that stands above a handshake it would be four times as
// large, for as long as a silent server is waited for.
func shake(client *tls.Conn) (err error) {
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		err = client.Handshake()
	}()
	if p := <-done; p != nil {
		panic(p) // of this probe
	}
	return err
}

// handshake shakes hands as a mail client does, without verifying anything,
// and keeps what was sent even where it fails. behind, if not nil, uses the
// connection once TLS is there. The connection ends with its context.
func handshake(conn *tap, serverName string, protocols []string, dial time.Duration, groups []tls.CurveID, behind func(c *tls.Conn, said []byte)) (*checks.TLS, error) {
	seen := &checks.TLS{}
	client := tls.Client(conn, &tls.Config{
		ServerName:         serverName,
		NextProtos:         protocols,
		CurvePreferences:   groups,
		InsecureSkipVerify: true, // nothing is sent, and package chain judges
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       rawtls.CurrentSuites(),
		VerifyConnection: func(state tls.ConnectionState) error {
			record(seen, &state)
			return nil
		},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			seen.ClientCertRequested = true
			return &tls.Certificate{}, nil
		},
	})
	if err := shake(client); err != nil {
		return seen, broken(seen, err, conn.first)
	}
	seen.Completed = true
	state := client.ConnectionState()
	record(seen, &state)
	var said []byte
	if seen.ClientCertRequested && state.Version == tls.VersionTLS13 {
		conn.SetReadDeadline(time.Now().Add(max(requiredWait, 3*dial)))
		said = make([]byte, tapText)
		n, err := client.Read(said)
		said = said[:n]
		alert, ok := remoteAlert(err)
		seen.ClientCertRequired = ok && certificateAlerts[alert] || !ok && neterr.IsClosed(err) // GnuTLS servers hang up
	}
	if behind != nil && !seen.ClientCertRequired {
		behind(client, said)
	}
	client.Close() // says goodbye: servers log an end without one as a fault
	return seen, nil
}

// broken notes why a handshake ended with err before it was done, where first are the
// first bytes that came. It returns err, or nil where all went well up to the demand
// for a certificate, which a user would meet.
func broken(seen *checks.TLS, err error, first []byte) error {
	if seen.Alert, seen.AlertSeen = remoteAlert(err); !seen.AlertSeen {
		seen.Alert, seen.AlertSeen = rawtls.FirstAlert(first)
	}
	if seen.ClientCertRequested && // behind the certificates that the server showed
		(seen.AlertSeen && certificateAlerts[seen.Alert] || !seen.AlertSeen && neterr.IsClosed(err)) {
		seen.Completed, seen.ClientCertRequired = true, true
		return nil
	}
	seen.Problem = problem(err, seen)
	switch {
	case seen.AlertSeen:
	case neterr.IsTimeout(err):
		seen.Reason = checks.ReasonTime
	case neterr.IsClosed(err) && seen.Version == "":
		seen.Reason = checks.ReasonHungUp
	case neterr.IsClosed(err):
		seen.Reason = checks.ReasonBrokeOff
	}
	return err
}

// smallGroups make a ClientHello that fits into one packet.
var smallGroups = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}

// certificateAlerts are what servers send for want of a client certificate.
var certificateAlerts = map[uint8]bool{40: true, 41: true, 42: true, 43: true, 46: true, 48: true, 49: true, 116: true}

// remoteAlert is the number of the alert with which the server ended a
// handshake. crypto/tls has a type for it only over QUIC; here its words tell.
func remoteAlert(err error) (uint8, bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" {
		return 0, false
	}
	for n := range math.MaxUint8 + 1 {
		if tls.AlertError(n).Error() == op.Err.Error() {
			return uint8(n), true
		}
	}
	return 0, false
}

func record(seen *checks.TLS, state *tls.ConnectionState) {
	seen.Version = rawtls.VersionName(state.Version)
	seen.CipherSuite = state.CipherSuite
	seen.CipherName = rawtls.SuiteName(state.CipherSuite)
	seen.KeyExchange = keyExchange(state)
	seen.OCSPStaple = state.OCSPResponse
	seen.ALPN = state.NegotiatedProtocol
	if seen.Parsed == nil {
		seen.Parsed = state.PeerCertificates
		seen.Certificates = make([][]byte, len(state.PeerCertificates))
		for i, cert := range state.PeerCertificates {
			seen.Certificates[i] = cert.Raw
		}
	}
}

func keyExchange(state *tls.ConnectionState) string {
	if state.CurveID != 0 {
		return rawtls.GroupName(uint16(state.CurveID))
	}
	return rawtls.SuiteExchange(state.CipherSuite)
}

// problem words the end of a handshake for evidence.
func problem(err error, seen *checks.TLS) string {
	var plain tls.RecordHeaderError
	switch {
	case seen.AlertSeen:
		return "the server ended the handshake with alert " + rawtls.AlertName(seen.Alert)
	case errors.Is(err, context.Canceled), neterr.IsTimeout(err):
		return "the handshake was not finished in time"
	case neterr.IsClosed(err):
		return "the connection was closed during the handshake"
	case errors.As(err, &plain):
		return "the server sent something that is not TLS"
	}
	return err.Error() // of crypto/tls: what it cannot take
}
