package incident

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

const (
	// batch is how many incidents are claimed at a time, lease for how long: a look
	// of all its targets from all its zones comes to its end in it.
	batch = 16
	lease = 5 * time.Minute
	// lookTimeout bounds one look at one target from one zone.
	lookTimeout = 15 * time.Second
	// again is when work that failed is tried again.
	again = 30 * time.Second
)

// Run does what is due until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(k.interval)
	defer ticker.Stop()
	failing := false
	for {
		err := k.Work(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			k.log.Error("looking after incidents failed; it is tried again", "error", err)
		case err == nil && failing:
			k.log.Info("looking after incidents works again")
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-k.soon:
		}
	}
}

// Work does what is due now.
func (k *Keeper) Work(ctx context.Context) error {
	for ctx.Err() == nil {
		due, err := k.store.ClaimIncidents(ctx, k.now(), lease, batch)
		var wg sync.WaitGroup
		failed := make([]error, len(due))
		for n := range due {
			wg.Go(func() { failed[n] = k.work(ctx, &due[n]) })
		}
		wg.Wait()
		if err := errors.Join(append(failed, err)...); err != nil || len(due) < batch {
			return err
		}
	}
	return ctx.Err()
}

// work looks at the server, if it is time, and tells what is to be told. What it
// leaves half done when its process dies is done by whoever claims it next.
func (k *Keeper) work(ctx context.Context, i *Incident) error {
	key, now := i.Key(), k.now()
	var looked Looked
	var next *bot.Cause
	if at := i.lookAt(); !at.IsZero() && !at.After(now) {
		if looked, next = k.look(ctx, i); ctx.Err() != nil {
			return ctx.Err()
		}
		now = k.now()
	}
	if next != nil && i.Known() && i.Next != nil && *i.Next == *next {
		// The same, unless it was met elsewhere meanwhile: there nobody has looked.
		same := func(now *Incident) bool {
			return now.Known() && slices.Equal(now.Targets, i.Targets) && slices.Equal(now.Zones, i.Zones) && len(now.Later) < maxLater
		}
		if _, err := k.goOn(ctx, key, *next, same); err != nil {
			return err
		}
		next = nil
	}
	i, err := k.edit(ctx, key, nil, func(i *Incident) bool {
		if looked != "" {
			i.Look(looked, now)
			i.Next = next
		}
		if at := k.remindNext(i); !at.IsZero() && !at.After(now) {
			i.Reminders++
		}
		k.call(i, now)
		// Until all is told; whoever changes it meanwhile makes it due at once.
		i.Due = now.Add(again)
		return true
	})
	if err != nil || i == nil {
		return err
	}
	if err := k.publish(ctx, i); err != nil {
		return err
	}
	told, events := i.Waiting, i.Events
	version := i.Version
	_, err = k.edit(ctx, key, nil, func(i *Incident) bool {
		if !i.Ended.IsZero() {
			i.Told(told)
		}
		i.Happened = slices.DeleteFunc(slices.Clone(i.Happened), func(h Happening) bool { return h.N <= events })
		if i.Version == version { // else somebody has said when it is due
			i.Due = k.next(i)
		}
		return true
	})
	return err
}

// look looks at all that was met, from everywhere it was met. next is what is at
// fault now in place of what was, nil while that is not certain.
func (k *Keeper) look(ctx context.Context, i *Incident) (seen Looked, next *bot.Cause) {
	seen = Unseen
	whole := true
	var causes []bot.Cause
	for _, q := range i.questions() {
		a, ok := k.ask(ctx, q)
		if !ok {
			whole = false
			continue
		}
		for n := range a.Reports {
			switch r := &a.Reports[n]; {
			case faulty(r.Verdict):
				c, _ := CauseOf(&q, r)
				if i.Current().SHA256 == "" || c == i.Current() || c.SHA256 == "" {
					return Ill, nil // as it was, or what no certificate is to blame for
				}
				causes, seen = append(causes, c), Ill
			case r.Verdict == checks.VerdictUnknown:
				whole = false
			case seen == Unseen:
				seen = Well
			}
		}
	}
	switch {
	case seen == Ill && whole:
		return Ill, i.successor(causes)
	case seen == Ill:
		return Ill, nil
	case !whole:
		return Unseen, nil
	}
	return seen, nil
}

// questions are what is asked to find out how it stands: each server that was met, from
// each zone.
func (i *Incident) questions() []bot.Question {
	var out []bot.Question
	for _, zone := range i.Zones {
		for _, t := range i.Targets {
			out = append(out, bot.Question{Target: t, Zone: zone})
		}
	}
	return out
}

// ask is the answer to a question; false where there is no whole one.
func (k *Keeper) ask(ctx context.Context, q bot.Question) (*bot.Answer, bool) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	a, err := k.checker.Check(ctx, q, bot.Progress{})
	return a, err == nil && a != nil && len(a.Reports) > 0 && len(a.Unheard) == 0
}

// publish has told what follows from the incident as it is. Doing it twice is
// doing it once.
func (k *Keeper) publish(ctx context.Context, i *Incident) error {
	notice := func(kind bot.NoticeKind, place bot.Place, parts ...string) *bot.Notice {
		c := i.Current()
		return &bot.Notice{ID: i.noticeID(append([]string{string(kind)}, parts...)...), Kind: kind, Place: place,
			Incident: i.Key(), Cause: &c, Raised: k.now(), Due: k.now()}
	}
	era := i.era()
	var all []*bot.Notice
	if !i.Opened.IsZero() && i.Place.Channel != "" {
		all = append(all, notice(bot.NoticeIncident, i.Place))
		if i.Known() && i.Relapses > 0 {
			all = append(all, notice(bot.NoticeRelapse, i.Place, i.relapseParts()...))
		}
		if i.Known() && i.Owner == nil && i.Reminders > 0 {
			all = append(all, notice(bot.NoticeReminder, i.Place, i.reminderParts()...))
		}
		for _, n := range all[1:] {
			n.After = all[0].ID
		}
		for _, place := range i.Posts {
			all = append(all, notice(bot.NoticeForUsers, place, place.ChannelKey()))
		}
	}
	if !i.Ended.IsZero() {
		for _, w := range i.Waiting {
			n := notice(bot.NoticeWorks, bot.Place{Platform: w.Platform, Team: w.Place.Team}, era, string(w.Platform), w.ID)
			n.Person, n.For, n.Asked, n.Language, n.Raised = w.ID, w.ID, w.Place, w.Language, i.Ended
			all = append(all, n)
		}
	}
	all = append(all, k.outside(i, notice)...)
	for _, n := range all {
		if err := k.outbox.Tell(ctx, n); err != nil {
			return err
		}
		switch n.Kind {
		case bot.NoticeIncident, bot.NoticeForUsers:
			if err := k.outbox.Refresh(ctx, n.ID, i.Revision); err != nil {
				return err
			}
		}
	}
	return nil
}

// MessageID is the ID of the notice that is its message in the admins' channel.
func (i *Incident) MessageID() string { return i.noticeID(string(bot.NoticeIncident)) }

// relapseParts and reminderParts are what the IDs of those notices are made of:
// another one is sent for each relapse, and each time that nobody has it.
func (i *Incident) relapseParts() []string { return []string{i.era()} }

func (i *Incident) reminderParts() []string {
	return []string{i.era(), i.Free.UTC().Format(time.RFC3339), strconv.Itoa(i.Reminders)}
}

// latest tells whether a notice is the last of its kind that was sent.
func (i *Incident) latest(n *bot.Notice, parts []string) bool {
	return n.ID == i.noticeID(append([]string{string(n.Kind)}, parts...)...)
}
