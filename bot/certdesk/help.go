package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"certdesk/checks"
)

func runHelp(ctx context.Context, s streams, args []string) (int, error) {
	if len(args) == 0 || args[0] == "help" {
		writeHelp(s.out)
		return statusOK, nil
	}
	c, ok := lookup(args[0])
	if !ok {
		return statusUnknown, unknownCommand(args[0])
	}
	return c.run(ctx, s, []string{"--help"})
}

func writeHelp(w io.Writer) {
	fmt.Fprint(w, "certdesk says what is wrong with a mail server's certificate, and what helps.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  certdesk %-26s %s\n", strings.TrimSpace(c.name+" "+c.args), c.about)
	}
	fmt.Fprint(w, `
Try:  certdesk demo
      certdesk check imap.corp.com:993

Exit status: 0 in order, 1 warning, 2 critical (untrusted, unreachable, no TLS),
3 the question could not be understood or dealt with; of several the worst, in
the order 2, 3, 1, 0.
`)
}

// looksLikeServer tells a server from a mistyped command.
func looksLikeServer(typed string, t checks.Target) bool {
	return t.Port != 0 || strings.Contains(t.Host, ".") || strings.Contains(typed, ":")
}

// nearest returns the candidate that a typing error has most likely missed, ""
// if none is near: at most every third letter may be wrong.
func nearest(typed string, candidates []string) string {
	best, least := "", len(typed)/3+2
	for _, c := range candidates {
		if d := distance(strings.ToLower(typed), c); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap with
// their neighbour (optimal string alignment).
func distance(a, b string) int {
	before, last, row := []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}
