package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/bot/watchlist"
	"certdesk/store"
)

// runStore moves what lasts between stores: export writes that of the store
// which the environment names, import reads it into that store. A file that
// ends in .csv or .yaml is a list of watches for people, and holds nothing else.
// backup and restore copy the embedded store as it is (storebackup.go); audit
// prints who asked what (storeaudit.go).
func runStore(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("store", flag.ContinueOnError)
	filter := auditFlags(set)
	rest, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) == 1 && rest[0] == "audit" {
		return auditStore(ctx, s, *filter)
	}
	if len(rest) != 2 || !slices.Contains([]string{"export", "import", "backup", "restore"}, rest[0]) {
		return statusUnknown, errors.New("store takes export or import and a file, or - for standard output and input, or backup or restore and a file, or audit; write for example: certdesk store export watches.jsonl")
	}
	switch rest[0] {
	case "backup":
		return statusOK, backupStore(ctx, os.Getenv, s.err, rest[1])
	case "restore":
		return statusOK, restoreStore(ctx, os.Getenv, s.err, rest[1])
	}
	kept, err := openStore(ctx, os.Getenv)
	if err != nil {
		return statusUnknown, err
	}
	defer kept.Close()
	if watchlist.Is(rest[1]) {
		if rest[0] == "export" {
			return exportTo(ctx, s, rest[1], func(w io.Writer) (int, error) { return exportWatches(ctx, kept, rest[1], w) })
		}
		return importWatches(ctx, s, kept, rest[1])
	}
	if rest[0] == "export" {
		return exportTo(ctx, s, rest[1], func(w io.Writer) (int, error) { return kept.Export(ctx, w) })
	}
	in := s.in
	if rest[1] != "-" {
		file, err := os.Open(rest[1])
		if err != nil {
			return statusUnknown, fmt.Errorf("%q cannot be read: %s", rest[1], reason(err))
		}
		defer file.Close()
		in = file
	}
	n, err := kept.Import(ctx, untilDone(ctx, in))
	if err != nil {
		return statusUnknown, fmt.Errorf("%w; %d records were read before", err, n)
	}
	fmt.Fprintf(s.err, "%d records were read.\n", n)
	return statusOK, nil
}

func exportWatches(ctx context.Context, kept *store.Store, name string, to io.Writer) (int, error) {
	var all []bot.Watch
	err := kept.EveryWatch(ctx, func(w *bot.Watch) error {
		all = append(all, *w)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(all), watchlist.Write(name, to, all)
}

func importWatches(ctx context.Context, s streams, kept *store.Store, name string) (int, error) {
	watches, err := readWatches(name)
	if err != nil {
		return statusUnknown, fmt.Errorf("the list cannot be read: %s", reason(err))
	}
	for i := range watches {
		if watches[i].Place.Channel == "" {
			return statusUnknown, fmt.Errorf("entry %d, %s, has no channel; nothing was imported", i+1, watches[i].Name())
		}
	}
	now := time.Now()
	for i := range watches {
		w := &watches[i]
		if w.Due = now; w.Added.IsZero() {
			w.Added = now
		}
		if _, _, err := kept.AddWatch(ctx, *w); err != nil {
			return statusUnknown, fmt.Errorf("%w; %d watches were imported before", err, i)
		}
	}
	fmt.Fprintf(s.err, "%d watches were imported.\n", len(watches))
	return statusOK, nil
}

func exportTo(ctx context.Context, s streams, name string, export func(io.Writer) (int, error)) (int, error) {
	if name == "-" {
		_, err := export(s.out)
		return statusOK, err
	}
	// What channels watch is nobody else's business.
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return statusUnknown, fmt.Errorf("%q cannot be written: %s", name, reason(err))
	}
	n, err := export(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return statusUnknown, err
	}
	fmt.Fprintf(s.err, "%d records were written.\n", n)
	return statusOK, ctx.Err()
}
