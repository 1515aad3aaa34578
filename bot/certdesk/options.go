package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"certdesk/adapters/console"
	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
	"certdesk/checks/starttls"
)

// checkOptions are the values of the flags of check.
type checkOptions struct {
	look
	trust       trust
	file        string
	name        string
	connect     string
	port        int // of connect
	starttls    string
	resolver    string
	revocation  string
	at          time.Time
	timeout     time.Duration
	concurrency int
	depth       string
}

// look is how answers are shown.
type look struct {
	json  bool
	color string
	lang  string
}

func (l *look) register(f *flags) {
	l.color = "auto"
	f.choice("--color WHEN", "auto, always or never (default auto; NO_COLOR is heeded)", &l.color, "auto", "always", "never")
	f.text("--lang LANG", "language of the answer; so far all are given in English", &l.lang)
}

func (l *look) style(s streams, getenv func(string) string) (console.Style, error) {
	return console.Detect(s.out, l.color, getenv)
}

func (o *checkOptions) register(f *flags) {
	f.toggle("--json", "one JSON object an endpoint, one a line", &o.json)
	f.text("--file LIST|-", "check the targets in this file, one a line; what follows\na # is a comment; - is standard input", &o.file)
	f.value("--name NAME", "the name to verify and to send as server name (SNI)", func(v string) (err error) {
		o.name, err = serverName(v)
		return err
	})
	f.value("--connect ADDR:PORT", "dial this instead of the target", o.setConnect)
	f.choice("--starttls PROTOCOL", "auto (default), none (TLS from the first byte), or "+
		"the\nprotocol in which to ask for TLS: "+protocols(), &o.starttls, modes()...)
	o.trust.register(f)
	f.choice("--revocation MODE", "off, soft or hard (default soft); this version does not\nask, and reports say not-checked", &o.revocation, "off", "soft", "hard")
	f.moment("--at TIME", "judge for this moment, such as 2026-11-23T12:00:00Z", &o.at)
	f.text("--resolver ADDR:PORT", "ask this name server", &o.resolver)
	f.value("--timeout TIME", "bounds the whole answer for one target (default 10s)", o.setTimeout)
	f.value("--concurrency N", "targets at once (default 64; 256 where depth is quick)", o.setConcurrency)
	f.choice("--depth DEPTH", "quick: one handshake an address; full: all that helps\n(default full; quick with --file)", &o.depth, "quick", "full")
	o.look.register(f)
}

func (o *checkOptions) setConnect(v string) error {
	host, port, err := net.SplitHostPort(v)
	n, notNumber := strconv.Atoi(port)
	if err != nil || notNumber != nil || host == "" || n < 1 || n > 65535 {
		return errors.New("is no address with a port; write it like 192.0.2.1:993")
	}
	o.connect, o.port = v, n
	return nil
}

func (o *checkOptions) setTimeout(v string) error {
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		return errors.New("is no time to wait; write it like 10s or 500ms")
	}
	o.timeout = d
	return nil
}

func (o *checkOptions) setConcurrency(v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 10000 {
		return errors.New("is no number from 1 to 10000")
	}
	o.concurrency = n
	return nil
}

// modes are the values of --starttls.
func modes() []string {
	names := []string{"auto", "none"}
	for _, p := range starttls.Protocols() {
		names = append(names, p.Name)
	}
	return names
}

func protocols() string {
	names := strings.Join(modes()[2:], ", ")
	if cut := strings.LastIndex(names[:min(len(names), 53)], " "); cut > 0 {
		names = "\n" + names[:cut] + "\n" + names[cut+1:]
	}
	return names
}

// serverName is a name as it stands on a certificate, in A-labels.
func serverName(v string) (string, error) {
	t, err := checks.ParseTarget(v)
	if err != nil || t.Port != 0 || t.Mailbox != "" {
		return "", errors.New("is no server name; write it like imap.corp.com")
	}
	return t.Host, nil
}

// engine returns what the options ask for of a check.
func (o *checkOptions) engine() (*engine.Engine, engine.Options, error) {
	opts := engine.Options{At: o.at, Timeout: o.timeout, Depth: engine.Full}
	if o.depth == string(engine.Quick) || o.depth == "" && o.file != "" {
		opts.Depth = engine.Quick
	}
	stores, err := o.trust.roots()
	if err != nil {
		return nil, opts, err
	}
	dialer := &net.Dialer{}
	resolver := resolve.System(dialer)
	if o.resolver != "" {
		if resolver, err = resolve.Server(o.resolver, dialer); err != nil {
			return nil, opts, fmt.Errorf("--resolver %q is no address of a name server; write it like 192.0.2.53:53", o.resolver)
		}
	}
	e, err := engine.New(engine.Config{Dialer: dialer, Resolver: resolver, Stores: stores, Now: time.Now})
	if err != nil {
		return nil, opts, fmt.Errorf("starting: %w", err)
	}
	return e, opts, nil
}

// target reads what was typed and lays the flags over it.
func (o *checkOptions) target(typed string) (checks.Target, error) {
	t, err := checks.ParseTarget(typed)
	if err != nil {
		return t, err
	}
	if t.Mailbox != "" {
		return t, fmt.Errorf("%q is a mail address; name its mail server, such as imap.%s:993", typed, t.Host)
	}
	t.Name, t.Connect = o.name, o.connect
	if t.Connect != "" && t.Port == 0 {
		t.Port = o.port
	}
	switch o.starttls {
	case "", "auto":
	case "none":
		t.Mode, t.Protocol = checks.ModeTLS, ""
	default:
		t.Mode, t.Protocol = checks.ModeSTARTTLS, o.starttls
	}
	return t, nil
}
