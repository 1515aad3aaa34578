package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Desk answers requests.
type Desk interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

// Chat is a conversation with one person on a terminal.
type Chat struct {
	Desk  Desk
	Lines Lines
	Out   io.Writer
	Style Style
	User  bot.Person
	// Speaker words what the terminal says itself; nil is English.
	Speaker interface{ Text(t say.Text) say.Text }
	// Save keeps an attached file and returns its path. Without it, the reader is
	// told that there is a file, and no more.
	Save func(f bot.File) (string, error)
	Now  func() time.Time
	// After is called once the desk has answered a line, so that what nobody asked
	// for can be told then; nil is nothing.
	After func(ctx context.Context)

	mu      sync.Mutex // guards the output and the actions
	actions []bot.Action
}

// Place is where a terminal's conversation is held.
func Place() bot.Place { return bot.Place{Platform: bot.Console, Team: "local", Channel: "terminal"} }

// Lines is where lines come from.
type Lines interface {
	// Next returns the next line, or several that were pasted at once. The prompt
	// is shown before it. io.EOF ends the conversation.
	Next(prompt string) (string, error)
}

// quit are the words that end a conversation.
var quit = map[string]bool{"quit": true, "exit": true, "/quit": true, "/exit": true, "bye": true}

// Run talks until the lines end, a word that ends it is typed, or ctx ends. The
// error is that of reading a line, of the desk, or of showing a reply.
func (c *Chat) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		line, err := c.Lines.Next("\n> ")
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading what is typed: %w", err)
		}
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case quit[strings.ToLower(line)]:
			return nil
		}
		q, own := c.request(line)
		if q == nil {
			if err := c.show(own); err != nil {
				return err
			}
			continue
		}
		if err := c.handle(ctx, q); err != nil {
			return err
		}
		if c.After != nil {
			c.After(ctx)
		}
	}
	return nil
}

// As is somebody of another name at the same terminal.
func As(p bot.Person, name string) bot.Person {
	p.Name = strings.TrimSpace(name)
	p.ID = strings.ToLower(p.Name)
	return p
}

// request is what a line means: a number, also in brackets as it is shown, presses a
// button, and so does its label; a slash begins a command, all else is said to the
// bot. Where the terminal answers by itself, the request is nil and own is that answer.
func (c *Chat) request(line string) (q *bot.Request, own bot.Reply) {
	actions := c.shown()
	if name, ok := strings.CutPrefix(line, "/as "); ok {
		c.User = As(c.User, name)
		return nil, bot.Reply{Headline: c.word(say.S("You are {name} now.", say.Foreign("name", c.User.Name))), Actions: actions}
	}
	q = &bot.Request{Place: Place(), Direct: true, Asker: c.User, At: c.Now()}
	for _, a := range actions { // who reads "[1] Guide me" types either of the two
		if strings.EqualFold(line, strings.TrimRight(a.Label.String(), " …")) || strings.EqualFold(line, a.Label.String()) {
			q.Kind, q.Action = bot.ButtonAction, a
			return q, own
		}
	}
	if n, err := strconv.Atoi(strings.Trim(line, "[]). ")); err == nil {
		if n < 1 || n > len(actions) {
			return nil, bot.Reply{Headline: c.word(say.S("There is no button {n}.", say.Count("n", n))), Actions: actions}
		}
		q.Kind, q.Action = bot.ButtonAction, actions[n-1]
		return q, own
	}
	if rest, ok := strings.CutPrefix(line, "/"); ok {
		q.Kind, q.Verb = bot.Command, rest
		if i := strings.IndexAny(rest, " \t\n\u00a0"); i >= 0 {
			q.Verb, q.Text = rest[:i], strings.TrimSpace(rest[i:])
		}
		return q, own
	}
	q.Kind, q.Text = bot.Message, line
	return q, own
}

// handle has a request answered, and the form that may come with the answer filled in.
func (c *Chat) handle(ctx context.Context, q *bot.Request) error {
	var form *bot.Form
	err := c.Desk.Handle(ctx, q, func(_ context.Context, r bot.Reply) error {
		if r.Form != nil {
			form = r.Form
		}
		return c.show(r)
	})
	if err != nil || form == nil {
		return err
	}
	filled, instead, err := c.fill(form)
	if err != nil {
		return err
	}
	if instead != "" {
		filled, _ = c.request(instead)
		if filled == nil {
			return nil
		}
		return c.handle(ctx, filled)
	}
	if filled == nil {
		return nil
	}
	filled.Place, filled.Direct, filled.Asker, filled.At = q.Place, true, q.Asker, c.Now()
	return c.handle(ctx, filled)
}

// shown are the buttons that can be pressed.
func (c *Chat) shown() []bot.Action {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.actions
}

// Post shows what nobody has asked for, above the line that is being typed.
func (c *Chat) Post(r bot.Reply) error { return c.show(r) }

// show shows a reply, whose buttons are those that can be pressed from now on.
func (c *Chat) show(r bot.Reply) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := fmt.Fprintln(c.Out); err != nil {
		return fmt.Errorf("showing a reply: %w", err)
	}
	if !r.Working {
		c.actions = r.Actions
	}
	if err := Show(c.Out, r, c.Style); err != nil {
		return err
	}
	for _, f := range r.Files {
		name := say.Foreign("file", f.Name)
		text := say.S("The file {file} is attached.", name)
		if c.Save != nil {
			path, err := c.Save(f)
			text = say.S("Written to {file}", say.Code("file", path))
			if err != nil {
				text = say.S("The file {file} could not be written.", name)
			}
		}
		if err := c.line(text); err != nil {
			return err
		}
	}
	return nil
}

// word is a text in the reader's language.
func (c *Chat) word(t say.Text) say.Text {
	if c.Speaker == nil {
		return t
	}
	return c.Speaker.Text(t)
}

// fill asks for the fields of a form one after the other. An empty line leaves in a
// field what stands there already. The request is nil where the lines end before the
// form does, where every line was empty, and where the form was left: by a word that
// ends things, or by a command, which is what is then wanted instead.
func (c *Chat) fill(f *bot.Form) (filled *bot.Request, instead string, err error) {
	if err := c.note(say.S("An empty line leaves a field as it is. Type {word} to leave the form.", say.Code("word", leaveForm))); err != nil {
		return nil, "", err
	}
	q := &bot.Request{Kind: bot.FormSubmission, Action: f.Action, Options: make(map[string]string)}
	said := false
	for _, field := range f.Fields {
		if field.File {
			continue
		}
		if field.Value != "" {
			q.Options[field.Name] = field.Value
		}
		prompt := indent + c.Style.text(asking(&field))
		line, err := c.Lines.Next(prompt + ": ")
		if errors.Is(err, io.EOF) {
			return nil, "", nil
		}
		if err != nil {
			return nil, "", fmt.Errorf("reading what is typed: %w", err)
		}
		line = strings.TrimSpace(line)
		switch {
		case line == leaveForm, quit[strings.ToLower(line)]:
			return nil, "", nil
		case strings.HasPrefix(line, "/cert"):
			return nil, line, nil
		}
		if line != "" {
			q.Options[field.Name], said = chosen(&field, line), true
		}
	}
	if !said {
		return nil, "", nil
	}
	return q, "", nil
}

// maxChoices is how many entries of a menu are named in a line.
const maxChoices = 16

// asking is what a field is called, what may be chosen in it, and what stands there.
func asking(f *bot.Field) string {
	var b strings.Builder
	b.WriteString(f.Label.String())
	switch {
	case len(f.Choices) > 0 && len(f.Choices) <= maxChoices:
		var labels []string
		for _, choice := range f.Choices {
			labels = append(labels, choice.Label.String())
		}
		b.WriteString(" (" + strings.Join(labels, ", ") + ")")
	case !f.Hint.Empty():
		b.WriteString(" (" + f.Hint.String() + ")")
	}
	if f.Value != "" {
		now := f.Value
		for _, choice := range f.Choices {
			if choice.Value == f.Value {
				now = choice.Label.String()
			}
		}
		b.WriteString(" [" + now + "]")
	}
	return b.String()
}

// chosen is the value of the entry of a menu that a line names; without a menu, it
// is the line.
func chosen(f *bot.Field, line string) string {
	for _, choice := range f.Choices {
		if strings.EqualFold(line, choice.Label.String()) {
			return choice.Value
		}
	}
	return line
}

// leaveForm leaves a form, as the words that end a conversation do.
const leaveForm = "cancel"

// note is a line of the terminal's own.
func (c *Chat) note(t say.Text) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.line(t)
}

// line writes a line of the terminal's own. c.mu is held.
func (c *Chat) line(t say.Text) error {
	if _, err := fmt.Fprintln(c.Out, "\n"+indent+c.Style.text(c.word(t).String())); err != nil {
		return fmt.Errorf("showing a reply: %w", err)
	}
	return nil
}
