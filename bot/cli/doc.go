// Package cli is certdesk on a terminal: what is asked by flags and arguments, the
// answers as text for people or as JSON Lines for programs, the progress of a sweep,
// and a conversation with the whole bot behind it.
//
//	streams.go    what a command reads and writes, and its exit statuses: those of
//	              monitoring plugins; of several the worst counts
//	arguments.go  what a subcommand is, and what is wrong with its flags in plain words
//	flags.go      flags that several have: checkflags.go those of check, clientflag.go
//	              the mail program
//	refusal.go    what was typed wrongly, in the language of --lang
//	check.go      one target or a few; sweep.go and list.go for thousands: pace.go how
//	              many at once, lines.go how a list is read, progress.go how far it is
//	inspect.go    certificates in a file, read by readfile.go; cases.go for one case
//	              a line
//	fix.go        a pasted error message; seen.go what a user's own dialog shows
//	view.go       what this PC sees of a server
//	chat.go       the bot on the terminal, by talk.go
//	print.go      reports for people and for programs
//
// It puts engine, adapters and stores together, and only main and the demo, which is
// a terminal with its own servers behind it, import it.
package cli
