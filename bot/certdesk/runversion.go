package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"

	"certdesk/checks/chain"
)

func runVersion(_ context.Context, s streams, args []string) (int, error) {
	rest, err := parse(flag.NewFlagSet("version", flag.ContinueOnError), args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) > 0 {
		return statusUnknown, fmt.Errorf("version takes no %q; write certdesk version alone", rest[0])
	}
	version, commit := build()
	_, err = fmt.Fprintf(s.out, "certdesk %s\ncommit %s\n%s\nembedded roots (Mozilla) of %s\n",
		version, commit, runtime.Version(), chain.Mozilla().Version())
	if err != nil {
		return statusUnknown, fmt.Errorf("writing the version: %w", err)
	}
	return statusOK, nil
}
