package main

import (
	"context"
	"flag"
	"fmt"

	"certdesk/checks/engine"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// openStores opens what a conversation is kept in, and leads to the workers of other
// zones where there is Redis; end is called after the last question.
type openStores func(ctx context.Context) (kept *store.Store, posts *queue.Asker, end func(), err error)

// chat is a conversation on the terminal, with the whole bot behind it.
func chat(ctx context.Context, s streams, args []string, open openStores) (int, error) {
	var f checkFlags
	var script string
	set := flag.NewFlagSet("chat", flag.ContinueOnError)
	f.registerTrust(set)
	f.registerStyle(set)
	set.StringVar(&f.resolver, "resolver", "", "ask this name server, `ADDR:PORT`")
	set.DurationVar(&f.timeout, "timeout", engine.DefaultTimeout, "the `TIME` within which a server is answered")
	set.StringVar(&script, "script", "", "replay the lines of this `FILE`")
	rest, err := parse(set, args)
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
	kept, posts, end, err := open(ctx)
	if err != nil {
		return statusUnknown, err
	}
	defer end()
	for _, warning := range kept.Warnings() {
		fmt.Fprintln(s.err, "certdesk:", warning)
	}
	it, err := newFront(&checker{each: diagnosis.each, opts: engine.Options{Timeout: f.timeout}}, posts, kept)
	if err != nil {
		return statusUnknown, err
	}
	const greeting = "This is certdesk. Type /certcheck imap.corp.com:993, paste an error message, or type help; quit ends."
	return statusOK, talk(ctx, s, it, &f.shared, style, script, greeting)
}
