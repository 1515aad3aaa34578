package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"certdesk/bot/answer"
)

// prompt goes on with whatever the visitor types.
func (d *demo) prompt(ctx context.Context, in io.Reader) error {
	fmt.Fprintln(d.out, "\nYour turn, among the same servers: /certcheck mail.corp.example:993, or quit.")
	lines := bufio.NewScanner(untilDone(ctx, in))
	for {
		fmt.Fprint(d.out, "\n> ")
		if !lines.Scan() {
			fmt.Fprintln(d.out)
			return nil
		}
		command, rest, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch strings.ToLower(command) {
		case "":
			continue
		case "quit", "exit", "/quit":
			return nil
		case "/certcheck":
			command = strings.TrimSpace(rest)
		default: // a target alone is a question too
			command = strings.TrimSpace(lines.Text())
		}
		reports, err := d.reports(ctx, command)
		if ctx.Err() != nil {
			return errStopped
		}
		if err != nil {
			err = d.say(answer.Refusal(err))
		} else {
			err = d.show(reports)
		}
		if err != nil {
			return err
		}
	}
}
