package demo

import (
	"context"
	"fmt"
	"slices"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/cli"
	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/say"
)

// tour shows every server of the zoo and what the bot says of it: the faulty
// ones first, for they are what people come to see.
func (d *demo) tour(ctx context.Context, cases []checktest.Case) error {
	ctx, cancel := context.WithCancel(ctx)
	cases = toured(cases)
	answers := d.ask(ctx, cases)
	defer func() { // nobody asks the zoo when it closes
		cancel()
		for range answers {
		}
	}()

	intro := say.Join(say.S("These servers run inside this program, with names and ports of real life."),
		say.S("Below each command is certdesk's answer."))
	if err := console.Show(d.out, answer.In(d.book, bot.Reply{Headline: intro}), d.style); err != nil {
		return err
	}
	var tally [cli.StatusUnknown + 1]int
	for _, c := range cases {
		a := <-<-answers
		if a.err != nil {
			return a.err
		}
		fmt.Fprintf(d.out, "\n%s\n> /certcheck %s\n", console.Rule(d.style, d.book.String(c.Title)), c.Target)
		worst := cli.StatusOK
		for i := range a.reports {
			worst = cli.Worse(worst, cli.StatusOf(a.reports[i].Verdict))
			if worst == cli.StatusOK && tally[cli.StatusOK] > 0 {
				a.reports[i].Steps = nil // what helps the user of a healthy server has been shown
			}
		}
		tally[worst]++
		if err := d.show(a.reports); err != nil {
			return err
		}
	}
	total := d.book.Text(
		say.S("{all} checked: {bad} with an error, {warned} with a warning, {good} OK.", say.Count("all", len(cases)),
			say.Count("bad", tally[cli.StatusCritical]), say.Count("warned", tally[cli.StatusWarning]), say.Count("good", tally[cli.StatusOK])))
	unseen := d.book.Text(say.S("Could not be checked from here: {n}.", say.Count("n", tally[cli.StatusUnknown])))
	_, err := fmt.Fprintf(d.out, "\n%s\n%s\n%s\n", console.Rule(d.style, ""), total, unseen)
	return err
}

// toured are the cases in the order of the tour.
func toured(cases []checktest.Case) []checktest.Case {
	cases = slices.Clone(cases)
	slices.SortStableFunc(cases, func(a, b checktest.Case) int { return healthy(a) - healthy(b) })
	return cases
}

func healthy(c checktest.Case) int {
	if c.Verdict == checks.VerdictTrusted {
		return 1
	}
	return 0
}

type asked struct {
	reports []checks.Report
	err     error
}

// ask checks the cases some ahead of their turn, so that a server which makes
// its clients wait holds up nobody else. The answers come in the cases' order.
func (d *demo) ask(ctx context.Context, cases []checktest.Case) <-chan chan asked {
	answers := make(chan chan asked, demoAhead)
	go func() {
		defer close(answers)
		for _, c := range cases {
			one := make(chan asked, 1)
			select {
			case answers <- one:
			case <-ctx.Done():
				return
			}
			go func() {
				reports, err := d.reports(ctx, c.Target)
				one <- asked{reports, err}
			}()
		}
	}()
	return answers
}
