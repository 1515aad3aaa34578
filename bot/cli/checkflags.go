package cli

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"certdesk/checks"
	"certdesk/checks/engine"
	"certdesk/checks/proxy"
	"certdesk/checks/revocation"
	"certdesk/checks/say"
	"certdesk/checks/seen"
	"certdesk/checks/starttls"
)

// How many targets are checked at once: few enough for the file descriptors
// and the memory of a small machine, at one connection an address when quick.
const (
	widthFull  = 64
	widthQuick = 256
	maxWidth   = 10000
)

// checkFlags are the flags of check.
type checkFlags struct {
	Flags
	verify      string // name, as certificates spell it
	file        string
	connect     string
	starttls    string
	resolver    string
	proxy       string
	through     *proxy.Proxy // nil: there is none
	timeout     time.Duration
	concurrency int
	depth       string
	discover    bool
	audience    string // user or admin
	client      clientFlag
	seenFields  listFlag
	seen        *checks.Seen // of "--seen -"
}

func (f *checkFlags) register(set *pflag.FlagSet) {
	f.Flags.register(set)
	set.StringVar(&f.file, "file", "", "check the targets in this `LIST`, one a line, # begins\na comment; - is standard input")
	set.StringVar(&f.connect, "connect", "", "dial this `ADDR:PORT` instead")
	set.StringVar(&f.starttls, "starttls", "auto", "auto, none (TLS at once), or the `PROTOCOL` to start TLS\nin: "+brokenList(protocolNames(), 50))
	f.registerRevocation(set)
	set.StringVar(&f.resolver, "resolver", "", "ask this name server, `ADDR:PORT`")
	set.StringVar(&f.proxy, "proxy", "", "look through this proxy, `URL`, which looks up names\nitself: http://HOST:PORT (CONNECT) or socks5://HOST:PORT,\nwith USER:PASSWORD@ where it wants that")
	set.DurationVar(&f.timeout, "timeout", engine.DefaultTimeout, "the `TIME` within which a target is answered")
	set.IntVar(&f.concurrency, "concurrency", 0, fmt.Sprintf("a `NUMBER` of targets at once (default %d; quick %d)", widthFull, widthQuick))
	set.BoolVar(&f.discover, "discover", false, "find the mail servers of a domain, and check them all; a\nmail address is looked up anyway")
	set.Var(&f.seenFields, "seen", "`FIELD=VALUE`: what the user's own dialog shows: issued-to,\nissued-by, valid-from, valid-to, thumbprint, pc-date,\nwarning, or pem=FILE (what was exported); repeatable;\n\"-\" reads what a program shows from standard input")
	set.StringVar(&f.audience, "for", "user", "`WHOM` the answer is for: user, or admin (what to change on\nthe server)")
	f.client.register(set)
	set.StringVar(&f.depth, "depth", "", "`HOW` deep: quick (one handshake an address) or full\n(default full; quick with --file)")
}

// options checks the flags and fills in what depends on others.
func (f *checkFlags) options(targets int) (engine.Options, error) {
	opts := engine.Options{At: f.at.Time, Timeout: f.timeout, Depth: f.howDeep(), Revocation: revocation.Mode(f.revocation), Strict: f.strict}
	if err := f.contradiction(targets, opts.Depth); err != nil {
		return opts, err
	}
	if f.concurrency == 0 {
		f.concurrency = widthFull
		if opts.Depth == engine.Quick {
			f.concurrency = widthQuick
		}
	}
	if err := f.readProxy(); err != nil {
		return opts, err
	}
	if err := f.checkRevocation(); err != nil {
		return opts, err
	}
	var err error
	if opts.CRLs, err = f.revocationLists(); err != nil {
		return opts, err
	}
	if opts.Seen = f.seen; opts.Seen == nil {
		if opts.Seen, err = readSeen(f.seenFields, f.Lang); err != nil {
			return opts, err
		}
	}
	f.verify, err = f.verifyName()
	return opts, err
}

// howDeep is what --depth asks for: one handshake an address is enough for a list.
func (f *checkFlags) howDeep() engine.Depth {
	switch {
	case f.depth != "":
		return engine.Depth(f.depth)
	case f.file != "":
		return engine.Quick
	}
	return engine.Full
}

// contradiction refuses flags that cannot be meant, alone or beside the others.
func (f *checkFlags) contradiction(targets int, depth engine.Depth) error {
	switch {
	case f.file == "" && targets == 0:
		return refuse(say.S("no server is named; write for example: {example}", say.Code("example", "certdesk check imap.corp.com:993")))
	case depth != engine.Full && depth != engine.Quick:
		return doesNotKnow("depth", f.depth, "quick", "full")
	case f.audience != "user" && f.audience != "admin":
		return doesNotKnow("for", f.audience, "user", "admin")
	case f.audience == "admin" && depth == engine.Quick:
		return refuse(say.S("--for admin needs a full check; leave out --depth quick, or write --depth full with --file"))
	case f.timeout <= 0:
		return refuse(say.S("--timeout {time} leaves no time; write for example {example}", say.Code("time", f.timeout.String()), say.Code("example", "--timeout 10s")))
	case f.concurrency < 0 || f.concurrency > maxWidth:
		return refuse(say.S("--concurrency {word} is out of range; it takes 1 to {n}", say.Code("word", strconv.Itoa(f.concurrency)), say.Count("n", maxWidth)))
	case len(f.seenFields) > 0 && (f.file != "" || targets > 1):
		return refuse(say.S("--seen is what one user is shown of one server; name that server alone"))
	case f.connect != "" && !isAddressWithPort(f.connect):
		return refuse(say.S("--connect \"{word}\" is not an address with a port; write it like {example}", say.Foreign("word", f.connect), say.Code("example", "192.0.2.1:993")))
	}
	if _, known := starttls.Lookup(f.starttls); !known && f.starttls != "auto" && f.starttls != "none" {
		return doesNotKnow("starttls", f.starttls, append([]string{"auto", "none"}, starttlsNames()...)...)
	}
	return nil
}

// readProxy reads --proxy, beside which nothing here looks up names.
func (f *checkFlags) readProxy() (err error) {
	if f.proxy == "" {
		return nil
	}
	if f.through, err = proxy.Parse(f.proxy); err != nil {
		return ofFlag("proxy", err)
	}
	if f.resolver != "" {
		return refuse(say.S("--resolver has nothing to do beside --proxy: the proxy looks up the names; leave out one"))
	}
	return nil
}

func isAddressWithPort(s string) bool {
	host, port, err := net.SplitHostPort(s)
	n, errPort := strconv.Atoi(port)
	return err == nil && errPort == nil && host != "" && n >= 1 && n <= 65535
}

func protocolNames() string {
	names := starttlsNames()
	return listed(names)
}

func starttlsNames() (names []string) {
	for _, p := range starttls.Protocols() {
		names = append(names, p.Name)
	}
	return names
}

// pastedSeen reads for "--seen -" what somebody copied out of a program.
func (f *checkFlags) pastedSeen(ctx context.Context, s Streams) error {
	if !slices.Equal(f.seenFields, []string{"-"}) {
		return nil
	}
	text, err := standardInput(ctx, s)
	if err != nil {
		return ofFlag("seen", err)
	}
	shown, err := seen.Parser{Locale: f.Lang}.Pasted(text)
	if err != nil {
		return ofFlag("seen", err)
	}
	if shown == nil {
		return ofFlag("seen", refuse(say.S("standard input shows no certificate; copy the text of the certificate window, of Format-List, certutil -dump or openssl x509, or the PEM")))
	}
	f.seen = shown
	return nil
}
