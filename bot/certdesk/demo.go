package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/resolve"
)

// demoTimeout is short: some servers of the zoo make people wait on purpose.
const demoTimeout = 2 * time.Second

func runDemo(ctx context.Context, s streams, args []string) (int, error) {
	var f shared
	set := flag.NewFlagSet("demo", flag.ContinueOnError)
	set.StringVar(&f.color, "color", "auto", "auto, always or never")
	if rest, err := parse(set, s.out, args); err != nil || len(rest) > 0 {
		if err == nil {
			err = fmt.Errorf("demo takes no %q", rest[0])
		}
		return statusUnknown, err
	}
	style, err := f.style(s.out)
	if err != nil {
		return statusUnknown, err
	}
	zoo, err := checktest.Open(ctx, time.Now())
	if err != nil {
		return statusUnknown, fmt.Errorf("the demo's servers cannot be started: %w", err)
	}
	defer zoo.Close()
	e, err := zooEngine(zoo)
	if err != nil {
		return statusUnknown, err
	}
	d := &demo{engine: e, style: style, out: s.out}
	if err := d.tour(ctx, zoo.Cases); err != nil {
		return statusUnknown, err
	}
	if in, ok := s.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		return statusOK, d.prompt(ctx, s.in)
	}
	return statusOK, nil
}

func zooEngine(zoo *checktest.Zoo) (*engine.Engine, error) {
	resolver, err := resolve.Server(zoo.NameServer(), zoo)
	if err != nil {
		return nil, err
	}
	var stores []chain.Store
	for _, s := range zoo.Stores {
		store, err := chain.FromPEM(s.Name, s.PEM)
		if err != nil {
			return nil, fmt.Errorf("reading the demo's roots: %w", err)
		}
		stores = append(stores, store)
	}
	return engine.New(engine.Config{Dialer: zoo, Resolver: resolver, Stores: stores, Now: time.Now})
}

type demo struct {
	engine *engine.Engine
	style  console.Style
	out    io.Writer
}

// tour checks every server of the zoo, the faulty ones first, for they are
// what people come to see.
func (d *demo) tour(ctx context.Context, cases []checktest.Case) error {
	fmt.Fprint(d.out, "These servers run inside this program, on loopback, with names and ports of real\nlife. Each answer is what the bot says to the command above it.\n")
	tally := map[checks.Verdict]int{}
	show := func(healthy bool) error {
		for _, c := range cases {
			if (len(c.Want) == 0) != healthy {
				continue
			}
			if ctx.Err() != nil {
				return errors.New("stopped")
			}
			fmt.Fprintf(d.out, "\n%s\n%s\n/certcheck %s\n\n", strings.Repeat("─", 80), c.Title, c.Target)
			if err := d.check(ctx, c.Target, tally); err != nil {
				return err
			}
		}
		return nil
	}
	if err := errors.Join(show(false), show(true)); err != nil {
		return err
	}
	bad := tally[checks.VerdictUntrusted] + tally[checks.VerdictUnreachable] + tally[checks.VerdictNoTLS]
	_, err := fmt.Fprintf(d.out, "\n%s\n%d servers: %d that mail clients refuse, %d with a warning, %d in order.\n",
		strings.Repeat("─", 80), len(cases), bad, tally[checks.VerdictWarning], tally[checks.VerdictTrusted])
	return err
}

func (d *demo) check(ctx context.Context, text string, tally map[checks.Verdict]int) error {
	target, err := checks.ParseTarget(text)
	if err != nil {
		_, err = fmt.Fprintln(d.out, err)
		return err
	}
	var failed error
	d.engine.Each(ctx, target, engine.Options{Timeout: demoTimeout}, func(r checks.Report) {
		tally[r.Verdict]++
		failed = errors.Join(failed, console.Show(d.out, answer.Report(&r), d.style))
	})
	return failed
}

// prompt goes on with whatever the visitor types.
func (d *demo) prompt(ctx context.Context, in io.Reader) error {
	fmt.Fprintln(d.out, "\nYour turn, among the same servers: /certcheck imap.corp.example, or quit.")
	lines := bufio.NewScanner(in)
	for {
		fmt.Fprint(d.out, "> ")
		if !lines.Scan() || ctx.Err() != nil {
			return nil
		}
		line := strings.TrimSpace(lines.Text())
		switch line = strings.TrimSpace(strings.TrimPrefix(line, "/certcheck")); line {
		case "":
		case "quit", "exit":
			return nil
		default:
			if err := d.check(ctx, line, map[checks.Verdict]int{}); err != nil {
				return err
			}
		}
	}
}
