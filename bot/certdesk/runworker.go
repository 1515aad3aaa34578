package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"certdesk/bot/cli"
	"certdesk/bot/serve"
)

func workerCommand(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("worker --zone NAME", "checks for the bot from another network zone, fed through Redis")
	set := cmd.Flags()
	name := set.String("zone", "", "the `NAME` of the network zone this machine is in;\nwithout it CERTDESK_ZONE")
	atOnce := set.Int("at-once", serve.DefaultAtOnce, "the `NUMBER` of questions dealt with at the same time")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return cli.StatusUnknown, fmt.Errorf("worker takes no %q; it takes questions from Redis, and is configured by the environment", rest[0])
		}
		return cli.StatusOK, serve.RunWorker(ctx, s.Err, *name, *atOnce)
	})
	return cmd
}
