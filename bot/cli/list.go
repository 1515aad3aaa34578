package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"certdesk/bot/watchlist"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxLine bounds a line of a list, in bytes; a target is much shorter.
const maxLine = 8 << 10

// list checks the targets of a file, and those given beside it. It goes on
// after lines that are none.
func (s *sweep) list(ctx context.Context, name string, stdin io.Reader, more []string) (int, error) {
	if watchlist.Is(name) {
		return s.watches(ctx, name, more)
	}
	in := stdin
	if name == "-" {
		in = UntilDone(ctx, stdin)
	} else {
		file, err := os.Open(name)
		if err != nil {
			return StatusUnknown, unreadable(name, err)
		}
		defer file.Close()
		in = file
	}
	s.progress = newProgress(s.err)
	if s.progress.w != nil {
		s.progress.total = len(more) + countEntries(name)
	}
	bad, total := 0, 0
	var readErr error
	status, err := s.run(ctx, func(yield func(checks.Target) bool) {
		take := func(text, where string) bool {
			t, err := s.target(text)
			if err != nil {
				bad++
				s.complain(where, err)
				return true
			}
			total++
			return yield(t)
		}
		for _, text := range more {
			if !take(text, "argument") {
				return
			}
		}
		readErr = eachLine(in, maxLine, func(n int, line []byte) bool {
			text := entry(n, line)
			return text == "" || take(text, fmt.Sprintf("line %d", n))
		})
	})
	switch {
	case err != nil:
		return status, err
	case readErr != nil:
		return status, unreadable(name, readErr)
	case bad > 0:
		return status, refuse(say.N("{n} line in the list could not be understood; the others were checked", "{n} lines in the list could not be understood; the others were checked", bad))
	case total == 0:
		return StatusUnknown, refuse(say.S("the list \"{file}\" names no server; write one a line, like {example}", say.Foreign("file", name), say.Code("example", "imap.corp.com:993")))
	}
	return status, nil
}

// watches checks the servers of a list of watches, each once.
func (s *sweep) watches(ctx context.Context, name string, more []string) (int, error) {
	list, err := watchlist.ReadFile(name)
	if err != nil {
		return StatusUnknown, unreadable(name, err)
	}
	seen := make(map[string]bool)
	for i := range list {
		if server := list[i].Name(); !seen[server] {
			seen[server] = true
			more = append(more, server)
		}
	}
	if len(more) == 0 {
		return StatusUnknown, refuse(say.S("the list \"{file}\" names no server; write one a line, like {example}", say.Foreign("file", name), say.Code("example", "imap.corp.com:993")))
	}
	return s.targets(ctx, more)
}

// entry is the target in a line, "" if there is none. Editors on Windows put a
// byte order mark before the first one, and PowerShell two bytes for a letter.
func entry(n int, line []byte) string {
	if n == 1 {
		line = bytes.TrimPrefix(line, []byte(utf8BOM))
		line = bytes.TrimPrefix(line, []byte(utf16BOM))
	}
	text, _, _ := strings.Cut(strings.ReplaceAll(string(line), "\x00", ""), "#")
	return strings.TrimSpace(text)
}

// countEntries counts the targets of a list for whoever waits; 0 where it can
// be read only once.
func countEntries(name string) int {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return 0
	}
	file, err := os.Open(name)
	if err != nil {
		return 0
	}
	defer file.Close()
	count := 0
	err = eachLine(file, maxLine, func(n int, line []byte) bool {
		if entry(n, line) != "" {
			count++
		}
		return true
	})
	if err != nil {
		return 0
	}
	return count
}

func (s *sweep) complain(where string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.clear()
	fmt.Fprintf(s.err, "certdesk: %s: %s\n", where, err)
}

func lineCount(n int) string {
	if n == 1 {
		return "1 line"
	}
	return grouped(n) + " lines"
}
