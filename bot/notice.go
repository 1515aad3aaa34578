package bot

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds of notices.
const (
	// NoticeEnding: a certificate ends soon, or has ended.
	NoticeEnding NoticeKind = "ending"
	// NoticeUntrusted: mail programs refuse the server now.
	NoticeUntrusted NoticeKind = "untrusted"
	// NoticeWarning: it works, and the diagnosis warns of something new.
	NoticeWarning NoticeKind = "warning"
	// NoticeUnreachable: no answer for several checks.
	NoticeUnreachable NoticeKind = "unreachable"
	// NoticeRecovered: all is well again.
	NoticeRecovered NoticeKind = "recovered"
	// NoticeChanged: another certificate than before.
	NoticeChanged NoticeKind = "changed"
	// NoticeMixed: some addresses have another certificate, or it flips.
	NoticeMixed NoticeKind = "mixed"
	// NoticeDigest: the overview of a channel.
	NoticeDigest NoticeKind = "digest"
	// NoticeClosed: a channel takes no posts any more, told elsewhere.
	NoticeClosed NoticeKind = "closed"
	// NoticeSeveral: a list of notices that came together, its Members.
	NoticeSeveral NoticeKind = "several"
	// NoticeIncident: an incident, in the admins' channel, edited as it grows.
	NoticeIncident NoticeKind = "incident"
	// NoticeReminder: nobody has taken an incident on. NoticeRelapse: it is back.
	NoticeReminder NoticeKind = "incident-reminder"
	NoticeRelapse  NoticeKind = "incident-relapse"
	// NoticeForUsers: an incident in one sentence, in a support channel.
	NoticeForUsers NoticeKind = "incident-users"
	// NoticeWorks: somebody who wanted to hear it is told that a server works.
	NoticeWorks NoticeKind = "works"
	// NoticeSummary: what a week was like, for the administrators.
	NoticeSummary NoticeKind = "summary"
	// NoticeLetter: an incident, by mail. NoticeEvent: by webhook. What they say is
	// their Dispatch.
	NoticeLetter NoticeKind = "letter"
	NoticeEvent  NoticeKind = "event"
)

// Notice is something that is posted unasked, once. It is kept from the
// intent to the message's id, and some time longer for its buttons.
type Notice struct {
	ID    string     `json:"id"`
	Kind  NoticeKind `json:"kind"`
	Place Place      `json:"place"`
	// Old and New are the certificates of a change, New that of an end.
	Old Leaf `json:"old,omitzero"`
	New Leaf `json:"new,omitzero"`
	// Before is how long before its end a certificate's end is told.
	Before time.Duration `json:"before,omitempty"`
	// Of tells whose end it is.
	Of EndOf `json:"of,omitempty"`
	// Codes are what a NoticeWarning warns of.
	Codes  []checks.Code `json:"codes,omitempty"`
	Raised time.Time     `json:"raised"`
	// Attempted is when posting began. From then on what it says is settled:
	// Lines; and nobody joins it any more.
	Attempted time.Time    `json:"attempted,omitzero"`
	Lines     []NoticeLine `json:"lines,omitempty"`
	// Members are the IDs of the notices that a list carries, In is the ID of the
	// list that carries this one.
	Members []string `json:"members,omitempty"`
	In      string   `json:"in,omitempty"`
	// Stale are endpoints that still have the old certificate.
	Stale []NoticeLine `json:"stale,omitempty"`
	// Posted is when it was, Message the platform's id of it. A notice that was
	// given up (nothing to tell any more, nowhere to post) has Dropped.
	Posted  time.Time `json:"posted,omitzero"`
	Message string    `json:"message,omitempty"`
	Dropped string    `json:"dropped,omitempty"`
	// Tries counts the failures to post it, or to edit it.
	Tries int `json:"tries,omitempty"`
	// Edited is when the message was changed to say that it is over, Fresh the
	// certificate that is there instead.
	Edited time.Time `json:"edited,omitzero"`
	Fresh  Leaf      `json:"fresh,omitzero"`
	// Warned: it was over with a warning left.
	Warned bool `json:"warned,omitempty"`
	// Person: it is for somebody's direct messages, and Place has no channel.
	Person string `json:"person,omitempty"`
	// About is the channel that a NoticeClosed is about, Closed why.
	About  Place   `json:"about,omitzero"`
	Closed *Closed `json:"closed,omitempty"`
	// Incident is the key of the incident that a notice is of, Cause what that is
	// about. Revision is what its message is to show, Shown what it does.
	Incident string `json:"incident,omitempty"`
	Cause    *Cause `json:"cause,omitempty"`
	Revision int    `json:"revision,omitempty"`
	// Dispatch is what is told outside of chat.
	Dispatch *Dispatch `json:"dispatch,omitempty"`
	// After is the notice that has to stand there first. Where it came later than
	// this one was raised, there is nothing left to tell.
	After string `json:"after,omitempty"`
	Shown int    `json:"shown,omitempty"`
	// Asked is where a NoticeWorks was asked for, For by whom, Language his own.
	Asked    Place  `json:"asked,omitzero"`
	For      string `json:"for,omitempty"`
	Language string `json:"language,omitempty"`
	// Handled is who has taken it on.
	Handled string `json:"handled,omitempty"`
	// SnoozedUntil: its servers are silent until then; SnoozedBy is who said so.
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	SnoozedBy    string    `json:"snoozed_by,omitempty"`
	// Warn are the days before the end at which its servers are told of, all of
	// them; nil: as usual.
	Warn []int `json:"warn,omitempty"`

	Due time.Time `json:"due,omitzero"`
	// Version is the store's: it changes with each write.
	Version int64 `json:"-"`
}

// Done tells whether nothing is left to do for it.
func (n *Notice) Done() bool { return !n.Posted.IsZero() || n.Dropped != "" }

// NoticeLine is an endpoint in a notice.
type NoticeLine struct {
	Name string `json:"name"`
	// Text is what there is to say of it. Older versions kept words, which are read
	// as such.
	Text say.Text `json:"text,omitempty"`
	Note string   `json:"note,omitempty"`
	// Warnings are what a line warns of, where its Text is the first of it.
	Warnings []Finding `json:"warnings,omitempty"`
	// Watch is the name of the watch that the endpoint belongs to.
	Watch string `json:"watch"`
	// Of is the ID of the notice that a line of a list is of. Tone is how a line
	// strikes where that is more than its notice tells: in a list, and of a server
	// that works again with a warning.
	Of   string `json:"of,omitempty"`
	Tone Tone   `json:"tone,omitempty"`
}

// Closed is why a channel takes no posts, and since when.
type Closed struct {
	Barrier Barrier   `json:"barrier"`
	Lacks   []string  `json:"lacks,omitempty"`
	Since   time.Time `json:"since"`
}
