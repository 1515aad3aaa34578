package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"slices"
)

func auditFlags(set *flag.FlagSet) *auditFilter {
	f := &auditFilter{}
	set.StringVar(&f.since, "since", "", "audit: a `TIME` (2026-03-01, 2026-03-01T08:00:00Z) or how long ago (24h, 7d);\nnothing older")
	set.StringVar(&f.user, "user", "", "audit: the `ID` or name of who asked")
	set.StringVar(&f.place, "place", "", "audit: a channel, as slack/T024BE7LH/C024BE7LH or a part of that")
	set.StringVar(&f.outcome, "outcome", "", "audit: answered, cached, refused, limited, failed, escalated or lost")
	set.StringVar(&f.text, "asked", "", "audit: a `TEXT` that was asked, or a part of it")
	set.IntVar(&f.last, "last", maxAuditRead, "audit: the newest `NUMBER` of them")
	return f
}

// runStore moves what lasts between stores, copies the embedded one, and prints
// who asked what.
func runStore(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("store", flag.ContinueOnError)
	filter := auditFlags(set)
	rest, err := parse(set, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) == 1 && rest[0] == "audit" {
		return statusOK, auditStore(ctx, s.out, *filter)
	}
	if len(rest) != 2 || !slices.Contains([]string{"export", "import", "backup", "restore"}, rest[0]) {
		return statusUnknown, errors.New("store takes export or import and a file, or - for standard output and input, or backup or restore and a file, or audit; write for example: certdesk store export watches.jsonl")
	}
	switch rest[0] {
	case "backup":
		err = backupStore(ctx, os.Getenv, s.err, rest[1])
	case "restore":
		err = restoreStore(ctx, os.Getenv, s.err, rest[1])
	case "export":
		err = exportStore(ctx, os.Getenv, s.out, s.err, rest[1])
	case "import":
		in := s.in
		if rest[1] == "-" {
			in = untilDone(ctx, in)
		}
		err = importStore(ctx, os.Getenv, in, s.err, rest[1])
	}
	return statusOK, err
}
