// Package incident makes one matter of many questions: when a certificate ends on
// a Monday at eight, forty people ask. Three of them within an hour, an
// escalation or an alert make an incident of what they met. Somebody takes it on,
// whoever asks is told so, and whoever wants to hears when it works again.
//
//	cause.go    what of an answer two people can have met alike
//	incident.go what is kept of it; change.go how it changes, as pure functions
//	due.go      when it is looked at, and when somebody is reminded
//	keeper.go   what is needed to keep it, and how a change is written
//	people.go   what happens in the chat is written into it
//	matter.go   which incident a cause is of, where a renewal has changed it
//	work.go     what is due: the look at the server, the notices
//	outside.go  what is told outside of its channel: the chain of those who are
//	            called while nobody has it, letters, a webhook
//	say.go      its words
//
// A change is one write of one record, under its version: of two who take it on
// at the same moment one has it. What is to be told is not written beside that but
// follows from the record: each notice has an ID that is made of the incident's
// own, so that whoever does the rest after a process has died adds none twice.
// The notices are those of package watch's outbox, which posts each once.
//
// Rather two incidents about one fault than one about two: a cause is a
// certificate of one host, or a finding of one endpoint, and what may be the
// asker's own (an interceptor, a clock, a client, a mode that was asked for) or
// certdesk's is no cause.
package incident

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

const (
	// enough different askers within AskedWithin make an incident.
	enough = 3
	// AskedWithin is how long it is counted who asks.
	AskedWithin = time.Hour
	// relapseWithin: a fault that comes back so soon is the same incident.
	relapseWithin = 24 * time.Hour
	// waitsFor is how long somebody waits to be told.
	waitsFor = 7 * 24 * time.Hour
	// goodLooks in a row end it.
	goodLooks = 2
	// lapsesAfter is how long it is looked at while nobody asks or waits.
	lapsesAfter = 14 * 24 * time.Hour
	// continuesFor is how long it is known that a cause is that of an older incident.
	continuesFor = 60 * 24 * time.Hour
)

// What is kept of one incident at most.
const (
	maxAskers  = 500
	maxWaiting = 500
	maxNotes   = 20
	maxTargets = 4
	maxZones   = 8
	maxCodes   = 8
	maxPosts   = 10
	maxName    = 60
	maxLater   = 8
	maxCalled  = 12
	maxEvents  = 64
)

// Person is somebody of a platform. The ID is empty where it is only known what
// somebody is called.
type Person struct {
	Platform bot.Platform `json:"platform,omitempty"`
	ID       string       `json:"id,omitempty"`
	Name     string       `json:"name,omitempty"`
}

// Is tells whether two are the same person of a platform.
func (p Person) Is(q Person) bool { return p.ID != "" && p.Platform == q.Platform && p.ID == q.ID }

// Asker is somebody who met the fault, and when last.
type Asker struct {
	Person
	At time.Time `json:"at"`
}

// Waiter wants to be told when it works again.
type Waiter struct {
	Person
	// Place is where it was asked for, for those whose direct messages are closed.
	Place    bot.Place `json:"place"`
	Language string    `json:"language,omitempty"`
	At       time.Time `json:"at"`
}

// Note is what somebody wrote about it.
type Note struct {
	By   Person    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Reason is why questions became an incident.
type Reason string

// The reasons.
const (
	Asking     Reason = "asked"
	Escalation Reason = "escalated"
	Alert      Reason = "alert"
)

// Incident is one fault of one server, from the first who met it until a day after
// its end. Before Opened is set, it is a question or two.
type Incident struct {
	Cause bot.Cause `json:"cause"`
	// Round counts the incidents of one cause, Relapses how often this one came
	// back.
	Round    int `json:"round"`
	Relapses int `json:"relapses,omitempty"`
	// Began is when somebody met it first, Opened when it became an incident.
	Began  time.Time `json:"began"`
	Opened time.Time `json:"opened,omitzero"`
	Why    Reason    `json:"why,omitempty"`
	// Back is when it came back last. Ended is when it was seen to work, for the
	// second time in a row; Lapsed when certdesk stopped looking at what is broken
	// still.
	Back   time.Time `json:"back,omitzero"`
	Ended  time.Time `json:"ended,omitzero"`
	Lapsed time.Time `json:"lapsed,omitzero"`

	// Askers are those who met it, each once, the latest last.
	Askers []Asker `json:"askers,omitempty"`
	// Targets and Zones are where it was met, and where it has to be well; a zone
	// of "" is here.
	Targets []checks.Target `json:"targets,omitempty"`
	Zones   []string        `json:"zones,omitempty"`
	Codes   []checks.Code   `json:"codes,omitempty"`
	// Summary is the diagnosis in a sentence, Answer the ID of one that shows it.
	Summary say.Text `json:"summary,omitempty"`
	Answer  string   `json:"answer,omitempty"`

	// Owner has taken it on at Taken; First is when anybody first had. HandedTo is who is to take it over, as he is
	// called; until then nobody has it.
	Owner    *Person   `json:"owner,omitempty"`
	Taken    time.Time `json:"taken,omitzero"`
	First    time.Time `json:"first,omitzero"`
	HandedTo string    `json:"handed_to,omitempty"`
	Notes    []Note    `json:"notes,omitempty"`
	Waiting  []Waiter  `json:"waiting,omitempty"`
	// Place is where its message stands; nowhere without a channel. Alerted is
	// where an alert told of it.
	Place   bot.Place `json:"place,omitzero"`
	Alerted bot.Place `json:"alerted,omitzero"`
	// Posts are where a notice for users stands, PostedBy who put it there.
	Posts    []bot.Place `json:"posts,omitempty"`
	PostedBy *Person     `json:"posted_by,omitempty"`

	// Looked is when it was last looked at, Good how many looks in a row found it
	// well. Failed counts those in a row of which nothing came, for a reason on our
	// side.
	Looked time.Time `json:"looked,omitzero"`
	Good   int       `json:"good,omitempty"`
	Failed int       `json:"failed,omitempty"`
	// Free is since when nobody has it, Reminders how often that was told since.
	Free      time.Time `json:"free,omitzero"`
	Reminders int       `json:"reminders,omitempty"`
	// Revision counts the changes that its messages show.
	Revision int `json:"revision"`

	// Later are the causes that it went on with, where a certificate that is at
	// fault was replaced by another one that is, the latest last. Continues is set in
	// what is kept of such a cause: the key of the incident that went on. Nothing
	// else of it counts then.
	Later     []bot.Cause `json:"later,omitempty"`
	Continues string      `json:"continues,omitempty"`
	// Next is what it may be about by now, since somebody met that or a look showed it;
	// Doubted is when somebody did.
	Next    *bot.Cause `json:"next,omitempty"`
	Doubted time.Time  `json:"doubted,omitzero"`
	// Called are the places of the chain where it was told, besides its own.
	Called []bot.Place `json:"called,omitempty"`
	// Missed are those whom a letter or an event of it did not reach, and will not.
	Missed []bot.Place `json:"missed,omitempty"`
	// Happened is what is still to be told outside of chat; Events counts all that
	// ever was.
	Happened []Happening `json:"happened,omitempty"`
	Events   int         `json:"events,omitempty"`

	Due time.Time `json:"due,omitzero"`
	// Version is the store's: it changes with each write.
	Version int64 `json:"-"`
}

// New is what is known of a cause before anything was.
func New(c bot.Cause) *Incident { return &Incident{Cause: c} }

// Happening is an event that is still to be told outside of chat.
type Happening struct {
	Event bot.DispatchEvent `json:"event"`
	At    time.Time         `json:"at"`
	// N counts the events of an incident.
	N int `json:"n"`
}

// Key names it.
func (i *Incident) Key() string { return i.Cause.Key() }

// era tells its relapses apart.
func (i *Incident) era() string { return strconv.Itoa(i.Relapses) }

// noticeID is a name for something that is told of it, the same for all processes.
func (i *Incident) noticeID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{"incident", i.Key(), strconv.Itoa(i.Round)}, parts...), "|")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:16])
}

// Known tells whether it is an incident that is not over.
func (i *Incident) Known() bool { return !i.Opened.IsZero() && i.Ended.IsZero() && i.Lapsed.IsZero() }

// Over tells whether it has come to an end, for the time being.
func (i *Incident) Over() bool { return !i.Ended.IsZero() || !i.Lapsed.IsZero() }

// OwnedBy tells whether somebody has it.
func (i *Incident) OwnedBy(p Person) bool { return i.Owner != nil && i.Owner.Is(p) }

// Forgotten is when nothing of it is needed any more; zero is not yet.
func (i *Incident) Forgotten() time.Time {
	switch {
	case i.Continues != "":
		return i.Began.Add(continuesFor)
	case !i.Over() && !i.Opened.IsZero():
		return time.Time{}
	case !i.Over():
		last := i.Began
		for _, a := range i.Askers {
			last = later(last, a.At)
		}
		for _, w := range i.Waiting {
			last = later(last, w.At.Add(waitsFor))
		}
		return last.Add(relapseWithin)
	}
	return later(i.Ended, i.Lapsed).Add(30 * 24 * time.Hour)
}

// changed has its messages say what is new.
func (i *Incident) changed(now time.Time) {
	i.Revision++
	i.Due = now
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// add puts something into a bounded list that has it not yet.
func add[T comparable](list []T, one T, max int) []T {
	if slices.Contains(list, one) || len(list) >= max {
		return list
	}
	return append(slices.Clone(list), one)
}
