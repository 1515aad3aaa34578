package main

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"certdesk/bot/cli"
	"certdesk/bot/serve/storecommand"
)

func auditFlags(set *pflag.FlagSet) *storecommand.Filter {
	f := &storecommand.Filter{}
	set.StringVar(&f.Since, "since", "", "audit, report: a `TIME` (2026-03-01, 2026-03-01T08:00:00Z) or how long ago (24h, 7d);\nnothing older")
	set.StringVar(&f.User, "user", "", "audit: the `ID` or name of who asked")
	set.StringVar(&f.Place, "place", "", "audit: a `CHANNEL`, as slack/T024BE7LH/C024BE7LH or a part of that")
	set.StringVar(&f.Outcome, "outcome", "", "audit: an `OUTCOME`: answered, cached, refused, limited, failed, escalated or lost")
	set.StringVar(&f.Text, "asked", "", "audit: a `TEXT` that was asked, or a part of it")
	set.IntVar(&f.Last, "last", storecommand.MaxAudited, "audit: the newest `NUMBER` of them")
	return f
}

// storeCommand moves what lasts between stores, copies the embedded one, and prints who
// asked what, and what a time was like.
func storeCommand(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("store export|import|backup|restore FILE | audit | report", "moves watches and settings between stores, copies the embedded one, prints who asked what, and what a time was like")
	set := cmd.Flags()
	filter := auditFlags(set)
	asJSON := set.Bool("json", false, "report: as an object")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) == 1 && rest[0] == "audit" {
			return cli.StatusOK, storecommand.Audit(ctx, s.Out, *filter)
		}
		if len(rest) == 1 && rest[0] == "report" {
			return cli.StatusOK, storecommand.Report(ctx, s.Out, filter.Since, *asJSON)
		}
		if len(rest) != 2 || !slices.Contains([]string{"export", "import", "backup", "restore"}, rest[0]) {
			return cli.StatusUnknown, errors.New("store takes export or import and a file, or - for standard output and input, or backup or restore and a file, or audit or report; write for example: certdesk store export watches.jsonl")
		}
		var err error
		switch rest[0] {
		case "backup":
			err = storecommand.Backup(ctx, os.Getenv, s.Err, rest[1])
		case "restore":
			err = storecommand.Restore(ctx, os.Getenv, s.Err, rest[1])
		case "export":
			err = storecommand.Export(ctx, os.Getenv, s.Out, s.Err, rest[1])
		case "import":
			in := s.In
			if rest[1] == "-" {
				in = cli.UntilDone(ctx, in)
			}
			err = storecommand.Import(ctx, os.Getenv, in, s.Err, rest[1])
		}
		return cli.StatusOK, err
	})
	return cmd
}
