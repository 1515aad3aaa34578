package summary_test

import (
	"encoding/json"
	"slices"
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

// What needs somebody stands below the facts, and nothing does where nothing is.
func TestItems(t *testing.T) {
	asked, all := week()
	n := summary.Of(monday.AddDate(0, 0, -7), monday, asked, all)
	r := n.Say()
	var got []string
	for _, i := range r.Items {
		got = append(got, string(i.Tone)+"|"+i.Text.String())
	}
	want := []string{
		"|4 people have asked.", "|1 question was passed on to the administrators.",
		"warning|certdesk could not answer 1 question.", "warning|Nobody is on 1 open incident.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	var quiet summary.Numbers
	if r := quiet.Say(); len(r.Items) != 0 || len(r.Facts) != 0 {
		t.Errorf("of nothing: %+v", r)
	}
}

// Incidents are told where any was opened, and where an older one is still open.
func TestMatters(t *testing.T) {
	for want, i := range map[string]summary.Incidents{
		"":                                   {},
		"1 opened, 1 resolved, 0 still open": {Opened: 1, Resolved: 1},
		"0 opened, 0 resolved, 2 still open": {Open: 2},
		"1 opened, 0 resolved, 1 still open, 3 came back": {Opened: 1, Open: 1, Relapses: 3},
	} {
		n := summary.Numbers{Incidents: i}
		if got := facts(n.Say())["Incidents"]; got != want {
			t.Errorf("%+v: %q, want %q", i, got, want)
		}
	}
}

// A step that helped nobody is no help, and three are enough.
func TestHelped(t *testing.T) {
	n := summary.Numbers{Steps: []summary.Tried{{Number: 6, Helped: 9}, {Number: 2, Not: 5}, {Number: 1, Helped: 3}, {Number: 4, Helped: 1}, {Number: 5, Helped: 1}}}
	if got := facts(n.Say())["What helped"]; got != "step 6, 9 times, step 1, 3 times, step 4, 1 time" {
		t.Error(got)
	}
}

// A wait is rounded before it is put into words: never "60 seconds".
func TestWait(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                               "1 second",
		59_400 * time.Millisecond:       "59 seconds",
		59_600 * time.Millisecond:       "1 minute",
		time.Minute:                     "1 minute",
		59*time.Minute + time.Second:    "59 minutes",
		59*time.Minute + 31*time.Second: "1 hour",
		time.Hour:                       "1 hour",
	} {
		n := summary.Numbers{Answer: summary.Times{Count: 1, Median: d.Seconds()}}
		if got := facts(n.Say())["Time to wait"]; got != want+" for an answer" {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// A week in which clocks change is a week, and less than a day is since yesterday.
func TestHeadline(t *testing.T) {
	for since, want := range map[time.Duration]string{
		7*24*time.Hour - time.Hour: "0 questions to certdesk, in the last 7 days.",
		7*24*time.Hour + time.Hour: "0 questions to certdesk, in the last 7 days.",
		time.Hour:                  "0 questions to certdesk, since yesterday.",
	} {
		n := summary.Of(monday.Add(-since), monday, nil, nil)
		if got := n.Say().Headline.String(); got != want {
			t.Errorf("%v: %q, want %q", since, got, want)
		}
	}
}

func facts(r bot.Reply) map[string]string {
	out := map[string]string{}
	for _, f := range r.Facts {
		out[f.Label.String()] = f.Value.String()
	}
	return out
}
