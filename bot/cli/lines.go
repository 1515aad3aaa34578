package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
)

// What Windows programs put before a text in UTF-8, and in UTF-16.
const (
	utf8BOM  = "\ufeff"
	utf16BOM = "\xff\xfe"
)

// eachLine calls take with each line and its number, until it returns false.
// A line of more than maxBytes is cut there, and the rest of it skipped.
func eachLine(r io.Reader, maxBytes int, take func(n int, line []byte) bool) error {
	in := bufio.NewReaderSize(r, min(maxBytes, 64<<10))
	var line []byte
	for n := 1; ; {
		part, err := in.ReadSlice('\n')
		line = append(line, part[:min(len(part), maxBytes-len(line))]...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return err
		case len(line) > 0 && !take(n, line), err != nil:
			return nil
		}
		line = line[:0]
		n++
	}
}

// UntilDone is r until ctx ends, then the end of it. Reading a terminal or a
// pipe cannot be interrupted, so another goroutine does it, and stays behind in
// its last read until the process ends.
func UntilDone(ctx context.Context, r io.Reader) io.Reader {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(ErrStopped) })
	return out
}
