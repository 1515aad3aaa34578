package bot

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// ErrUnreadable is where this version of certdesk cannot read what is kept: another version
// has written it, or it is spoilt.
var ErrUnreadable = errors.New("it cannot be read")

// Watch is a server that a channel watches.
type Watch struct {
	Place  Place         `json:"place"` // of the channel; Thread is empty
	Target checks.Target `json:"target"`
	// Warn are the days before the end at which to tell, most first; nil: as
	// usual.
	Warn []int  `json:"warn,omitempty"`
	Note string `json:"note,omitempty"`
	// Owner added it.
	Owner     string    `json:"owner"`
	OwnerName string    `json:"owner_name,omitempty"`
	Added     time.Time `json:"added"`
	// SnoozedUntil: silent until then; SnoozedBy is who said so.
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	SnoozedBy    string    `json:"snoozed_by,omitempty"`
	// Handled is who looks after what is wrong with it, until all is well again.
	Handled string `json:"handled,omitempty"`
	// State is what the last check showed; nil before the first.
	State *WatchState `json:"state,omitempty"`
	// Due is when it is to be checked next.
	Due time.Time `json:"due,omitzero"`
	// Version is the store's: it changes with each write.
	Version int64 `json:"-"`
}

// Name is the target of a watch as people write it: "mail.corp.com:993".
func (w *Watch) Name() string { return TargetName(w.Target) }

// FileOwner is the Owner of the watches that a file of the operator's names
// (CERTDESK_WATCH_FILE): what it says of them counts.
const FileOwner = "CERTDESK_WATCH_FILE"

// FromFile tells whether a watch is the file's.
func (w *Watch) FromFile() bool { return w.Owner == FileOwner }

// WatchState is what is known of a watched server.
type WatchState struct {
	CheckedAt time.Time `json:"checked_at"`
	// FullAt is when it was looked at in full.
	FullAt time.Time `json:"full_at,omitzero"`
	// Endpoints are its ports that answer, or did; a watch with a port has one.
	Endpoints []WatchedEndpoint `json:"endpoints"`
}

// WatchedEndpoint is a port of a watched server, as it was at the last check,
// and what the channel was told of it.
type WatchedEndpoint struct {
	Name    string         `json:"name"` // "mail.corp.com:993"
	Verdict checks.Verdict `json:"verdict"`
	Summary say.Text       `json:"summary"`
	// Unseen is why the last check saw nothing of it, a sentence about our own
	// side; all else is then as it was before. Empty where it was seen.
	Unseen say.Text `json:"unseen,omitempty"`
	// Leaf is the certificate at the last answer; zero if none was ever seen.
	Leaf Leaf `json:"leaf,omitzero"`
	// Further are certificates beside Leaf whose end is near: an authority's on
	// which Leaf depends, or another leaf that some clients are shown.
	Further []FurtherEnd `json:"further,omitempty"`
	// Warnings are what the diagnosis warns of beside that.
	Warnings []WatchedWarning `json:"warnings,omitempty"`
	// Others are the addresses that serve another certificate than Leaf.
	Others []OtherLeaf `json:"others,omitempty"`
	// Past are the certificates that it had before, the latest first.
	Past []PastLeaf `json:"past,omitempty"`
	// Failure is what the last checks showed, Times how many of them in a row.
	Failure Failure `json:"trouble,omitempty"`
	Times   int     `json:"times"`
	// Steady is for how many checks in a row it was the same certificate at all
	// addresses; Mixed for how many the addresses differed.
	Steady int `json:"steady"`
	Mixed  int `json:"mixed,omitempty"`
	// Retries counts the checks in a row that were made sooner to be sure.
	Retries int `json:"doubts,omitempty"`
	// Notified is what the channel knows.
	Notified Notified `json:"told"`
	// Pending are the notices that are on their way, with what they say of it; Open
	// are the IDs of those that were posted and still hold.
	Pending []PendingNotice `json:"raised,omitempty"`
	Open    []string        `json:"open,omitempty"`
}

// FurtherEnd is a certificate beside the leaf whose end matters to an endpoint.
type FurtherEnd struct {
	Leaf
	// Authority: it is not shown for the server itself, but on its path.
	Authority bool `json:"authority,omitempty"`
	// ShownTo are the handshakes, else the addresses, that are concerned; nil:
	// all.
	ShownTo []string `json:"shown_to,omitempty"`
	// Full: a look in full alone shows it.
	Full bool `json:"full,omitempty"`
}

// WatchedWarning is what the diagnosis warns of, an end apart.
type WatchedWarning struct {
	Code checks.Code `json:"code"`
	// Title is what it is in some words.
	Title say.Text `json:"title"`
	// Times is how many looks in a row have shown it, Missed how many that could
	// have shown it did not since.
	Times  int `json:"times"`
	Missed int `json:"missed,omitempty"`
	// Full: a look in full alone shows it.
	Full bool `json:"full,omitempty"`
}

// FirstEnd is when the first of its certificates ends, zero if none is known.
func (e *WatchedEndpoint) FirstEnd() time.Time {
	first := e.Leaf.NotAfter
	for _, f := range e.Further {
		if first.IsZero() || f.NotAfter.Before(first) {
			first = f.NotAfter
		}
	}
	return first
}

// OtherLeaf is an address with a certificate of its own.
type OtherLeaf struct {
	SHA256  string `json:"sha256"`
	Address string `json:"address"`
}

// PastLeaf is a certificate and when it was seen last.
type PastLeaf struct {
	Leaf
	Until time.Time `json:"until"`
}

// Failure is what is wrong with a watched endpoint, as a channel is told of it.
type Failure string

// The failures; Fine is none.
const (
	Fine        Failure = ""
	Expired     Failure = "expired"
	Untrusted   Failure = "untrusted"
	Unreachable Failure = "unreachable"
)

// Inconsistency is how an endpoint shows more than one certificate.
type Inconsistency string

// The inconsistencies.
const (
	Consistent Inconsistency = ""
	// ByAddress: some addresses have another one.
	ByAddress Inconsistency = "addresses"
	// ByCheck: it is one and then the other from check to check.
	ByCheck Inconsistency = "checks"
)

// Notified is what a channel was last told of an endpoint.
type Notified struct {
	Failure Failure `json:"trouble,omitempty"`
	// Leaf is the certificate that the channel knows of.
	Leaf Leaf `json:"leaf,omitzero"`
	// Inconsistency is how it was told to show more than one.
	Inconsistency Inconsistency `json:"mixture,omitempty"`
	// Ending is the certificate whose end was told, Before how long before.
	Ending string        `json:"ending,omitempty"`
	Before time.Duration `json:"before,omitempty"`
	// Further are the same of other certificates.
	Further []NotifiedEnd `json:"further,omitempty"`
	// Warnings were told in the channel. Known were there from the beginning, so
	// that whoever added the watch saw them; Looked is set once the first look in
	// full was taken for that.
	Warnings []checks.Code `json:"warnings,omitempty"`
	Known    []checks.Code `json:"known,omitempty"`
	Looked   bool          `json:"looked,omitempty"`
}

// NotifiedEnd is a certificate whose end was told, Before how long before.
type NotifiedEnd struct {
	SHA256 string        `json:"sha256"`
	Before time.Duration `json:"before,omitempty"`
}

// PendingNotice is what a notice that is on its way will say of an endpoint.
type PendingNotice struct {
	Notice  string     `json:"notice"` // its ID
	Kind    NoticeKind `json:"kind"`
	Subject string     `json:"subject,omitempty"`
	Line    NoticeLine `json:"line"`
	// Old and New are the certificates of a change, New that of an end.
	Old    Leaf          `json:"old,omitzero"`
	New    Leaf          `json:"new,omitzero"`
	Before time.Duration `json:"before,omitempty"`
	// Of is where New stands if it is not the leaf.
	Of EndOf `json:"of,omitempty"`
	// Codes are what a NoticeWarning warns of.
	Codes []checks.Code `json:"codes,omitempty"`
	// Cause is what incidents know it by; nil where it is no part of any.
	Cause *Cause `json:"cause,omitempty"`
	// After are the IDs of alarms that were not told yet when a NoticeRecovered was
	// raised: it is told where one of them was. Nil: it is told in any case. An alarm
	// has those of the NoticeRecovered in whose place it came, and Heard where that was
	// to be told in any case.
	After []string `json:"after,omitempty"`
	Heard bool     `json:"heard,omitempty"`
}

// Well tells whether nothing is wrong with any endpoint, and nothing is on its
// way to the channel.
func (s *WatchState) Well() bool {
	if s == nil {
		return true
	}
	return !slices.ContainsFunc(s.Endpoints, func(e WatchedEndpoint) bool {
		return e.Failure != Fine || e.Notified.Failure != Fine || e.Notified.Inconsistency != Consistent || len(e.Further) > 0 || len(e.Notified.Warnings) > 0 || len(e.Pending) > 0 ||
			e.Leaf.SHA256 != "" && e.Notified.Ending == e.Leaf.SHA256
	})
}

// Worst is the endpoint that matters most: the worst verdict, then the nearest
// end; nil if there is none.
func (s *WatchState) Worst() *WatchedEndpoint {
	if s == nil || len(s.Endpoints) == 0 {
		return nil
	}
	worst := slices.MinFunc(s.Endpoints, func(a, b WatchedEndpoint) int {
		return cmp.Or(cmp.Compare(b.Verdict.Weight(), a.Verdict.Weight()), a.FirstEnd().Compare(b.FirstEnd()))
	})
	return &worst
}

// Channel is what a channel has set.
type Channel struct {
	Place Place `json:"place"`
	// Digest is when the overview is posted; nil is never.
	Digest *Schedule `json:"digest,omitempty"`
	// SilentWhenFine: no overview where there is nothing to tell.
	SilentWhenFine bool `json:"silent_when_fine,omitempty"`
	// Quiet are the hours in which nothing is posted unasked; nil: none.
	Quiet *Quiet `json:"quiet,omitempty"`
	// Closed: posts are refused there; nil: nothing is known of that.
	Closed *Closed `json:"closed,omitempty"`
	// Language is that of what all see here ("de"); "" is the asker's own.
	Language string `json:"language,omitempty"`
	// Client is the mail program of whoever has chosen none ("thunderbird"); "" is that
	// of most.
	Client string `json:"client,omitempty"`
	// Zone is the time zone of hours that are typed without one; "" is UTC.
	Zone string `json:"zone,omitempty"`
	// Warn are the days before the end at which watches tell that are added
	// without their own; nil: as usual.
	Warn []int `json:"warn,omitempty"`
	// Due is when the next overview is due.
	Due time.Time `json:"due,omitzero"`
	// Version is the store's: it changes with each write.
	Version int64 `json:"-"`
}
