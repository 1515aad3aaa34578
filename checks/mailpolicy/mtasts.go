package mailpolicy

import (
	"context"
	"errors"
	"mime"
	"net/http"

	"certdesk/checks"
	"certdesk/checks/fetch"
	"certdesk/checks/say"
)

// maxPolicy is the size that senders read (RFC 8461 §3.2).
const maxPolicy = 64 << 10

// mtasts returns the policy that covers the host, nil where none is published.
func (c *Checker) mtasts(ctx context.Context, host, given string) *checks.MTASTS {
	at, ok := c.announcing(ctx, host, given)
	if !ok {
		return nil
	}
	out := &checks.MTASTS{Domain: at.domain, Problem: at.record.problem}
	if !out.Problem.Empty() {
		return out
	}
	text, problem, ours := c.policyText(ctx, at.domain)
	if !problem.Empty() {
		out.Problem, out.Ours = problem, ours
		return out
	}
	p, problem := parsePolicy(text)
	out.Mode, out.MX, out.Problem, out.Listed = p.mode, p.mx, problem, p.lists(host)
	return out
}

// policyText fetches the policy as RFC 8461 §3.3 demands: by HTTPS with a
// certificate for the policy's own host, without following redirects. ours tells
// that the problem may be one on the way from here.
func (c *Checker) policyText(ctx context.Context, domain string) (text string, problem say.Text, ours bool) {
	host := "mta-sts." + domain
	resp, err := c.fetcher.Get(ctx, fetch.Request{
		URL:       "https://" + host + "/.well-known/mta-sts.txt",
		Accept:    "text/plain",
		MaxBytes:  maxPolicy,
		HTTPSOnly: true,
	})
	var failure *fetch.Error
	switch {
	case errors.As(err, &failure):
		return "", say.P("problem", "its server {host} does not deliver it ({problem})", say.Host("host", host), say.Sub("problem", failure.Problem())),
			onTheWay[failure.Kind]
	case err != nil:
		return "", say.P("problem", "the server of the policy did not answer"), true
	case resp.Status >= 300 && resp.Status < 400:
		return "", say.P("problem", "the server of the policy sends on to another address, and senders may not follow"), false
	case resp.Status != http.StatusOK:
		return "", say.P("problem", "the server of the policy answers with the status {n}", say.Count("n", resp.Status)), false
	}
	if kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || kind != "text/plain" {
		return "", say.P("problem", "the policy is not sent as plain text"), false
	}
	return string(resp.Body), nil, false
}

// onTheWay are failures that may be owed to the way from here: senders wait longer,
// and have other name servers, routes and rules.
var onTheWay = map[fetch.Kind]bool{
	fetch.LookupFailed: true, fetch.NotAllowed: true, fetch.Unreachable: true, fetch.Proxied: true, fetch.Timeout: true, fetch.Unheard: true, fetch.Closed: true,
}
