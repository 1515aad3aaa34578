// Package summary counts what a time was like: what was asked, what it was, what
// helped, which servers and providers, and how long people waited for an answer, an
// owner and an end.
//
//	numbers.go  the counting, of what is kept
//	say.go      its words, for the administrators' channel
package summary

import (
	"cmp"
	"maps"
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
	n := Numbers{Since: since.UTC(), Until: until.UTC()}
	during := func(t time.Time) bool { return !t.Before(since) && t.Before(until) }
	people := make(map[string]bool)
	verdicts, findings, servers, providers := make(tally), make(tally), make(tally), make(tally)
	steps := make(map[int]*Tried)
	var answers, owners, ends []time.Duration
	for k := range asked {
		e := &asked[k]
		if !during(e.At) {
			continue
		}
		if e.Step > 0 {
			s := steps[e.Step]
			if s == nil {
				s = &Tried{Number: e.Step}
				steps[e.Step] = s
			}
			if e.Helped {
				s.Helped++
			} else {
				s.Not++
			}
			continue
		}
		n.Questions++
		if e.User != "" {
			people[e.User] = true
		}
		switch e.Outcome {
		case "escalated":
			n.Escalated++
		case "refused", "limited":
			n.Refused++
		case "failed":
			n.Failed++
		case "cached":
			n.Cached++
		}
		if e.Server == "" {
			continue
		}
		n.Diagnoses++
		answers = append(answers, time.Duration(e.TookMS)*time.Millisecond)
		verdicts.add(string(e.Verdict))
		servers.add(e.Server)
		providers.add(e.Provider)
		for _, c := range e.Codes {
			findings.add(string(c))
		}
	}
	n.People = len(people)
	for k := range all {
		i := &all[k]
		if i.Opened.IsZero() || !i.Opened.Before(until) {
			continue
		}
		if !i.Over() {
			n.Incidents.Open++
			if i.Owner == nil {
				n.Incidents.Unowned++
			}
		}
		if !during(i.Opened) {
			continue
		}
		n.Incidents.Opened++
		n.Incidents.Relapses += i.Relapses
		if i.First.After(i.Opened) {
			owners = append(owners, i.First.Sub(i.Opened))
		} else if !i.First.IsZero() {
			owners = append(owners, 0)
		}
		if !i.Ended.IsZero() {
			n.Incidents.Resolved++
			ends = append(ends, i.Ended.Sub(i.Opened))
		}
	}
	n.Verdicts, n.Findings, n.Servers, n.Providers = verdicts.list(), findings.list(), servers.list(), providers.list()
	n.Steps = make([]Tried, 0, len(steps))
	for _, s := range steps {
		n.Steps = append(n.Steps, *s)
	}
	slices.SortFunc(n.Steps, func(a, b Tried) int {
		return cmp.Or(cmp.Compare(b.Helped, a.Helped), cmp.Compare(a.Not, b.Not), cmp.Compare(a.Number, b.Number))
	})
	n.Answer, n.Owner, n.End = timesOf(answers), timesOf(owners), timesOf(ends)
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
	for name, count := range maps.All(t) {
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
	return Times{len(all), rank(50), rank(95)}
}
