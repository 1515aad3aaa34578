package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"strconv"
	"time"

	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/starttls"
)

// checkFlags are the flags of check.
type checkFlags struct {
	shared
	file        string
	connect     string
	starttls    string
	revocation  string
	resolver    string
	timeout     time.Duration
	concurrency int
	depth       string
}

func runCheck(ctx context.Context, s streams, args []string) (int, error) {
	var f checkFlags
	set := flag.NewFlagSet("check", flag.ContinueOnError)
	f.register(set)
	set.StringVar(&f.file, "file", "", "check the targets in this `LIST`, one a line; - is standard input")
	set.StringVar(&f.connect, "connect", "", "dial this `ADDR:PORT` instead")
	set.StringVar(&f.starttls, "starttls", "auto", "auto, none (TLS at once), or the `PROTOCOL` to start TLS in")
	set.StringVar(&f.revocation, "revocation", "soft", "off, soft or hard")
	set.StringVar(&f.resolver, "resolver", "", "ask this name server, `ADDR:PORT`")
	set.DurationVar(&f.timeout, "timeout", engine.DefaultTimeout, "bounds the whole answer for one target")
	set.IntVar(&f.concurrency, "concurrency", 0, "how many targets at once (default 256 quick, 64 full)")
	set.StringVar(&f.depth, "depth", "", "quick or full (default full; quick with --file)")
	targets, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	opts, err := f.options(len(targets))
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
	sw := &sweep{
		check:  func(ctx context.Context, t checks.Target, emit func(checks.Report)) { e.Each(ctx, t, opts, emit) },
		target: func(text string) (checks.Target, error) { return f.target(text) },
		width:  f.concurrency,
		out:    &printer{w: s.out, json: f.json, style: style},
		err:    s.err,
	}
	if f.file != "" {
		return sw.file(ctx, f.file, s.in, targets)
	}
	return sw.list(ctx, targets)
}

func (f *checkFlags) options(targets int) (engine.Options, error) {
	opts := engine.Options{At: f.at.Time, Timeout: f.timeout, Depth: engine.Depth(f.depth)}
	if f.depth == "" {
		opts.Depth = engine.Full
		if f.file != "" {
			opts.Depth = engine.Quick
		}
	}
	if f.concurrency == 0 {
		f.concurrency = 64
		if opts.Depth == engine.Quick {
			f.concurrency = 256
		}
	}
	switch {
	case f.file == "" && targets == 0:
		return opts, errors.New("no server is named; write for example: certdesk check imap.corp.com:993")
	case opts.Depth != engine.Full && opts.Depth != engine.Quick:
		return opts, fmt.Errorf("--depth does not know %q; it takes quick or full", f.depth)
	case f.timeout <= 0:
		return opts, fmt.Errorf("--timeout %s leaves no time; write for example 10s", f.timeout)
	case f.concurrency < 1 || f.concurrency > 10000:
		return opts, fmt.Errorf("--concurrency %d is out of range; it takes 1 to 10000", f.concurrency)
	case f.revocation != "off" && f.revocation != "soft" && f.revocation != "hard":
		return opts, fmt.Errorf("--revocation does not know %q; it takes off, soft or hard", f.revocation)
	}
	if f.connect != "" {
		host, port, err := net.SplitHostPort(f.connect)
		n, errPort := strconv.Atoi(port)
		if err != nil || errPort != nil || host == "" || n < 1 || n > 65535 {
			return opts, fmt.Errorf("--connect %q is not an address with a port; write it like 192.0.2.1:993", f.connect)
		}
	}
	if _, known := starttls.Lookup(f.starttls); !known && f.starttls != "auto" && f.starttls != "none" {
		return opts, fmt.Errorf("--starttls does not know %q; it takes auto, none, or one of %s", f.starttls, protocolNames())
	}
	return opts, nil
}

func protocolNames() string {
	var names []string
	for _, p := range starttls.Protocols() {
		names = append(names, p.Name)
	}
	return checks.List(names, len(names))
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
	if f.name != "" {
		named, err := checks.ParseTarget(f.name)
		if err != nil || named.Port != 0 || named.Mailbox != "" {
			return t, fmt.Errorf("--name %q is not a name; write it like imap.corp.com", f.name)
		}
		t.Name = named.Host
	}
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
	return engine.New(engine.Config{Dialer: dialer, Resolver: resolver, Stores: stores, Now: time.Now})
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
