package main

import (
	"context"
	"flag"
	"fmt"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func runServe(ctx context.Context, s cli.Streams, args []string) (int, error) {
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	check := set.Bool("check", false, "look at the settings, ask the platforms and the name server,\nsay what is wrong, and end")
	rest, err := cli.Parse(set, args)
	if err != nil {
		return cli.StatusUnknown, err
	}
	if len(rest) > 0 {
		return cli.StatusUnknown, fmt.Errorf("serve takes no %q; it is configured by the environment", rest[0])
	}
	return cli.StatusOK, serve.Run(ctx, s.Out, s.Err, *check)
}
