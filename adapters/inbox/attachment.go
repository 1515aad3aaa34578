package inbox

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
	// MaxFiles files are fetched, each of at most MaxFileBytes, fetchWithin each.
	MaxFiles     = 4
	MaxFileBytes = 256 << 10
	fetchWithin  = 10 * time.Second
)

// Endings are what the names of exported certificates end in.
func Endings() []string { return []string{"cer", "crt", "pem", "der", "p7b", "p7c"} }

// listEndings are what the names of lists of watches end in, and importing the
// word with which they come.
var listEndings = []string{"csv", "yaml", "yml"}

const importing = "import"

// Wanted tells by its name whether a file is read that came with a text: a
// certificate, or a list of watches that the text says is to be imported.
func Wanted(name, text string) bool {
	ending := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	return slices.Contains(Endings(), ending) ||
		slices.Contains(listEndings, ending) && slices.Contains(strings.Fields(strings.ToLower(text)), importing)
}

// ErrLarge is what is said of a file that is larger than anything that is read.
var ErrLarge = fmt.Errorf("the file has more than %d bytes", MaxFileBytes)

// Read reads a file, if it is not too large.
func Read(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	switch {
	case err != nil:
		return nil, errors.New("the file broke off")
	case len(data) > MaxFileBytes:
		return nil, ErrLarge
	}
	return data, nil
}
