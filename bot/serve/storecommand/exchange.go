// Package storecommand is what certdesk store does: it moves what lasts between stores
// (exchange.go), copies the embedded one (backup.go), prints who asked what (audit.go)
// and what a time was like (report.go).
package storecommand

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"certdesk/bot"
	"certdesk/bot/oserr"
	"certdesk/bot/serve/openstore"
	"certdesk/bot/watchlist"
	"certdesk/store"
)

// Export writes what lasts of the store that the environment names into a new file, or
// to out where that is "-", also beside a serve that has the store in use. A file that
// ends in .csv or .yaml is a list of watches for people, and holds nothing else.
func Export(ctx context.Context, getenv func(string) string, out, say io.Writer, name string) error {
	// Opened as by serve where that is possible: a store that an older certdesk left is
	// brought up to date first.
	kept, err := openstore.Open(ctx, getenv)
	if errors.Is(err, store.ErrInUse) {
		kept, err = openstore.ToRead(ctx, getenv)
	}
	if err != nil {
		return err
	}
	defer kept.Close()
	if watchlist.Is(name) {
		return exportTo(ctx, out, say, name, func(w io.Writer) (int, error) { return exportWatches(ctx, kept, name, w) })
	}
	return exportTo(ctx, out, say, name, func(w io.Writer) (int, error) { return kept.Export(ctx, w) })
}

// Import reads such a file, or in where its name is "-", into the store.
func Import(ctx context.Context, getenv func(string) string, in io.Reader, say io.Writer, name string) error {
	kept, err := openstore.Open(ctx, getenv)
	if err != nil {
		return err
	}
	defer kept.Close()
	if watchlist.Is(name) {
		return importWatches(ctx, say, kept, name)
	}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("%q cannot be read: %s", name, oserr.Plain(err).String())
		}
		defer file.Close()
		in = file
	}
	n, err := kept.Import(ctx, in)
	if err != nil {
		return fmt.Errorf("%w; %d records were read before", err, n)
	}
	fmt.Fprintf(say, "%d records were read.\n", n)
	return nil
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

func importWatches(ctx context.Context, say io.Writer, kept *store.Store, name string) error {
	watches, err := watchlist.ReadFile(name)
	if err != nil {
		return fmt.Errorf("%q cannot be read: %s", name, oserr.Plain(err).String())
	}
	for i := range watches {
		if watches[i].Place.Channel == "" {
			return fmt.Errorf("entry %d, %s, has no channel; nothing was imported", i+1, watches[i].Name())
		}
	}
	now := time.Now()
	for i := range watches {
		w := &watches[i]
		if w.Due = now; w.Added.IsZero() {
			w.Added = now
		}
		if _, _, err := kept.AddWatch(ctx, *w); err != nil {
			return fmt.Errorf("%w; %d watches were imported before", err, i)
		}
	}
	fmt.Fprintf(say, "%d watches were imported.\n", len(watches))
	return nil
}

func exportTo(ctx context.Context, out, say io.Writer, name string, export func(io.Writer) (int, error)) error {
	if name == "-" {
		_, err := export(out)
		return err
	}
	// What channels watch is nobody else's business.
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%q cannot be written: %s", name, oserr.Plain(err).String())
	}
	n, err := export(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(say, "%d records were written.\n", n)
	return ctx.Err()
}
