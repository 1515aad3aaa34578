package cli

import (
	"errors"
	"io"

	"certdesk/bot/oserr"
	"certdesk/checks/say"
)

// maxFile bounds a file of certificates, in bytes.
const maxFile = 16 << 20

// errLarge is returned for a file of more than maxFile bytes.
var errLarge = errors.New("the file is too large")

// readWhole reads all of a file of certificates. Of one that is too large nothing is
// taken: a part would be judged for the whole.
func readWhole(file io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, errLarge
	}
	return data, err
}

// whyUnreadable says why a file could not be read.
func whyUnreadable(err error) say.Text {
	if errors.Is(err, errLarge) {
		return say.P("file", "it is larger than {n} MiB", say.Count("n", maxFile>>20))
	}
	return oserr.Plain(err)
}
