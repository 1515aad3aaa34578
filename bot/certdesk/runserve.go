package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func serveCommand(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("serve [--check]", "runs the bot for Slack and Discord, as the environment says")
	set := cmd.Flags()
	check := set.Bool("check", false, "look at the settings, ask the platforms and the name server,\nsay what is wrong, and end")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return cli.StatusUnknown, fmt.Errorf("serve takes no %q; it is configured by the environment", rest[0])
		}
		return cli.StatusOK, serve.Run(ctx, s.Out, s.Err, *check)
	})
	return cmd
}
