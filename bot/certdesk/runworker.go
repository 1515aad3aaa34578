package main

import (
	"context"
	"flag"
	"fmt"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func runWorker(ctx context.Context, s cli.Streams, args []string) (int, error) {
	set := flag.NewFlagSet("worker", flag.ContinueOnError)
	name := set.String("zone", "", "the `NAME` of the network zone this machine is in;\nwithout it CERTDESK_ZONE")
	atOnce := set.Int("at-once", serve.DefaultAtOnce, "the `NUMBER` of questions dealt with at the same time")
	rest, err := cli.Parse(set, args)
	if err != nil {
		return cli.StatusUnknown, err
	}
	if len(rest) > 0 {
		return cli.StatusUnknown, fmt.Errorf("worker takes no %q; it takes questions from Redis, and is configured by the environment", rest[0])
	}
	return cli.StatusOK, serve.RunWorker(ctx, s.Err, *name, *atOnce)
}
