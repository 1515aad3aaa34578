package demo

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"certdesk/bot/cli"
	"certdesk/checks/checktest"
)

// Command is the subcommand demo: the answers to servers of its own, on a terminal or,
// with --web, on a page that it serves until it is interrupted.
func Command(s cli.Streams) *cobra.Command {
	cmd := cli.NewCommand("demo [--all] [--web]", "shows the answers to over ninety servers, most of them broken on purpose")
	set := cmd.Flags()
	var f cli.Flags
	f.RegisterTalk(set)
	web := set.Bool("web", false, "serve a page that shows the answers as Slack, Discord and\na terminal do")
	all := set.Bool("all", false, "show the answers to all servers, also on a terminal")
	listen := set.String("listen", "127.0.0.1:0", "the `ADDR:PORT` of that page")
	cmd.RunE = cli.Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return cli.StatusUnknown, cli.TakesNothing("demo", rest[0])
		}
		style, err := f.Style(s.Out)
		if err != nil {
			return cli.StatusUnknown, err
		}
		book, err := f.Book()
		if err != nil {
			return cli.StatusUnknown, err
		}
		zoo, err := checktest.Open(ctx, time.Now())
		if err != nil {
			return cli.StatusUnknown, fmt.Errorf("the demo's servers cannot be started: %w", err)
		}
		defer zoo.Close()
		e, err := zooDiagnosis(zoo)
		if err != nil {
			return cli.StatusUnknown, err
		}
		d := &demo{engine: e, style: style, book: book, out: s.Out}
		if *web {
			return cli.StatusOK, d.web(ctx, zoo, &f, *listen)
		}
		in, isFile := s.In.(*os.File)
		if *all || !isFile || !term.IsTerminal(int(in.Fd())) {
			if err := d.tour(ctx, zoo.Cases); err != nil {
				return cli.StatusUnknown, err
			}
			return cli.StatusOK, nil
		}
		if err := d.example(ctx, zoo.Cases); err != nil {
			return cli.StatusUnknown, err
		}
		return cli.StatusOK, d.prompt(ctx, s, &f, zoo.Cases)
	})
	return cmd
}
