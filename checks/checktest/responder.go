package checktest

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Responder tells for an authority which of its certificates were withdrawn:
// by OCSP at every path (RFC 6960, GET and POST), and by a list at paths that
// end in .crl. It is an http.Handler; a Fault makes it useless in one way.
type Responder struct {
	ca   *Authority
	cert *x509.Certificate

	mu      sync.Mutex
	revoked map[string]withdrawal // by serial number
	fault   ResponderFault
	asked   int
}

type withdrawal struct {
	serial *big.Int
	at     time.Time
	reason int
}

// Responder answers for the certificates that a has issued.
func (a *Authority) Responder() *Responder {
	return &Responder{ca: a, cert: parsed(a.DER), revoked: make(map[string]withdrawal)}
}

func parsed(der []byte) *x509.Certificate {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic("checktest: a responder for a certificate that cannot be read: " + err.Error())
	}
	return cert
}

// Revoke withdraws a certificate, given as DER, for a reason of RFC 5280
// §5.3.1.
func (r *Responder) Revoke(certificate []byte, at time.Time, reason int) {
	serial := parsed(certificate).SerialNumber
	r.mu.Lock()
	defer r.mu.Unlock()
	r.revoked[serial.String()] = withdrawal{serial, at, reason}
}

// Fail makes the responder useless from now on; "" heals it.
func (r *Responder) Fail(f ResponderFault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = f
}

// Asked is the number of requests so far.
func (r *Responder) Asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

// ServeHTTP answers one question.
func (r *Responder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	r.asked++
	fault := r.fault
	r.mu.Unlock()
	if serve := unhelpful[fault]; serve != nil {
		serve(w, req)
		return
	}
	if strings.HasSuffix(req.URL.Path, ".crl") {
		w.Header().Set("Content-Type", "application/pkix-crl")
		_, _ = w.Write(r.List()) // whoever asked may have left
		return
	}
	serial, ok := question(req)
	w.Header().Set("Content-Type", "application/ocsp-response")
	switch {
	case !ok:
		_, _ = w.Write(ocsp.MalformedRequestErrorResponse)
	case fault == FaultTryLater:
		_, _ = w.Write(ocsp.TryLaterErrorResponse)
	default:
		_, _ = w.Write(r.answer(serial, fault))
	}
}

// question is the serial number that is asked about.
func question(req *http.Request) (*big.Int, bool) {
	var der []byte
	if req.Method == http.MethodPost {
		der, _ = io.ReadAll(io.LimitReader(req.Body, 64<<10)) // half a request does not parse
	} else {
		text := req.URL.EscapedPath()
		text, err := url.PathUnescape(text[strings.LastIndex(text, "/")+1:])
		if err != nil {
			return nil, false
		}
		if der, err = base64.StdEncoding.DecodeString(text); err != nil {
			return nil, false
		}
	}
	asked, err := ocsp.ParseRequest(der)
	if err != nil {
		return nil, false
	}
	return asked.SerialNumber, true
}

// Staple is the answer about a certificate, given as DER, for a handshake.
func (r *Responder) Staple(certificate []byte) []byte {
	r.mu.Lock()
	fault := r.fault
	r.mu.Unlock()
	return r.answer(parsed(certificate).SerialNumber, fault)
}

// answer is a signed OCSP response.
func (r *Responder) answer(serial *big.Int, fault ResponderFault) []byte {
	now := r.ca.pki.now
	t := ocsp.Response{Status: ocsp.Good, SerialNumber: serial, ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(4 * Day)}
	r.mu.Lock()
	if w, withdrawn := r.revoked[serial.String()]; withdrawn {
		t.Status, t.RevokedAt, t.RevocationReason = ocsp.Revoked, w.at, w.reason
	}
	r.mu.Unlock()
	signer, key := r.cert, r.ca.key.signer
	delegate := func(by *Authority, usages Option) {
		id := by.Issue("ocsp.example", usages)
		signer, key = parsed(id.Leaf()), id.Signer()
		t.Certificate = signer
	}
	switch fault {
	case FaultUnknown:
		t.Status = ocsp.Unknown
	case FaultExpired:
		t.ThisUpdate, t.NextUpdate = now.Add(-9*Day), now.Add(-2*Day)
	case FaultFuture:
		t.ThisUpdate, t.NextUpdate = now.Add(2*Day), now.Add(9*Day)
	case FaultOtherSerial:
		t.SerialNumber = new(big.Int).Add(serial, big.NewInt(1))
	case FaultWrongSigner:
		delegate(r.ca.pki.Root("Somebody Else CA"), Usages(OCSPSigning))
	case FaultNotDelegated:
		delegate(r.ca, Usages(ServerAuth))
	case FaultDelegated:
		delegate(r.ca, Usages(OCSPSigning))
	}
	der, err := ocsp.CreateResponse(r.cert, signer, t, key)
	if err != nil {
		panic("checktest: an OCSP response that cannot be encoded: " + err.Error())
	}
	if fault == FaultBadSignature {
		der[len(der)-1] ^= 1
	}
	return der
}

// List is the revocation list, DER.
func (r *Responder) List() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.ca.pki.now
	t := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(7 * Day)}
	for _, w := range r.revoked {
		t.RevokedCertificateEntries = append(t.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: w.serial, RevocationTime: w.at, ReasonCode: w.reason})
	}
	signer, key := r.cert, r.ca.key.signer
	switch r.fault {
	case FaultExpired:
		t.ThisUpdate, t.NextUpdate = now.Add(-9*Day), now.Add(-2*Day)
	case FaultFuture:
		t.ThisUpdate, t.NextUpdate = now.Add(2*Day), now.Add(9*Day)
	case FaultWrongSigner:
		other := r.ca.pki.Root("Somebody Else CA")
		signer, key = parsed(other.DER), other.key.signer
	}
	der, err := x509.CreateRevocationList(rand.Reader, t, signer, key)
	if err != nil {
		panic("checktest: a revocation list that cannot be encoded: " + err.Error())
	}
	if r.fault == FaultBadSignature {
		der[len(der)-1] ^= 1
	}
	return der
}
