package desk

import (
	"certdesk/bot"
	"certdesk/bot/command"
)

// parse runs command.Parse on a goroutine of its own. Parsing calls deep and so grows
// its goroutine's stack, which would stay large while the request waits for its check;
// thousands may wait at once.
func parse(q *bot.Request) (c command.Command, err error) {
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		c, err = command.Parse(q)
	}()
	if p := <-done; p != nil {
		panic(p) // on the request's goroutine, where panics are recovered
	}
	return c, err
}
