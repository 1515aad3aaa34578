package bot

import (
	"cmp"
	"strings"
	"time"
)

// Person is who asks.
type Person struct {
	// ID is the platform's own; Name is for the eye, foreign text.
	ID, Name string
	// Roles are the platform's ids of groups or roles the person is in.
	Roles []string
	// Locale is the person's language as the platform tells it ("de", "en-GB");
	// "" if unknown.
	Locale string
	// Zone is the person's time zone; nil is UTC.
	Zone *time.Location
}

// Kind is how a request came about.
type Kind string

// The kinds.
const (
	// Command: a slash command, Verb and Text or Options.
	Command Kind = "command"
	// Message: a mention of the bot or a direct message, in Text.
	Message Kind = "message"
	// ChannelMessage: a message in a support channel that was not meant for the bot. It
	// is answered only if it is a known error text, and once.
	ChannelMessage Kind = "overheard"
	// Posted: an answer of certdesk's that all see stands in a channel, as Message, with
	// the buttons Above. Nobody is answered.
	Posted Kind = "posted"
	// Invited: somebody invited certdesk to the channel.
	Invited Kind = "invited"
	// MessageAction: somebody chose "Diagnose certificate error" on a message, in Text.
	MessageAction Kind = "marked"
	// ButtonAction: a button, in Action.
	ButtonAction Kind = "pressed"
	// FormSubmission: a form, in Action (the form's) and Options (its fields).
	FormSubmission Kind = "submitted"
)

// Medium is a kind of what people send that is no text.
type Medium string

// The media.
const (
	Picture   Medium = "picture"
	Recording Medium = "recording"
)

// Request is what somebody asked.
type Request struct {
	// ID is the platform's own for this event: what is delivered twice has the
	// same, and is handled once. "" if the platform never delivers twice.
	ID    string
	Place Place
	// Direct: a conversation with the bot alone.
	Direct bool
	Asker  Person
	// Stranger: the platform says that whoever asks is none of those for whom
	// this certdesk works. They get one sentence, and nothing else is done.
	Stranger bool
	Kind     Kind
	// Verb is the command's name without the slash: "certcheck".
	Verb string
	// Text is what was typed or marked, without mark-up of the platform where
	// the adapter could take it away.
	Text string
	// Options are typed options or form fields by name.
	Options map[string]string
	Action  Action
	// Files are the certificates that were attached, a few small ones.
	Files []File
	// Unread is of what kind something is that came with the message and that certdesk
	// cannot read; "" for nothing.
	Unread Medium
	// Message is the platform's id of the message that a button or a mark is on.
	Message string
	// Barrier is why a post that nobody has asked for would not arrive here, where
	// the platform has told that with the request; nil else.
	Barrier *UndeliverableError
	// Alone: the message that a button is on is seen by the asker alone.
	Alone bool
	// Answered is the id of the message that answers this to all, where an adapter knows
	// it once that is sent, and people can begin a thread below it.
	Answered string
	// Above are the buttons of the message that this one is a reply to, where the
	// platform has told that with it.
	Above []Action
	// RepliesTo is the id of the message of certdesk's own that this one is a reply to,
	// where the platform has told that with it; "" else. Such a message may have no
	// buttons.
	RepliesTo string
	// At is when it was asked.
	At time.Time
}

// Language is the asker's language as a lower-case tag without a region: "de".
func (r *Request) Language() string {
	tag, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(r.Asker.Locale, "_", "-")), "-")
	return cmp.Or(tag, "en")
}
