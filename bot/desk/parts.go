package desk

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// Checker answers questions: the engine, or workers in other zones.
type Checker interface {
	// Check returns an answer without an ID, and tells meanwhile how it goes on.
	// The error is a sentence for the asker: a zone that nobody watches.
	Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error)
}

// Answers keeps answers.
type Answers interface {
	KeepAnswer(ctx context.Context, a *bot.Answer, life time.Duration) error
	Answer(ctx context.Context, id string) (*bot.Answer, error)
	Current(ctx context.Context, q bot.Question) (*bot.Answer, error)
}

// Leases lets one of many do what all of them need.
type Leases interface {
	Begin(ctx context.Context, key string, life time.Duration) (bool, error)
	End(ctx context.Context, key string) error
	Once(ctx context.Context, key string, life time.Duration) (bool, error)
}

// Watches keeps what channels watch.
type Watches interface {
	// AddWatch adds a watch, or merges it into the one that is there. It returns
	// the watch as it is now, and as it was; nil if there was none.
	AddWatch(ctx context.Context, w bot.Watch) (now, old *bot.Watch, err error)
	Watch(ctx context.Context, place bot.Place, name string) (*bot.Watch, error)
	Watches(ctx context.Context, place bot.Place) ([]bot.Watch, error)
	RemoveWatch(ctx context.Context, place bot.Place, name string) (bool, error)
	// EditWatch changes a watch, and returns it as it is then; nil if there is none.
	EditWatch(ctx context.Context, place bot.Place, name string, change func(*bot.Watch)) (*bot.Watch, error)
	Channel(ctx context.Context, place bot.Place) (bot.Channel, error)
	SetChannel(ctx context.Context, c bot.Channel) error
}

// Known is what a pasted text turned out to be.
type Known struct {
	// Client shows the text, by the name that package errortext has for it, and
	// Program is what people call that; Meaning is what it says, in plain words.
	Client           string
	Program, Meaning say.Text
	// Also are the meanings of other messages in the same text.
	Also  []say.Text
	Codes []checks.Code
	// Steps are the numbers of those that usually help, in order.
	Steps []int
	// Servers are those named in the text.
	Servers []checks.Target
	// Language is that of the text, as a tag without a region: "de"; "" where it
	// does not tell. It is told also where no error is known.
	Language string
	// Printed: a program shows the text, also where no error is known. What is neither
	// known nor printed is somebody's remark.
	Printed bool
}

// Recogniser knows error texts. It also finds the servers that are named in
// any text, and what a text shows of a certificate that somebody's PC is shown;
// language decides how a date is read that may mean two days. Its error is a
// sentence.
type Recogniser interface {
	Recognise(text string) (Known, bool)
	Servers(text string) []checks.Target
	Pasted(text, language string) (*checks.Seen, error)
}

// Poster posts where nobody has asked: escalations.
type Poster interface {
	Post(ctx context.Context, to bot.Place, r bot.Reply) error
}

// Resolver turns names into addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// Alerts knows the notices that were posted, and a channel's overview.
type Alerts interface {
	Overview(ctx context.Context, place bot.Place, language string) (bot.Reply, error)
	// Notice returns a notice, nil if it is forgotten.
	Notice(ctx context.Context, id string) (*bot.Notice, error)
	// NoticeAt returns the notice that stands in a channel as a message, nil if that is
	// none.
	NoticeAt(ctx context.Context, place bot.Place, message string) (*bot.Notice, error)
	// Soon has watches that are due looked at without delay.
	Soon()
	// Handle notes who looks after it, Snooze until when its servers are silent;
	// the notice is nil if it is forgotten.
	Handle(ctx context.Context, id, who string) (*bot.Notice, error)
	Snooze(ctx context.Context, id string, until time.Time, who string) (*bot.Notice, error)
	// FirstLook takes an answer into a watch of which nothing is known yet.
	FirstLook(ctx context.Context, place bot.Place, name string, a *bot.Answer) error
}

// Incidents knows what many ask about at once.
type Incidents interface {
	// Asked notes who was given an answer, Escalated who has passed it on. Both
	// return what it is about, known or not.
	Asked(ctx context.Context, p incident.Person, a *bot.Answer) ([]incident.Incident, error)
	Escalated(ctx context.Context, p incident.Person, a *bot.Answer) ([]incident.Incident, error)
	// Wait notes who wants to hear that it works, and returns for what, and what
	// works already; incident.ErrFull where too many do.
	Wait(ctx context.Context, w incident.Waiter, a *bot.Answer) (waited, ended []incident.Incident, err error)
	// Get and those below return nil where an incident is forgotten.
	Get(ctx context.Context, key string) (*incident.Incident, error)
	Take(ctx context.Context, key string, p incident.Person) (i *incident.Incident, mine bool, err error)
	HandOver(ctx context.Context, key, to string) (*incident.Incident, error)
	Write(ctx context.Context, key string, n incident.Note) (*incident.Incident, error)
	// Announce has a notice for users posted; first is false where that was not
	// done now.
	Announce(ctx context.Context, key string, by incident.Person) (i *incident.Incident, first bool, err error)
	// MayAnnounce tells whether there is somewhere to post it.
	MayAnnounce(i *incident.Incident) bool
}

// Paths words steps for a mail program (package fixes).
type Paths interface {
	// Report is a report with the click paths of a program.
	Report(r checks.Report, p *programs.Program) checks.Report
	// Steps are the steps for an error text of which no server is known.
	Steps(numbers []int, p *programs.Program) (steps []checks.Step, leftOut []checks.LeftOutStep)
}

// People keeps what people have chosen.
type People interface {
	// ClientOf returns the mail program that somebody has chosen last, "" if none.
	ClientOf(ctx context.Context, p bot.Platform, id string) (string, error)
	SetClient(ctx context.Context, p bot.Platform, id, client string) error
}

// Topics keeps what conversations are about.
type Topics interface {
	// Topic returns nil where that is not known, or not any more.
	Topic(ctx context.Context, conversation string) (*bot.Topic, error)
	SetTopic(ctx context.Context, conversation string, t bot.Topic) error
}

// Places tells where a post that nobody has asked for would arrive.
type Places interface {
	// MayPost returns nil if nothing is known to be in the way, a
	// *bot.UndeliverableError if something is, another error where it is not known.
	MayPost(ctx context.Context, to bot.Place) error
}

// Language is one that a channel may have.
type Language struct {
	// Tag is "de".
	Tag string
	// Name is its own: "Deutsch". Its catalogue is read for it, which a process whose
	// people all read English never needs.
	Name func() string
}
