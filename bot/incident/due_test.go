package incident_test

import (
	"errors"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

// TestWhenItIsLookedAtNext: often while it is new and many wait, seldom when it is old,
// soon where something has changed, and not for ever.
func TestWhenItIsLookedAtNext(t *testing.T) {
	crowd := func(n int) func(i *incident.Incident) {
		return func(i *incident.Incident) {
			for len(i.Askers) < n-1 {
				i.Askers = append(i.Askers, incident.Asker{Person: person("U"), At: start})
			}
			i.Waiting = append(i.Waiting, incident.Waiter{Person: person("V"), At: start})
		}
	}
	over := func(ago time.Duration) func(i *incident.Incident) {
		return func(i *incident.Incident) { i.Ended, i.Good, i.Looked = start.Add(-ago), 2, start.Add(-time.Hour) }
	}
	for name, c := range map[string]struct {
		age    time.Duration
		change func(i *incident.Incident)
		sees   incident.Looked // "other": another faulty certificate
		want   time.Duration   // 0: never
	}{
		"new":                        {time.Minute, nil, incident.Ill, 2 * time.Minute},
		"within the hour":            {59 * time.Minute, nil, incident.Ill, 2 * time.Minute},
		"after an hour":              {time.Hour, nil, incident.Ill, 5 * time.Minute},
		"within six hours":           {6*time.Hour - time.Minute, nil, incident.Ill, 5 * time.Minute},
		"after six hours":            {6 * time.Hour, nil, incident.Ill, 15 * time.Minute},
		"within the day":             {24*time.Hour - time.Minute, nil, incident.Ill, 15 * time.Minute},
		"after a day":                {24 * time.Hour, nil, incident.Ill, time.Hour},
		"nine are concerned":         {time.Minute, crowd(9), incident.Ill, 2 * time.Minute},
		"ten are concerned":          {time.Minute, crowd(10), incident.Ill, time.Minute},
		"ten, of what is old":        {24 * time.Hour, crowd(10), incident.Ill, time.Hour},
		"it came back":               {48 * time.Hour, func(i *incident.Incident) { i.Back = start.Add(-2 * time.Hour) }, incident.Ill, 5 * time.Minute},
		"well for the first time":    {48 * time.Hour, nil, incident.Well, time.Minute},
		"another is at fault":        {48 * time.Hour, nil, "other", time.Minute},
		"nothing was seen":           {time.Minute, nil, incident.Unseen, 4 * time.Minute},
		"nothing for the third time": {time.Minute, func(i *incident.Incident) { i.Failed = 2 }, incident.Unseen, 16 * time.Minute},
		"nothing for long":           {time.Minute, func(i *incident.Incident) { i.Failed = 50 }, incident.Unseen, 16 * time.Minute},
		"seen again":                 {time.Minute, func(i *incident.Incident) { i.Failed = 50 }, incident.Ill, 2 * time.Minute},
		"over":                       {48 * time.Hour, over(2 * time.Hour), incident.Well, 30 * time.Minute},
		"over for nearly a day":      {48 * time.Hour, over(24*time.Hour - time.Second), incident.Well, 30 * time.Minute},
		"over for a day":             {48 * time.Hour, over(24 * time.Hour), incident.Well, 0},
		"given up":                   {48 * time.Hour, func(i *incident.Incident) { i.Lapsed, i.Looked = start.Add(-time.Hour), start.Add(-time.Hour) }, incident.Ill, 0},
		"a question":                 {time.Minute, func(i *incident.Incident) { i.Opened = time.Time{} }, incident.Ill, 0},
		"a question that waits":      {time.Minute, func(i *incident.Incident) { i.Opened = time.Time{}; crowd(1)(i) }, incident.Ill, 2 * time.Minute},
		"a question that was over":   {48 * time.Hour, func(i *incident.Incident) { i.Opened = time.Time{}; over(time.Hour)(i) }, incident.Well, 0},
	} {
		w := newWorld()
		w.look = func(q bot.Question) (*bot.Answer, error) {
			switch c.sees {
			case incident.Well:
				return well(q), nil
			case incident.Unseen:
				return nil, errors.New("the network is down")
			case "other":
				return w.faulty("imap.corp.com", 993, "bb", checks.HostnameMismatch), nil
			}
			return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
		}
		i := expired()
		i.Began, i.Opened, i.Due = start.Add(-c.age), start.Add(-c.age), start
		i.Targets, i.Zones = []checks.Target{{Host: "imap.corp.com", Port: 993}}, []string{""}
		owner := person("UA") // whom nobody needs to remind
		i.Owner = &owner
		if c.change != nil {
			c.change(i)
		}
		if _, err := w.SaveIncident(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		if err := w.keeper(t).Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		if due := w.due[i.Key()]; due.IsZero() != (c.want == 0) || c.want > 0 && !due.Equal(start.Add(c.want)) {
			t.Errorf("%s: it is looked at next %s later, want %s", name, due.Sub(start), c.want)
		}
	}
}
