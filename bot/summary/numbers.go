// Package summary counts what a time was like: what was asked, what it was, what
// helped, which servers and providers, and how long people waited for an answer, an
// owner and an end.
//
//	numbers.go  the counting, of what is kept
//	say.go      its words, for the administrators' channel
package summary

import (
	"cmp"
	"slices"
	"time"

	"certdesk/bot/audit"
	"certdesk/bot/incident"
	"certdesk/checks/say"
)

// maxListed is how many of a kind are named, the most frequent first.
const maxListed = 10

// Numbers are those of a time. Their JSON is what `certdesk store report --json`
// prints; fields are only ever added.
type Numbers struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
	// Questions are all that was asked, People who asked. Diagnoses are those of the
	// answers that were about a server, Refused what policy or a limit refused,
	// Failed what certdesk could not answer.
	Questions int `json:"questions"`
	People    int `json:"people"`
	Diagnoses int `json:"diagnoses"`
	Cached    int `json:"cached"`
	Escalated int `json:"escalated"`
	Refused   int `json:"refused"`
	Failed    int `json:"failed"`

	Verdicts  []Named `json:"verdicts"`
	Findings  []Named `json:"findings"`
	Servers   []Named `json:"servers"`
	Providers []Named `json:"providers"`
	// Steps are those that people tried, those that helped most first.
	Steps []Tried `json:"steps"`

	// Answer is how long a diagnosis took, Owner how long an incident waited for
	// somebody, End how long it lasted.
	Answer    Times     `json:"first_answer"`
	Incidents Incidents `json:"incidents"`
	Owner     Times     `json:"to_owner"`
	End       Times     `json:"to_end"`
}

// Named is a count of something.
type Named struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Tried is how a step did.
type Tried struct {
	Number int `json:"number"`
	Helped int `json:"helped"`
	Not    int `json:"not"`
}

// Times are how long something took, in seconds. Count is of how many that is known;
// of none the others are 0.
type Times struct {
	Count  int     `json:"count"`
	Median float64 `json:"median_s"`
	P95    float64 `json:"p95_s"`
}

// Incidents counts them: those that were opened in the time, what became of those,
// and which are open at its end, whenever they were opened.
type Incidents struct {
	Opened   int `json:"opened"`
	Resolved int `json:"resolved"`
	Relapses int `json:"relapses"`
	Open     int `json:"open"`
	Unowned  int `json:"unowned"`
}

// Of counts what was from since to before until. What is kept of incidents is
// forgotten 30 days after their end, and of questions where there are more than the
// log holds.
func Of(since, until time.Time, asked []audit.Entry, all []incident.Incident) Numbers {
	c := counter{
		n:      Numbers{Since: since.UTC(), Until: until.UTC()},
		people: make(map[string]bool), steps: make(map[int]*Tried),
		verdicts: make(tally), findings: make(tally), servers: make(tally), providers: make(tally),
	}
	for k := range asked {
		if e := &asked[k]; c.during(e.At) {
			c.entry(e)
		}
	}
	for k := range all {
		if i := &all[k]; !i.Opened.IsZero() && i.Opened.Before(until) {
			c.incident(i)
		}
	}
	return c.sum()
}

// counter counts up what Numbers sum up.
type counter struct {
	n                                      Numbers
	people                                 map[string]bool
	verdicts, findings, servers, providers tally
	steps                                  map[int]*Tried
	answers, owners, ends                  []time.Duration
}

func (c *counter) during(t time.Time) bool { return !t.Before(c.n.Since) && t.Before(c.n.Until) }

// entry counts a question, or what somebody said of a step.
func (c *counter) entry(e *audit.Entry) {
	if e.Step > 0 {
		c.step(e.Step, e.Helped)
		return
	}
	c.n.Questions++
	if e.User != "" {
		c.people[e.User] = true
	}
	switch e.Outcome {
	case "escalated":
		c.n.Escalated++
	case "refused", "limited":
		c.n.Refused++
	case "failed":
		c.n.Failed++
	case "cached":
		c.n.Cached++
	}
	if e.Server == "" {
		return
	}
	c.n.Diagnoses++
	c.answers = append(c.answers, time.Duration(e.TookMS)*time.Millisecond)
	c.verdicts.add(string(e.Verdict))
	c.servers.add(e.Server)
	c.providers.add(e.Provider)
	for _, code := range e.Codes {
		c.findings.add(string(code))
	}
}

func (c *counter) step(number int, helped bool) {
	s := c.steps[number]
	if s == nil {
		s = &Tried{Number: number}
		c.steps[number] = s
	}
	if helped {
		s.Helped++
	} else {
		s.Not++
	}
}

// incident counts one that was opened before the end of the time, if not before its
// beginning: that it is open is counted all the same.
func (c *counter) incident(i *incident.Incident) {
	if !i.Over() {
		c.n.Incidents.Open++
		if i.Owner == nil {
			c.n.Incidents.Unowned++
		}
	}
	if !c.during(i.Opened) {
		return
	}
	c.n.Incidents.Opened++
	c.n.Incidents.Relapses += i.Relapses
	if !i.First.IsZero() {
		c.owners = append(c.owners, max(0, i.First.Sub(i.Opened)))
	}
	if !i.Ended.IsZero() {
		c.n.Incidents.Resolved++
		c.ends = append(c.ends, i.Ended.Sub(i.Opened))
	}
}

func (c *counter) sum() Numbers {
	n := c.n
	n.People = len(c.people)
	n.Verdicts, n.Findings, n.Servers, n.Providers = c.verdicts.list(), c.findings.list(), c.servers.list(), c.providers.list()
	n.Steps = make([]Tried, 0, len(c.steps))
	for _, s := range c.steps {
		n.Steps = append(n.Steps, *s)
	}
	slices.SortFunc(n.Steps, func(a, b Tried) int {
		return cmp.Or(cmp.Compare(b.Helped, a.Helped), cmp.Compare(a.Not, b.Not), cmp.Compare(a.Number, b.Number))
	})
	n.Answer, n.Owner, n.End = timesOf(c.answers), timesOf(c.owners), timesOf(c.ends)
	return n
}

// tally counts names.
type tally map[string]int

func (t tally) add(name string) {
	if name = say.Clean(name, 200); name != "" {
		t[name]++
	}
}

// list are the most frequent.
func (t tally) list() []Named {
	out := make([]Named, 0, len(t))
	for name, count := range t {
		out = append(out, Named{name, count})
	}
	slices.SortFunc(out, func(a, b Named) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return out[:min(len(out), maxListed)]
}

// timesOf are the quantiles of durations, by the nearest rank.
func timesOf(all []time.Duration) Times {
	if len(all) == 0 {
		return Times{}
	}
	slices.Sort(all)
	rank := func(percent int) float64 { return all[(len(all)*percent+99)/100-1].Seconds() }
	return Times{Count: len(all), Median: rank(50), P95: rank(95)}
}
