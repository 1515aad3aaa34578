package settings

import (
	"crypto/sha256"
	"os"
	"strings"
)

// File is a file that holds a setting, as it was read.
type File struct {
	Path string
	Sum  [sha256.Size]byte // of what it says; zero: it could not be read
}

// Again is the file as it is now: another value where what it says has changed, or
// whether it can be read.
func (f File) Again() File {
	f.Sum = [sha256.Size]byte{}
	if data, err := os.ReadFile(f.Path); err == nil {
		f.Sum = sha256.Sum256([]byte(strings.TrimSpace(string(data))))
	}
	return f
}
