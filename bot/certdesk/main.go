// Command certdesk diagnoses the certificates of mail servers.
//
// This package only wires: one file a subcommand, flags in, one call, exit
// status out. The status is that of monitoring plugins: 0 in order, 1 warning,
// 2 critical, 3 the question was wrong or could not be dealt with; of several
// the worst counts, in the order 2, 3, 1, 0.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit statuses.
const (
	statusOK = iota
	statusWarning
	statusCritical
	statusUnknown
)

// worse returns the worse of two statuses.
func worse(a, b int) int {
	rank := [...]int{statusOK: 0, statusWarning: 1, statusUnknown: 2, statusCritical: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one subcommand. An error is one sentence for the person who typed
// it, and means status 3 unless the status says worse.
type command struct {
	name, usage string
	run         func(ctx context.Context, s streams, args []string) (status int, err error)
}

func commands() []command {
	return []command{
		{"demo", "shows what certdesk says of some fifty servers, most of them broken on purpose", runDemo},
		{"check", "[flags] TARGET...   checks servers and says what is wrong", runCheck},
		{"inspect", "[flags] FILE|-   the same for certificates in a file, without a network", runInspect},
		{"version", "version, commit, Go, and the date of the embedded roots", runVersion},
	}
}

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return dispatch(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
}

func dispatch(ctx context.Context, s streams, args []string) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		printHelp(s.out)
		if len(args) == 0 {
			return statusUnknown
		}
		return statusOK
	}
	all := commands()
	for _, c := range all {
		if c.name == args[0] {
			status, err := c.run(ctx, s, args[1:])
			if errors.Is(err, flag.ErrHelp) {
				return statusOK
			}
			if err != nil {
				fmt.Fprintln(s.err, "certdesk:", err)
				return worse(status, statusUnknown)
			}
			return status
		}
	}
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.name
	}
	fmt.Fprintf(s.err, "certdesk: there is no command %q; did you mean %q? \"certdesk help\" lists them all.\n", args[0], nearest(args[0], names))
	return statusUnknown
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "certdesk says what is wrong with a mail server's certificate, and what helps.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  certdesk %-8s %s\n", c.name, c.usage)
	}
	fmt.Fprint(w, "\n\"certdesk check --help\" lists the flags. Try: certdesk check imap.corp.com:993\n")
}

// nearest returns the candidate with the least edit distance.
func nearest(word string, candidates []string) string {
	best, least := candidates[0], 1<<30
	for _, c := range candidates {
		if d := distance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
