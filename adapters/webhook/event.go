package webhook

import (
	"time"

	"certdesk/bot"
)

// schema is the version of an event; it is only ever extended.
const schema = 1

// event is the body of a delivery, as deploy/docs/webhook.md describes it.
type event struct {
	Schema   int       `json:"schema"`
	ID       string    `json:"id"`
	Type     string    `json:"type"`
	At       time.Time `json:"timestamp"`
	Incident incident  `json:"incident"`
}

// incident is how it stands at the time of the event.
type incident struct {
	ID        string     `json:"id"`
	Revision  int        `json:"revision"`
	State     string     `json:"state"`
	Opened    time.Time  `json:"opened_at"`
	Began     time.Time  `json:"began_at"`
	Returned  *time.Time `json:"returned_at"`
	Resolved  *time.Time `json:"resolved_at"`
	Lapsed    *time.Time `json:"lapsed_at"`
	Relapses  int        `json:"relapses"`
	Why       string     `json:"opened_by"`
	Server    server     `json:"server"`
	Servers   []string   `json:"servers"`
	Zones     []string   `json:"zones"`
	Findings  []string   `json:"findings"`
	Summary   string     `json:"summary"`
	Asked     int        `json:"asked"`
	Waiting   int        `json:"waiting"`
	Owned     bool       `json:"owned"`
	Taken     *time.Time `json:"taken_at"`
	OwnerName string     `json:"owner,omitempty"`
	Askers    []string   `json:"askers,omitempty"`
	Notes     []note     `json:"notes,omitempty"`
}

// server is what is at fault.
type server struct {
	Host        string `json:"host"`
	Port        int    `json:"port,omitempty"`
	Name        string `json:"name,omitempty"`
	Connect     string `json:"connect,omitempty"`
	Certificate string `json:"certificate_sha256,omitempty"`
}

// note is what somebody who works on it wrote down.
type note struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`
	Text string    `json:"text"`
}

// eventOf is a dispatch as receivers know it; id is that of the delivery.
func eventOf(id string, d *bot.Dispatch) event {
	e := event{Schema: schema, ID: id, Type: "incident." + string(d.Event), At: d.At.UTC(), Incident: incident{
		ID: d.Incident, Revision: d.Revision, State: "open",
		Opened: d.Opened.UTC(), Began: d.Began.UTC(), Returned: when(d.Back), Resolved: when(d.Ended), Lapsed: when(d.Lapsed),
		Relapses: d.Relapses, Why: d.Why,
		Server:  server{Host: d.Cause.Host, Port: d.Cause.Port, Name: d.Cause.Name, Connect: d.Cause.Connect, Certificate: d.Cause.SHA256},
		Servers: list(d.Servers), Zones: list(d.Zones), Findings: make([]string, 0, len(d.Codes)), Summary: d.Summary.String(),
		Asked: d.Asked, Waiting: d.Waiting, Owned: d.Owned, Taken: when(d.Taken), OwnerName: d.Owner, Askers: d.Askers,
	}}
	switch {
	case !d.Ended.IsZero():
		e.Incident.State = "resolved"
	case !d.Lapsed.IsZero():
		e.Incident.State = "lapsed"
	}
	for _, c := range d.Codes {
		e.Incident.Findings = append(e.Incident.Findings, string(c))
	}
	for _, n := range d.Notes {
		e.Incident.Notes = append(e.Incident.Notes, note{At: n.At.UTC(), By: n.By, Text: n.Text})
	}
	return e
}

// when is a time, null where it has not come.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// list is never null.
func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
