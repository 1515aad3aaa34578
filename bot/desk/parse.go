package desk

import (
	"certdesk/bot"
	"certdesk/bot/command"
)

// parse reads the words of a request on a goroutine of its own: it calls deep, and
// who asks in a crowd then waits for seconds, with a stack that would stay as large
// all the while.
func parse(q *bot.Request) (c command.Command, err error) {
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		c, err = command.Parse(q)
	}()
	if p := <-done; p != nil {
		panic(p) // of this request, as if it were read here
	}
	return c, err
}
