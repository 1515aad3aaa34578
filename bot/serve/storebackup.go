package serve

import (
	"context"
	"fmt"
	"io"

	"certdesk/store/sqlite"
)

// BackupStore copies the embedded store into a file that is not there yet, beside a
// serve that has it in use, and says so. Redis has its own ways, which the error names.
func BackupStore(ctx context.Context, getenv func(string) string, say io.Writer, file string) error {
	folder, err := embeddedFolder(getenv)
	if err != nil {
		return err
	}
	if err := sqlite.Backup(ctx, folder, file); err != nil {
		return err
	}
	fmt.Fprintf(say, "The store in %s was copied to %s.\n", folder, file)
	return nil
}

// RestoreStore puts a copy that BackupStore has made in the place of the embedded
// store, which no serve may have in use, and says where what was there is kept.
func RestoreStore(ctx context.Context, getenv func(string) string, say io.Writer, file string) error {
	folder, err := embeddedFolder(getenv)
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

// embeddedFolder is the folder of the embedded store, if that is in use.
func embeddedFolder(getenv func(string) string) (string, error) {
	d, address, err := chosen(getenv)
	if err == nil && d.backup != "" {
		return "", fmt.Errorf("%s is set: %s; \"certdesk store export\" writes what lasts from either store", d.setting, d.backup)
	}
	return address, err
}
