package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/netip"
	"os"

	"certdesk/bot/policy"
	"certdesk/checks/engine"
)

// everywhere allows what the command line may reach: everything.
func everywhere() *policy.Reach {
	return &policy.Reach{Allow: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}}
}

func runChat(ctx context.Context, s streams, args []string) (int, error) {
	var f checkFlags
	var script string
	set := flag.NewFlagSet("chat", flag.ContinueOnError)
	f.registerTrust(set)
	f.registerStyle(set)
	set.StringVar(&f.resolver, "resolver", "", "ask this name server, `ADDR:PORT`")
	set.DurationVar(&f.timeout, "timeout", engine.DefaultTimeout, "the `TIME` within which a server is answered")
	set.StringVar(&script, "script", "", "replay the lines of this `FILE`")
	rest, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("chat takes no %q; start it, and type your question then", rest[0])
	}
	if _, err := f.book(); err != nil {
		return statusUnknown, err
	}
	style, err := f.style(s.out)
	if err != nil {
		return statusUnknown, err
	}
	diagnosis, err := f.diagnosis()
	if err != nil {
		return statusUnknown, err
	}
	kept, err := openStore(ctx, os.Getenv)
	if err != nil {
		return statusUnknown, err
	}
	defer kept.Close()
	for _, warning := range kept.Warnings() {
		fmt.Fprintln(s.err, "certdesk:", warning)
	}
	posts, end, err := openZones(ctx, os.Getenv, slog.New(slog.DiscardHandler))
	if err != nil {
		return statusUnknown, err
	}
	defer end()
	it, err := newFront(&checker{each: diagnosis.each, opts: engine.Options{Timeout: f.timeout}}, posts, kept)
	if err != nil {
		return statusUnknown, err
	}
	const greeting = "This is certdesk. Type /certcheck imap.corp.com:993, paste an error message, or type help; quit ends."
	return statusOK, talk(ctx, s, it, &f.shared, style, script, greeting)
}
