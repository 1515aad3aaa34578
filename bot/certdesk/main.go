// Command certdesk diagnoses the certificates of mail servers.
//
// This package only wires: the flags of a subcommand in, one call, exit status out.
// The rooms that do the work are
//
//	bot/cli        check, inspect, fix, view and chat on a terminal
//	bot/serve      the bot as a service, and its workers in other zones
//	bot/demo       the tour of a zoo of broken servers, and its page
//	bot/telemetry  the log, the metrics and the traces of serve and worker
//	bot/diagnosis  the engine (checks/...) behind the interfaces of the conversation
//
// main.go has the subcommands and the way to one of them; those with more than a
// call have a file run*.go. Tests that run the program from outside stand here, and
// those that hold the whole module to its rules (imports_test.go, house_test.go).
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

	"certdesk/bot/cli"
	"certdesk/bot/command"
	"certdesk/bot/demo"
)

// command is one subcommand. An error is one sentence for the person who typed
// it, and means status 3 unless the status says worse.
type subcommand struct {
	name, form, usage string
	run               func(ctx context.Context, s cli.Streams, args []string) (status int, err error)
}

func commands() []subcommand {
	return []subcommand{
		{"demo", "[--web]", "shows the answers to some seventy servers, most of them broken on purpose", demo.Run},
		{"check", "[flags] TARGET...", "checks servers and says what is wrong, and what helps", cli.Check},
		{"inspect", "[flags] FILE|-", "the same for certificates in a file, without a network", cli.Inspect},
		{"fix", "[TEXT...|-]", "says what a pasted error message means, and what helps", cli.Fix},
		{"view", "HOST:PORT", "prints what this PC sees of a server, to paste into the chat", cli.View},
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
	return dispatch(ctx, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:])
}

func dispatch(ctx context.Context, s cli.Streams, args []string) int {
	if len(args) == 0 {
		printHelp(s.Err)
		return cli.StatusUnknown
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		if len(args) == 0 {
			printHelp(s.Out)
			return cli.StatusOK
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
		var help *cli.HelpWanted
		switch {
		case errors.As(err, &help):
			fmt.Fprintf(s.Out, "%s\n    %s\n\n", strings.TrimRight("certdesk "+c.name+" "+c.form, " "), c.usage)
			help.Print(s.Out)
			return cli.StatusOK
		case err != nil:
			fmt.Fprintln(s.Err, "certdesk:", err)
			return cli.Worse(status, cli.StatusUnknown)
		}
		return status
	}
	fmt.Fprintln(s.Err, "certdesk:", unknownCommand(name))
	return cli.StatusUnknown
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
