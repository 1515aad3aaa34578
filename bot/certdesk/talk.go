package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/desk"
	"certdesk/bot/policy"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/phrasebook"
	"certdesk/checks/seen"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// newDesk puts a desk together for one person on a terminal: who sits at it may
// ask anything, as on the command line. posts leads to other zones; it may be
// nil.
func newDesk(c zone.Checker, posts *queue.Asker, kept *store.Store) (*desk.Desk, error) {
	log := slog.New(slog.DiscardHandler)
	return desk.New(desk.Config{
		Checker: zones(c, "", posts, log), Answers: kept, Flights: kept, Watches: kept, Walks: kept, Tally: kept, Audit: kept,
		Recogniser: recogniser{}, ReadSeen: readForm,
		Limits: &policy.Limits{Now: time.Now}, Roles: &policy.Roles{}, Reach: everywhere(), Translate: translate,
		Now: time.Now, NewID: newID, Log: log,
	})
}

// newID is a word of twelve letters and digits that nobody guesses.
func newID() string { return strings.ToLower(rand.Text()[:12]) }

// translate says a reply in the reader's language, English where it is not
// known.
func translate(language string, r bot.Reply) bot.Reply {
	book, err := phrasebook.In(language)
	if err != nil || book == nil {
		return r
	}
	return answer.In(book, r)
}

// readForm reads what a form tells of the user's own dialog.
func readForm(fields []string) (*checks.Seen, error) {
	s, err := seen.Parse(fields)
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// talk holds a conversation on the terminal, or replays a script.
func talk(ctx context.Context, s streams, d *desk.Desk, f *shared, style console.Style, script string, greeting string) error {
	chat := &console.Chat{
		Desk: d, Out: s.out, Style: style, Now: time.Now, Save: saveFile,
		User: bot.Person{ID: "terminal", Name: userName(), Locale: f.lang, Zone: time.Local},
	}
	switch in, isFile := s.in.(*os.File); {
	case script != "":
		file, err := os.Open(script)
		if err != nil {
			return fmt.Errorf("--script: %s", reason(err))
		}
		defer file.Close()
		chat.Lines = console.NewScript(file, s.out)
	case isFile && term.IsTerminal(int(in.Fd())):
		terminal, err := console.NewTerminal(in, s.out)
		if err != nil {
			return err
		}
		defer terminal.Close()
		chat.Out, chat.Lines = terminal, terminal
	default:
		chat.Lines = console.NewScript(s.in, s.out)
	}
	fmt.Fprintln(chat.Out, greeting)
	err := chat.Run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if d.Drain(last) != nil {
		fmt.Fprintln(s.err, "certdesk: what was asked last could not be written to the log of questions.")
	}
	if ctx.Err() != nil {
		return errStopped
	}
	return err
}

func userName() string {
	for _, name := range []string{"USER", "USERNAME", "LOGNAME"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return "You"
}

// saveFile keeps an attached file in the working folder, under a name that is
// free.
func saveFile(f bot.File) (string, error) {
	base, ext := strings.TrimSuffix(f.Name, filepath.Ext(f.Name)), filepath.Ext(f.Name)
	for n := 1; n < 1000; n++ {
		name := f.Name
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", base, n, ext)
		}
		file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("keeping %s: %w", f.Name, err)
		}
		_, err = file.Write(f.Data)
		return name, errors.Join(err, file.Close())
	}
	return "", fmt.Errorf("keeping %s: %w", f.Name, io.ErrShortWrite)
}
