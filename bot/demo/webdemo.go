package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"certdesk/adapters/console"
	"certdesk/adapters/discord"
	"certdesk/adapters/preview"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/bot/cli"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/oserr"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/sqlite"
)

const (
	// webWidth and webNarrow are the columns of the terminal that the page shows,
	// on a desk and on a phone.
	webWidth  = 84
	webNarrow = 44
)

// web serves a page with what the bot says about every server of the zoo, and
// to some other questions, until ctx ends.
func (d *demo) web(ctx context.Context, zoo *checktest.Zoo, f *cli.Flags, address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("--listen: %s cannot be listened on: %s", address, oserr.Plain(err).String())
	}
	defer listener.Close()
	d.tell(say.N("Asking {n} server …", "Asking {n} servers …", len(zoo.Cases)))
	answers, err := d.webAnswers(ctx, zoo.Cases, f)
	if err != nil {
		return err
	}
	site, err := preview.New(answers, time.Now(), preview.Reader{Language: f.Lang, Word: d.book.Text})
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: site, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	d.tell(say.S("The answers as Slack, Discord and a terminal show them: {url}", say.Code("url", "http://"+listener.Addr().String()+"/")))
	d.tell(say.S("Ctrl-C ends it."))
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the page: %w", err)
	}
	return nil
}

// tell writes a line for whoever started the demo.
func (d *demo) tell(t say.Text) { fmt.Fprintln(d.out, d.book.Text(t)) }

// webAnswers asks the whole bot, as a chat does, on a store that is thrown
// away.
func (d *demo) webAnswers(ctx context.Context, cases []checktest.Case, f *cli.Flags) ([]preview.Answer, error) {
	folder, err := os.MkdirTemp("", "certdesk-demo-")
	if err != nil {
		return nil, fmt.Errorf("the demo's folder cannot be made: %w", err)
	}
	defer os.RemoveAll(folder)
	backend, err := sqlite.Open(ctx, folder, time.Now)
	if err != nil {
		return nil, err
	}
	kept := store.New(backend, time.Now)
	defer kept.Close()
	front, err := cli.NewFront(cli.FrontConfig{
		Checker: d.engine.Checker(engine.Options{Timeout: demoTimeout}, nil), Store: kept,
		Picture: diagnosis.DrawExpiries, // which a terminal cannot show
	})
	if err != nil {
		return nil, err
	}
	defer front.Desk().Drain(ctx) // what is still to be written is thrown away
	v := &visitor{desk: front.Desk(), language: f.Lang, book: d.book}
	answers, err := v.askAll(ctx, zooQuestions(cases))
	if err != nil {
		return nil, err
	}
	for _, q := range conversation(cases) { // one after the other: the second says what the first did
		if q.swept {
			if err := front.Sweep(ctx); err != nil {
				return nil, err
			}
		}
		one, err := v.askAll(ctx, []webQuestion{q})
		if err != nil {
			return nil, err
		}
		answers = append(answers, one...)
	}
	return answers, nil
}

// webQuestion is what the visitor types, and which buttons are pressed then.
type webQuestion struct {
	name, typed string
	title       say.Text
	press       []string // names of actions
	swept       bool     // what is watched has been checked before
}

// zooQuestions are one for each server, the faulty ones first as in the tour.
func zooQuestions(cases []checktest.Case) []webQuestion {
	var out []webQuestion
	for _, c := range toured(cases) {
		out = append(out, webQuestion{name: c.Name, title: c.Title, typed: "/certcheck " + c.Target})
	}
	return out
}

// conversation is what else there is, in the order in which it is asked.
func conversation(cases []checktest.Case) []webQuestion {
	const broken = "/certcheck mail.corp.example:993"
	return []webQuestion{
		{name: "details", title: say.S("Details of an answer"), typed: broken, press: []string{"details"}},
		{name: "all-steps", title: say.S("All steps"), typed: broken, press: []string{"steps"}},
		{name: "walk", title: say.S("Step by step"), typed: broken, press: []string{"walk"}},
		{name: "fix", title: say.S("A pasted error message"), typed: "/certfix 0x800CCC1A"},
		{name: "watch", title: say.S("A watch is added"), typed: "/certwatch add mail.corp.example:993"},
		{name: "watch-another", title: say.S("Another watch"), typed: "/certwatch add imap.corp.example:993"},
		{name: "watch-expiring", title: say.S("A watch of a certificate that ends soon"), typed: "/certwatch add " + typedFor(cases, "expiring-soon")},
		{name: "watches", title: say.S("What a channel watches"), typed: "/certwatch list", swept: true},
		{name: "overview", title: say.S("The overview of a channel"), typed: "/certwatch digest"},
		{name: "typing-error", title: say.S("A typing error"), typed: "/certcheck imap corp example"},
		{name: "help", title: say.S("Help"), typed: "/certcheck help"},
	}
}

// typedFor is what to type for a case.
func typedFor(cases []checktest.Case, name string) string {
	for _, c := range cases {
		if c.Name == name {
			return c.Target
		}
	}
	return name
}

// visitor asks the desk.
type visitor struct {
	desk     *desk.Desk
	language string
	book     *phrasebook.Book
}

// askAll asks several questions side by side. The answers come in their order.
func (v *visitor) askAll(ctx context.Context, asked []webQuestion) ([]preview.Answer, error) {
	answers := make([]preview.Answer, len(asked))
	errs := make([]error, len(asked))
	var wg sync.WaitGroup
	ahead := make(chan struct{}, demoAhead)
	for i, q := range asked {
		ahead <- struct{}{}
		wg.Go(func() {
			defer func() { <-ahead }()
			answers[i], errs[i] = v.ask(ctx, q)
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, cli.ErrStopped
	}
	return answers, errors.Join(errs...)
}

func (v *visitor) ask(ctx context.Context, q webQuestion) (preview.Answer, error) {
	verb, text, _ := strings.Cut(strings.TrimPrefix(q.typed, "/"), " ")
	reply, err := v.handle(ctx, &bot.Request{Kind: bot.Command, Verb: verb, Text: text})
	for _, name := range q.press {
		if err != nil {
			break
		}
		var action *bot.Action
		for i := range reply.Actions {
			if reply.Actions[i].Name == name {
				action = &reply.Actions[i]
			}
		}
		if action == nil {
			return preview.Answer{}, fmt.Errorf("the answer to %s has no button %q", q.typed, name)
		}
		reply, err = v.handle(ctx, &bot.Request{Kind: bot.ButtonAction, Action: *action})
	}
	if err != nil {
		return preview.Answer{}, fmt.Errorf("%s: %w", q.typed, err)
	}
	return shownEverywhere(q, v.book.String(q.title), reply)
}

// handle returns the last reply to a request.
func (v *visitor) handle(ctx context.Context, q *bot.Request) (last bot.Reply, err error) {
	q.Place = bot.Place{Platform: bot.Console, Channel: "demo"}
	q.Asker = bot.Person{ID: "anna", Name: "Anna", Locale: v.language, Zone: time.Local}
	q.At = time.Now()
	err = v.desk.Handle(ctx, q, func(_ context.Context, r bot.Reply) error {
		last = r
		return nil
	})
	return last, err
}

// shownEverywhere renders a reply, under its title, as each platform does.
func shownEverywhere(q webQuestion, title string, r bot.Reply) (preview.Answer, error) {
	out := preview.Answer{Name: q.name, Title: title, Asked: q.typed, Private: r.Audience == bot.Asker}
	var err error
	if out.Slack, err = slack.Payload(r); err != nil {
		return out, err
	}
	if out.Discord, err = discord.Payload(r); err != nil {
		return out, err
	}
	if r.Image != nil {
		out.Picture, out.Alt = r.Image.PNG, r.Image.Alt.String()
	}
	for width, text := range map[int]*string{webWidth: &out.Terminal, webNarrow: &out.Narrow} {
		var b strings.Builder
		if err := console.Show(&b, r, console.Style{Width: width, Color: true, Unicode: true}); err != nil {
			return out, err
		}
		*text = b.String()
	}
	return out, nil
}
