package store

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"certdesk/bot"
)

// packers pack answers, as many at a time as there are processors: each needs
// more than half a megabyte for it, so that a crowd that is answered at once
// would need it a thousand times.
type packers chan *flate.Writer

func newPackers() packers {
	p := make(packers, runtime.GOMAXPROCS(0))
	for range cap(p) {
		p <- nil // made when it is needed
	}
	return p
}

func (p packers) pack(ctx context.Context, a *bot.Answer) (packed []byte, err error) {
	var w *flate.Writer
	select {
	case w = <-p:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { p <- w }()
	var out bytes.Buffer
	if w == nil {
		if w, err = flate.NewWriter(&out, flate.BestSpeed); err != nil {
			return nil, err
		}
	}
	w.Reset(&out)
	if err := json.NewEncoder(w).Encode(a); err != nil {
		return nil, fmt.Errorf("writing an answer: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	return out.Bytes(), nil
}
