package main

import (
	"context"
	"flag"
	"fmt"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func runHealth(ctx context.Context, s cli.Streams, args []string) (int, error) {
	rest, err := cli.Parse(flag.NewFlagSet("health", flag.ContinueOnError), args)
	if err != nil {
		return cli.StatusUnknown, err
	}
	if len(rest) > 0 {
		return cli.StatusUnknown, fmt.Errorf("health takes no %q; it asks at the address of CERTDESK_LISTEN", rest[0])
	}
	ready, err := serve.Health(ctx, s.Out, s.Err)
	if err == nil && !ready {
		return cli.StatusWarning, nil
	}
	return cli.StatusOK, err
}
