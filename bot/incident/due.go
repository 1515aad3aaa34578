package incident

import "time"

// pace is how often a server is looked at: sooner while it is new and many wait,
// and never so often that a server in trouble would feel it.
var pace = []struct {
	age   time.Duration // since it began, or came back
	every time.Duration
}{
	{time.Hour, 2 * time.Minute},
	{6 * time.Hour, 5 * time.Minute},
	{24 * time.Hour, 15 * time.Minute},
}

const (
	// slowest is the pace of what is older.
	slowest = time.Hour
	// sure is when what looked well is looked at again; many is how many have to
	// wait for that pace from the beginning.
	sure = time.Minute
	many = 10
	// afterEnd is the pace on the day after the end.
	afterEnd = 30 * time.Minute
)

// remindAt is how long nobody has it before that is told, again and again.
var remindAt = []time.Duration{15 * time.Minute, 2 * time.Hour, 24 * time.Hour}

// lookAt is when it is to be looked at next; zero is never.
func (i *Incident) lookAt() time.Time {
	if i.Looked.IsZero() {
		if i.watched() {
			return later(i.Began, i.Opened).Add(sure)
		}
		return time.Time{}
	}
	if i.Known() && i.Doubted.After(i.Looked) {
		return i.Doubted
	}
	began := later(later(i.Began, i.Opened), i.Back)
	every := slowest
	switch {
	case i.Over():
		if over := later(i.Ended, i.Lapsed); i.Looked.Sub(over) >= relapseWithin || i.Ended.IsZero() || i.Opened.IsZero() {
			return time.Time{}
		}
		every = afterEnd
	case !i.watched():
		return time.Time{}
	case i.Good > 0, i.Next != nil:
		every = sure
	default:
		for _, p := range pace {
			if i.Looked.Sub(began) < p.age {
				every = p.every
				break
			}
		}
		if len(i.Waiting)+len(i.Askers) >= many && every < slowest {
			every /= 2
		}
	}
	return i.Looked.Add(every << min(i.Failed, 3))
}

// watched tells whether anybody needs to know when it works.
func (i *Incident) watched() bool { return !i.Opened.IsZero() || len(i.Waiting) > 0 }

// remindNext is when it is told next that nobody has it, in hours of work; zero is
// never.
func (k *Keeper) remindNext(i *Incident) time.Time {
	if !i.Known() || i.Owner != nil || i.Place.Channel == "" || i.Reminders >= len(remindAt) {
		return time.Time{}
	}
	return k.worked(i.Free, remindAt[i.Reminders])
}

// next is when anything is to be done; zero is never.
func (k *Keeper) next(i *Incident) time.Time {
	first := i.lookAt()
	for _, at := range []time.Time{k.remindNext(i), k.callNext(i)} {
		if first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first
}
