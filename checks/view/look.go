package view

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe"
	"certdesk/checks/services"
)

// Resolver turns a name into addresses as programs on this PC do.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Prober observes one address; *probe.Prober is one.
type Prober interface {
	Probe(ctx context.Context, r probe.Request) checks.Observation
}

// Looker looks at servers from this PC. All fields are required but Client and
// Proxy: without Client no server is asked for the time, without Proxy none is
// told.
type Looker struct {
	Resolver Resolver
	Prober   Prober
	// Client asks a web server for its time; certificates do not matter to it.
	Client *http.Client
	// Proxy tells what programs on this PC go through to reach a host.
	Proxy func(host string, port int) string
	Now   func() time.Time
	// Roots are the trusted ones; nil asks the system itself.
	Roots *x509.CertPool
}

// clockTime bounds the question for the time, which nobody has to answer.
const clockTime = 3 * time.Second

// Look looks at a server until ctx ends. It never fails: what went wrong is in
// the view. Of several addresses the first that shows a certificate counts.
func (l *Looker) Look(ctx context.Context, host string, port int) View {
	v := View{Host: host, Port: port, System: runtime.GOOS}
	if l.Proxy != nil {
		v.Proxy = l.Proxy(host, port)
	}
	v.Addresses = l.addresses(ctx, host)
	v.Answer = NoName
	for _, address := range v.Addresses {
		name := host
		if _, err := netip.ParseAddr(host); err == nil {
			name = ""
		}
		o := l.Prober.Probe(ctx, probe.Request{Address: netip.AddrPortFrom(address, uint16(port)), ServerName: name, Host: host, Port: port})
		if v.take(&o, l.Roots, l.Now()); v.Answer == Answered {
			break
		}
	}
	v.ClockOff, v.ClockKnown = l.clock(ctx, host, port)
	v.Made = l.Now()
	return v
}

func (l *Looker) addresses(ctx context.Context, host string) []netip.Addr {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a.Unmap()}
	}
	found, err := l.Resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil
	}
	for i := range found {
		found[i] = found[i].Unmap()
	}
	return found[:min(len(found), maxAddresses)]
}

// take enters what one address has shown.
func (v *View) take(o *checks.Observation, roots *x509.CertPool, now time.Time) {
	switch {
	case o.TLS != nil && len(o.TLS.Certificates) > 0:
		v.Answer = Answered
	case o.Outcome == checks.OutcomeUnreachable || o.Outcome == checks.OutcomeNotTested:
		v.Answer = cmp.Or(v.without(NoName), NotReached)
		return
	default:
		v.Answer = NoTLS
		return
	}
	digest := sha256.Sum256(o.TLS.Certificates[0])
	v.SHA256, v.Says = hex.EncodeToString(digest[:]), NotTrusted
	leaf, err := x509.ParseCertificate(o.TLS.Certificates[0])
	if err != nil {
		return
	}
	v.IssuedTo, v.IssuedBy = shownName(leaf.Subject.CommonName, leaf.DNSNames), shownName(leaf.Issuer.CommonName, leaf.Issuer.Organization)
	v.NotBefore, v.NotAfter = leaf.NotBefore, leaf.NotAfter
	sent := x509.NewCertPool()
	for _, der := range o.TLS.Certificates[1:] {
		if c, err := x509.ParseCertificate(der); err == nil {
			sent.AddCert(c)
		}
	}
	_, err = leaf.Verify(x509.VerifyOptions{DNSName: v.Host, Roots: roots, Intermediates: sent, CurrentTime: now})
	v.Says = verdictOf(err)
}

// without is the answer so far, unless it is the one given.
func (v *View) without(none Answer) Answer {
	if v.Answer == none {
		return ""
	}
	return v.Answer
}

func shownName(name string, others []string) string {
	if name == "" && len(others) > 0 {
		return others[0]
	}
	return name
}

// verdictOf reads the answer of the system's verifier.
func verdictOf(err error) Verdict {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case err == nil:
		return Trusted
	case errors.As(err, &unknown):
		return Untrusted
	case errors.As(err, &name):
		return WrongName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return OutOfTime
	}
	return NotTrusted
}

// clock asks the server for its time, where it is a web server or one is beside
// it (RFC 9110 §6.6.1). The difference counts from the middle of the question.
func (l *Looker) clock(ctx context.Context, host string, port int) (off time.Duration, known bool) {
	if l.Client == nil {
		return 0, false
	}
	const https = 443
	at := "https://" + net.JoinHostPort(host, "443") + "/"
	if service, ok := services.ByPort(port); ok && service.Name == "https" && port != https {
		return 0, false
	}
	ctx, cancel := context.WithTimeout(ctx, clockTime)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodHead, at, nil)
	if err != nil {
		return 0, false
	}
	before := l.Now()
	resp, err := l.Client.Do(q)
	if err != nil {
		return 0, false
	}
	resp.Body.Close()
	after := l.Now()
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return 0, false
	}
	return before.Add(after.Sub(before) / 2).Sub(date).Round(time.Second), true
}
