// Package bot is the vocabulary of the conversation: what comes in (Request)
// and what goes out (Reply), as plain data that knows no platform. Package desk
// turns the one into the other; the adapters make requests of what their
// platform sends and render replies in its idiom: coloured text on a terminal,
// blocks in a chat.
//
// A reply is a small document that is read from the top: the headline alone
// must be enough for somebody in a hurry, the first screen (MaxFacts facts,
// FirstSteps steps) fits a phone, and the rest comes on demand.
//
// Its text is plain: one line a string, no mark-up of any kind. Some of it was
// written by strangers (names on a certificate, a server's greeting), so that
// an adapter escapes whatever its platform would take for mark-up.
package bot

import (
	"context"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// What fits the first screen of a phone.
const (
	// MaxFacts is the number of facts that a reply may carry.
	MaxFacts = 6
	// FirstSteps is the number of steps that are shown at once; a platform with
	// little room shows the rest on demand.
	FirstSteps = 4
)

// Audience tells who should see a reply.
type Audience string

// The audiences.
const (
	// Everyone in the channel where the question was asked.
	Everyone Audience = ""
	// Asker alone: typing errors are nobody else's business.
	Asker Audience = "asker"
)

// Reply is an answer to one question.
type Reply struct {
	Audience Audience
	Tone     Tone
	// Headline is one plain sentence; the only part that is never empty.
	Headline say.Text
	// Act says who has to act, in one short line; empty where the reply is no
	// diagnosis.
	Act say.Text
	// Cure is the step that most likely helps, in full; nil for most replies.
	Cure *Step
	// Facts are what a helpdesk agent compares with the user's screen, at most
	// MaxFacts.
	Facts []Fact
	// Findings are what the headline does not say, the worst first.
	Findings []Finding
	// StepsTitle introduces the steps.
	StepsTitle say.Text
	// Steps are in the order in which they should be tried. Those that have a title
	// alone are told in a line each.
	Steps []Step
	// Items are a list: commands, watches.
	Items []Item
	// Code is for copying.
	Code []Code
	// Letter can be opened in the reader's own mail program, where a platform can show
	// such a link; nil for most replies. Its text stands in Code as well.
	Letter *Letter
	// Image is shown, Files are attached.
	Image *Image
	Files []File
	// Actions are what the reader can do next, the likeliest first.
	Actions []Action
	// Form asks for more; it is the answer to an action that Opens.
	Form *Form
	// Footnote says where the answer comes from, in small print.
	Footnote say.Text

	// Frame is what the platform says around it; nil is English.
	Frame *Frame
	// Template is what it has in common with others; nil for most replies. Whoever
	// changes more of such a reply than a Template allows takes it off.
	Template *Template

	// Working: this is a first word while the work goes on; the next reply takes
	// its place.
	Working bool
	// Replaces the message whose button was pressed; else it is a new message.
	Replaces bool
	// InThread: it belongs below the message it answers, where a platform has
	// threads.
	InThread bool
}

// Frame is what a platform has to say itself.
type Frame struct {
	// Cancel is the button that does nothing.
	Cancel say.Text
	// More is the menu of what is done less often.
	More say.Text
	// Rest says where the part of a reply is that has no room in a message.
	Rest say.Text
	// Omitted says that a platform takes no further file, or none so large.
	Omitted say.Text
	// Unattached says that certdesk may attach no file where this is shown.
	Unattached say.Text
	// Caution introduces what is to be read before a step, where there is no sign
	// for it.
	Caution say.Text
}

// Framed is the frame of a reply.
func (r *Reply) Framed() Frame {
	if r.Frame != nil {
		return *r.Frame
	}
	return Frame{
		Cancel: say.S("Cancel"), More: say.S("More …"), Rest: say.S("The rest is in the attached file."),
		Omitted: say.S("There is no room for a file here."), Unattached: say.S("certdesk may not attach files here."), Caution: say.S("Caution:"),
	}
}

// Template stands for what many are told alike: replies with the same one differ in
// nothing but their Headline, their Footnote, the values of their Actions, which are as
// long, their Audience, and where they go (Replaces, InThread). So what was made of one of
// them, as the blocks of a platform, can be kept for the next.
type Template struct {
	_ byte // two of no size could be one
}

// Diagnosis tells whether it is the first screen of one: then who acts, what
// helps and the other steps stand above the facts, for they are what a reader
// came for.
func (r *Reply) Diagnosis() bool { return !r.Act.Empty() || r.Cure != nil }

// Item is an entry of a list.
type Item struct {
	Tone Tone
	// Code is what can be typed, or a server: shown as it is, for copying.
	Code string
	Text say.Text
	// Mentioned are shown behind the text; nil for most.
	Mentioned *Mentions
	// Action on this entry; nil if there is none.
	Action *Action
}

// Mentions are those of one entry.
type Mentions []Mention

// Mention is somebody, or a channel, of the platform that shows it. A platform
// that can, shows a name instead of the id.
type Mention struct {
	Kind MentionKind
	ID   string
}

// MentionKind is what is mentioned.
type MentionKind string

// The kinds of mentions.
const (
	MentionPerson  MentionKind = "person"
	MentionGroup   MentionKind = "group"
	MentionChannel MentionKind = "channel"
	// MentionLink is an address that the operator has set; its ID is the address.
	MentionLink MentionKind = "link"
)

// Written is the entry's text with its mentions by their ids, for platforms that
// know nothing better.
func (i *Item) Written() say.Text {
	out := i.Text
	for _, m := range i.Mentions() {
		out = say.Join(out, say.Quote(m.ID))
	}
	return out
}

// Mentions are those behind its text.
func (i *Item) Mentions() Mentions {
	if i.Mentioned == nil {
		return nil
	}
	return *i.Mentioned
}

// Respond takes a reply to where the question came from. It may be called
// several times for one request: a reply that is Working is followed by the one
// that takes its place.
type Respond func(ctx context.Context, r Reply) error

// Fact is a label and its value: "Issued by", "Example CA 1".
type Fact struct {
	Label, Value say.Text
	// Tone marks the value that is wrong; Neutral for most.
	Tone Tone
}

// Finding is one thing that was found.
type Finding struct {
	Tone Tone
	// Title is a short phrase. It may be empty where the headline has said it;
	// then Detail carries on from there.
	Title say.Text
	// Detail is one or two sentences.
	Detail say.Text
}

// Step is one of the ten numbered fix steps, worded for this case.
type Step struct {
	Number int
	Title  say.Text
	// Why uses this case's own names, dates and ports.
	Why say.Text
	// Caution is to be read before the first action; empty for most steps.
	Caution say.Text
	// Actions are the click path, one action an entry.
	Actions []say.Text
	// Path is how many of them are the path itself; those behind are for another
	// version of the program. 0 is all.
	Path int `json:",omitempty"`
}

// OfFirstScreen is a step with the path alone.
func (s Step) OfFirstScreen() *Step {
	if s.Path > 0 && s.Path < len(s.Actions) {
		s.Actions = s.Actions[:s.Path]
	}
	return &s
}

// StepOf is a step of a report as its reader calls it.
func StepOf(s *checks.Step) Step {
	out := Step{Number: s.Number, Title: s.Title, Why: s.Why, Caution: s.Caution, Actions: s.Actions, Path: s.Path}
	if !s.Called.Empty() {
		out.Title = s.Called
	}
	return out
}

// Between stands between the titles of steps that are told in one line: no line begins
// with it.
const Between = "\u00a0· "

// Numbered stands between a step's number and its title where titles are told in one
// line: no line ends with the number.
const Numbered = ".\u00a0"

// Titles tells whether nothing but the titles of steps is to be told.
func Titles(steps []Step) bool {
	return !slices.ContainsFunc(steps, func(s Step) bool { return !s.Bare() })
}

// Bare tells whether there is nothing but its title to be told.
func (s *Step) Bare() bool { return s.Why.Empty() && s.Caution.Empty() && len(s.Actions) == 0 }

// Code is text to copy: a command, a certificate.
type Code struct {
	Title say.Text
	Text  string
	// Said are the lines of Text, where they are to be in the reader's language.
	Said []say.Text
}

// Letter is a letter without an address.
type Letter struct {
	// Open is what the link says.
	Open    say.Text
	Subject say.Text
	// Lines are the whole of it, Brief those without which it is none: a link has room
	// for little.
	Lines, Brief []say.Text
}

// Words is text to copy that is language, as a letter is.
func Words(title say.Text, lines []say.Text) Code {
	return Code{Title: title, Text: strings.Join(say.Strings(lines), "\n"), Said: lines}
}

// File is an attachment. Data is empty where it could not be fetched.
type File struct {
	Name string
	Data []byte
	// Said are the lines of Data, where they are to be in the reader's language.
	Said []say.Text
}

// Document is a file that is language.
func Document(name string, lines []say.Text) File {
	return File{Name: name, Data: []byte(strings.Join(say.Strings(lines), "\n") + "\n"), Said: lines}
}
