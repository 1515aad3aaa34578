package main

import (
	"context"
	"flag"
	"fmt"
)

func runHealth(ctx context.Context, s streams, args []string) (int, error) {
	rest, err := parse(flag.NewFlagSet("health", flag.ContinueOnError), args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("health takes no %q; it asks at the address of CERTDESK_LISTEN", rest[0])
	}
	ready, err := health(ctx, s.out, s.err)
	if err == nil && !ready {
		return statusWarning, nil
	}
	return statusOK, err
}
