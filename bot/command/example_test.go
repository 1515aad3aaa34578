package command_test

import (
	"errors"
	"fmt"

	"certdesk/bot"
	"certdesk/bot/command"
)

// What is typed becomes a value, and what is wrong with it a sentence and an example.
func ExampleParse() {
	for _, text := range []string{"imap.corp.com:993", "imap.corp.com:99999"} {
		c, err := command.Parse(&bot.Request{Kind: bot.Command, Verb: "/certcheck", Text: text})
		if wrong, ok := errors.AsType[*command.Usage](err); ok {
			fmt.Println(wrong.Said)
			continue
		}
		check := c.(command.Check)
		fmt.Println(check.Target.Host, check.Target.Port)
	}
	// Output:
	// imap.corp.com 993
	// “imap.corp.com:99999” cannot be checked: a port is a number from 1 to 65535.
}
