package keeping

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	exportPattern = "certdesk-????-??-??.jsonl"
	exportName    = "certdesk-2006-01-02.jsonl"
	// maxExports is how many days are kept: a loss may be noticed after a long
	// week-end.
	maxExports = 14
	// exportAgain is when an export that failed is tried again.
	exportAgain = time.Hour
)

var errNothing = errors.New("there is nothing to export")

// export writes the export of the day unless it is there. An empty one is not
// written: it would be of no use, and in time push out the others.
func (k *Keeper) export(ctx context.Context) {
	name := k.now().UTC().Format(exportName)
	if k.folder == "" || k.now().Sub(k.exported) < exportAgain {
		return
	}
	k.exported = k.now()
	if _, err := os.Stat(filepath.Join(k.folder, name)); err == nil {
		k.note(nil)
		return
	}
	n := 0
	err := k.write(name, func(f *os.File) (err error) {
		if n, err = k.store.Export(ctx, f); err == nil && n == 0 {
			return errNothing
		}
		return err
	})
	if errors.Is(err, errNothing) {
		k.note(nil)
		return
	}
	if k.note(err); err != nil {
		k.log.WarnContext(ctx, "the export of the day was not written", "folder", k.folder, "error", err)
		return
	}
	k.log.InfoContext(ctx, "wrote the export of the day", "file", filepath.Join(k.folder, name), "records", n)
	all := k.exports()
	for _, old := range all[:max(0, len(all)-maxExports)] {
		if err := os.Remove(old); err != nil {
			k.log.WarnContext(ctx, "an old export was not removed", "error", err)
		}
	}
}

// note keeps what became of an export.
func (k *Keeper) note(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.unsaved == nil {
		k.failedAt = k.now()
	}
	k.unsaved = err
}

// exports are those that there are, the oldest first.
func (k *Keeper) exports() []string {
	if k.folder == "" {
		return nil
	}
	all, _ := filepath.Glob(filepath.Join(k.folder, exportPattern)) // the pattern is well formed
	slices.Sort(all)
	return all
}

// latest is the newest export, "" if there is none.
func (k *Keeper) latest() string {
	all := k.exports()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
