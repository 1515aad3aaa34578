package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"strconv"
	"time"

	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/fetch"
	"certdesk/checks/resolve"
)

func runCheck(ctx context.Context, s streams, args []string) (int, error) {
	var f checkFlags
	set := flag.NewFlagSet("check", flag.ContinueOnError)
	f.register(set)
	texts, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	opts, err := f.options(len(texts))
	if err != nil {
		return statusUnknown, err
	}
	style, err := f.style(s.out)
	if err != nil {
		return statusUnknown, err
	}
	e, err := f.engine()
	if err != nil {
		return statusUnknown, err
	}
	out := &printer{w: s.out, json: f.json, rows: f.file != "", style: style}
	sw := &sweep{
		check:  func(ctx context.Context, t checks.Target, emit func(checks.Report)) { e.Each(ctx, t, opts, emit) },
		target: f.target,
		width:  f.concurrency,
		out:    out,
		err:    s.err,
	}
	if f.file == "" {
		return sw.targets(ctx, texts)
	}
	status, err := sw.list(ctx, f.file, s.in, texts)
	if errTotal := out.total(); errTotal != nil {
		return statusUnknown, errTotal
	}
	return status, err
}

// target reads a target and lays the flags over it.
func (f *checkFlags) target(text string) (checks.Target, error) {
	t, err := checks.ParseTarget(text)
	if err != nil {
		return t, err
	}
	if t.Mailbox != "" {
		return t, fmt.Errorf("%q is a mail address; name its mail server, such as imap.%s:993", text, t.Host)
	}
	t.Name = f.verify
	t.Connect = f.connect
	if t.Connect != "" && t.Port == 0 {
		_, port, _ := net.SplitHostPort(t.Connect)
		t.Port, _ = strconv.Atoi(port)
	}
	switch f.starttls {
	case "auto":
	case "none":
		t.Mode, t.Protocol = checks.ModeTLS, ""
	default:
		t.Mode, t.Protocol = checks.ModeSTARTTLS, f.starttls
	}
	return t, nil
}

func (f *checkFlags) engine() (*engine.Engine, error) {
	stores, err := f.stores()
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{}
	resolver := resolve.System(dialer)
	if f.resolver != "" {
		if resolver, err = resolve.Server(f.resolver, dialer); err != nil {
			return nil, fmt.Errorf("--resolver: %w", err)
		}
	}
	return engine.New(engine.Config{
		Dialer: dialer, Resolver: resolver, Stores: stores, Now: time.Now,
		Fetcher: fetch.New(fetch.Config{Dialer: dialer, Resolver: resolver}),
		Policy:  mailPolicy(dialer, resolver, stores),
	})
}

// statusOf is the exit status for a verdict.
func statusOf(v checks.Verdict) int {
	switch v {
	case checks.VerdictTrusted:
		return statusOK
	case checks.VerdictWarning:
		return statusWarning
	}
	return statusCritical
}
