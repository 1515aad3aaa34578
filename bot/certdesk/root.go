package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"certdesk/bot/cli"
	"certdesk/bot/command"
	"certdesk/bot/demo"
)

// newRoot is the program with what was typed behind its name.
func newRoot(s cli.Streams, args []string) *cobra.Command {
	all := commands(s)
	root := cli.NewCommand("certdesk", "says what is wrong with a mail server's certificate, and what helps")
	root.FParseErrWhitelist.UnknownFlags = true // those of a command that there is not
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.SetFlagErrorFunc(cli.FlagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		if cmd == root {
			printHelp(s.Out, all)
		} else {
			cli.PrintHelp(cmd, s.Out)
		}
	})
	typed := args
	root.RunE = cli.Run(func(_ context.Context, args []string) (int, error) {
		switch {
		case len(typed) == 0:
			printHelp(s.Err, all)
			return cli.StatusUnknown, nil
		case len(args) == 0: // flags alone
			return cli.StatusUnknown, unknownCommand(typed[0], all)
		}
		return cli.StatusUnknown, unknownCommand(args[0], all)
	})
	root.AddCommand(all...)
	root.AddCommand(completionCommand(s, root))
	root.SetHelpCommand(helpCommand(root, all))
	if len(args) > 0 {
		// With one dash as well, as it has been.
		switch args[0] {
		case "-version", "--version":
			args = append([]string{"version"}, args[1:]...)
		case "-help":
			args = append([]string{"help"}, args[1:]...)
		}
	}
	root.SetArgs(args)
	return root
}

// completionCommand prints what teaches a shell to complete certdesk's commands.
func completionCommand(s cli.Streams, root *cobra.Command) *cobra.Command {
	shells := map[string]func(io.Writer) error{
		"bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":  root.GenZshCompletion, "powershell": root.GenPowerShellCompletionWithDesc,
		"fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
	}
	names := []string{"bash", "zsh", "fish", "powershell"}
	cmd := cli.NewCommand("completion bash|zsh|fish|powershell", "prints the script by which a shell completes what is typed")
	cmd.ValidArgsFunction = cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)
	cmd.RunE = cli.Run(func(_ context.Context, args []string) (int, error) {
		if len(args) != 1 {
			return cli.StatusUnknown, fmt.Errorf("completion takes one shell; write for example: certdesk completion bash")
		}
		generate, ok := shells[args[0]]
		if !ok {
			return cli.StatusUnknown, fmt.Errorf("completion does not know %q; did you mean %s? It takes %s", args[0], command.Nearest(args[0], names), strings.Join(names, ", "))
		}
		return cli.StatusOK, generate(s.Out)
	})
	return cmd
}

func helpCommand(root *cobra.Command, all []*cobra.Command) *cobra.Command {
	cmd := cli.NewCommand("help [COMMAND]", "lists the commands, or the flags of one")
	cmd.RunE = cli.Run(func(_ context.Context, args []string) (int, error) {
		if len(args) == 0 {
			return cli.StatusOK, root.Help()
		}
		for _, c := range root.Commands() {
			if c.Name() == args[0] {
				return cli.StatusOK, c.Help()
			}
		}
		return cli.StatusUnknown, unknownCommand(args[0], all)
	})
	return cmd
}

func unknownCommand(name string, all []*cobra.Command) error {
	if strings.ContainsAny(name, ".:@") && !strings.HasPrefix(name, "-") {
		return fmt.Errorf("to check a server, write: certdesk check %s", name)
	}
	names := []string{"help", "completion"}
	for _, c := range all {
		names = append(names, c.Name())
	}
	return fmt.Errorf("there is no command %q; did you mean %q? \"certdesk help\" lists them all", name, command.Nearest(name, names))
}

func printHelp(w io.Writer, all []*cobra.Command) {
	fmt.Fprint(w, "certdesk says what is wrong with a mail server's certificate, and what helps.\n\n")
	for _, c := range all {
		fmt.Fprintf(w, "  certdesk %s\n      %s\n", c.Use, c.Short)
	}
	fmt.Fprint(w, "\n\"certdesk help check\" lists the flags, \"certdesk completion bash\" (zsh, fish,\npowershell) has a shell complete them. Try: certdesk check imap.corp.com:993\n")
}

// commands are in the order in which the help lists them.
func commands(s cli.Streams) []*cobra.Command {
	return []*cobra.Command{
		demo.Command(s), cli.Check(s), cli.Inspect(s), cli.Fix(s), cli.View(s), cli.Chat(s, openForChat),
		storeCommand(s), serveCommand(s), workerCommand(s), healthCommand(s), versionCommand(s),
	}
}
