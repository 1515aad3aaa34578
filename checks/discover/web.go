package discover

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/fetch"
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
	start := s.now()
	resp, err := s.fetcher.Get(ctx, r)
	p := page{resp: resp, took: s.now().Sub(start)}
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

// trouble is in plain words why there are no settings; "" where the document
// has to be read.
func (p *page) trouble() string {
	switch {
	case p.untrusted():
		return certificateTrouble(p.err)
	case p.err != nil:
		return p.err.Problem().String()
	case p.next == "?":
		return "sends on to an address that cannot be asked"
	case p.next != "":
		return "sends on to " + p.next
	case p.wantsPassword():
		return "asks for a password, which is not given to it"
	case p.resp.Status == http.StatusNotFound, p.resp.Status == http.StatusGone:
		return "no such page (" + strconv.Itoa(p.resp.Status) + ")"
	case p.resp.Status/100 != 2:
		return "answers with the error " + strconv.Itoa(p.resp.Status)
	case isWebPage(p.resp):
		return "a web page, no settings"
	case len(bytes.TrimSpace(p.resp.Body)) == 0:
		return "an empty answer"
	}
	return ""
}

// certificateTrouble tells a wrong name, of which Outlook speaks, from the rest.
func certificateTrouble(err *fetch.Error) string {
	var name x509.HostnameError
	if errors.As(err, &name) && name.Certificate != nil {
		names := name.Certificate.DNSNames
		if len(names) == 0 {
			return "its certificate carries no name; not used"
		}
		return fmt.Sprintf("its certificate is for %s; not used", checks.List(names, 2))
	}
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return "its certificate is out of date; not used"
	}
	return "its certificate is not trusted; not used"
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
	if u.Port() == "" {
		return host, 443, true
	}
	port, err = strconv.Atoi(u.Port())
	return host, port, err == nil && port >= 1 && port <= 65535
}
