package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Kind tells why a document could not be had.
type Kind string

// The kinds.
const (
	BadURL           Kind = "bad-url"
	BadScheme        Kind = "bad-scheme" // neither http nor https, or clear text where TLS is due
	NoAddress        Kind = "no-address"
	NameFails        Kind = "name-fails"    // the name servers of its domain give no usable answer
	LookupFailed     Kind = "lookup-failed" // our own name server: nothing is known of the name
	NotAllowed       Kind = "not-allowed"   // the dialer's policy
	Refused          Kind = "refused"
	Unreachable      Kind = "unreachable" // no way leads there
	Proxied          Kind = "proxy"       // a proxy in between made no connection
	Timeout          Kind = "timeout"
	Unheard          Kind = "unheard"     // the time was up, and this process had not run for much of it
	Certificate      Kind = "certificate" // of an https server
	Closed           Kind = "closed"
	NotHTTP          Kind = "not-http"
	TooLarge         Kind = "too-large"
	TooManyRedirects Kind = "too-many-redirects"
)

// problems are the kinds as phrases.
var problems = map[Kind]say.Text{
	BadURL:           say.P("problem", "its address is not one that can be asked"),
	BadScheme:        say.P("problem", "its address is neither http nor https"),
	NoAddress:        say.P("problem", "its name leads to no address"),
	NameFails:        say.P("problem", "the name servers of its domain give no usable answer"),
	LookupFailed:     say.P("problem", "its name could not be looked up, because our own name server failed"),
	NotAllowed:       say.P("problem", "its address may not be reached from here"),
	Refused:          say.P("problem", "the connection was refused"),
	Unreachable:      say.P("problem", "no way leads to its address"),
	Proxied:          say.P("problem", "the proxy on the way to it made no connection"),
	Timeout:          say.P("problem", "it did not answer in time"),
	Unheard:          say.P("problem", "the machine of certdesk was too busy to hear its answer"),
	Certificate:      say.P("problem", "its own certificate is not trusted"),
	Closed:           say.P("problem", "it closed the connection without an answer"),
	NotHTTP:          say.P("problem", "what it answered is not HTTP"),
	TooLarge:         say.P("problem", "its answer is too large"),
	TooManyRedirects: say.P("problem", "it sends on from address to address"),
}

// Error tells why a document could not be had.
type Error struct {
	URL  string
	Kind Kind
	Err  error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("fetching %s: %s", e.URL, e.Kind)
	}
	return fmt.Sprintf("fetching %s: %v", e.URL, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Problem is the error as a phrase: "it did not answer in time".
func (e *Error) Problem() say.Text {
	var (
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case e.Kind != Certificate:
	case errors.As(e.Err, &name):
		return say.P("problem", "its own certificate is for another name")
	case errors.As(e.Err, &invalid) && invalid.Reason == x509.Expired: // which crypto/x509 says of both ends
		return say.P("problem", "its own certificate is out of its validity period")
	}
	return problems[e.Kind]
}

func kindOf(ctx context.Context, err error) Kind {
	var (
		unresolved  *unresolvedError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		netErr      net.Error
		number      syscall.Errno
		byProxy     interface{ Proxied() (checks.Cause, string) }
	)
	switch {
	case errors.As(err, &byProxy):
		return Proxied
	case errors.As(err, &unresolved):
		return nameKind(unresolved.kind)
	case errors.As(err, &certificate):
		return Certificate
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case ctx.Err() != nil, errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return Timeout
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return Closed
	case errors.As(err, &record):
		return NotHTTP
	case errors.As(err, &number):
		return Unreachable
	case headersTooLong(err):
		return TooLarge
	case isDial(err):
		return NotAllowed
	}
	return NotHTTP
}

// headersTooLong tells whether net/http gave up on headers beyond the transport's
// MaxResponseHeaderBytes. It has neither a type nor a value for that, so its words
// have to tell; the test of endless headers has net/http say them.
func headersTooLong(err error) bool {
	return strings.Contains(err.Error(), "server response headers exceeded")
}

// nameKind is what a failed look-up means: only the name system's own word that
// there is no address is told as that.
func nameKind(k checks.DNSKind) Kind {
	switch {
	case k == checks.DNSTimeout, k == checks.DNSCutShort:
		return Timeout
	case k.Ours():
		return LookupFailed
	case k == "", k.NameInDoubt():
		return NoAddress
	}
	return NameFails
}

// isDial: an error of dialling that is none of the network's is the dialer's own
// word.
func isDial(err error) bool {
	var dial *dialError
	return errors.As(err, &dial)
}
