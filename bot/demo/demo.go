package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/cli"
	"certdesk/bot/diagnosis"
	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/phrasebook"
	"certdesk/checks/resolve"
	"certdesk/checks/say"
	"certdesk/checks/target"
	"certdesk/store"
	"certdesk/store/sqlite"
)

const (
	// demoTimeout is short: some servers of the zoo make people wait on purpose.
	demoTimeout = 4 * time.Second
	// demoAhead is how many servers are checked before their turn to be shown.
	demoAhead = 16
)

// example shows a visitor at once what certdesk does: one command, one answer.
func (d *demo) example(ctx context.Context, cases []checktest.Case) error {
	first := named(cases, worth[0].name)
	intro := say.Join(say.S("certdesk explains why your mail app shows a certificate warning, and how to fix it."),
		say.N("{n} server runs inside this program, broken on purpose. This is what somebody asks and reads:",
			"{n} servers run inside this program, most of them broken on purpose. This is what somebody asks and reads:", len(cases)))
	if err := console.Show(d.out, answer.In(d.book, bot.Reply{Headline: intro}), d.style); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(d.out, "\n> /certcheck %s\n", first.Target); err != nil {
		return err
	}
	reports, err := d.reports(ctx, first.Target)
	if err != nil {
		return err
	}
	return d.say(answer.First(&reports[0]))
}

// prompt goes on with whatever the visitor types: the whole bot, on a store
// that is thrown away.
func (d *demo) prompt(ctx context.Context, s cli.Streams, f *cli.Flags, cases []checktest.Case) error {
	folder, err := os.MkdirTemp("", "certdesk-demo-")
	if err != nil {
		return fmt.Errorf("the demo's folder cannot be made: %w", err)
	}
	defer os.RemoveAll(folder)
	backend, err := sqlite.Open(ctx, folder, time.Now)
	if err != nil {
		return err
	}
	kept := store.New(backend, time.Now)
	defer kept.Close()
	var m *menu
	front, err := cli.NewFront(cli.FrontConfig{
		Checker: d.engine.Checker(engine.Options{Timeout: demoTimeout}, nil), Store: kept,
		Before: func(desk console.Desk) console.Desk { m = newMenu(desk, cases); return m },
	})
	if err != nil {
		return err
	}
	m.shown = answer.In(d.book, m.shown)
	return cli.Talk(ctx, s, front, cli.Conversation{Flags: f, Style: d.style, Greeting: m.shown})
}

func zooDiagnosis(zoo *checktest.Zoo) (*diagnosis.Diagnosis, error) {
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
	return diagnosis.New(diagnosis.Same(zoo), resolver, stores, "")
}

// demo answers questions about the zoo.
type demo struct {
	engine *diagnosis.Diagnosis
	style  console.Style
	book   *phrasebook.Book // nil is English
	out    io.Writer
}

// reports checks what somebody typed.
func (d *demo) reports(ctx context.Context, text string) ([]checks.Report, error) {
	target, err := target.Parse(text)
	if err != nil {
		return nil, err
	}
	var all []checks.Report
	d.engine.Each(ctx, target, engine.Options{Timeout: demoTimeout}, func(r checks.Report) { all = append(all, r) })
	if ctx.Err() != nil {
		return nil, cli.ErrStopped
	}
	return all, nil
}

func (d *demo) show(reports []checks.Report) error {
	for i := range reports {
		if err := d.say(answer.Report(&reports[i])); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) say(r bot.Reply) error {
	if _, err := fmt.Fprintln(d.out); err != nil {
		return err
	}
	return console.Show(d.out, answer.In(d.book, r), d.style)
}
