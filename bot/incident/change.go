package incident

import (
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Seen is a faulty answer, as far as an incident needs it.
type Seen struct {
	// At is when the server was looked at.
	At     time.Time
	Answer string
	// Target and Reports are what was asked and what shows the cause, Zones from
	// where that was seen.
	Target  checks.Target
	Reports []*checks.Report
	Zones   []string
}

// meet notes that the server was seen to have the fault. False: the look is older
// than what is known, and says nothing.
func (i *Incident) meet(s Seen, now time.Time) bool {
	switch {
	case i.Good > 0 && !s.At.After(i.Looked):
		return false
	case i.Continues != "": // a sign post that leads nowhere any more
		*i = Incident{Cause: i.Cause, Round: i.Round + 1, Revision: i.Revision, Version: i.Version}
	case !i.lasts(now):
		*i = Incident{Cause: i.Cause, Round: i.Round + 1, Revision: i.Revision, Version: i.Version}
	case i.Over():
		if !i.Ended.IsZero() {
			i.Relapses++
			i.Back = now
		}
		i.Ended, i.Lapsed, i.Reminders, i.Free = time.Time{}, time.Time{}, 0, now
		i.happen(bot.IncidentReturned, now)
		i.changed(now)
	}
	i.Good = 0
	if i.Began.IsZero() || i.longAgo(now) {
		i.Began = now
	}
	for _, r := range s.Reports {
		i.Targets = add(i.Targets, targetOf(s.Target, r), maxTargets)
		for n := range r.Findings {
			if r.Findings[n].Severity == checks.Critical {
				i.Codes = add(i.Codes, r.Findings[n].Code, maxCodes)
			}
		}
	}
	for _, z := range s.Zones {
		i.Zones = add(i.Zones, z, maxZones)
	}
	if len(s.Reports) > 0 {
		i.Summary = s.Reports[0].Summary
	}
	if s.Answer != "" {
		i.Answer = s.Answer
	}
	return true
}

// longAgo: who met it before did so long ago, and nobody has looked since. It may
// have been well meanwhile.
func (i *Incident) longAgo(now time.Time) bool {
	return i.Opened.IsZero() && len(i.Waiting) == 0 &&
		!slices.ContainsFunc(i.Askers, func(a Asker) bool { return now.Sub(a.At) < AskedWithin })
}

// Ask notes somebody who met it; false where nothing is to be kept of that.
func (i *Incident) Ask(p Person, s Seen, now time.Time) bool {
	return !i.asked(p, s, now) && i.ask(p, s, now)
}

// askedAgain is how soon it says nothing new that the same person asks again.
const askedAgain = 10 * time.Minute

// asked tells whether it is known already that somebody met it like that, or so
// many have that one more says nothing.
func (i *Incident) asked(p Person, s Seen, now time.Time) bool {
	counted := slices.ContainsFunc(i.Askers, func(a Asker) bool { return a.Is(p) && now.Sub(a.At) < askedAgain })
	return !i.Over() && i.Good == 0 && (counted || len(i.Askers) >= maxAskers && !i.Opened.IsZero()) &&
		!slices.ContainsFunc(s.Zones, func(z string) bool { return !slices.Contains(i.Zones, z) })
}

func (i *Incident) ask(p Person, s Seen, now time.Time) bool {
	if !i.meet(s, now) {
		return false
	}
	at := slices.IndexFunc(i.Askers, func(a Asker) bool { return a.Is(p) })
	switch {
	case p.ID == "":
	case at >= 0:
		i.Askers = append(slices.Delete(slices.Clone(i.Askers), at, at+1), Asker{p, now})
	case len(i.Askers) < maxAskers:
		i.Askers = append(slices.Clone(i.Askers), Asker{p, now})
		if !i.Opened.IsZero() {
			i.changed(now)
		}
	}
	lately := 0
	for _, a := range i.Askers {
		if now.Sub(a.At) < AskedWithin {
			lately++
		}
	}
	if lately >= enough {
		i.open(Asking, now)
	}
	return true
}

// Escalate notes that somebody has passed it on to the administrators.
func (i *Incident) Escalate(p Person, s Seen, now time.Time) bool {
	if !i.ask(p, s, now) {
		return false
	}
	i.open(Escalation, now)
	return true
}

// Alert notes that a watch's channel was told of it.
func (i *Incident) Alert(s Seen, in bot.Place, now time.Time) bool {
	if !i.meet(s, now) {
		return false
	}
	if i.Alerted.Channel == "" {
		i.Alerted = in
	}
	i.open(Alert, now)
	return true
}

func (i *Incident) open(why Reason, now time.Time) {
	if !i.Opened.IsZero() {
		return
	}
	i.Opened, i.Why, i.Free = now, why, now
	i.happen(bot.IncidentOpened, now)
	i.changed(now)
}

// happen has an event told outside of chat.
func (i *Incident) happen(e bot.DispatchEvent, at time.Time) {
	if i.Opened.IsZero() {
		return // it is none yet
	}
	i.Events++
	i.Happened = append(slices.Clone(i.Happened), Happening{Event: e, At: at, N: i.Events})
	i.Happened = i.Happened[max(0, len(i.Happened)-maxEvents):]
}

// Take gives it to somebody, unless somebody else has it.
func (i *Incident) Take(p Person, now time.Time) bool {
	if i.Owner != nil {
		return i.Owner.Is(p)
	}
	i.Owner, i.Taken, i.HandedTo = &p, now, ""
	if i.First.IsZero() {
		i.First = now
	}
	i.happen(bot.IncidentTaken, now)
	i.changed(now)
	return true
}

// HandOver gives it up for somebody who is to take it on, as he is called. Nobody
// is made the owner of something unasked.
func (i *Incident) HandOver(to string, now time.Time) {
	i.Owner, i.Taken, i.HandedTo = nil, time.Time{}, say.Clean(to, maxName)
	i.Free, i.Reminders = now, 0
	i.happen(bot.IncidentReleased, now)
	i.changed(now)
}

// Write adds a note; of too many the oldest goes.
func (i *Incident) Write(n Note, now time.Time) {
	n.Text = say.Clean(n.Text, 400)
	i.Notes = append(slices.Clone(i.Notes), n)
	i.Notes = i.Notes[max(0, len(i.Notes)-maxNotes):]
	i.happen(bot.IncidentNoted, now)
	i.changed(now)
}

// Miss notes who was not reached; false where that is known, or it is no incident.
func (i *Incident) Miss(to bot.Place, now time.Time) bool {
	if i.Opened.IsZero() || slices.ContainsFunc(i.Missed, func(p bot.Place) bool { return p.ChannelKey() == to.ChannelKey() }) {
		return false
	}
	i.Missed = add(i.Missed, to, maxCalled)
	i.changed(now)
	return true
}

// Post has a notice for users put in channels; false where that was done before.
func (i *Incident) Post(by Person, places []bot.Place, now time.Time) bool {
	if i.PostedBy != nil {
		return false
	}
	i.PostedBy = &by
	for _, p := range places {
		p.Thread = ""
		i.Posts = add(i.Posts, p, maxPosts)
	}
	i.changed(now)
	return true
}

// Wait notes that somebody wants to be told when it works. False: too many do.
func (i *Incident) Wait(w Waiter, now time.Time) bool {
	waiting := slices.DeleteFunc(slices.Clone(i.Waiting), func(one Waiter) bool { return one.Is(w.Person) || now.Sub(one.At) > waitsFor })
	if len(waiting) >= maxWaiting {
		return false
	}
	w.At = now
	i.Waiting = append(waiting, w)
	i.changed(now)
	return true
}

// Looked is what a look at all its targets from all its zones showed.
type Looked string

// What looks show.
const (
	// Well: everywhere.
	Well Looked = "well"
	// Ill: the fault, or another one, somewhere.
	Ill Looked = "ill"
	// Unseen: nothing can be said, for a reason on our side.
	Unseen Looked = "unseen"
)

// Look notes a look at the server.
func (i *Incident) Look(what Looked, at time.Time) {
	i.Waiting = slices.DeleteFunc(slices.Clone(i.Waiting), func(w Waiter) bool { return at.Sub(w.At) > waitsFor })
	i.Looked = at
	switch what {
	case Unseen:
		i.Failed++
	case Ill:
		i.Good, i.Failed = 0, 0
		if i.Over() && at.Sub(later(i.Ended, i.Lapsed)) <= relapseWithin {
			i.meet(Seen{At: at}, at)
		}
	case Well:
		i.Failed = 0
		i.Good++
		if i.Good >= goodLooks && i.Ended.IsZero() {
			i.Ended, i.Lapsed = at, time.Time{}
			i.happen(bot.IncidentResolved, at)
			i.changed(at)
		}
	}
	if i.Known() && i.Owner == nil && len(i.Waiting) == 0 && at.Sub(i.touched()) > lapsesAfter {
		i.Lapsed = at
		i.happen(bot.IncidentLapsed, at)
		i.changed(at)
	}
}

// touched is when people last had to do with it.
func (i *Incident) touched() time.Time {
	last := later(i.Opened, i.Taken)
	for _, a := range i.Askers {
		last = later(last, a.At)
	}
	return last
}

// Told forgets those who were told that it works, while it is over.
func (i *Incident) Told(these []Waiter) {
	i.Waiting = slices.DeleteFunc(slices.Clone(i.Waiting), func(w Waiter) bool {
		return slices.ContainsFunc(these, func(one Waiter) bool { return one.Is(w.Person) && one.At.Equal(w.At) })
	})
}
