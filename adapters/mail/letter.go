package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Letter is one letter to one address.
type Letter struct {
	// ID and Thread are words of letters and digits. The same ID is the same letter,
	// to whoever gets it. Thread is the ID of the first letter of a thread; that is
	// the letter itself, or "", where it begins one.
	ID, Thread string
	To         string
	// Subject is one line, the same for all letters of a thread; those behind the
	// first are shown as replies to it.
	Subject say.Text
	// Reply is what the letter says, in the reader's language, and its files. It has
	// no buttons.
	Reply bot.Reply
	At    time.Time
}

// maxSubject bounds a subject, in bytes: what lists of letters show.
const maxSubject = 120

//go:embed letter.html
var letterHTML string

// compose makes a message of a letter that is from an address.
func compose(from string, l *Letter) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat("certdesk", from); err != nil {
		return nil, fmt.Errorf("its sender: %w", err)
	}
	to, err := ParseAddress(l.To)
	if err != nil {
		return nil, fmt.Errorf("whom it is for: %w", err)
	}
	if err := msg.To(to); err != nil {
		return nil, fmt.Errorf("whom it is for: %w", err)
	}
	// What a stranger wrote as an encoded word (RFC 2047) would be decoded by whoever
	// reads it.
	subject := strings.ReplaceAll(plaintext.Short(l.Subject.String(), maxSubject), "=?", "= ?")
	id, err := messageID(from, l.ID)
	if err != nil {
		return nil, err
	}
	msg.SetMessageIDWithValue(id)
	if l.Thread != "" && l.Thread != l.ID {
		first, err := messageID(from, l.Thread)
		if err != nil {
			return nil, err
		}
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+first+">")
		msg.SetGenHeader(gomail.HeaderReferences, "<"+first+">")
		subject = "Re: " + subject // RFC 5322 §3.6.5: in whatever language
	}
	msg.Subject(subject)
	msg.SetDateWithValue(l.At)
	// Nobody's holiday note comes back (RFC 3834 §5; Exchange has its own word).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")

	msg.SetBodyString(gomail.TypeTextPlain, plaintext.Of(l.Reply))
	html, err := asHTML(l.Reply)
	if err != nil {
		return nil, err
	}
	msg.AddAlternativeString(gomail.TypeTextHTML, html)
	for _, f := range l.Reply.Files {
		msg.AttachReadSeeker(fileName(f.Name), bytes.NewReader(f.Data), gomail.WithFileContentType(typeOf(f.Name)))
	}
	return msg, nil
}

// messageID names a letter in the domain that it is from.
func messageID(from, id string) (string, error) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !inWord(r) }) {
		return "", fmt.Errorf("%q is no ID of a letter", id)
	}
	_, domain, _ := strings.Cut(from, "@")
	return id + "@" + domain, nil
}

// inWord tells whether a sign is a letter or digit of ASCII, or a hyphen.
func inWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-'
}

// fileName is a name that every mail program can keep.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if inWord(r) || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, name)
}

func typeOf(file string) gomail.ContentType {
	switch {
	case strings.HasSuffix(file, ".json"):
		return "application/json"
	case strings.HasSuffix(file, ".pem"):
		return "application/x-pem-file"
	case strings.HasSuffix(file, ".txt"):
		return gomail.TypeTextPlain
	}
	return gomail.TypeAppOctetStream
}

// asHTML is a reply as a page. What strangers wrote is escaped there.
func asHTML(r bot.Reply) (string, error) {
	page, err := template.New("letter").Funcs(template.FuncMap{
		"line": func(t say.Text) string { return plaintext.Line(t.String()) },
		"code": plaintext.Lines,
		"item": func(i bot.Item) string {
			return strings.TrimSpace(plaintext.Line(i.Code) + "  " + plaintext.Line(i.Written().String()))
		},
		"step": func(s any, caution say.Text) (stepShown, error) {
			switch s := s.(type) {
			case bot.Step:
				return stepShown{s, caution}, nil
			case *bot.Step:
				return stepShown{*s, caution}, nil
			}
			return stepShown{}, fmt.Errorf("%T is no step", s)
		},
		"colour": func(t bot.Tone) template.CSS { return colours[t] },
	}).Parse(letterHTML)
	if err != nil {
		return "", fmt.Errorf("reading the form of letters: %w", err)
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		bot.Reply
		Diagnosed bool
		Framed    bot.Frame
	}{r, r.Diagnosis(), r.Framed()})
	if err != nil {
		return "", fmt.Errorf("writing a letter as a page: %w", err)
	}
	return out.String(), nil
}

// stepShown is a step, and what introduces its caution.
type stepShown struct {
	Step    bot.Step
	Caution say.Text
}

// colours are those of the bar beside a headline. They hold against white and
// against the black of a dark mode.
var colours = map[bot.Tone]template.CSS{
	bot.Neutral: "#6b7280", bot.Good: "#2e9d5b", bot.Warning: "#c98a00", bot.Bad: "#d0433f", bot.Unknown: "#6b7280",
}
