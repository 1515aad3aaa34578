package main

import (
	"context"
	"flag"
	"fmt"
)

func runWorker(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("worker", flag.ContinueOnError)
	name := set.String("zone", "", "the `NAME` of the network zone this machine is in;\nwithout it CERTDESK_ZONE")
	atOnce := set.Int("at-once", DefaultAtOnce, "the `NUMBER` of questions dealt with at the same time")
	rest, err := parse(set, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("worker takes no %q; it takes questions from Redis, and is configured by the environment", rest[0])
	}
	return statusOK, work(ctx, s.err, *name, *atOnce)
}
