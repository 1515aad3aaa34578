package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// exported is a line of an export: JSON Lines, a record each.
type exported struct {
	Kind    string          `json:"kind"`
	Key     string          `json:"key"`
	Group   string          `json:"group,omitempty"`
	Value   json.RawMessage `json:"value"`
	Due     time.Time       `json:"due,omitzero"`
	Expires time.Time       `json:"expires,omitzero"`
}

// maxLine bounds a line of an import.
const maxLine = 4 << 20

// Export writes what must not be lost (watches, settings, walks, counts,
// what people have chosen) and
// returns how many records that are. Results are left out: they are found
// again.
func (s *Store) Export(ctx context.Context, w io.Writer) (n int, err error) {
	out := json.NewEncoder(w)
	for _, kind := range lasting {
		err := s.each(ctx, kind, func(r Record) error {
			n++
			return out.Encode(exported{Kind: r.Kind, Key: r.Key, Group: r.Group, Value: r.Value, Due: r.Due, Expires: r.Expires})
		})
		if err != nil {
			return n, fmt.Errorf("exporting: %w", err)
		}
	}
	return n, nil
}

// Import reads what Export wrote, over what is there, and returns how many
// records that were.
func (s *Store) Import(ctx context.Context, r io.Reader) (n int, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for number := 1; lines.Scan(); number++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var e exported
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Key == "" || !slices.Contains(lasting, e.Kind) {
			return n, fmt.Errorf("line %d is not a record of an export", number)
		}
		if _, err := s.observed.Put(ctx, Record{Kind: e.Kind, Key: e.Key, Group: e.Group, Value: e.Value, Due: e.Due, Expires: e.Expires}, Always); err != nil {
			return n, fmt.Errorf("importing line %d: %w", number, err)
		}
		n++
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			return n, errors.New("a line is too long for a record of an export")
		}
		return n, fmt.Errorf("importing: %w", err)
	}
	return n, nil
}
