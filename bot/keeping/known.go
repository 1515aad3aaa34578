package keeping

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// knownName is the file in which the mark that was seen last outlives a process.
const knownName = "store-mark.json"

// known is the mark that this or an earlier process saw last, nil if none did.
func (k *Keeper) known() *Mark {
	if k.folder == "" {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(k.folder, knownName))
	if err != nil {
		return nil
	}
	var m Mark
	if err := json.Unmarshal(data, &m); err != nil || m.ID == "" {
		return nil
	}
	return &m
}

func (k *Keeper) remember(m Mark) {
	if k.folder == "" {
		return
	}
	data, err := json.Marshal(m)
	if err == nil {
		err = k.write(knownName, func(f *os.File) error { _, err := f.Write(data); return err })
	}
	if err != nil {
		k.log.Debug("what is known of the store was not written down", "error", err)
	}
}

// write writes a file as a whole or not at all, for this user alone.
func (k *Keeper) write(name string, do func(*os.File) error) error {
	if err := os.MkdirAll(k.folder, 0o700); err != nil {
		return err
	}
	whole := filepath.Join(k.folder, name)
	part := whole + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(do(file), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, whole)
}
