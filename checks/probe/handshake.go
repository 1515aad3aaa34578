package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"slices"
	"time"

	"certdesk/checks"
)

// mailSuites are what current mail clients offer below TLS 1.3: everything
// crypto/tls knows but RC4 and 3DES. Static RSA is among them (Windows and NSS
// still use it).
var mailSuites = func() []uint16 {
	var ids []uint16
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		switch s.ID {
		case tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA,
			tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA:
		default:
			ids = append(ids, s.ID)
		}
	}
	return ids
}()

// requiredWait bounds the wait for what a server says to a client without a
// certificate after the handshake: "certificate required" in TLS 1.3, or
// nothing at all before it closes the connection (Postfix, OpenLDAP).
const requiredWait = 500 * time.Millisecond

// handshake shakes hands as a mail client does, without verifying anything,
// and keeps what was sent even where it fails.
func handshake(ctx context.Context, conn *tap, serverName string) (*checks.TLS, error) {
	seen := &checks.TLS{}
	client := tls.Client(conn, &tls.Config{
		ServerName:         serverName,
		InsecureSkipVerify: true, // nothing is sent, and package chain judges
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       mailSuites,
		VerifyConnection: func(state tls.ConnectionState) error {
			record(seen, &state)
			return nil
		},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			seen.ClientCertRequested = true
			return &tls.Certificate{}, nil
		},
	})
	err := client.HandshakeContext(ctx)
	if err == nil {
		seen.Completed = true
		state := client.ConnectionState()
		record(seen, &state)
		if seen.ClientCertRequested {
			conn.SetReadDeadline(soonest(ctx, requiredWait))
			_, readErr := client.Read(make([]byte, 1))
			seen.ClientCertRequired = remoteAlert(readErr) || isClosed(readErr)
		}
		return seen, nil
	}
	if len(conn.first) >= 7 && conn.first[0] == recordAlert {
		seen.AlertSeen, seen.Alert = true, conn.first[6]
	}
	if seen.ClientCertRequested && len(seen.Certificates) > 0 && (remoteAlert(err) || !isTimeout(err) && !local(err)) {
		// All went well up to the demand that a user would meet with a certificate.
		seen.Completed, seen.ClientCertRequired = true, true
		return seen, nil
	}
	seen.Problem = problem(err, seen)
	return seen, err
}

func soonest(ctx context.Context, wait time.Duration) time.Time {
	at := time.Now().Add(wait)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(at) {
		return deadline
	}
	return at
}

// remoteAlert tells whether the server ended the handshake by an alert.
// crypto/tls has no type for that; the operation of its OpError says so.
func remoteAlert(err error) bool {
	var op interface {
		error
		Unwrap() error
	}
	return errors.As(err, &op) && len(err.Error()) > 12 && err.Error()[:12] == "remote error"
}

// local tells whether crypto/tls itself gave up, for example on a key it
// deems too small.
func local(err error) bool {
	const prefix = "tls: "
	return len(err.Error()) > len(prefix) && err.Error()[:len(prefix)] == prefix
}

func record(seen *checks.TLS, state *tls.ConnectionState) {
	seen.Version = versionName(state.Version)
	seen.CipherSuite = state.CipherSuite
	seen.CipherName = suiteName(state.CipherSuite)
	seen.KeyExchange = keyExchange(state)
	seen.OCSPStaple = state.OCSPResponse
	seen.SCTs = len(state.SignedCertificateTimestamps)
	if seen.Parsed == nil && len(state.PeerCertificates) > 0 {
		seen.Parsed = state.PeerCertificates
		seen.Certificates = make([][]byte, len(state.PeerCertificates))
		for i, cert := range state.PeerCertificates {
			seen.Certificates[i] = cert.Raw
		}
	}
}

func keyExchange(state *tls.ConnectionState) string {
	if state.CurveID != 0 {
		return groupName(uint16(state.CurveID))
	}
	if state.Version != 0 && state.Version < tls.VersionTLS13 {
		return suiteExchange(state.CipherSuite)
	}
	return ""
}

func versionName(v uint16) checks.TLSVersion {
	switch v {
	case 0x0300:
		return checks.SSL3
	case tls.VersionTLS10:
		return checks.TLS10
	case tls.VersionTLS11:
		return checks.TLS11
	case tls.VersionTLS12:
		return checks.TLS12
	case tls.VersionTLS13:
		return checks.TLS13
	}
	return ""
}

// problem words the end of a handshake for evidence.
func problem(err error, seen *checks.TLS) string {
	switch {
	case seen.AlertSeen:
		return "the server ended the handshake with alert " + alertName(seen.Alert)
	case isTimeout(err):
		return "the handshake was not finished in time"
	case len(seen.Certificates) > 0:
		return "the handshake failed after the certificate was sent"
	}
	return "the connection was closed during the handshake"
}
