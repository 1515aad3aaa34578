package bot

import (
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Dispatch is an incident at a moment, as it is told outside of chat. It is kept
// with its notice, so that whoever is told a second time is told the same. What is
// personal stands in it only where the settings let it out.
type Dispatch struct {
	Event DispatchEvent `json:"event"`
	// At is when that happened.
	At time.Time `json:"at"`
	// Incident names the incident, whatever happens to it. Revision counts what
	// people are told of it: of two dispatches the one with more is the later.
	Incident string `json:"incident"`
	Revision int    `json:"revision"`
	Cause    Cause  `json:"cause"`
	// Began is when somebody met it first, Opened when it became an incident, Back
	// when it came back last. Ended is when it was seen to work again, Lapsed when
	// certdesk stopped looking at what is broken still.
	Began    time.Time `json:"began"`
	Opened   time.Time `json:"opened"`
	Back     time.Time `json:"back,omitzero"`
	Ended    time.Time `json:"ended,omitzero"`
	Lapsed   time.Time `json:"lapsed,omitzero"`
	Relapses int       `json:"relapses,omitempty"`
	// Why is "asked", "escalated" or "alert".
	Why     string        `json:"why"`
	Codes   []checks.Code `json:"codes,omitempty"`
	Summary say.Text      `json:"summary,omitempty"`
	// Servers are those that were met, Zones from where, "" being here.
	Servers []string `json:"servers,omitempty"`
	Zones   []string `json:"zones,omitempty"`
	// Asked and Waiting count people.
	Asked   int `json:"asked"`
	Waiting int `json:"waiting"`
	// Owned: somebody has it, since Taken.
	Owned bool      `json:"owned"`
	Taken time.Time `json:"taken,omitzero"`

	// Personal: each only where the settings let it out.
	Owner  string         `json:"owner,omitempty"`
	Askers []string       `json:"askers,omitempty"`
	Notes  []DispatchNote `json:"notes,omitempty"`

	// Answer is the ID of one that shows the diagnosis, "" if there is none.
	Answer string `json:"answer,omitempty"`
}

// DispatchNote is what somebody wrote about an incident. By is empty unless names
// may leave, too.
type DispatchNote struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`
	Text string    `json:"text"`
}

// DispatchEvent is what happened to an incident.
type DispatchEvent string

// The events.
const (
	IncidentOpened   DispatchEvent = "opened"
	IncidentTaken    DispatchEvent = "taken"
	IncidentReleased DispatchEvent = "released"
	IncidentNoted    DispatchEvent = "noted"
	IncidentReturned DispatchEvent = "returned"
	IncidentResolved DispatchEvent = "resolved"
	IncidentLapsed   DispatchEvent = "lapsed"
)

// DispatchEvents are all of them.
func DispatchEvents() []DispatchEvent {
	return []DispatchEvent{IncidentOpened, IncidentTaken, IncidentReleased, IncidentNoted, IncidentReturned, IncidentResolved, IncidentLapsed}
}
