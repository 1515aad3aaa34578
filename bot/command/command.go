// Package command is the grammar of what people type to the bot: /certcheck,
// /certwatch, /certfix, a mention, a direct message, typed options. It says
// what was meant, or in one sentence what is wrong and how it is written; it
// does nothing.
//
//	parse.go    the way in: a request to what was meant
//	verbs.go    the table of commands, from which the help and what platforms are told
//	            are made; help.go and table.go have the texts of each
//	check.go    a command each, as are watch.go, fix.go and desk.go; client.go the mail
//	            program that they may name, slips.go what is wrong with a server or an
//	            option, nearest.go which word was meant
//	command.go  what all of them come to: a Command, or the Usage of one
//	followup.go questions that follow an answer, and name no server, by followuptable.go,
//	            programwords.go and services.go; silence.go, remind.go and othertongue.go
//	            are such that take more than a row of that table, and askedon.go is what
//	            all of them come to
//	explain.go  asks what a word means
//	works.go    all is well again; settled.go no more is needed; secret.go a password
//	            is told, which it should not be
//	pattern.go  the words by which something is said
//	elsewhere.go  tells of a verb that stands behind the wrong command
//	schedule.go, quiet.go  when a channel is told; hours.go and timezone.go read
//	            what both are made of
//	spoken.go   takes away what people say around a verb
//	tongue.go   tells by such words which language somebody speaks
//
// Targets are read by target.Parse, which knows what chats and word processors make
// of a host name; here only the words around a target are taken away.
package command

import (
	"strings"

	"certdesk/checks/say"
)

// Command is what was meant: one of Check, Watch, Fix, Settings, Help, FollowUp,
// Explain, Thanks, Works, Settled, Secret and Talk.
type Command interface{ command() }

// Help asks what can be done; Topic is a command's name, "" for all.
type Help struct{ Topic string }

// Talk is text that is no command: perhaps a pasted error, perhaps a question
// with a server's name in it.
type Talk struct{ Text string }

// Thanks is a courtesy, and nothing else.
type Thanks struct{}

// Works says that all is well now.
type Works struct{}

// Settled says that no more is needed of the bot.
type Settled struct{}

// Secret is text with a password in it, of which nothing is kept.
type Secret struct{}

// Term is a word of certdesk's answers that people ask about.
type Term string

// Terms that are explained.
const (
	TermCertificate  Term = "certificate"
	TermIntermediate Term = "intermediate"
	TermAuthority    Term = "authority"
	TermSelfSigned   Term = "self-signed"
	TermThumbprint   Term = "thumbprint"
	TermTLS          Term = "tls"
	TermSTARTTLS     Term = "starttls"
	TermPort         Term = "port"
	TermServices     Term = "services"
)

// Explain asks what a word means.
type Explain struct {
	Term Term
	// Language is that of the words, "" where they are of several.
	Language string
}

func (Help) command()    {}
func (Thanks) command()  {}
func (Works) command()   {}
func (Talk) command()    {}
func (Settled) command() {}
func (Secret) command()  {}
func (Explain) command() {}

// Usage says what is wrong with a command, for whoever typed it: one sentence,
// and the right form in Example.
type Usage struct {
	Said    say.Text
	Example string
	// Sure: it was meant for a command without doubt, also where no slash was typed.
	Sure bool
}

// Error is what is said in English, for logs.
func (u *Usage) Error() string { return u.Said.String() }

func usage(example string, said say.Text) error {
	return &Usage{Said: said, Example: example}
}

// cutWord cuts off the first word, at any kind of space.
func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, isSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f'
}

// maxQuoted is how much of what was typed is said back.
const maxQuoted = 80

// clean makes typed text fit to be said back.
func clean(s string) string { return say.Clean(s, maxQuoted) }
