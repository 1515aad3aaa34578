package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"certdesk/bot/cli"
	"certdesk/bot/telemetry"
	"certdesk/checks/chain"
)

func versionCommand(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("version", "version, commit, Go, and the date of the embedded roots")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return cli.StatusUnknown, fmt.Errorf("version takes no %q; write certdesk version alone", rest[0])
		}
		version, commit := telemetry.Build()
		_, err := fmt.Fprintf(s.Out, "certdesk %s\ncommit %s\n%s\nembedded roots (Mozilla) of %s\n",
			version, commit, runtime.Version(), chain.Mozilla().Version())
		if err != nil {
			return cli.StatusUnknown, fmt.Errorf("writing the version: %w", err)
		}
		return cli.StatusOK, nil
	})
	return cmd
}
