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
// What users read is in the language of --lang; what operators read (serve, worker,
// store, health, the help of flags, and files that cannot be read) is English.
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
	"syscall"
	_ "time/tzdata" // schedules know their zones where the system has none

	"certdesk/bot"
	"certdesk/bot/cli"
	"certdesk/store/redis"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// These three are for the whole process, and so stand here alone: an http.Transport
	// has no logger but the standard one for what it makes of hostile servers, the
	// client of Redis has one for all clients, and the runtime has one heap.
	log.SetOutput(io.Discard)
	redis.DiscardLog()
	limitMemory(isService(os.Args[1:]))
	if tz := os.Getenv("TZ"); bot.IsLostZone(tz) && !isService(os.Args[1:]) {
		fmt.Fprintf(os.Stderr, "certdesk: TZ is %q, which is no time zone that there is: times are in UTC; write its region and city, such as Europe/Berlin\n", tz)
	}
	context.AfterFunc(ctx, stop) // the second signal ends the process at once
	return dispatch(ctx, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:])
}

// isService tells whether a command runs until it is ended, and tells of wrong settings
// in its own log.
func isService(args []string) bool {
	return len(args) > 0 && (args[0] == "serve" || args[0] == "worker")
}

// dispatch runs a subcommand and returns its exit status.
func dispatch(ctx context.Context, s cli.Streams, args []string) int {
	err := newRoot(s, args).ExecuteContext(ctx)
	var exit *cli.Exit
	switch {
	case err == nil:
		return cli.StatusOK
	case errors.As(err, &exit) && exit.Err == nil:
		return exit.Status
	}
	fmt.Fprintln(s.Err, "certdesk:", err)
	if exit != nil {
		return exit.Status
	}
	return cli.StatusUnknown
}
