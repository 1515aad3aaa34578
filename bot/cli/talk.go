package cli

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/desk"
	"certdesk/bot/diagnosis"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/incident"
	"certdesk/bot/ratelimit"
	"certdesk/bot/watch"
	"certdesk/bot/zone"
	"certdesk/checks/wiring"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// FrontConfig is what a Front needs.
type FrontConfig struct {
	Checker *diagnosis.Checker
	// Posts leads to other zones; nil where there is no queue.
	Posts *queue.Asker
	Store *store.Store
	// Translate says a reply in a language; nil is diagnosis.Translate.
	Translate func(language string, r bot.Reply) bot.Reply
	// Picture draws the coming ends of an overview; nil where it cannot be shown.
	Picture func(rows []watch.Row, language string, now time.Time) ([]byte, error)
	// Before is given the desk, and returns what a conversation goes to in its
	// place; nil is the desk itself.
	Before func(console.Desk) console.Desk
}

// Front is the bot for one person on a terminal.
type Front struct {
	desk    *desk.Desk
	watcher *watch.Watcher
	// asked is the desk, or what stands before it.
	asked console.Desk
	// incidents are what several people at one terminal ask about.
	incidents *incident.Keeper
	screen    *screen
}

// NewFront puts a bot together for one person on a terminal: who sits at it may
// ask anything, as on the command line. Its error names the part that is missing.
func NewFront(cfg FrontConfig) (*Front, error) {
	if err := wiring.Complete("a front", wiring.Parts{"Checker": cfg.Checker != nil, "Store": cfg.Store != nil}); err != nil {
		return nil, err
	}
	if cfg.Translate == nil {
		cfg.Translate = diagnosis.Translate
	}
	log, kept := slog.New(slog.DiscardHandler), cfg.Store
	f := &Front{screen: &screen{}}
	var err error
	f.watcher, err = watch.New(watch.Config{
		Checker: cfg.Checker.Quick(), Full: cfg.Checker, Watches: kept, Notices: kept, Channels: kept, Poster: f.screen,
		Serves:  func(p bot.Platform) bool { return p == bot.Console },
		Picture: cfg.Picture,
		Every:   watch.DefaultEvery, Interval: watch.DefaultInterval,
		Now: time.Now, NewID: unguessable, Random: rand.Float64, Log: log,
	})
	if err != nil {
		return nil, err
	}
	asker := &zone.Asker{Here: cfg.Checker, Log: log}
	if cfg.Posts != nil {
		asker.Posts = cfg.Posts
	}
	admin := console.Place()
	f.incidents, err = incident.NewKeeper(incident.Config{
		Store: kept, Outbox: f.watcher, Checker: asker, Admin: &admin,
		Translate: cfg.Translate, Now: time.Now, Log: log, Interval: watch.DefaultInterval,
	})
	if err != nil {
		return nil, err
	}
	f.watcher.Attend(f.incidents)
	f.desk, err = desk.New(desk.Config{
		Checker: asker, Answers: kept, Leases: kept, Watches: kept, Walks: kept, Tally: kept, Audit: kept, Alerts: f.watcher, Incidents: f.incidents,
		Recogniser: diagnosis.Recogniser{Now: time.Now}, Paths: diagnosis.Paths{}, People: kept, Topics: kept, ReadSeen: diagnosis.ReadForm, JudgeSeen: diagnosis.JudgeAlone,
		Limits: &ratelimit.Limits{Now: time.Now}, Roles: &access.Roles{}, DialPolicy: dialpolicy.Everywhere(), Translate: cfg.Translate, Languages: diagnosis.Languages(),
		Now: time.Now, NewID: unguessable, Log: log,
	})
	if err != nil {
		return nil, err
	}
	f.asked = f.desk
	if cfg.Before != nil {
		f.asked = cfg.Before(f.desk)
	}
	return f, nil
}

// Desk answers what is asked without a terminal.
func (f *Front) Desk() *desk.Desk { return f.desk }

// Sweep checks what is watched and due.
func (f *Front) Sweep(ctx context.Context) error { return f.watcher.Sweep(ctx) }

// due does what is due, and shows what that tells. Where the store cannot be
// reached, what is due stands there until a later line, and the conversation goes
// on: its answers say what is wrong.
func (f *Front) due(ctx context.Context) {
	_ = f.incidents.Work(ctx)
	_ = f.watcher.PostDue(ctx)
}

// screen shows alerts on the terminal. What it has shown cannot be looked up:
// an alert that was under way when the process ended is not shown again.
type screen struct {
	chat *console.Chat
	// language is that of whoever sits there: alerts are English where the channel has
	// set none.
	language string
}

func (s *screen) Post(_ context.Context, _ bot.Place, r bot.Reply, key string) (string, error) {
	return key, s.chat.Post(diagnosis.Translate(s.language, r))
}

// Edit does nothing: what was shown has scrolled on.
func (s *screen) Edit(context.Context, bot.Place, string, bot.Reply) error { return nil }

// Delete does nothing, and nobody else posts here.
func (s *screen) Delete(context.Context, bot.Place, string) error { return nil }

func (s *screen) Direct(_ context.Context, p bot.Platform, person string) (bot.Place, error) {
	return bot.Place{Platform: p, Channel: person}, nil
}

func (s *screen) Find(context.Context, bot.Place, string, time.Time) ([]string, error) {
	return nil, bot.ErrInDoubt
}

// unguessable is a word of twelve letters and digits.
func unguessable() string { return strings.ToLower(cryptorand.Text()[:12]) }

// Conversation is how somebody talks to a front.
type Conversation struct {
	Flags *Flags
	Style console.Style
	// As is who sits there; "" is this computer's user.
	As string
	// Script is a file of lines to be said in place of what is typed; "" is none.
	Script string
	// Greeting is shown first.
	Greeting bot.Reply
}

// Talk holds a conversation on the terminal, or replays a script. Alerts come
// where somebody sits there to see them.
func Talk(ctx context.Context, s Streams, front *Front, c Conversation) error {
	chat := &console.Chat{
		Desk: front.asked, Speaker: c.Flags.speaker(), Out: s.Out, Style: c.Style, Now: time.Now, Save: saveFile,
		User: bot.Person{ID: "terminal", Name: userName(), Locale: c.Flags.Lang, Zone: time.Local},
	}
	if c.As != "" {
		chat.User = console.As(chat.User, c.As)
	}
	front.screen.chat, front.screen.language, chat.After = chat, c.Flags.Lang, front.due
	switch in, isFile := s.In.(*os.File); {
	case c.Script != "":
		file, err := os.Open(c.Script)
		if err != nil {
			return ofFlag("script", unreadable(c.Script, err))
		}
		defer file.Close()
		chat.Lines = console.NewScript(file, s.Out)
	case isFile && term.IsTerminal(int(in.Fd())):
		terminal, err := console.NewTerminal(in, s.Out)
		if err != nil {
			return err
		}
		defer terminal.Close()
		chat.Out, chat.Lines = terminal, terminal
		watching, stop := context.WithCancel(ctx)
		var done sync.WaitGroup
		done.Go(func() { front.watcher.Run(watching) })
		done.Go(func() { front.incidents.Run(watching) })
		defer done.Wait()
		defer stop()
	default:
		chat.Lines = console.NewScript(s.In, s.Out)
	}
	if err := chat.Post(diagnosis.Translate(c.Flags.Lang, c.Greeting)); err != nil {
		return err
	}
	err := chat.Run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if front.desk.Drain(last) != nil {
		fmt.Fprintln(s.Err, "certdesk: what was asked last could not be written to the log of questions.")
	}
	if ctx.Err() != nil {
		return ErrStopped
	}
	return err
}

func userName() string {
	for _, name := range []string{"USER", "USERNAME", "LOGNAME"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "terminal" // which is a name in every language
}

// maxNamesakes is how many files of one name are kept.
const maxNamesakes = 999

// saveFile keeps an attached file in the working folder, under a name that is free:
// "chain.pem", "chain-2.pem". It returns that name.
func saveFile(f bot.File) (string, error) {
	base, ext := strings.TrimSuffix(f.Name, filepath.Ext(f.Name)), filepath.Ext(f.Name)
	for n := 1; n <= maxNamesakes; n++ {
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
	return "", fmt.Errorf("keeping %s: as many files as may be have that name", f.Name)
}
