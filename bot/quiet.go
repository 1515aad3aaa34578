package bot

import (
	"fmt"
	"time"

	"certdesk/checks/say"
)

// Quiet are hours of each day, in a time zone, in which nothing is posted
// unasked. They may go over midnight.
type Quiet struct {
	// From and To are minutes of the day, 0 to 1439; To is the first that is not
	// quiet.
	From int `json:"from"`
	To   int `json:"to"`
	// Zone is an IANA name.
	Zone string `json:"zone"`
}

// String is the hours as they are typed: "22:00-07:00 Europe/Berlin".
func (q Quiet) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d %s", q.From/60, q.From%60, q.To/60, q.To%60, q.Zone)
}

// Said is the hours as they are told: "22:00 to 07:00, Europe/Berlin".
func (q Quiet) Said() say.Text {
	return say.P("quiet hours", "{from} to {to}, {zone}", clock("from", q.From), clock("to", q.To), say.Term("zone", q.Zone))
}

// At tells whether it is quiet.
func (q Quiet) At(now time.Time) bool {
	local := now.In(location(q.Zone))
	minute := local.Hour()*60 + local.Minute()
	if q.From <= q.To {
		return q.From <= minute && minute < q.To
	}
	return minute >= q.From || minute < q.To
}

// End is the next moment at which the quiet hours are over.
func (q Quiet) End(now time.Time) time.Time {
	return Schedule{Days: EveryDay, Minute: q.To, Zone: q.Zone}.Next(now)
}
