package inbox

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"

	"certdesk/adapters/plaintext"
	"certdesk/adapters/retry"
	"certdesk/bot"
)

// File is one that somebody has attached.
type File struct {
	Name string
	// Type is its media type as the platform says, "" where it does not.
	Type string
	Size int // in bytes, as the platform says
	// Address is where it is fetched; Refused says why it is not, nil if it may.
	Address string
	Refused error
}

// Fetcher fetches attached files.
type Fetcher struct {
	HTTP *http.Client
	// Header goes along; nil is none.
	Header http.Header
	// Judge tells what a response with a status but 200, or a page, means; nil, or a
	// nil error, is its status alone.
	Judge func(resp *http.Response) error
	Log   *slog.Logger
}

// maxName bounds the name of a file, in characters.
const maxName = 100

// Fetch fetches what is read of the files that came with a text. One that cannot
// be fetched is there without data, so that it can be said.
func (f *Fetcher) Fetch(ctx context.Context, text string, files []File) []bot.File {
	var out []bot.File
	for i := range files {
		if len(out) == MaxFiles || !Wanted(files[i].Name, text) {
			continue
		}
		data, err := f.fetch(ctx, &files[i])
		if err != nil {
			f.Log.Warn("an attachment could not be fetched", "error", err)
		}
		out = append(out, named(files[i].Name, data))
	}
	return out
}

func named(name string, data []byte) bot.File {
	return bot.File{Name: plaintext.Short(name, maxName), Data: data}
}

func (f *Fetcher) fetch(ctx context.Context, file *File) ([]byte, error) {
	switch {
	case file.Size > MaxFileBytes:
		return nil, ErrLarge
	case file.Refused != nil:
		return nil, file.Refused
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, file.Address, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for it: %w", retry.WithoutAddress(err))
	}
	maps.Copy(req.Header, f.Header)
	resp, err := f.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking for it: %w", retry.WithoutAddress(err))
	}
	defer resp.Body.Close()
	if f.Judge != nil {
		if err := f.Judge(resp); err != nil {
			return nil, err
		}
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return Read(resp.Body)
}
