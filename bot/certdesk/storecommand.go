package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// runStore moves what lasts between stores: export writes that of the store
// which the environment names, import reads it into that store.
func runStore(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("store", flag.ContinueOnError)
	rest, err := parse(set, s.out, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) != 2 || rest[0] != "export" && rest[0] != "import" {
		return statusUnknown, errors.New("store takes export or import and a file, or - for standard output and input; write for example: certdesk store export watches.jsonl")
	}
	kept, err := openStore(ctx, os.Getenv)
	if err != nil {
		return statusUnknown, err
	}
	defer kept.Close()
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
