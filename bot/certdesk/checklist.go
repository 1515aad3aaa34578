package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"certdesk/checks"
)

// list checks what the command line and then the list name. A line that is no
// target is told and passed over.
func (s *sweep) list(ctx context.Context, std streams, o *checkOptions, first []checks.Target) (int, error) {
	in, err := open(o.file, std.in)
	if err != nil {
		return statusUnknown, fmt.Errorf("the list %q %w", o.file, err)
	}
	defer in.Close()
	s.progress.total = countEntries(o.file, s.progress) + len(first)
	bad, fed := 0, 0
	var readErr error
	status, err := s.run(ctx, func(yield func(checks.Target) bool) {
		fed = len(first)
		if slices.ContainsFunc(first, func(t checks.Target) bool { return !yield(t) }) {
			return
		}
		readErr = entries(in, func(number int, typed string) bool {
			t, err := o.target(typed)
			if err != nil {
				bad++
				s.alone(func() { fmt.Fprintf(std.err, "certdesk: %s:%d: %s\n", o.file, number, err) })
				return ctx.Err() == nil
			}
			fed++
			return yield(t)
		})
	})
	switch {
	case err != nil:
		return status, err
	case readErr != nil:
		return status, fmt.Errorf("the list %q %w", o.file, readErr)
	}
	if s.out.form == row {
		err = s.total()
	}
	switch {
	case err != nil:
		return status, err
	case bad > 0:
		return status, fmt.Errorf("%s of the list %q could not be understood", plural(bad, "line"), o.file)
	case fed == 0:
		return status, fmt.Errorf("the list %q names no server; write one a line, like imap.corp.com:993", o.file)
	}
	return status, nil
}

// total ends a list for people.
func (s *sweep) total() error {
	good, warned := s.tally[checks.VerdictTrusted], s.tally[checks.VerdictWarning]
	all := 0
	for _, n := range s.tally {
		all += n
	}
	text := fmt.Sprintf("\n%s checked: %s in order, %s with a warning, %s with a fault.\n",
		plural(all, "server"), thousands(good), thousands(warned), thousands(all-good-warned))
	if all > good {
		text += "What helps tells: certdesk check SERVER:PORT\n"
	}
	return s.out.write([]byte(text))
}

// countEntries counts the targets of a list for the progress on a terminal; 0
// where nobody looks or the list can be read only once.
func countEntries(name string, p *progress) int {
	if p.w == nil || name == "-" {
		return 0
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return 0
	}
	in, err := open(name, nil)
	if err != nil {
		return 0
	}
	defer in.Close()
	n := 0
	if err := entries(in, func(int, string) bool { n++; return true }); err != nil {
		return 0
	}
	return n
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}
