package answer

import (
	"fmt"
	"time"

	"certdesk/checks"
)

// footnote tells when the answer was found and from where.
func footnote(r *checks.Report) string {
	if offline(r) {
		return "Judged by the certificates alone; no server was asked."
	}
	note := "Checked on " + r.CheckedAt.UTC().Format("2 January 2006 at 15:04 UTC")
	if r.Zone != "" {
		note += " from " + checks.Clean(r.Zone, maxValue)
	}
	if r.Cached {
		note += fmt.Sprintf(" (cached, %s ago).", span(time.Duration(r.AgeS)*time.Second))
	} else {
		note += ", in " + span(time.Duration(r.TimingMS["total"])*time.Millisecond) + "."
	}
	if r.Quick {
		note += " " + quickNote
	}
	return note
}

// quickNote says what a quick look leaves out.
const quickNote = "This was a quick look: other types of key, other TLS versions, revocation and mail policy were not asked about."

// span writes a short time: "312 ms", "2.5 s", "3 minutes".
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		return count(int(d.Minutes()), "minute")
	}
	return checks.Days(d)
}
