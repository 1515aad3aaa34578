package bot

import (
	"time"

	"certdesk/checks"
)

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
	// SnoozedUntil: silent until then.
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	// State is what the last check showed; nil before the first.
	State *WatchState `json:"state,omitempty"`
	// Due is when it is to be checked next.
	Due time.Time `json:"due,omitzero"`
}

// WatchState is what the last check of a watch showed.
type WatchState struct {
	CheckedAt  time.Time      `json:"checked_at"`
	Verdict    checks.Verdict `json:"verdict"`
	Summary    string         `json:"summary"`
	LeafSHA256 string         `json:"leaf_sha256,omitempty"`
	IssuedBy   string         `json:"issued_by,omitempty"`
	NotBefore  time.Time      `json:"not_before,omitzero"`
	NotAfter   time.Time      `json:"not_after,omitzero"`
}

// Channel is what a channel has set.
type Channel struct {
	Place Place `json:"place"`
	// Digest is when the overview is posted; nil is never.
	Digest *Schedule `json:"digest,omitempty"`
	// SilentWhenFine: no overview where there is nothing to tell.
	SilentWhenFine bool `json:"silent_when_fine,omitempty"`
	// Due is when the next overview is due.
	Due time.Time `json:"due,omitzero"`
}

// Name is the target of a watch as people write it: "mail.corp.com:993".
func (w *Watch) Name() string { return TargetName(w.Target) }
