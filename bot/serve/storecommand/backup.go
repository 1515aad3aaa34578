package storecommand

import (
	"context"
	"fmt"
	"io"

	"certdesk/bot/serve/openstore"
	"certdesk/store/sqlite"
)

// Backup copies the embedded store into a file that is not there yet, beside a
// serve that has it in use, and says so. Redis has its own ways, which the error names.
func Backup(ctx context.Context, getenv func(string) string, say io.Writer, file string) error {
	folder, err := openstore.EmbeddedFolder(getenv)
	if err != nil {
		return err
	}
	if err := sqlite.Backup(ctx, folder, file); err != nil {
		return err
	}
	fmt.Fprintf(say, "The store in %s was copied to %s.\n", folder, file)
	return nil
}

// Restore puts a copy that Backup has made in the place of the embedded
// store, which no serve may have in use, and says where what was there is kept.
func Restore(ctx context.Context, getenv func(string) string, say io.Writer, file string) error {
	folder, err := openstore.EmbeddedFolder(getenv)
	if err != nil {
		return err
	}
	old, err := sqlite.Restore(ctx, file, folder)
	if err != nil {
		return err
	}
	fmt.Fprintf(say, "The store in %s is that of %s now.\n", folder, file)
	if old != "" {
		fmt.Fprintf(say, "What was there is kept as %s.\n", old)
	}
	return nil
}
