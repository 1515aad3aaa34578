//go:build !unix

package sqlite

import "os"

// lockFile relies on SQLite's own locks where there is no flock.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
}
