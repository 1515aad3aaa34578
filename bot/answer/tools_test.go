package answer_test

import (
	"testing"
	"time"

	"certdesk/bot/answer"
	"certdesk/checks"
)

// TestToolsAlone: what a PC's tools tell without a server is said, and no more.
func TestToolsAlone(t *testing.T) {
	t.Parallel()
	for want, tt := range map[string]struct {
		seen  checks.Seen
		alone *checks.ReportSeen
	}{
		"The clock of this PC is 2 days fast.":                                     {checks.Seen{ClockMeasured: true, ClockOff: 49 * time.Hour}, &checks.ReportSeen{Outcome: checks.SeenClock, ClockOffS: 49 * 3600}},
		"This PC finds no address for the server's name.":                          {checks.Seen{Missing: checks.MissingName}, nil},
		"This PC gets no connection to the server.":                                {checks.Seen{Missing: checks.MissingConnection}, nil},
		"Programs on this PC go through the proxy proxy.corp.com:8080.":            {checks.Seen{Proxy: "proxy.corp.com:8080"}, nil},
		"Nothing sets the clock of this PC: its time service is not synchronized.": {checks.Seen{ClockFree: true}, nil},
		"This can be compared with what certdesk sees, once the server is known.":  {checks.Seen{ClockMeasured: true}, nil},
	} {
		if r := answer.Certificate(&tt.seen, tt.alone, time.Now()); r.Headline.String() != want || len(r.Facts) != 0 {
			t.Errorf("%q, want %q", r.Headline, want)
		}
	}
}
