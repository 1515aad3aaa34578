package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"

	"certdesk/bot/cli"
	"certdesk/bot/telemetry"
	"certdesk/checks/chain"
)

func runVersion(_ context.Context, s cli.Streams, args []string) (int, error) {
	rest, err := cli.Parse(flag.NewFlagSet("version", flag.ContinueOnError), args)
	if err != nil {
		return cli.StatusUnknown, err
	}
	if len(rest) > 0 {
		return cli.StatusUnknown, fmt.Errorf("version takes no %q; write certdesk version alone", rest[0])
	}
	version, commit := telemetry.Build()
	_, err = fmt.Fprintf(s.Out, "certdesk %s\ncommit %s\n%s\nembedded roots (Mozilla) of %s\n",
		version, commit, runtime.Version(), chain.Mozilla().Version())
	if err != nil {
		return cli.StatusUnknown, fmt.Errorf("writing the version: %w", err)
	}
	return cli.StatusOK, nil
}
