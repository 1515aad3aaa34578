package summary_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/incident"
	"certdesk/bot/summary"
	"certdesk/checks"
)

// monday is the end of the week that is counted.
var monday = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

func week() ([]audit.Entry, []incident.Incident) {
	at := func(hours int) time.Time { return monday.Add(-time.Duration(hours) * time.Hour) }
	var asked []audit.Entry
	for n := range 20 {
		e := audit.Entry{At: at(n + 1), User: "U" + string(rune('A'+n%4)), Outcome: "answered", Verdict: checks.VerdictUntrusted, TookMS: int64(100 * (n + 1)),
			Server: "imap.corp.com:993", Provider: "hoster.example", Codes: []checks.Code{checks.Expired}}
		if n%5 == 0 {
			e.Outcome, e.Server, e.Provider, e.Codes = "cached", "smtp.corp.com:587", "corp.com", []checks.Code{checks.SelfSigned}
		}
		asked = append(asked, e)
	}
	asked = append(asked,
		audit.Entry{At: at(2), User: "UA", Outcome: "escalated"}, audit.Entry{At: at(2), User: "UA", Outcome: "limited"}, audit.Entry{At: at(2), User: "UA", Outcome: "failed"},
		audit.Entry{At: at(3), User: "UA", Outcome: "answered", Step: 6, Helped: true}, audit.Entry{At: at(3), User: "UB", Outcome: "answered", Step: 6, Helped: true},
		audit.Entry{At: at(3), User: "UC", Outcome: "answered", Step: 4},
		audit.Entry{At: at(8 * 24), User: "UZ", Outcome: "answered", Server: "old.corp.com:993"}, // before it
		audit.Entry{At: monday, User: "UZ", Outcome: "answered", Server: "new.corp.com:993"},     // behind it
	)
	var all []incident.Incident
	for n, after := range []time.Duration{10 * time.Minute, 20 * time.Minute, 0} {
		i := incident.New(bot.Cause{Host: "imap.corp.com", SHA256: string(rune('a' + n))})
		i.Opened = at(30)
		if after > 0 {
			i.First, i.Owner = i.Opened.Add(after), &incident.Person{ID: "UA"}
			i.Ended = i.Opened.Add(2 * time.Hour)
		}
		all = append(all, *i)
	}
	return asked, append(all, *incident.New(bot.Cause{Host: "asked.corp.com", SHA256: "z"})) // which is none yet
}

func TestNumbers(t *testing.T) {
	asked, all := week()
	n := summary.Of(monday.AddDate(0, 0, -7), monday, asked, all)
	if n.Questions != 23 || n.People != 4 || n.Diagnoses != 20 || n.Cached != 4 || n.Escalated != 1 || n.Refused != 1 || n.Failed != 1 {
		t.Errorf("%+v", n)
	}
	if len(n.Servers) != 2 || n.Servers[0] != (summary.Named{Name: "imap.corp.com:993", Count: 16}) || n.Providers[0].Name != "hoster.example" || n.Findings[0].Name != "expired" {
		t.Errorf("%+v %+v %+v", n.Servers, n.Providers, n.Findings)
	}
	if len(n.Steps) != 2 || n.Steps[0] != (summary.Tried{Number: 6, Helped: 2}) || n.Steps[1] != (summary.Tried{Number: 4, Not: 1}) {
		t.Errorf("%+v", n.Steps)
	}
	if n.Answer != (summary.Times{Count: 20, Median: 1, P95: 1.9}) || n.Owner != (summary.Times{Count: 2, Median: 600, P95: 1200}) || n.End.Median != 7200 {
		t.Errorf("%+v %+v %+v", n.Answer, n.Owner, n.End)
	}
	if n.Incidents != (summary.Incidents{Opened: 3, Resolved: 2, Open: 1, Unowned: 1}) {
		t.Errorf("%+v", n.Incidents)
	}
	plain, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"UA", "UB"} {
		if strings.Contains(string(plain), who) {
			t.Errorf("somebody is named: %s", plain)
		}
	}
	empty, err := json.Marshal(summary.Of(monday, monday, nil, nil))
	if err != nil || strings.Contains(string(empty), "null") {
		t.Errorf("of nothing: %s, %v", empty, err)
	}
}

func TestWords(t *testing.T) {
	asked, all := week()
	n := summary.Of(monday.AddDate(0, 0, -7), monday, asked, all)
	r := n.Say()
	if got := r.Headline.String(); got != "23 questions to certdesk, in the last 7 days." {
		t.Error(got)
	}
	want := map[string]string{
		"What it was": "expired (16), self-signed (4)", "Which servers": "imap.corp.com:993 (16), smtp.corp.com:587 (4)",
		"Which providers": "hoster.example (16), corp.com (4)", "What helped": "step 6, 2 times", "Incidents": "3 opened, 2 resolved, 1 still open",
		"Time to wait": "1 second for an answer, 10 minutes for somebody to take an incident, 2 hours for its end",
	}
	if len(r.Facts) != len(want) {
		t.Errorf("%d facts", len(r.Facts))
	}
	for _, f := range r.Facts {
		if got := f.Value.String(); got != want[f.Label.String()] {
			t.Errorf("%s: %q, want %q", f.Label, got, want[f.Label.String()])
		}
	}
	if bars := n.Bars(); len(bars) != 2 || bars[0].Count != 16 {
		t.Errorf("%+v", bars)
	}
}
