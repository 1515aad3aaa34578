package discover

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

const (
	// maxDocument bounds an answer; real ones have a few kilobytes.
	maxDocument = 512 << 10
	// maxHops bounds how often one way is sent on.
	maxHops = 3
)

// page is what came of a question by HTTP.
type page struct {
	resp *fetch.Response
	// err says why nothing came.
	err *fetch.Error
	// next is where a redirect leads, "" if it is none.
	next string
	took time.Duration
}

func (s *search) page(ctx context.Context, r fetch.Request) page {
	r.MaxBytes = maxDocument
	start := s.finder.now()
	resp, err := s.finder.fetcher.Get(ctx, r)
	p := page{resp: resp, took: s.finder.now().Sub(start)}
	if err != nil {
		if !errors.As(err, &p.err) {
			p.err = &fetch.Error{URL: r.URL, Kind: fetch.Closed, Err: err}
		}
		return p
	}
	if location := resp.Header.Get("Location"); resp.Status/100 == 3 && location != "" {
		p.next = "?" // leads somewhere that cannot be asked
		if from, err := url.Parse(r.URL); err == nil {
			if to, err := from.Parse(location); err == nil && to.Host != "" {
				p.next = to.String()
			}
		}
	}
	return p
}

// untrusted: somebody speaks TLS there, with a certificate that is not good.
func (p *page) untrusted() bool { return p.err != nil && p.err.Kind == fetch.Certificate }

// wantsPassword: settings are for who logs in, as with Exchange.
func (p *page) wantsPassword() bool {
	return p.err == nil && p.resp.Status == http.StatusUnauthorized
}

// trouble is why there are no settings; nothing where the document has to be
// read.
func (p *page) trouble() say.Text {
	switch {
	case p.untrusted():
		return certificateTrouble(p.err)
	case p.err != nil:
		return p.err.Problem()
	case p.next == "?":
		return say.P("attempt", "sends on to an address that cannot be asked")
	case p.next != "":
		return sendsOn(p.next)
	case p.wantsPassword():
		return say.P("attempt", "asks for a password, which certdesk does not send")
	case p.resp.Status == http.StatusNotFound, p.resp.Status == http.StatusGone:
		return say.P("attempt", "no such page ({status})", say.Count("status", p.resp.Status))
	case p.resp.Status/100 != 2:
		return say.P("attempt", "answers with the error {status}", say.Count("status", p.resp.Status))
	case isWebPage(p.resp):
		return say.P("attempt", "a web page, no settings")
	case len(bytes.TrimSpace(p.resp.Body)) == 0:
		return say.P("attempt", "an empty answer")
	}
	return nil
}

var (
	withoutServer   = say.P("attempt", "settings without a server")
	notAutodiscover = say.P("attempt", "an answer that is not Autodiscover's")
)

func sendsOn(to string) say.Text {
	return say.P("attempt", "sends on to {url}", say.Reply("url", to))
}

// certificateTrouble tells a wrong name, of which Outlook speaks, from the rest.
func certificateTrouble(err *fetch.Error) say.Text {
	var name x509.HostnameError
	if errors.As(err, &name) && name.Certificate != nil {
		names := name.Certificate.DNSNames
		if len(names) == 0 {
			return say.P("attempt", "not used: its certificate names no server")
		}
		const maxNamed = 2
		return say.P("attempt", "not used: its certificate is for {names}", say.Foreigns("names", maxNamed, names))
	}
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return say.P("attempt", "not used: its certificate has expired or is not valid yet")
	}
	return say.P("attempt", "not used: its certificate is not trusted")
}

func isWebPage(r *fetch.Response) bool {
	start := strings.ToLower(string(bytes.TrimLeft(r.Body[:min(len(r.Body), 1024)], "\ufeff \t\r\n")))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") ||
		strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "text/html") && !strings.HasPrefix(start, "<?xml")
}

// secureURL is a URL that may be followed, as a host and a port.
func secureURL(s string) (host string, port int, ok bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.User != nil {
		return "", 0, false
	}
	host, ok = serverName(u.Hostname())
	if !ok {
		return "", 0, false
	}
	port = portOr(u.Port(), 443)
	return host, port, port != 0
}
