package main

import (
	"context"
	"flag"
	"fmt"
)

func runServe(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	check := set.Bool("check", false, "look at the settings, ask the platforms and the name server,\nsay what is wrong, and end")
	rest, err := parse(set, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("serve takes no %q; it is configured by the environment", rest[0])
	}
	return statusOK, serveBot(ctx, s.out, s.err, *check)
}
