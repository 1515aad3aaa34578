// Package attached says which of the files that people attach are read, and
// how much of them: exported certificates, and certificates are small. Where
// they are fetched, and who may fetch them, is each platform's own.
package attached

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// What is fetched for one message.
const (
	// Most files are fetched, each of at most MostBytes, Within each.
	Most      = 4
	MostBytes = 256 << 10
	Within    = 10 * time.Second
)

// Endings are what the names of exported certificates end in.
func Endings() []string { return []string{"cer", "crt", "pem", "der", "p7b", "p7c"} }

// Wanted tells by its name whether a file is a certificate.
func Wanted(name string) bool {
	return slices.Contains(Endings(), strings.TrimPrefix(strings.ToLower(path.Ext(name)), "."))
}

// ErrLarge: no certificate is as large as this file.
var ErrLarge = fmt.Errorf("the file has more than %d bytes", MostBytes)

// Read reads a file, if it is not too large.
func Read(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	switch {
	case err != nil:
		return nil, errors.New("the file broke off")
	case len(data) > MostBytes:
		return nil, ErrLarge
	}
	return data, nil
}
