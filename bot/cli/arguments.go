package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"certdesk/bot/command"
	"certdesk/checks/say"
)

// NewCommand is a subcommand as the user types it. What it does is set by Run.
func NewCommand(use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true,
		SilenceErrors: true, SilenceUsage: true, ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// Exit is how a subcommand ended, if not well. Err is one sentence for the person who
// typed it; it may be nil, and the status tells.
type Exit struct {
	Status int
	Err    error
}

func (e *Exit) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit status %d", e.Status)
	}
	return e.Err.Error()
}

func (e *Exit) Unwrap() error { return e.Err }

// Run is what a subcommand does. An error means StatusUnknown unless the status says
// worse.
func Run(do func(ctx context.Context, args []string) (status int, err error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		status, err := do(cmd.Context(), args)
		if err != nil {
			status = Worse(status, StatusUnknown)
		}
		if status == StatusOK {
			return nil
		}
		return &Exit{status, inLanguage(cmd, err)}
	}
}

// offer completes the values of a flag in a shell.
func offer(cmd *cobra.Command, flag string, values ...string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(fmt.Sprintf("%s has no flag --%s, or it is completed twice: %v", cmd.Name(), flag, err))
	}
}

// examples are values that a flag takes.
var examples = map[string]string{
	"at-once": "16", "client": "thunderbird", "zone": "dmz",
	"at": "2026-11-23T12:00:00Z", "ca-file": "roots.pem", "color": "never", "concurrency": "64",
	"connect": "192.0.2.1:993", "crl": "list.crl", "depth": "quick", "file": "servers.txt", "lang": "de",
	"name": "imap.corp.com", "resolver": "192.0.2.53:53", "revocation": "off", "script": "conversation.txt", "seen": "issued-by=R11", "starttls": "imap",
	"timeout": "10s", "trust": "mozilla",
}

// FlagError says in one sentence what is wrong with the flags of a command, and how it
// is written.
func FlagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name = short // one dash where two are meant
		}
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		return inLanguage(cmd, refuse(say.S("{command} has no flag {flag}; did you mean {other}? \"{help}\" lists them all",
			say.Code("command", cmd.Name()), say.Code("flag", dashes(unknown)+name), say.Code("other", "--"+command.Nearest(name, known)),
			say.Code("help", "certdesk help "+cmd.Name()))))
	case errors.As(err, &lacking):
		name := lacking.GetFlag().Name
		return inLanguage(cmd, refuse(say.S("--{flag} needs a value; write for example {example}", say.Code("flag", name), example(name))))
	case errors.As(err, &invalid):
		name := invalid.GetFlag().Name
		if examples[name] == "" {
			return inLanguage(cmd, refuse(say.S("--{flag} takes no value such as \"{word}\"; write --{flag} alone", say.Code("flag", name), say.Foreign("word", invalid.GetValue()))))
		}
		return inLanguage(cmd, refuse(say.S("--{flag} cannot be \"{word}\"; write for example {example}", say.Code("flag", name), say.Foreign("word", invalid.GetValue()), example(name))))
	}
	return fmt.Errorf("%w; \"certdesk help %s\" lists the flags", err, cmd.Name())
}

// example is the flag as somebody might write it.
func example(flag string) say.Arg { return say.Code("example", "--"+flag+" "+examples[flag]) }

func dashes(e *pflag.NotExistError) string {
	if e.GetSpecifiedShortnames() != "" {
		return "-"
	}
	return "--"
}

// flagColumn is where the help of flags begins.
const flagColumn = 22

// PrintHelp prints the form of a command, and its flags.
func PrintHelp(cmd *cobra.Command, out io.Writer) {
	fmt.Fprintf(out, "certdesk %s\n    %s\n\n", cmd.Use, cmd.Short)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return // who reads this knows it
		}
		placeholder, usage := pflag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			usage += " (default " + f.DefValue + ")"
		}
		usage = strings.ReplaceAll(usage, "\n", "\n"+strings.Repeat(" ", len("  ")+flagColumn+len(" ")))
		fmt.Fprintf(out, "  %-*s %s\n", flagColumn, strings.TrimRight("--"+f.Name+" "+placeholder, " "), usage)
	})
}
