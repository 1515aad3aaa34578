package checktest

import (
	"encoding/asn1"
	"io"
	"net/http"
	"time"
)

// ResponderFault is one way in which a responder is useless.
type ResponderFault string

// The faults of what is answered.
const (
	FaultUnknown      ResponderFault = "unknown"       // it does not know the certificate
	FaultTryLater     ResponderFault = "try-later"     // it has no time
	FaultExpired      ResponderFault = "expired"       // it answers as it did last week
	FaultFuture       ResponderFault = "future"        // its clock is days ahead
	FaultOtherSerial  ResponderFault = "other-serial"  // it speaks of another certificate
	FaultWrongSigner  ResponderFault = "wrong-signer"  // another authority signs
	FaultNotDelegated ResponderFault = "not-delegated" // a certificate without OCSPSigning signs
	FaultBadSignature ResponderFault = "bad-signature"
	// FaultDelegated is none: the answer comes of a responder's own certificate,
	// as is usual.
	FaultDelegated ResponderFault = "delegated"
)

// The faults of who answers.
const (
	FaultHTML     ResponderFault = "html"      // the login page of a hotspot
	FaultHuge     ResponderFault = "huge"      // 10 MB
	FaultHang     ResponderFault = "hang"      // nothing, ever
	FaultDrip     ResponderFault = "drip"      // a byte now and then
	FaultLoop     ResponderFault = "loop"      // a redirect to itself
	FaultHangUp   ResponderFault = "hang-up"   // the connection ends
	FaultNotFound ResponderFault = "not-found" // 404
	FaultError    ResponderFault = "error"     // 503
)

// OCSPSigning lets a certificate sign answers for its issuer.
var OCSPSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}

// unhelpful are the responders that do not even try.
var unhelpful = map[ResponderFault]http.HandlerFunc{
	FaultHTML: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Welcome to our hotel</title><p>Please log in.")
	},
	FaultHuge: func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 10<<20)) },
	FaultHang: func(_ http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body) // else the server does not see who leaves
		<-req.Context().Done()
	},
	FaultDrip: func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		for req.Context().Err() == nil {
			_, _ = w.Write([]byte{0x30})
			_ = http.NewResponseController(w).Flush()
			select {
			case <-req.Context().Done():
			case <-time.After(20 * time.Millisecond):
			}
		}
	},
	FaultLoop: func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, req.URL.String(), http.StatusFound)
	},
	FaultHangUp:   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	FaultNotFound: http.NotFound,
	FaultError: func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no healthy upstream", http.StatusServiceUnavailable)
	},
}
