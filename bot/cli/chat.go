package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"certdesk/bot"
	"certdesk/checks/engine"
	"certdesk/checks/say"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// openStores opens what a conversation is kept in, and leads to the workers of other
// zones where there is Redis; end is called after the last question.
type openStores func(ctx context.Context) (kept *store.Store, posts *queue.Asker, end func(), err error)

// Chat is a conversation on the terminal, with the whole bot behind it.
func Chat(s Streams, open openStores) *cobra.Command {
	cmd := NewCommand("chat [flags]", "a conversation on the terminal, with the whole bot behind it")
	set := cmd.Flags()
	var f checkFlags
	var as, script string
	f.registerTrust(set)
	f.RegisterTalk(set)
	set.StringVar(&f.resolver, "resolver", "", "ask this name server, `ADDR:PORT`")
	set.DurationVar(&f.timeout, "timeout", engine.DefaultTimeout, "the `TIME` within which a server is answered")
	set.StringVar(&as, "as", "", "who asks: a `NAME`; type /as NAME to be somebody else")
	set.StringVar(&script, "script", "", "replay the lines of this `FILE`")
	f.offerStyle(cmd)
	cmd.RunE = Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) > 0 {
			return StatusUnknown, refuse(say.S("chat takes no \"{word}\"; start it, and type your question then", say.Foreign("word", rest[0])))
		}
		if _, err := f.Book(); err != nil {
			return StatusUnknown, err
		}
		style, err := f.Style(s.Out)
		if err != nil {
			return StatusUnknown, err
		}
		own, err := f.diagnosis()
		if err != nil {
			return StatusUnknown, err
		}
		kept, posts, end, err := open(ctx)
		if err != nil {
			return StatusUnknown, err
		}
		defer end()
		for _, warning := range kept.Warnings() {
			fmt.Fprintln(s.Err, "certdesk:", warning)
		}
		front, err := NewFront(FrontConfig{Checker: own.Checker(engine.Options{Timeout: f.timeout}, nil), Posts: posts, Store: kept})
		if err != nil {
			return StatusUnknown, err
		}
		greeting := bot.Reply{
			Headline: say.Join(say.S("Hello, this is certdesk."), say.S("certdesk explains why your mail app shows a certificate warning, and how to fix it.")),
			Items: []bot.Item{
				{Code: "/certcheck imap.corp.com:993", Text: say.P("help", "check a mail server")},
				{Code: "/certcheck anna@corp.com", Text: say.P("help", "find the mail servers of an address, and check them")},
				{Code: "help", Text: say.P("help", "what else you can type; quit ends")},
			},
			Footnote: say.S("You can also paste an error message."),
		}
		return StatusOK, Talk(ctx, s, front, Conversation{Flags: &f.Flags, Style: style, As: as, Script: script, Greeting: greeting})
	})
	return cmd
}
