// Command certdesk diagnoses the certificates of mail servers.
//
// This package only wires: one file a subcommand, flags in, one call, exit
// status out. The status is that of monitoring plugins: 0 in order, 1 warning,
// 2 critical, 3 the question was wrong or could not be dealt with; of several
// the worst counts, in the order 2, 3, 1, 0.
//
// The way through, each with one file to open first:
//
//	main.go          the subcommands, and the way to one of them
//	check.go         one target or a few; sweep.go and list.go for thousands
//	inspect.go       certificates in a file; cases.go for one case a line
//	demo.go          the zoo of broken servers; webdemo.go shows it in a browser
//	serve.go         the bot: settings.go, adapters.go, watching.go, web.go with
//	                 readyz.go; servecheck.go looks before; worker.go another zone
//	logdesk.go       one request in the log and, by trace.go, at a collector;
//	                 secrets.go keeps the keys out
//	storecommand.go  what lasts, from store to store; storebackup.go copies
//	arguments.go     flags anywhere among the arguments, errors in plain words
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // schedules know their zones where the system has none

	"certdesk/bot/command"
)

// command is one subcommand. An error is one sentence for the person who typed
// it, and means status 3 unless the status says worse.
type subcommand struct {
	name, form, usage string
	run               func(ctx context.Context, s streams, args []string) (status int, err error)
}

func commands() []subcommand {
	return []subcommand{
		{"demo", "[--web]", "shows the answers to some seventy servers, most of them broken on purpose", runDemo},
		{"check", "[flags] TARGET...", "checks servers and says what is wrong, and what helps", runCheck},
		{"inspect", "[flags] FILE|-", "the same for certificates in a file, without a network", runInspect},
		{"fix", "[TEXT...|-]", "says what a pasted error message means, and what helps", runFix},
		{"view", "HOST:PORT", "prints what this PC sees of a server, to paste into the chat", runView},
		{"chat", "[flags]", "a conversation on the terminal, with the whole bot behind it", runChat},
		{"store", "export|import|backup|restore FILE | audit", "moves watches and settings between stores, copies the embedded one, and prints who asked what", runStore},
		{"serve", "[--check]", "runs the bot for Slack and Discord, as the environment says", runServe},
		{"worker", "--zone NAME", "checks for the bot from another network zone, fed through Redis", runWorker},
		{"health", "", "asks the serve or worker of this machine whether it is ready: status 0 or 1", runHealth},
		{"version", "", "version, commit, Go, and the date of the embedded roots", runVersion},
	}
}

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// net/http tells the standard logger what it makes of hostile servers.
	log.SetOutput(io.Discard)
	context.AfterFunc(ctx, stop) // the second signal ends the process at once
	return dispatch(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
}

func dispatch(ctx context.Context, s streams, args []string) int {
	if len(args) == 0 {
		printHelp(s.err)
		return statusUnknown
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		if len(args) == 0 {
			printHelp(s.out)
			return statusOK
		}
		name, args = args[0], []string{"--help"}
	case "-version", "--version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		status, err := c.run(ctx, s, args)
		var help *helpWanted
		switch {
		case errors.As(err, &help):
			fmt.Fprintf(s.out, "%s\n    %s\n\n", strings.TrimRight("certdesk "+c.name+" "+c.form, " "), c.usage)
			help.print(s.out)
			return statusOK
		case err != nil:
			fmt.Fprintln(s.err, "certdesk:", err)
			return worse(status, statusUnknown)
		}
		return status
	}
	fmt.Fprintln(s.err, "certdesk:", unknownCommand(name))
	return statusUnknown
}

func unknownCommand(name string) error {
	if strings.ContainsAny(name, ".:@") && !strings.HasPrefix(name, "-") {
		return fmt.Errorf("to check a server, write: certdesk check %s", name)
	}
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return fmt.Errorf("there is no command %q; did you mean %q? \"certdesk help\" lists them all", name, command.Nearest(name, append(names, "help")))
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "certdesk says what is wrong with a mail server's certificate, and what helps.\n\n")
	for _, c := range commands() {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  certdesk %s %s", c.name, c.form), " "))
		fmt.Fprintf(w, "      %s\n", c.usage)
	}
	fmt.Fprint(w, "\n\"certdesk help check\" lists the flags. Try: certdesk check imap.corp.com:993\n")
}
