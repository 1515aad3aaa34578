package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func healthCommand(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("health", "asks the serve or worker of this machine whether it is ready: status 0 or 1")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return cli.StatusUnknown, fmt.Errorf("health takes no %q; it asks at the address of CERTDESK_LISTEN", rest[0])
		}
		ready, err := serve.Health(ctx, s.Out, s.Err)
		if err == nil && !ready {
			return cli.StatusWarning, nil
		}
		return cli.StatusOK, err
	})
	return cmd
}
